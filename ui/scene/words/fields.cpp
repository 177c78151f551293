#include "ui/scene/words/fields.h"

#include "core/base/unknown_octets.h"
#include "core/tcp/segment/option_table.h"
#include "ui/scene/marks/display_options.h"
#include <QStringList>

namespace tcpstage::scene {

namespace {

constexpr Text sourcePort{"Source port", "源端口"};
constexpr Text destinationPort{"Destination port", "目的端口"};
constexpr Text sequence{"Sequence number", "序号"};
constexpr Text acknowledgment{"Acknowledgment number", "确认号"};
constexpr Text offset{"Offset", "首部长度"};
constexpr Text reserved{"Rsrvd", "保留"};
constexpr Text window{"Window", "窗口"};
constexpr Text checksum{"Checksum", "校验和"};
constexpr Text urgent{"Urgent pointer", "紧急指针"};
constexpr Text options{"Options", "选项"};
constexpr Text correct{"correct", "正确"};
constexpr Text wrong{"wrong on arrival", "到达时错误"};
constexpr Text length{"Length", "长度"};
constexpr Text was{"was %1", "原为 %1"};
constexpr Text relative{"relative", "相对"};

QString withRelative(tcp::Seq number, tcp::Seq base, bool known, Language language)
{
    QString text = QString::number(number.value());
    if (known) text += QStringLiteral(" (%1 %2)").arg(inLanguage(relative, language)).arg(number - base);
    return text;
}

/// What somebody on the way has changed is lit, and says what it was.
void showEdits(std::vector<FieldView>& fields, const trace::Transit& transit, Language language)
{
    const tcp::Segment& now = transit.segment;
    const tcp::Segment& then = transit.before->segment;
    const auto show = [&](Field field, std::uint32_t value, std::uint32_t old) {
        for (FieldView& view : fields) {
            if (view.field != field || value == old) continue;
            view.notable = true;
            if (view.bits > 1) view.value += QStringLiteral("  ") + inLanguage(was, language).arg(old);
        }
    };
    show(Field::Sequence, now.seq.value(), then.seq.value());
    show(Field::Acknowledgment, now.ack.value(), then.ack.value());
    show(Field::Window, now.window, then.window);
    for (std::size_t i = 0; i < 8; ++i) {
        const unsigned bit = 0x80U >> i;
        show(static_cast<Field>(static_cast<std::size_t>(Field::Cwr) + i), now.flags.bits() & bit,
             then.flags.bits() & bit);
    }
}

/// RFC 768: four fields of 16 bits.
std::vector<FieldView> fieldsOfDatagram(const trace::Transit& transit, const std::vector<std::uint8_t>& octets,
                                        Language language)
{
    const auto number = [&](std::size_t first) { return octets[first] << 8 | octets[first + 1]; };
    const QString sum = QStringLiteral("0x%1").arg(number(6), 4, 16, QLatin1Char{'0'});
    const auto word = [&](const Text& text) { return inLanguage(text, language); };
    return {{Field::SourcePort, word(sourcePort), QString::number(number(0)), 0, 0, 16, 0, 2},
            {Field::DestinationPort, word(destinationPort), QString::number(number(2)), 0, 16, 16, 2, 2},
            {Field::Length, word(length), QString::number(number(4)), 1, 0, 16, 4, 2},
            {Field::Checksum, word(checksum), sum + u' ' + word(transit.corrupted ? wrong : correct), 1, 16, 16, 6, 2,
             transit.corrupted}};
}

} // namespace

QString optionsText(const tcp::Options& set)
{
    QStringList parts;
    for (const tcp::OptionKind kind : tcp::option_order(set)) {
        if (const tcp::OptionRow* row = tcp::find_option(kind))
            parts << QString::fromStdString(row->label(set)).split(QStringLiteral(", "));
        else
            parts << QStringLiteral("NOP"); // RFC 9293 3.1: aligns what follows
    }
    for (QString& part : parts)
        part.replace(u' ', QChar{QChar::Nbsp}); // a line breaks between two options only
    return parts.join(QStringLiteral(", "));
}

std::vector<FieldView> fieldsOf(const StagedRun& staged, trace::TransitId id, const std::vector<std::uint8_t>& octets,
                                const DisplayOptions& display)
{
    const trace::Transit& transit = staged.trace().transit(id);
    const tcp::Segment& segment = transit.segment;
    if (segment.is_datagram()) return fieldsOfDatagram(transit, octets, display.language);
    const tcp::Tcb tcb = staged.trace().at(transit.from, trace::Moment{transit.sent, transit.sent_record});
    const bool known = tcb.state != tcp::State::Closed && transit.reason != trace::Reason::FromThePast;
    const auto word = [&](const Text& text) { return inLanguage(text, display.language); };
    const auto number = [](std::uint32_t value) { return QString::number(value); };
    std::vector<FieldView> fields{
        {Field::SourcePort, word(sourcePort), number(segment.source_port), 0, 0, 16, 0, 2},
        {Field::DestinationPort, word(destinationPort), number(segment.destination_port), 0, 16, 16, 2, 2},
        {Field::Sequence, word(sequence), withRelative(segment.seq, tcb.snd.iss, known, display.language), 1, 0, 32, 4,
         4, true},
        {Field::Acknowledgment, word(acknowledgment),
         segment.has_ack() ? withRelative(segment.ack, tcb.rcv.irs, known, display.language)
                           : number(segment.ack.value()),
         2, 0, 32, 8, 4, segment.has_ack()},
        {Field::Offset, word(offset), number(octets[12] >> 4), 3, 0, 4, 12, 1},
        {Field::Reserved, word(reserved), number(octets[12] & 15), 3, 4, 4, 12, 1},
    };
    constexpr std::array flags{tcp::Flag::Cwr, tcp::Flag::Ece, tcp::Flag::Urg, tcp::Flag::Ack,
                               tcp::Flag::Psh, tcp::Flag::Rst, tcp::Flag::Syn, tcp::Flag::Fin};
    for (std::size_t i = 0; i < flags.size(); ++i) {
        const bool set = segment.flags.has(flags[i]);
        const auto field = static_cast<Field>(static_cast<std::size_t>(Field::Cwr) + i);
        fields.push_back({field, QString{QLatin1Char{"CEUAPRSF"[i]}}, number(set ? 1 : 0), 3, 8 + static_cast<int>(i),
                          1, 13, 1, set});
    }
    const QString sum = QStringLiteral("0x%1").arg(octets[16] << 8 | octets[17], 4, 16, QLatin1Char{'0'});
    fields.push_back({Field::Window, word(window), number(segment.window), 3, 16, 16, 14, 2});
    const bool whole = !is_unknown(segment.payload); // the capture has all that it is the sum of
    const QString judged = whole ? sum + u' ' + word(transit.corrupted ? wrong : correct) : QStringLiteral("?");
    fields.push_back({Field::Checksum, word(checksum), judged, 4, 0, 16, 16, 2, transit.corrupted});
    fields.push_back({Field::Urgent, word(urgent), number(segment.urgent), 4, 16, 16, 18, 2});
    const std::uint32_t optional = tcp::options_bytes(segment.options);
    if (optional > 0)
        fields.push_back({Field::Options, word(options), optionsText(segment.options), 5, 0, 32, 20, optional});
    if (transit.before) showEdits(fields, transit, display.language);
    return fields;
}

} // namespace tcpstage::scene
