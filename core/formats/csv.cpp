#include "core/formats/formats.h"
#include "core/tcp/segment/notation.h"
#include "core/trace/not_tcp.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage {

namespace {

std::string field(std::string_view text)
{
    if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + "\"";
}

bool is_edited(const Flight& flight) { return flight.before != nullptr; }
bool is_capable(const Flight& flight) { return flight.segment.ecn != Ecn::NotCapable; }

/// Flags, numbers and window; a datagram has none of them.
std::string header_fields(const Flight& flight)
{
    const Segment& segment = flight.segment;
    if (segment.is_datagram()) return ",,,,";
    return fmt::format("{},{},{},{},", field(to_text(segment.flags)), segment.seq.value(), segment.ack.value(),
                       flight.window_bytes);
}

} // namespace

std::string to_csv(const Trace& trace)
{
    const bool others = !trace.peers().empty(); // then each row says who talks to whom
    const bool marks = std::ranges::any_of(trace.flights(), is_capable);
    const bool edits = std::ranges::any_of(trace.flights(), is_edited);
    const std::string missing = field(not_tcp_text(trace));
    std::string text =
        "n,from,sent_ns,arrived_ns,fate,reason,flags,seq,ack,window,payload_bytes,retransmission,notation";
    if (others) text += ",source,destination";
    if (marks) text += ",ecn,marked";
    if (edits) text += ",sent_as";
    if (!trace.is_tcp()) text += ",protocol,not_tcp";
    text += "\n";
    std::size_t n = 0;
    for (const Flight& flight : trace.flights()) {
        const Segment& segment = flight.segment;
        const bool ended = flight.end_record != no_record;
        const bool arrived = ended && flight.fate == Fate::Arrived;
        const std::string arrival = arrived ? fmt::format("{}", flight.ends.time_since_epoch().count()) : "";
        text += fmt::format("{},{},{},{},{},{},", ++n, field(trace.endpoint(flight.from).name),
                            flight.sent.time_since_epoch().count(), arrival,
                            !ended    ? "in flight"
                            : arrived ? "arrived"
                                      : "lost",
                            field(words(flight.reason).en));
        text += header_fields(flight);
        text += fmt::format("{},{},{}", segment.payload.size(), flight.retransmission ? 1 : 0,
                            field(notation(segment, flight.window_bytes)));
        if (others) text += fmt::format(",{},{}", to_text(trace.source(flight)), to_text(trace.destination(flight)));
        if (marks) text += fmt::format(",{},{}", name(segment.ecn), flight.marked ? 1 : 0);
        if (edits)
            text += "," + (flight.before ? field(notation(flight.before->segment, flight.before->window_bytes)) : "");
        if (!trace.is_tcp()) text += fmt::format(",{},{}", segment.is_datagram() ? "UDP" : "TCP", missing);
        text += "\n";
    }
    return text;
}

} // namespace tcpstage
