#pragma once
// One direction of the network: delay, rate, queue and random impairments. All numbers are integers.

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/trace/transit.h"

#include <cstdint>

namespace tcpstage::sim {

/// Losses in bursts: the Gilbert-Elliott model, a Markov chain of two states. In the good state the link's `loss`
/// applies, in the bad one this `loss`. Each segment first moves the chain. Off while `enter` is 0.
struct BurstLoss {
    Chance enter{};         // from good to bad, at each segment
    Chance leave{250'000};  // from bad to good
    Chance loss{1'000'000}; // while bad
    friend bool operator==(const BurstLoss&, const BurstLoss&) = default;
};

struct LinkSettings {
    Duration delay{100ms};
    Duration jitter{0};                     // added to the delay, uniform in [0, jitter]; may reorder
    std::uint64_t rate_bits_per_second = 0; // 0: no limit
    std::uint32_t queue_bytes = 0;          // limit of octets waiting to be sent; 0: none
    std::uint32_t ecn_threshold_bytes = 0;  // if more than this wait, ECT becomes CE (RFC 3168 section 5); 0: never
    Chance loss{};
    BurstLoss burst_loss{};
    Chance duplicate{};
    Chance reorder{}; // held back by one more delay
    Chance corrupt{};
    std::uint32_t mtu = 0; // octets of the IP packet; 0: no limit
    bool shared = false;   // a line for both directions, as radio: only one at a time sends; also of the other Link
    bool icmp = false;     // the sender of a packet that is too big is told so (RFC 1191); off: a black hole
    friend bool operator==(const LinkSettings&, const LinkSettings&) = default;
};

/// What becomes of one segment.
struct Passage {
    Instant ends{};
    trace::Fate fate = trace::Fate::Arrived;
    trace::Reason reason = trace::Reason::None;
    bool corrupted = false;
    bool marked = false; // CE, if the segment is capable of it
    bool duplicated = false;
    Instant copy_ends{}; // of the duplicate
    trace::Reason copied = trace::Reason::Duplicated;
};

class Link {
public:
    Link(LinkSettings settings, Random random);
    /// Decides the fate of `wire_bytes` octets handed over at `now`. A lost segment ends half way. A segment that is
    /// `capable` of ECN may be marked.
    Passage carry(std::uint32_t wire_bytes, Instant now, bool capable = false);
    /// On a shared line: what the other direction holds is sent before what is carried next.
    void wait_for(const Link& other);
    /// Applies to what is handed over from now on. The random generators and the queue continue; other settings for
    /// bursts begin in the good state.
    void change(const LinkSettings& settings);
    /// When the copy of a segment that arrives at `ends` arrives.
    Instant copy_of(Instant ends) const { return ends + settings_.delay / 4; }
    const LinkSettings& settings() const { return settings_; }

private:
    Passage lost(trace::Reason reason, Instant leaves) const;
    Passage passing(Instant leaves, bool marked);
    std::uint64_t waiting_bytes(Instant now) const;
    Duration time_to_send(std::uint32_t wire_bytes) const;
    bool lost_in_burst();
    static bool is_calm(const LinkSettings& settings);
    void spoil(Passage& passage);

    LinkSettings settings_;
    Random random_;
    Random burst_random_; // separate, so that bursts do not change other random numbers
    bool bad_ = false;
    bool calm_ = false; // nothing happens at random
    Instant free_at_{}; // when the last octet of the queue has left
};

/// ECT(0) or ECT(1): the network may mark it instead of dropping it.
inline bool is_ecn_capable(const tcp::Segment& segment)
{
    return segment.ecn == tcp::Ecn::Capable0 || segment.ecn == tcp::Ecn::Capable1;
}
/// Octets of the IPv4 packet that carries the segment.
std::uint32_t wire_bytes(const tcp::Segment& segment);

} // namespace tcpstage::sim
