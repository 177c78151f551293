#include "ui/scene/words/labels.h"

#include "core/base/say.h"
#include "core/captions/facts.h"
#include "core/captions/textbook.h"
#include "core/tcp/segment/option_table.h"
#include "core/trace/kernel_report.h"
#include "core/trace/spoken_name.h"
#include "ui/scene/marks/display_options.h"

#include <QStringList>
#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr Text retransmission{"retransmission", "重传"};
constexpr Text copy{"copy by the network", "网络复制的副本"};
constexpr Text damaged{"damaged", "已损坏"};
constexpr Text changed{"edited by the network", "被网络修改"};
constexpr Text old{"from the past", "旧报文段"};
constexpr Text stranger{"from another address", "来自别的地址"};
constexpr Text delayed{"delayed", "延迟"};
constexpr Text reordered{"out of order", "乱序"};
constexpr Text markedCe{"marked CE", "打上 CE 标记"};

struct Remark {
    Text words;
    const char* sign;
};

std::optional<Remark> remarkOf(const trace::Transit& transit)
{
    if (transit.corrupted) return Remark{damaged, "!"};
    if (transit.before)
        return Remark{transit.reason == trace::Reason::EditedByHand ? words(transit.reason) : changed, "✎"};
    if (transit.copy_of != trace::no_transit) return Remark{copy, "②"};
    const bool foreign = transit.connection != trace::the_conversation;
    if (transit.reason == trace::Reason::FromThePast) return foreign ? Remark{stranger, ""} : Remark{old, "…"};
    if (transit.retransmission) return Remark{retransmission, "↻"};
    if (transit.marked) return Remark{markedCe, "CE"};
    if (transit.reason == trace::Reason::Delayed || transit.reason == trace::Reason::DelayedByHand)
        return Remark{delayed, ""};
    if (transit.reason == trace::Reason::Reordered) return Remark{reordered, ""};
    return {};
}

constexpr trace::TransitId mostBack = 256; // segments before it, among which is its sender's last one
constexpr std::uint16_t usualMss = 1460;   // what lessons that are not about options offer

bool offersWindow(const trace::Transit& transit)
{
    return transit.connection == trace::the_conversation && transit.reason != trace::Reason::FromThePast &&
           transit.copy_of == trace::no_transit && !transit.segment.is_datagram() && !transit.segment.rst();
}

/// Whether the window is closed, or another than that of its sender's last segment.
bool tellsWindow(const trace::Trace& trace, trace::TransitId id, const trace::Transit& transit)
{
    if (!offersWindow(transit)) return false;
    if (transit.window_bytes == 0) return true;
    for (trace::TransitId back = 1; back <= std::min(id, mostBack); ++back) {
        const trace::Transit before = trace.transit(id - back);
        if (before.from == transit.from && offersWindow(before)) return before.window_bytes != transit.window_bytes;
    }
    return false;
}

/// Empty for the usual MSS alone.
QString unusualOptions(const tcp::Options& options)
{
    tcp::Options usual;
    usual.mss = usualMss;
    if (options == usual) return {};
    QStringList list;
    for (const tcp::OptionRow& row : tcp::option_rows())
        if (row.present(options)) list << QString::fromStdString(row.label(options));
    return list.join(u' ');
}

} // namespace

QString plain(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString stateText(tcp::State state, const DisplayOptions& display)
{
    return plain(captions::state_text(state, display.stateNames));
}

QString stateText(const trace::EndpointInfo& endpoint, tcp::State state, const DisplayOptions& display)
{
    return endpoint.without.tcp ? QStringLiteral("UDP") : stateText(state, display);
}

QString numbersSign(const DisplayOptions& display)
{
    constexpr Text relative{"relative numbers", "相对序号"};
    constexpr Text both{"number(relative number)", "序号(相对序号)"};
    constexpr Text symbols{"x, y: initial numbers; u, v, w: at the close", "x、y：初始序号；u、v、w：关闭时的序号"};
    switch (display.numbers) {
    case Numbers::Absolute:
        return {};
    case Numbers::Relative:
        return inLanguage(relative, display.language);
    case Numbers::Both:
        return inLanguage(both, display.language);
    case Numbers::Symbolic:
        return inLanguage(symbols, display.language);
    }
    return {};
}

QString notTcpText(Language language)
{
    constexpr Text notTcp{"not TCP", "不是 TCP"};
    return inLanguage(notTcp, language);
}

QString withoutGaps(const QString& text) { return QString::fromStdString(without_gaps(text.toStdString())); }

QString counted(const Text& text, std::uint64_t count, Language language)
{
    const QString filled = inLanguage(text, language).arg(count);
    if (language == Language::Chinese) return withoutGaps(filled);
    return QString::fromStdString(singular_after_one(filled.toStdString()));
}

QString addressText(const trace::EndpointInfo& endpoint)
{
    return QString::fromStdString(tcp::to_text(endpoint.socket));
}

namespace {

QString capitalized(QString name)
{
    if (!name.isEmpty()) name[0] = name[0].toUpper();
    return name;
}

} // namespace

QString endpointName(const trace::EndpointInfo& endpoint, Language language)
{
    return capitalized(QString::fromStdString(trace::spoken(endpoint)[language]));
}

QString endTitle(const trace::Trace& trace, trace::Side side, const DisplayOptions& display)
{
    const QString title = QString::fromStdString(captions::end_title(trace, side, display.endNames)[display.language]);
    const qsizetype name = title.indexOf(QStringLiteral(": ")) + 2;
    return name < 2 ? capitalized(title) : title.left(name) + capitalized(title.mid(name));
}

QString shortDuration(Duration duration) { return QString::fromStdString(captions::rounded(duration)); }

QString shortName(tcp::Timer timer, Language language)
{
    if (timer == tcp::Timer::Retransmit) return QStringLiteral("RTO");
    return inLanguage(tcp::label(timer), language);
}

QString callText(const trace::Trace& trace, const trace::Record& record)
{
    if (trace::is_kernel_report(record)) return QStringLiteral("TCP_INFO");
    const QString name = plain(trace::spoken_call(trace.endpoint(record.side), record.call()));
    const bool counts = trace::counts_octets(record.call(), record.value);
    return counts ? QStringLiteral("%1(%2)").arg(name).arg(record.value) : name + QStringLiteral("()");
}

QString numberText(tcp::Seq number, const captions::Base& base, Numbers numbers)
{
    return QString::fromStdString(captions::number_text(number, base, numbers));
}

QString peerText(const trace::Trace& trace, trace::ConnectionNumber connection)
{
    return QString::fromStdString(tcp::to_text(trace.peer(connection).socket.address));
}

QString differenceSign(const StagedRun& staged, trace::TransitId id)
{
    const auto kind = differenceOf(staged, id);
    if (!kind) return {};
    switch (*kind) {
    case compare::Difference::Kind::OnlyFirst:
    case compare::Difference::Kind::OnlySecond:
        return QStringLiteral("+");
    case compare::Difference::Kind::Time:
        return QStringLiteral("Δ");
    case compare::Difference::Kind::Numbers:
    case compare::Difference::Kind::Fate:
    case compare::Difference::Kind::Order:
    case compare::Difference::Kind::Options:
    case compare::Difference::Kind::Window:
        return QStringLiteral("≠");
    case compare::Difference::Kind::State: // the segment is the same: what follows from it is not
    case compare::Difference::Kind::Signal:
        return {};
    }
    return {};
}

QString flagsText(const tcp::Segment& segment, const DisplayOptions& display)
{
    return QString::fromStdString(captions::flags_title(segment, display.flagNames));
}

namespace {

SegmentWords wordsOf(const trace::Trace& trace, trace::TransitId id, const trace::Transit& transit,
                     const DisplayOptions& display)
{
    const tcp::Segment& segment = transit.segment;
    SegmentWords words;
    words.flags = flagsText(segment, display);
    const captions::Bases bases = captions::bases_of(trace, transit, display.numbers);
    const bool foreign = transit.connection != trace::the_conversation; // its TCB is not in the trace
    const QString length = QStringLiteral("len=%1").arg(segment.payload.size());
    words.numbers =
        segment.is_datagram() ? length : QStringLiteral("seq=") + numberText(segment.seq, bases.seq, bases.numbers);
    if (foreign) words.numbers.prepend(peerText(trace, transit.connection) + u' ');
    if (segment.has_ack()) words.numbers += QStringLiteral(" ack=") + numberText(segment.ack, bases.ack, bases.numbers);
    if (!segment.is_datagram() && !segment.payload.empty()) words.numbers += u' ' + length;
    if (tellsWindow(trace, id, transit)) words.window = QStringLiteral("win=%1").arg(transit.window_bytes);
    if (segment.syn() && !foreign) words.options = unusualOptions(segment.options);
    if (const auto remark = remarkOf(transit)) {
        words.remark = inLanguage(remark->words, display.language);
        words.remarkSign = QString::fromUtf8(remark->sign);
    }
    return words;
}

} // namespace

SegmentWords wordsOf(const trace::Trace& trace, trace::TransitId id, const DisplayOptions& display)
{
    return wordsOf(trace, id, trace.transit(id), display);
}

SegmentWords wordsAsSent(const trace::Trace& trace, trace::TransitId id, const DisplayOptions& display)
{
    trace::Transit transit = trace.transit(id);
    if (transit.before) transit.window_bytes = transit.before->window_bytes;
    transit.segment = transit.as_sent();
    return wordsOf(trace, id, transit, display);
}

QString lossText(const trace::Transit& transit, Language language)
{
    constexpr Text lost{"lost", "丢失"};
    const Text why = trace::words(transit.reason);
    return inLanguage(why.en.empty() || transit.reason == trace::Reason::None ? lost : why, language);
}

QStringList shortLossTexts(const trace::Transit& transit, Language language)
{
    QStringList texts;
    if (transit.reason == trace::Reason::DroppedByHand)
        texts << inLanguage({"by you", "被你丢弃"}, language); // the cross says what
    texts << inLanguage(isGhost(transit) ? Text{"swallowed", "已吞掉"} : Text{"lost", "丢失"}, language);
    return texts;
}

} // namespace tcpstage::scene
