#pragma once
// A TCP segment as a value, and its form on the wire (RFC 9293 section 3.1).

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/tcp/segment/flags.h"
#include "core/tcp/segment/ip_address.h"
#include "core/tcp/segment/options.h"
#include "core/tcp/segment/seq.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::tcp {

/// What the IP header says that it carries, by its number there.
enum class Protocol : std::uint8_t { Tcp = 6, Udp = 17 };
/// The ECN field of the IP header, by its number there (RFC 3168 section 5).
enum class Ecn : std::uint8_t { NotCapable = 0, Capable1 = 1, Capable0 = 2, Congestion = 3 };
/// "ECT(0)", "ECT(1)", "CE"; empty for a transport that does not use ECN.
std::string_view name(Ecn ecn);

/// A TCP segment; or, for comparison, a UDP datagram, which uses only ports and payload.
struct Segment {
    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    Seq seq;
    Seq ack;                  // meaningful when ACK is set; 0 otherwise
    std::uint16_t window = 0; // as in the header: before scaling
    std::uint16_t urgent = 0;
    Flags flags;
    Protocol protocol = Protocol::Tcp;
    Ecn ecn = Ecn::NotCapable; // as it was sent
    Options options;
    Bytes payload;

    bool is_datagram() const { return protocol == Protocol::Udp; }
    bool syn() const { return flags.has(Flag::Syn); }
    bool fin() const { return flags.has(Flag::Fin); }
    bool rst() const { return flags.has(Flag::Rst); }
    bool has_ack() const { return flags.has(Flag::Ack); }
    /// SEG.LEN: the sequence numbers that it occupies, including SYN and FIN.
    std::uint32_t length() const { return payload.size() + (syn() ? 1U : 0U) + (fin() ? 1U : 0U); }
    /// The first sequence number after it.
    Seq end() const { return seq + length(); }

    friend bool operator==(const Segment&, const Segment&) = default;
};

/// Its name for people: the flags ("SYN, ACK"), or "UDP".
std::string title(const Segment& segment);

/// The largest IPv4 packet, less its header: what a segment's header and payload share (RFC 791).
inline constexpr std::uint32_t largest_segment_bytes = 65535 - 20;
/// Octets of the segment's header: 20 to 60, or 8 for a datagram.
std::uint32_t header_bytes(const Segment& segment);
/// The header as on the wire, then the payload; the checksum includes the pseudo-header of IPv4 (RFC 9293, RFC 768) or
/// IPv6 (RFC 8200 section 8.1).
std::vector<std::uint8_t> encode(const Segment& segment, const IpAddress& from, const IpAddress& to);

struct Decoded {
    Segment segment;
    bool checksum_correct = false;
};
/// Errors: fewer than 20 octets, a data offset outside the segment, an option whose length does not fit.
Result<Decoded> decode(std::span<const std::uint8_t> octets, const IpAddress& from, const IpAddress& to);

} // namespace tcpstage::tcp
