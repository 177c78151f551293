#pragma once
// Segments that pass a capture point, written as one line each, and what the Follower makes of them.

#include "core/capture/follow/follower.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::capture {

/// A packet with the octets that its views refer to.
struct OwnedPacket {
    std::vector<std::uint8_t> octets;
    Packet packet;
};
OwnedPacket packet_of(const tcp::Segment& segment, Instant at, std::uint64_t number);
/// "S. 300:300(0) ack 101 win 65535"; without "win" the window is 65535.
tcp::Segment segment_of(std::string_view line);

/// A connection between two ends, one packet after another, 10 ms apart unless time is passed.
class Passing {
public:
    Seen left(std::string_view line) { return pass(trace::Side::Left, line); }
    Seen right(std::string_view line) { return pass(trace::Side::Right, line); }
    Seen pass(trace::Side from, std::string_view line);
    Seen pass(trace::Side from, const Packet& packet) { return follower_.take(from, packet); }
    Passing& later(Duration by)
    {
        now_ += by;
        return *this;
    }
    /// SYN 100, SYN,ACK 300, ACK; `options` for both SYNs, such as " <sackOK>".
    Passing& opened(std::string_view options = "");
    /// Both states, such as "ESTABLISHED CLOSE-WAIT".
    std::string states() const;
    const Follower& follower() const { return follower_; }
    Totals totals() const { return follower_.totals(); }
    std::uint64_t last_number() const { return number_; }
    /// The next packet, to be changed and passed.
    OwnedPacket next(std::string_view line);

private:
    Follower follower_;
    Instant now_{};
    std::uint64_t number_ = 0;
};

/// The words of the marks, in the order of their definition: "retransmission fast-retransmission".
std::string words(const Marks& marks);

} // namespace tcpstage::capture
