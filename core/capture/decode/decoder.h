#pragma once
// Makes packets of frames: takes off the link and IP headers, puts fragments together, checks the checksum, and leaves
// out what is no TCP and what the capture holds twice.

#include "core/capture/decode/copies.h"
#include "core/capture/decode/fragments.h"
#include "core/capture/packet.h"

#include <cstdint>
#include <optional>

namespace tcpstage::capture {

/// What became of the frames of a file.
struct Counts {
    std::uint64_t frames = 0;
    std::uint64_t tcp = 0;          // packets; one for all the fragments of it
    std::uint64_t not_tcp = 0;      // also those of an unknown link type
    std::uint64_t malformed = 0;    // TCP whose header is cut or contradicts itself, or larger than any network carries
    std::uint64_t fragments = 0;    // all of them
    std::uint64_t unknown_link = 0; // frames whose link type is not known
    std::uint32_t link = 0;         // the first such type
    std::uint64_t copies = 0;       // that were left out
};

class Decoder {
public:
    /// Empty: the frame completes no TCP segment. Valid until the next call, and as long as the frame.
    const Packet* take(const Frame& frame);
    const Counts& counts() const { return counts_; }
    /// When the first frame was captured, in nanoseconds since 1970; 0 before there is one.
    std::int64_t began_ns() const { return began_ns_.value_or(0); }
    /// Fragments of packets that were never complete.
    std::uint64_t unused_fragments() const { return fragments_.unused(); }

private:
    bool read_tcp(const IpPacket& ip);
    bool is_copy(const Frame& frame, const IpPacket& ip, std::uint64_t heard_as);

    Packet packet_;
    Fragments fragments_;
    Copies copies_;
    Counts counts_;
    std::optional<std::int64_t> began_ns_;
};

} // namespace tcpstage::capture
