#include "ui/scene/words/labels.h"

#include "core/trace/spoken_name.h"
#include "ui/scene/marks/display_options.h"

#include <cmath>

namespace tcpstage {

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

std::optional<Remark> remarkOf(const Transit& transit)
{
    if (transit.corrupted) return Remark{damaged, "≠"};
    if (transit.before) return Remark{changed, "✎"};
    if (transit.copy_of != no_transit) return Remark{copy, "×2"};
    const bool foreign = transit.connection != the_conversation;
    if (transit.reason == Reason::FromThePast) return foreign ? Remark{stranger, ""} : Remark{old, "…"};
    if (transit.retransmission) return Remark{retransmission, "↻"};
    if (transit.marked) return Remark{markedCe, "CE"};
    if (transit.reason == Reason::Delayed) return Remark{delayed, ""};
    if (transit.reason == Reason::Reordered) return Remark{reordered, ""};
    return {};
}

} // namespace

Sureness surenessOf(const Trace& trace, const Record& record)
{
    constexpr Text inferred{"inferred", "推断"};
    constexpr Text observed{"observed", "观察到"};
    constexpr Text confirmed{"confirmed by the kernel", "内核确认"};
    constexpr Text sampled{"sampled from the kernel", "从内核采样"};
    if (trace.source() == Source::Simulated) return {};
    if (record.certainty == Certainty::Inferred) return {inferred, "?"};
    if (record.kind != Kind::Entered) return {observed, ""};
    if (trace.source() == Source::Capture) return {inferred, "?"};
    return record.certainty == Certainty::Sampled ? Sureness{sampled, "≈"} : Sureness{confirmed, "✓"};
}

QString plain(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString stateText(State state, const DisplayOptions& display)
{
    return plain(display.stateNames == StateNames::Rfc ? name(state) : netstat_name(state));
}

QString stateText(const EndpointInfo& endpoint, State state, const DisplayOptions& display)
{
    return endpoint.without.tcp ? QStringLiteral("UDP") : stateText(state, display);
}

QString notTcpText(Language language)
{
    constexpr Text notTcp{"not TCP", "不是 TCP"};
    return inLanguage(notTcp, language);
}

QString addressText(const EndpointInfo& endpoint) { return QString::fromStdString(to_text(endpoint.socket)); }

QString endpointName(const EndpointInfo& endpoint, Language language)
{
    QString name = QString::fromStdString(spoken(endpoint.name)[language]);
    if (!name.isEmpty()) name[0] = name[0].toUpper();
    return name;
}

QString shortDuration(Duration duration)
{
    const double seconds = static_cast<double>(duration.count()) / 1e9;
    const auto rounded = [](double value) {
        QString text = QString::number(value, 'f', value < 10 ? 2 : 1);
        while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.')))
            text.chop(1);
        return text;
    };
    if (seconds == 0 || seconds >= 0.1) return rounded(seconds) + QStringLiteral(" s");
    if (seconds >= 0.0001) return rounded(seconds * 1e3) + QStringLiteral(" ms");
    return rounded(seconds * 1e6) + QStringLiteral(" us");
}

QString shortName(Timer timer, Language language)
{
    if (timer == Timer::Retransmit) return QStringLiteral("RTO");
    return inLanguage(label(timer), language);
}

QString callText(const Record& record)
{
    const QString name = plain(word(record.call()));
    const bool counts = record.call() == Call::Send || (record.call() == Call::Read && record.value < UINT32_MAX);
    return counts ? QStringLiteral("%1(%2)").arg(name).arg(record.value) : name + QStringLiteral("()");
}

QString numberText(Seq number, Seq base, Numbers numbers)
{
    switch (numbers) {
    case Numbers::Absolute:
        return QString::number(number.value());
    case Numbers::Relative:
        return QString::number(number - base);
    case Numbers::Both:
        return QStringLiteral("%1(%2)").arg(number.value()).arg(number - base);
    }
    return {};
}

QString peerText(const Trace& trace, ConnectionNumber connection)
{
    return QString::fromStdString(to_text(trace.peer(connection).socket.address));
}

QString differenceSign(const StagedRun& staged, TransitId id)
{
    const auto kind = differenceOf(staged, id);
    if (!kind) return {};
    switch (*kind) {
    case Difference::Kind::OnlyFirst:
    case Difference::Kind::OnlySecond:
        return QStringLiteral("+");
    case Difference::Kind::Time:
        return QStringLiteral("Δ");
    case Difference::Kind::Numbers:
    case Difference::Kind::Fate:
    case Difference::Kind::Order:
    case Difference::Kind::Options:
    case Difference::Kind::Window:
        return QStringLiteral("≠");
    case Difference::Kind::State: // the segment is the same: what follows from it is not
    case Difference::Kind::Told:
        return {};
    }
    return {};
}

SegmentWords wordsOf(const Trace& trace, TransitId id, const DisplayOptions& display)
{
    const Transit& transit = trace.transit(id);
    const Segment& segment = transit.segment;
    SegmentWords words;
    words.flags = titleOf(segment);
    Numbers numbers = display.numbers;
    Seq iss;
    Seq irs;
    const bool foreign = transit.connection != the_conversation; // its TCB is not in the trace
    if (foreign) numbers = Numbers::Absolute;
    if (numbers != Numbers::Absolute) {
        const Tcb tcb = trace.at(transit.from, Moment{transit.sent, transit.sent_record});
        iss = tcb.snd.iss;
        irs = tcb.rcv.irs;
        if (tcb.state == State::Closed || transit.reason == Reason::FromThePast) numbers = Numbers::Absolute;
    }
    const QString length = QStringLiteral("len=%1").arg(segment.payload.size());
    words.fewNumbers = segment.is_datagram() ? length : QStringLiteral("seq=") + numberText(segment.seq, iss, numbers);
    if (foreign) words.fewNumbers.prepend(peerText(trace, transit.connection) + u' ');
    words.numbers = words.fewNumbers;
    if (segment.has_ack()) words.numbers += QStringLiteral(" ack=") + numberText(segment.ack, irs, numbers);
    if (!segment.is_datagram() && !segment.payload.empty()) words.numbers += u' ' + length;
    if (const auto remark = remarkOf(transit)) {
        words.remark = inLanguage(remark->words, display.language);
        words.remarkSign = QString::fromUtf8(remark->sign);
    }
    return words;
}

QString lossText(const Transit& transit, Language language)
{
    constexpr Text lost{"lost", "丢失"};
    const Text why = words(transit.reason);
    return inLanguage(why.en.empty() || transit.reason == Reason::None ? lost : why, language);
}

} // namespace tcpstage
