#pragma once
// Follows both ends of one connection by its captured segments: what each segment means, and the state that each end
// must be in. It records nothing and reads each header once, so that the connections of a large capture can be listed.
//
// What one capture point cannot know, it takes as follows. A segment that passes arrives, unless its sender repeats it.
// An end that has not sent anything is CLOSED: it may listen, or not exist. An end in TIME-WAIT stays there.

#include "core/capture/follow/header.h"
#include "core/capture/follow/mark.h"
#include "core/capture/follow/seen_end.h"
#include "core/trace/record.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tcpstage::capture {

/// How the capture shows that a connection began. Refused: by a RST that answers the SYN.
enum class Begun : std::uint8_t { MidStream, NoAnswer, Refused, Handshake };
/// How it ended. Orderly: both FINs are acknowledged. TimedOut: three retransmissions or more, and nothing after them.
enum class Ended : std::uint8_t { Open, Orderly, ResetByLeft, ResetByRight, TimedOut };

struct Totals {
    std::uint64_t packets = 0;
    std::array<std::uint64_t, 2> octets{};          // of payload on the wire, by sender
    std::array<std::uint64_t, 2> retransmissions{}; // segments, by sender
    Begun begun = Begun::MidStream;
    Ended ended = Ended::Open;
};

/// What a segment means.
struct Seen {
    Marks marks;
    std::uint32_t new_octets = 0; // of its payload: captured for the first time
    /// From the capture point to its sender and back: since the octets passed that it acknowledges first. 0: none, as
    /// for octets that were sent twice (Karn's algorithm).
    Duration round_trip{0};
    /// The packet number of an earlier retransmission of the peer that this one shows to have been needless: by D-SACK
    /// (RFC 2883), or because its timestamp echoes an older one (RFC 3522 section 3.2). 0: none.
    std::uint64_t needless = 0;
    /// The packet number of an earlier segment that was marked as unacceptable and that this one shows to have been
    /// taken: the capture lacks what was between. 0: none.
    std::uint64_t vouched = 0;

    bool has(Mark mark) const { return marks.has(mark); }
    /// Whether its receiver takes it; if not, it can change nothing there.
    bool taken() const { return !has(Mark::BadChecksum) && !has(Mark::Unacceptable) && !has(Mark::OldTimestamp); }
};

class Follower {
public:
    /// `port_reuse`: another connection of the same sockets came before; its first segment is marked.
    explicit Follower(bool port_reuse = false) : port_reuse_{port_reuse} {}

    /// The next packet of the connection, in the order of the capture; `from`: which end sent it.
    Seen take(trace::Side from, const Packet& packet);

    /// What the end must be in, as seen at the capture point.
    tcp::State state(trace::Side side) const { return ends_[trace::index(side)].state(); }
    Totals totals() const;
    /// The least time from the capture point to that end and back; 0: unknown.
    Duration round_trip(trace::Side to) const { return ends_[trace::index(trace::other(to))].round_trip; }

private:
    /// A segment on its way from `x` to `y`.
    struct Passing {
        const Packet& packet;
        Header header;
        SeenEnd& x;
        SeenEnd& y;
        trace::Side from;
        Seen seen;
    };
    void take_reset(Passing& it);
    void undo_reset(Passing& it);
    void take_syn(Passing& it);
    void take_syn_ack(Passing& it);
    void note_syn(Passing& it);
    bool is_known(Passing& it);
    void take_other(Passing& it);
    bool is_acceptable(Passing& it);
    bool is_next_after_stray(Passing& it);
    void take_octets(Passing& it);
    void take_old(Passing& it);
    void take_fin(Passing& it);
    void mark_ack(Passing& it);
    void take_ack(Passing& it, bool is_old);
    void take_stray(Passing& it);
    void take_window(Passing& it);
    void acknowledge(Passing& it);
    void find_needless(Passing& it);
    bool both_scale() const { return ends_[0].scales && ends_[1].scales; }
    Duration reordering_time() const;

    std::array<SeenEnd, 2> ends_;
    Totals totals_;
    bool port_reuse_ = false;
    std::optional<trace::Side> reset_by_;
};

} // namespace tcpstage::capture
