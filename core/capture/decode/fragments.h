#pragma once
// Puts the fragments of IP packets together (RFC 791 section 3.2, RFC 8200 section 4.5). Of octets that come twice the
// first are taken. The memory is bounded: the packet that has waited longest is given up for a new one.

#include "core/capture/decode/ip.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace tcpstage::capture {

class Fragments {
public:
    /// The whole packet if `piece` completes it; its payload is valid until the next call.
    std::optional<IpPacket> take(const IpPacket& piece);
    /// How many fragments will be missed: of packets that were given up, or that still lack a fragment.
    std::uint64_t unused() const;

private:
    struct Range {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    struct Waiting {
        IpPacket first; // any of its fragments, until that with offset 0 has come
        std::vector<std::uint8_t> octets;
        std::vector<Range> present;           // in order, with gaps between them
        std::uint32_t captured = UINT32_MAX;  // octets before the first that the capture has cut
        std::optional<std::uint32_t> whole{}; // known when the last fragment has come
        std::uint64_t fragments = 0;

        bool is_of(const IpPacket& piece) const;
        void add(const IpPacket& piece);
        void copy_new(std::uint32_t begin, std::span<const std::uint8_t> octets);
        bool is_complete() const;
    };

    std::deque<Waiting> waiting_;
    std::vector<std::uint8_t> whole_;
    std::uint64_t given_up_ = 0;
};

} // namespace tcpstage::capture
