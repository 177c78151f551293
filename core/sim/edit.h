#pragma once
// What somebody on the way, a middlebox, writes into a segment. Its checksum is right again: the receiver believes it.

#include "core/tcp/segment/segment.h"

#include <optional>

namespace tcpstage::sim {

/// What is not given stays as it was sent.
struct Edit {
    std::optional<tcp::Flags> flags{};
    std::optional<tcp::Seq> seq{};
    std::optional<tcp::Seq> ack{};                // of one with ACK
    std::optional<std::uint32_t> window_bytes{};  // after scaling; rounded down to what the header can say
    std::optional<std::uint32_t> payload_bytes{}; // as many of its octets, or more that are made up
    std::optional<Bytes> payload{};               // instead of them; goes before payload_bytes

    bool empty() const { return *this == Edit{}; }
    /// Both, this one first.
    void add(const Edit& later);
    friend bool operator==(const Edit&, const Edit&) = default;
};

inline constexpr std::uint32_t largest_payload = 65535 - 20 - 60; // in an IPv4 packet, beside the longest headers

/// `segment` as it is after the edit. `window_shift`: of its sender's windows (RFC 7323); a SYN's is never scaled.
tcp::Segment edited(tcp::Segment segment, const Edit& edit, unsigned window_shift);

} // namespace tcpstage::sim
