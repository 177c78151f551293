#pragma once
// The header of a captured segment as numbers, read without a copy of anything. What is cut off or contradicts itself
// is left out, because a capture may hold anything.

#include "core/capture/packet.h"

namespace tcpstage::capture {

struct Header {
    tcp::Seq seq;
    tcp::Seq ack; // 0 without ACK
    std::uint32_t payload_octets = 0;
    std::uint16_t window = 0; // before scaling
    tcp::Flags flags;
    tcp::Options options; // those before the first that is cut off or has a wrong length

    bool syn() const { return flags.has(tcp::Flag::Syn); }
    bool fin() const { return flags.has(tcp::Flag::Fin); }
    bool rst() const { return flags.has(tcp::Flag::Rst); }
    bool has_ack() const { return flags.has(tcp::Flag::Ack); }
    /// SEG.LEN, with SYN and FIN.
    std::uint32_t length() const { return payload_octets + (syn() ? 1U : 0U) + (fin() ? 1U : 0U); }
    tcp::Seq end() const { return seq + length(); }
    /// ACK, or ACK and PSH, without octets.
    bool is_bare_ack() const { return has_ack() && length() == 0 && !rst(); }
};

/// The packet's header has at least 20 octets.
Header read_header(const Packet& packet);
/// The same as a segment. A payload that the capture has cut is of unknown_octets: what is left of it is not kept.
tcp::Segment read_segment(const Packet& packet);

} // namespace tcpstage::capture
