#include "core/formats/formats.h"
#include "core/tcp/segment/notation.h"
#include "core/trace/not_tcp.h"

#include <fmt/format.h>

namespace tcpstage::formats {

namespace {

/// "SYN, ACK seq=300 ack=101": without characters that Mermaid would interpret.
std::string label(const trace::Trace& trace, const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.segment;
    std::string text = tcp::title(segment);
    if (!segment.is_datagram()) text += fmt::format(" seq={}", segment.seq.value());
    if (segment.has_ack()) text += fmt::format(" ack={}", segment.ack.value());
    if (!segment.payload.empty()) text += fmt::format(" len={}", segment.payload.size());
    if (transit.connection != trace::the_conversation) {
        const tcp::SocketAddress peer =
            trace.peer(transit.connection).socket; // no colon: Mermaid would end the text there
        text += fmt::format(" ({} port {})", tcp::to_text(peer.address), peer.port);
    }
    if (transit.retransmission) text += " (retransmission)";
    if (transit.before) text += " (edited on its way)";
    if (transit.marked) text += " (CE)";
    if (transit.reason == trace::Reason::FromThePast) text += " (forged or old)";
    if (transit.copy_of != trace::no_transit) text += " (copy made by the network)";
    if (transit.corrupted) text += " (damaged)";
    if (transit.fate == trace::Fate::Lost) text += " (lost)";
    return text;
}

/// A line with an arrow for a segment.
std::string arrow(const trace::Trace& trace, const trace::Transit& transit)
{
    return fmt::format("    {}{}{}: {}\n", trace.endpoint(transit.from).name,
                       transit.fate == trace::Fate::Lost ? "--x" : "->>",
                       trace.endpoint(trace::other(transit.from)).name, label(trace, transit));
}

std::string participant(const trace::EndpointInfo& endpoint)
{
    if (endpoint.shown.empty()) return fmt::format("    participant {}\n", endpoint.name);
    return fmt::format("    participant {} as {}\n", endpoint.name, endpoint.shown.en);
}

} // namespace

std::string to_mermaid(const trace::Trace& trace)
{
    std::string text = "sequenceDiagram\n";
    for (const trace::Side side : trace::both_sides)
        text += participant(trace.endpoint(side));
    if (!trace.is_tcp())
        text += fmt::format("    Note over {},{}: {}\n", trace.endpoint(trace::Side::Left).name,
                            trace.endpoint(trace::Side::Right).name, trace::not_tcp_text(trace));
    for (const trace::Record& record : trace.records()) {
        if (record.kind == trace::Kind::Sent) text += arrow(trace, trace.transit(record.ref));
        if (record.connection == trace::the_conversation && record.kind == trace::Kind::Entered)
            text += fmt::format("    Note over {}: {}\n", trace.endpoint(record.side).name, tcp::name(record.to()));
        if (record.kind != trace::Kind::Arrived) continue;
        const trace::Transit arrived = trace.transit(record.ref);
        if (arrived.copy_of != trace::no_transit) text += arrow(trace, arrived); // no end sent it
    }
    return text;
}

} // namespace tcpstage::formats
