#pragma once
// What a middlebox writes into a segment on its way. The checksum is correct afterwards, so the receiver accepts it.

#include "core/tcp/segment/segment.h"

#include <optional>

namespace tcpstage::sim {

/// Fields that are not given stay as they were sent.
struct Edit {
    std::optional<tcp::Flags> flags{};
    std::optional<tcp::Seq> seq{};
    std::optional<tcp::Seq> ack{};                // only in a segment with ACK
    std::optional<std::uint32_t> window_bytes{};  // after scaling; rounded down to what the header can express
    std::optional<std::uint32_t> payload_bytes{}; // the payload is cut or extended to this length
    std::optional<Bytes> payload{};               // replaces the payload; takes precedence over payload_bytes
    std::optional<tcp::Options> options{};        // all of the header
    std::optional<std::uint16_t> urgent{};        // the urgent pointer; it counts with the flag URG only

    bool empty() const { return *this == Edit{}; }
    /// Adds `later`, whose fields take precedence.
    void add(const Edit& later);
    friend bool operator==(const Edit&, const Edit&) = default;
};

inline constexpr std::uint32_t largest_payload = 65535 - 20 - 60; // in an IPv4 packet with the longest headers

/// `segment` after the edit. `window_shift`: the scale of its sender's windows (RFC 7323); a SYN's is never scaled.
tcp::Segment edited(tcp::Segment segment, const Edit& edit, unsigned window_shift);

} // namespace tcpstage::sim
