#include "core/tcp/notation.h"
#include "core/trace/formats.h"

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

} // namespace

std::string to_csv(const Trace& trace)
{
    const bool others = !trace.peers().empty(); // then each row says who talks to whom
    std::string text =
        "n,from,sent_ns,arrived_ns,fate,reason,flags,seq,ack,window,payload_bytes,retransmission,notation";
    text += others ? ",source,destination\n" : "\n";
    std::size_t n = 0;
    for (const Flight& flight : trace.flights()) {
        const Segment& segment = flight.segment;
        const bool ended = flight.end_record != no_record;
        const bool arrived = ended && flight.fate == Fate::Arrived;
        const std::string arrival = arrived ? fmt::format("{}", flight.ends.time_since_epoch().count()) : "";
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}", ++n, field(trace.endpoint(flight.from).name),
                            flight.sent.time_since_epoch().count(), arrival,
                            !ended    ? "in flight"
                            : arrived ? "arrived"
                                      : "lost",
                            field(words(flight.reason).en), field(to_text(segment.flags)), segment.seq.value(),
                            segment.ack.value(), flight.window_bytes, segment.payload.size(),
                            flight.retransmission ? 1 : 0, field(notation(segment, flight.window_bytes)));
        if (others) text += fmt::format(",{},{}", to_text(trace.source(flight)), to_text(trace.destination(flight)));
        text += "\n";
    }
    return text;
}

} // namespace tcpstage
