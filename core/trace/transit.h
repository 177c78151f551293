#pragma once
// A segment's journey through the network, from its sending to its fate. In a simulated run the fate is decided when
// the segment is sent.

#include "core/tcp/segment/address.h"
#include "core/tcp/segment/segment.h"
#include "core/trace/record.h"

#include <memory>

namespace tcpstage::trace {

enum class Fate : std::uint8_t { Arrived, Lost };
/// What the network did to it, for people and for JSON's "reason".
enum class Reason : std::uint8_t {
    None,
    Dropped,
    Chance,
    QueueFull,
    TooBig,
    Delayed,
    Duplicated,
    Corrupted,
    Reordered,
    FromThePast,
    NotOrdered,
    Swallowed,
    NobodyThere,
    Burst,
    Marked,
    Edited,
    DroppedByHand,
    DelayedByHand,
    DuplicatedByHand,
    CorruptedByHand,
    EditedByHand
};
inline constexpr std::size_t reason_count = 21;
/// "dropped by the lesson", "lost by chance", ...; empty for None.
Text words(Reason reason);

/// What an end sent before the segment was edited on its way.
struct SentAs {
    tcp::Segment segment;
    std::uint32_t window_bytes = 0; // after scaling
};

/// All about a transit but its segment.
struct Journey {
    Instant sent{};
    Instant ends{}; // arrival, or where the network loses it
    Side from = Side::Left;
    Fate fate = Fate::Arrived;
    Reason reason = Reason::None;
    bool retransmission = false;
    bool corrupted = false; // its checksum is wrong when it arrives
    bool marked = false;    // the network made its ECT a CE (RFC 3168)
    ConnectionNumber connection = the_conversation;
    std::uint32_t window_bytes = 0; // the segment's window after scaling
    TransitId copy_of = no_transit; // the transit that the network duplicated
    RecordId sent_record = no_record;
    RecordId end_record = no_record; // the Arrived or Lost record; no_record: still under way when the trace ends
    std::shared_ptr<const SentAs> before{}; // empty: it was not edited

    /// Its position on the stage: 0 at the sender, 1 at its end; clipped outside [sent, ends).
    double progress(Instant now) const
    {
        if (now <= sent || ends <= sent) return now < ends ? 0.0 : 1.0;
        if (now >= ends) return 1.0;
        return static_cast<double>((now - sent).count()) / static_cast<double>((ends - sent).count());
    }
};

struct Transit : Journey {
    tcp::Segment segment; // as it arrives

    const tcp::Segment& as_sent() const { return before ? before->segment : segment; }
};

/// What those need who record the end of a segment.
struct Launched {
    Instant ends{};
    RecordId sent_record = no_record;
    ConnectionNumber connection = the_conversation;
    Side from = Side::Left;
    Fate fate = Fate::Arrived;
    Reason reason = Reason::None;
    bool corrupted = false;
};

/// What has become of a segment.
struct Ending {
    Instant at;
    Fate fate = Fate::Arrived;
    Reason reason = Reason::None;
};

/// A peer that is neither of the two ends, and the end with which it exchanges segments. It is not on the stage, but
/// somewhere in the network.
struct OtherPeer {
    Side host = Side::Right;
    tcp::SocketAddress socket;
    friend bool operator==(const OtherPeer&, const OtherPeer&) = default;
};

} // namespace tcpstage::trace
