#pragma once
// A segment as one line of text, in packetdrill's notation: "S. 300:300(0) ack 101 win 65535 <mss 1460>"; one that is
// capable of ECN "[ect0] . 101:1561(1460) ack 301 win 65535"; a datagram "udp (100)".

#include "core/base/error.h"
#include "core/tcp/segment/segment.h"

#include <optional>
#include <string>
#include <string_view>

namespace tcpstage::tcp {

/// What a line says of a segment; what it leaves out matches anything.
struct SegmentPattern {
    Flags flags;
    std::uint32_t seq = 0;
    std::uint32_t payload_bytes = 0;
    std::optional<std::uint32_t> ack;
    std::optional<std::uint32_t> window_bytes;
    std::optional<Options> options; // only when the line has <...>
    std::uint16_t urgent = 0;       // only packetdrill's scripts say it
    Protocol protocol = Protocol::Tcp;
    std::optional<Ecn> ecn;

    /// Compares with absolute numbers; `window_bytes` is the segment's window after scaling. CE flags ECE and CWR
    /// count.
    bool matches(const Segment& segment, std::uint32_t window) const;
    /// A segment with these numbers and a payload of `payload_bytes` patterned octets.
    Segment to_segment() const;
};

/// Numbers as they are in the segment; `window` is the value to print (after scaling).
std::string notation(const Segment& segment, std::uint32_t window);
/// The same with numbers relative to the initial ones: `seq - iss`, `ack - irs`.
std::string notation_relative(const Segment& segment, std::uint32_t window, Seq iss, Seq irs);
/// "P. 1:101(100) ack 1". Errors name the column and what was expected there. `flags` letters: S F R P . U E W.
Result<SegmentPattern> parse_notation(std::string_view line);

/// Where a text is no segment: what was expected, and where, counted from 0. Not `known`: packetdrill knows it, we
/// don't.
struct NotationFault {
    OwnedText what;
    std::size_t position = 0;
    bool known = true;
};
struct ReadNotation {
    SegmentPattern pattern;
    std::size_t length = 0; // of the text that was read
};
/// Reads a segment at the beginning of `text`, which may go on, as packetdrill does: "ack" needs no ".", "urg N" may
/// follow the window, <...> is any option, and without options there must be none. Flags E and W and the options that
/// the program lacks are not `known`.
tl::expected<ReadNotation, NotationFault> read_packetdrill(std::string_view text);
/// "S.", "SYN, ACK", "syn+ack" or "SYN ACK": flags in letters or in words. Empty when it is none.
std::optional<Flags> parse_flags(std::string_view text);
/// "S.", "P.", "R", "F.", "."; "-" without flags.
std::string flag_letters(Flags flags);

} // namespace tcpstage::tcp
