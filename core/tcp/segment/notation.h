#pragma once
// A segment as one line of text, in packetdrill's notation: "S. 300:300(0) ack 101 win 65535 <mss 1460>"; with ECN
// "[ect0] . 101:1561(1460) ack 301 win 65535"; a datagram "udp (100)".

#include "core/base/error.h"
#include "core/tcp/segment/notation_fault.h"
#include "core/tcp/segment/segment.h"

#include <optional>
#include <string>
#include <string_view>

namespace tcpstage::tcp {

/// A segment as described by a line; what the line leaves out matches anything.
struct SegmentPattern {
    Flags flags;
    std::uint32_t seq = 0;
    std::uint32_t payload_bytes = 0;
    std::optional<std::uint32_t> ack;
    std::optional<std::uint32_t> window_bytes;
    std::optional<Options> options; // only if the line has <...>
    std::uint16_t urgent = 0;       // the pointer of "urg 5"; 0: matches any
    Protocol protocol = Protocol::Tcp;
    std::optional<Ecn> ecn;

    /// Compares absolute numbers; `window` is the segment's window after scaling. The flags ECE and CWR count.
    bool matches(const Segment& segment, std::uint32_t window) const;
    /// A segment with these numbers and a payload of `payload_bytes` patterned octets.
    Segment to_segment() const;
};

/// Writes absolute sequence numbers; `window` is the value to print (after scaling).
std::string notation(const Segment& segment, std::uint32_t window);
/// Writes relative sequence numbers: `seq - iss`, `ack - irs`.
std::string notation_relative(const Segment& segment, std::uint32_t window, Seq iss, Seq irs);
/// Reads "P. 1:101(100) ack 1". Flag letters: S F R P . U E W. An error names the column and what was expected there.
Result<SegmentPattern> parse_notation(std::string_view line);

struct ReadNotation {
    SegmentPattern pattern;
    std::size_t length = 0; // length of the text that was read
};
/// Reads a segment at the beginning of `text`, which may continue after it, as packetdrill does: "ack" needs no ".",
/// "urg N" may follow the window, <...> matches any options, and without <> the segment must have none. The flags of
/// Accurate ECN and options that this program does not have are not `known`.
tl::expected<ReadNotation, NotationFault> read_packetdrill(std::string_view text);
/// "S.", "SYN, ACK", "syn+ack" or "SYN ACK": flags in letters or in words. Empty if the text is not one of these.
std::optional<Flags> parse_flags(std::string_view text);
/// "S.", "P.", "R", "F.", "."; "-" without flags.
std::string flag_letters(Flags flags);

} // namespace tcpstage::tcp
