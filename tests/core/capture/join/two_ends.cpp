#include "tests/core/capture/join/two_ends.h"

#include "core/capture/decode/decoder.h"
#include "core/capture/file/reader.h"
#include "core/formats/formats.h"
#include "core/tcp/segment/notation.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::capture {

WatchedEnd watched_end(const Origin& origin, const tcp::IpSocket& left, const tcp::IpSocket& right,
                       const Distort& distort)
{
    WatchedEnd end{Watch{{trace::EndpointInfo{"client", left}, trace::EndpointInfo{"server", right}}}};
    auto reader = Reader::open(origin);
    EXPECT_TRUE(reader);
    if (!reader) return end;
    Decoder decoder;
    for (Frame frame; reader->next(frame);) {
        const Packet* packet = decoder.take(frame);
        if (packet == nullptr) continue;
        const bool from_left = packet->from == left && packet->to == right;
        if (!from_left && !(packet->from == right && packet->to == left)) continue;
        Packet changed = *packet;
        if (distort) distort(changed);
        end.watch.take(from_left ? trace::Side::Left : trace::Side::Right, changed);
    }
    end.began_ns = decoder.began_ns();
    return end;
}

WatchedEnd watched_end(const trace::Trace& trace, trace::Side end, const Distort& distort)
{
    const auto view = end == trace::Side::Left ? formats::Viewpoint::Left : formats::Viewpoint::Right;
    return watched_end(Origin::of_octets(formats::to_pcapng(trace, view), "run.pcapng"),
                       trace.endpoint(trace::Side::Left).socket, trace.endpoint(trace::Side::Right).socket, distort);
}

std::vector<std::string> journeys(const trace::Trace& trace)
{
    std::vector<std::pair<Instant, std::string>> found;
    Instant first = never;
    for (const trace::Transit& transit : trace.transits()) {
        if (transit.connection != trace::the_conversation) continue;
        first = std::min(first, transit.sent);
        const bool known = transit.end_record != trace::no_record;
        const bool lost = transit.fate == trace::Fate::Lost; // where, no capture shows
        const std::string ends = known && !lost ? to_seconds(start_of_time + (transit.ends - first), 6) : "?";
        const std::string line =
            fmt::format("{} {} {} {} {}{}{}", to_seconds(start_of_time + (transit.sent - first), 6), ends,
                        transit.from == trace::Side::Left ? "left" : "right",
                        notation(transit.as_sent(), transit.as_sent().window), lost ? "lost" : "arrived",
                        transit.corrupted ? ", damaged" : "", transit.copy_of != trace::no_transit ? ", a copy" : "");
        found.emplace_back(transit.sent, line);
    }
    std::ranges::sort(found);
    std::vector<std::string> lines;
    for (auto& [at, line] : found)
        lines.push_back(std::move(line));
    return lines;
}

std::string states_of(const trace::Trace& trace, trace::Side end)
{
    std::string states;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.side != end) continue;
        if (record.connection != trace::the_conversation || record.to() <= tcp::State::Listen) continue;
        states += (states.empty() ? "" : " ") + std::string{name(record.to())};
    }
    return states;
}

} // namespace tcpstage::capture
