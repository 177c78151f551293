#pragma once
// Reads all of a small capture, with copies of what it holds.

#include "core/capture/decode/decoder.h"
#include "core/capture/file/reader.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace tcpstage::capture {

struct ReadFrame {
    Frame frame; // its views are invalid
    std::string octets;
    std::string comment;
};
struct AllFrames {
    std::vector<ReadFrame> frames;
    std::optional<Error> problem;
};

inline AllFrames all_frames(const std::string& octets)
{
    AllFrames all;
    auto reader = Reader::open(Origin::of_octets(octets, "test.pcap"));
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().sentence());
    if (!reader) return all;
    for (Frame frame; reader->next(frame);)
        all.frames.push_back({frame, {frame.octets.begin(), frame.octets.end()}, std::string{frame.comment}});
    all.problem = reader->problem();
    return all;
}

struct ReadPacket {
    Packet packet; // its views are invalid
    std::string header;
    std::string payload;
};
struct AllPackets {
    std::vector<ReadPacket> packets;
    Counts counts;
    std::uint64_t unused_fragments = 0;
    std::optional<Error> problem;
};

inline AllPackets all_packets(const Origin& origin)
{
    AllPackets all;
    auto reader = Reader::open(origin);
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().sentence());
    if (!reader) return all;
    Decoder decoder;
    for (Frame frame; reader->next(frame);)
        if (const Packet* packet = decoder.take(frame))
            all.packets.push_back({*packet,
                                   {packet->header.begin(), packet->header.end()},
                                   {packet->payload.begin(), packet->payload.end()}});
    all.counts = decoder.counts();
    all.unused_fragments = decoder.unused_fragments();
    all.problem = reader->problem();
    return all;
}

inline AllPackets all_packets(const std::string& octets) { return all_packets(Origin::of_octets(octets, "test.pcap")); }

} // namespace tcpstage::capture
