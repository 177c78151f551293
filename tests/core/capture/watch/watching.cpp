#include "tests/core/capture/watch/watching.h"

#include "tests/core/capture/follow/passing.h"

#include "core/tcp/segment/notation.h"

namespace tcpstage::capture {

Watching::Watching()
    : watch_{{trace::EndpointInfo{"client", tcp::SocketAddress{tcp::Address{{10, 0, 0, 1}}, 49152}},
              trace::EndpointInfo{"server", tcp::SocketAddress{tcp::Address{{10, 0, 0, 2}}, 80}}}}
{}

Watching& Watching::pass(trace::Side from, Duration at, std::string_view line, std::string_view comment, bool bad)
{
    OwnedPacket owned = packet_of(segment_of(line), Instant{at}, ++number_);
    owned.packet.comment = comment;
    owned.packet.bad_checksum = bad;
    watch_.take(from, owned.packet);
    return *this;
}

Watching& Watching::left(Duration at, std::string_view line, std::string_view comment)
{
    return pass(trace::Side::Left, at, line, comment, false);
}

Watching& Watching::right(Duration at, std::string_view line, std::string_view comment)
{
    return pass(trace::Side::Right, at, line, comment, false);
}

Watching& Watching::damaged(Duration at, std::string_view line) { return pass(trace::Side::Left, at, line, {}, true); }

Watching& Watching::opened()
{
    left(0ms, "S 100:100(0)");
    right(100ms, "S. 300:300(0) ack 101");
    return left(100ms, ". 101:101(0) ack 301");
}

std::string entered(const trace::Trace& trace, trace::Side side)
{
    std::string text;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.side != side) continue;
        text += (text.empty() ? "" : ", ") + std::string{name(record.to())} + " (" +
                std::string{info(record.rule()).id} + ")";
    }
    return text;
}

std::vector<std::string> steps(const trace::Trace& trace)
{
    std::vector<std::string> lines;
    for (const trace::Record& record : trace.records()) {
        if (!is_step(record.kind)) continue;
        std::string line = std::to_string(record.at.time_since_epoch() / 1us) +
                           (record.side == trace::Side::Left ? " left" : " right");
        if (record.kind == trace::Kind::TimerExpired)
            line += " timer " + std::string{id(record.timer())};
        else
            line += std::string{record.kind == trace::Kind::Sent      ? " sends "
                                : record.kind == trace::Kind::Arrived ? " gets "
                                                                      : " loses "} +
                    tcp::flag_letters(trace.transit(record.ref).segment.flags);
        if (record.certainty == trace::Certainty::Inferred) line += '?';
        lines.push_back(line);
    }
    return lines;
}

} // namespace tcpstage::capture
