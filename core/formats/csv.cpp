#include "core/formats/field.h"
#include "core/formats/formats.h"
#include "core/tcp/segment/notation.h"
#include "core/trace/not_tcp.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::formats {

namespace {

bool is_edited(const trace::Transit& transit) { return transit.before != nullptr; }
bool is_capable(const trace::Transit& transit) { return transit.segment.ecn != tcp::Ecn::NotCapable; }

/// Flags, numbers and window; a datagram has none of them.
std::string header_fields(const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.segment;
    if (segment.is_datagram()) return ",,,,";
    return fmt::format("{},{},{},{},", field(tcp::to_text(segment.flags)), segment.seq.value(), segment.ack.value(),
                       transit.window_bytes);
}

} // namespace

std::string field(std::string_view text)
{
    if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + "\"";
}

std::string to_csv(const trace::Trace& trace)
{
    const bool others = !trace.peers().empty(); // then each row names source and destination
    const bool marks = std::ranges::any_of(trace.transits(), is_capable);
    const bool edits = std::ranges::any_of(trace.transits(), is_edited);
    const std::string missing = field(trace::not_tcp_text(trace));
    std::string text =
        "n,from,sent_ns,arrived_ns,fate,reason,flags,seq,ack,window,payload_bytes,retransmission,notation";
    if (others) text += ",source,destination";
    if (marks) text += ",ecn,marked";
    if (edits) text += ",sent_as";
    if (!trace.is_tcp()) text += ",protocol,not_tcp";
    text += "\n";
    std::size_t n = 0;
    for (const trace::Transit& transit : trace.transits()) {
        const tcp::Segment& segment = transit.segment;
        const bool ended = transit.end_record != trace::no_record;
        const bool arrived = ended && transit.fate == trace::Fate::Arrived;
        const std::string arrival = arrived ? fmt::format("{}", transit.ends.time_since_epoch().count()) : "";
        text += fmt::format("{},{},{},{},{},{},", ++n, field(trace.endpoint(transit.from).name),
                            transit.sent.time_since_epoch().count(), arrival,
                            !ended    ? "in flight"
                            : arrived ? "arrived"
                                      : "lost",
                            field(trace::words(transit.reason).en));
        text += header_fields(transit);
        text += fmt::format("{},{},{}", segment.payload.size(), transit.retransmission ? 1 : 0,
                            field(tcp::notation(segment, transit.window_bytes)));
        if (others)
            text +=
                fmt::format(",{},{}", tcp::to_text(trace.source(transit)), tcp::to_text(trace.destination(transit)));
        if (marks) text += fmt::format(",{},{}", tcp::name(segment.ecn), transit.marked ? 1 : 0);
        if (edits)
            text += "," +
                    (transit.before ? field(tcp::notation(transit.before->segment, transit.before->window_bytes)) : "");
        if (!trace.is_tcp()) text += fmt::format(",{},{}", segment.is_datagram() ? "UDP" : "TCP", missing);
        text += "\n";
    }
    return text;
}

} // namespace tcpstage::formats
