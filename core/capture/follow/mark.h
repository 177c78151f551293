#pragma once
// What a captured segment means, as far as the segments before it show. Each definition stands beside that of tshark
// (tcp.analysis.*), with the reason where the two differ.

#include "core/base/text.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace tcpstage::capture {

enum class Mark : std::uint8_t {
    /// It carries octets, a SYN or a FIN that were captured before, or fills a gap too late to be merely OutOfOrder.
    /// tshark: the same, but what it calls spurious, fast or out of order is not counted here too.
    Retransmission,
    /// A retransmission of what the peer had acknowledged before it passed. tshark: the same.
    Spurious,
    /// The first retransmission of the octet that three duplicate ACKs asked for (RFC 5681 section 3.2). tshark: two
    /// duplicate ACKs, and at most 20 ms after the last: a path may be longer.
    FastRetransmission,
    /// It fills a gap with octets that were not captured before, within a round trip after the gap came to be, at least
    /// 3 ms. tshark: by time alone, so a quick retransmission counts.
    OutOfOrder,
    /// A bare ACK that repeats the last ACK while octets of the peer wait for one, and either the window (RFC 5681
    /// section 2) or with SACK blocks (RFC 6675 section 2). tshark: only with the same window, and also when nothing
    /// waits, which no sender counts.
    DuplicateAck,
    /// It offers no window, and is no SYN, FIN or RST. tshark: the same.
    ZeroWindow,
    /// One octet beyond a closed window (RFC 9293 section 3.8.6.1), or the number before the next one. tshark calls the
    /// second a keep-alive, as Linux sends it.
    WindowProbe,
    /// The number before the next one with at most one octet, while nothing waits for an ACK and the window is open
    /// (RFC
    /// 9293 section 3.8.4). tshark: also while octets wait.
    KeepAlive,
    /// The answer to a keep-alive: a bare ACK that changes nothing. tshark: the same.
    KeepAliveAck,
    /// A bare ACK of what was acknowledged before, whose window reaches further. tshark: any other window.
    WindowUpdate,
    /// Its last octet is the last that the peer's window allows. tshark: the same.
    WindowFull,
    Reset, // it has RST
    Sack,  // it has SACK blocks
    /// Its first SACK block reports octets that arrived twice (RFC 2883 section 4). tshark has no such field.
    DSack,
    /// It acknowledges octets that were not captured. tshark: ack_lost_segment.
    UnseenSegment,
    /// It begins beyond the next octet: what is between was not captured yet. tshark: lost_segment.
    Gap,
    PortReuse,    // it begins another connection between the same two sockets
    BadChecksum,  // its receiver drops it
    Cut,          // the capture does not have all of its octets
    Unacceptable, // its receiver must not take it: outside the window, or an ACK or RST that fits nothing sent
    OldTimestamp, // its receiver drops it: its timestamp is older than the last one taken (RFC 7323 section 5, PAWS)
};
inline constexpr std::array<std::string_view, 21> mark_words{"retransmission",
                                                             "spurious",
                                                             "fast-retransmission",
                                                             "out-of-order",
                                                             "duplicate-ack",
                                                             "zero-window",
                                                             "window-probe",
                                                             "keep-alive",
                                                             "keep-alive-ack",
                                                             "window-update",
                                                             "window-full",
                                                             "reset",
                                                             "sack",
                                                             "d-sack",
                                                             "unseen-segment",
                                                             "gap",
                                                             "port-reuse",
                                                             "bad-checksum",
                                                             "cut",
                                                             "unacceptable",
                                                             "old-timestamp"};
static_assert(mark_words.size() == static_cast<std::size_t>(Mark::OldTimestamp) + 1);
constexpr std::string_view word(Mark mark) { return mark_words[static_cast<std::size_t>(mark)]; }

/// A set of marks.
class Marks {
public:
    constexpr void set(Mark mark) { bits_ |= 1U << static_cast<unsigned>(mark); }
    constexpr void clear(Mark mark) { bits_ &= ~(1U << static_cast<unsigned>(mark)); }
    constexpr bool has(Mark mark) const { return (bits_ >> static_cast<unsigned>(mark) & 1U) != 0; }
    constexpr bool any() const { return bits_ != 0; }
    friend constexpr bool operator==(Marks, Marks) = default;

private:
    std::uint32_t bits_ = 0;
};

} // namespace tcpstage::capture
