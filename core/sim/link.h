#pragma once
// One direction of the network: delay, rate, queue and chance. All numbers are integers.

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/trace/flight.h"

#include <cstdint>

namespace tcpstage {

struct LinkSettings {
    Duration delay{100ms};
    Duration jitter{0};                     // added to the delay, uniform in [0, jitter]; may reorder
    std::uint64_t rate_bits_per_second = 0; // 0: no limit
    std::uint32_t queue_bytes = 0;          // waiting for the rate; 0: no limit
    Chance loss{};
    Chance duplicate{};
    Chance reorder{}; // held back by one more delay
    Chance corrupt{};
    std::uint32_t mtu = 0; // octets of the IP packet; 0: no limit
    friend bool operator==(const LinkSettings&, const LinkSettings&) = default;
};

/// What will become of one segment.
struct Passage {
    Instant ends{};
    Fate fate = Fate::Arrived;
    Reason reason = Reason::None;
    bool corrupted = false;
    bool duplicated = false;
    Instant copy_ends{}; // of the duplicate
};

class Link {
public:
    Link(LinkSettings settings, Random random) : settings_{settings}, random_{random} {}
    /// Decides the fate of `wire_bytes` octets handed over at `now`. A lost segment ends half way.
    Passage carry(std::uint32_t wire_bytes, Instant now);
    /// When a copy arrives whose original arrives at `ends`.
    Instant copy_of(Instant ends) const { return ends + settings_.delay / 4; }
    const LinkSettings& settings() const { return settings_; }

private:
    Passage lost(Reason reason, Instant leaves) const;
    std::uint64_t waiting_bytes(Instant now) const;
    Duration time_to_send(std::uint32_t wire_bytes) const;
    void spoil(Passage& passage);

    LinkSettings settings_;
    Random random_;
    Instant free_at_{}; // when the last octet of the queue has left
};

/// Octets of the IPv4 packet that carries the segment.
std::uint32_t wire_bytes(const Segment& segment);

} // namespace tcpstage
