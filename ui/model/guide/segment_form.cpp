#include "ui/model/guide/segment_form.h"

#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::uint32_t largestWindow = 65535U << 14U; // RFC 7323 section 2.3

bool isPlain(const Bytes& payload)
{
    return std::ranges::all_of(payload.span(), [](std::uint8_t octet) {
        return octet >= 0x20 && octet < 0x7f && octet != '"' && octet != '\\';
    });
}

tl::expected<std::uint32_t, QString> readNumber(const QString& written, const Text& name, std::uint32_t most,
                                                Language language)
{
    bool correct = false;
    const qulonglong number = written.trimmed().toULongLong(&correct);
    if (correct && number <= most) return static_cast<std::uint32_t>(number);
    return tl::unexpected{say(wording::formNumber, language, {say(name, language), QString::number(most)})};
}

} // namespace

tl::expected<Octets, QString> readOctets(const QString& written, std::uint32_t most, Language language)
{
    const QString text = written.trimmed();
    if (text.size() >= 2 && text.startsWith(u'"') && text.endsWith(u'"')) {
        const QByteArray octets = text.mid(1, text.size() - 2).toUtf8();
        if (static_cast<std::uint64_t>(octets.size()) > most)
            return tl::unexpected{say(wording::formTooLong, language, {QString::number(most)})};
        return Octets{static_cast<std::uint32_t>(octets.size()),
                      Bytes{std::string_view{octets.constData(), static_cast<std::size_t>(octets.size())}}};
    }
    bool correct = false;
    const qulonglong number = text.toULongLong(&correct);
    if (!correct) return tl::unexpected{say(wording::formOctets, language)};
    if (number > most) return tl::unexpected{say(wording::formTooLong, language, {QString::number(most)})};
    return Octets{static_cast<std::uint32_t>(number), std::nullopt};
}

QString octetsText(const Bytes& payload)
{
    constexpr std::uint32_t longestShown = 60;
    if (payload.pattern_phase() || payload.size() > longestShown || !isPlain(payload))
        return QString::number(payload.size());
    return u'"' + QString::fromLatin1(reinterpret_cast<const char*>(payload.data()), payload.size()) + u'"';
}

SegmentForm formOf(const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.as_sent();
    const std::uint32_t window = transit.before ? transit.before->window_bytes : transit.window_bytes;
    return {segment.flags, QString::number(segment.seq.value()), QString::number(segment.ack.value()),
            QString::number(window), octetsText(segment.payload)};
}

tl::expected<sim::Edit, QString> readForm(const SegmentForm& form, const trace::Transit& transit, Language language)
{
    const SegmentForm sent = formOf(transit);
    sim::Edit edit;
    if (form.flags != sent.flags) edit.flags = form.flags;
    if (form.seq.trimmed() != sent.seq) {
        const auto seq = readNumber(form.seq, wording::formSeq, UINT32_MAX, language);
        if (!seq) return tl::unexpected{seq.error()};
        edit.seq = tcp::Seq{*seq};
    }
    if (form.flags.has(tcp::Flag::Ack) && form.ack.trimmed() != sent.ack) {
        const auto ack = readNumber(form.ack, wording::formAck, UINT32_MAX, language);
        if (!ack) return tl::unexpected{ack.error()};
        edit.ack = tcp::Seq{*ack};
    }
    if (form.window.trimmed() != sent.window) {
        const auto window = readNumber(form.window, wording::formWindow, largestWindow, language);
        if (!window) return tl::unexpected{window.error()};
        edit.window_bytes = *window;
    }
    if (form.payload.trimmed() == sent.payload) return edit;
    const auto octets = readOctets(form.payload, sim::largest_payload, language);
    if (!octets) return tl::unexpected{octets.error()};
    if (octets->text)
        edit.payload = octets->text;
    else
        edit.payload_bytes = octets->count;
    return edit;
}

} // namespace tcpstage::model
