#include "core/sim/link.h"

#include <algorithm>

namespace tcpstage::sim {

namespace {

__extension__ using Wide = unsigned __int128; // nanoseconds times bits per second

constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;
constexpr std::uint32_t ip_header_bytes = 20;
constexpr std::uint64_t purpose_bursts = 1;

} // namespace

std::uint32_t wire_bytes(const tcp::Segment& segment)
{
    return ip_header_bytes + tcp::header_bytes(segment) + segment.payload.size();
}

Link::Link(LinkSettings settings, Random random)
    : settings_{settings}, random_{random}, burst_random_{random.fork(purpose_bursts)}, calm_{is_calm(settings)}
{}

bool Link::is_calm(const LinkSettings& settings)
{
    const auto& [delay, jitter, rate, queue, ecn_threshold, loss, burst_loss, duplicate, reorder, corrupt, mtu, shared,
                 icmp] = settings;
    const auto is_impossible = [](Chance chance) { return chance == Chance{}; };
    return jitter <= Duration{0} && is_impossible(burst_loss.enter) && is_impossible(loss) &&
           is_impossible(duplicate) && is_impossible(reorder) && is_impossible(corrupt);
}

void Link::change(const LinkSettings& settings)
{
    if (settings.burst_loss != settings_.burst_loss) bad_ = false;
    settings_ = settings;
    calm_ = is_calm(settings);
}

void Link::wait_for(const Link& other)
{
    if (settings_.shared) free_at_ = std::max(free_at_, other.free_at_);
}

Passage Link::carry(std::uint32_t wire_bytes, Instant now, bool capable)
{
    if (settings_.mtu != 0 && wire_bytes > settings_.mtu) return lost(trace::Reason::TooBig, now);
    Instant leaves = now;
    bool marked = false;
    if (settings_.rate_bits_per_second != 0) {
        const std::uint64_t waiting = waiting_bytes(now);
        if (settings_.queue_bytes != 0 && waiting != 0 && waiting + wire_bytes > settings_.queue_bytes) {
            return lost(trace::Reason::QueueFull, now);
        }
        marked = capable && settings_.ecn_threshold_bytes != 0 && waiting + wire_bytes > settings_.ecn_threshold_bytes;
        leaves = free_at_ = std::max(now, free_at_) + time_to_send(wire_bytes);
    }
    if (calm_) return passing(leaves, marked);
    const bool in_burst = settings_.burst_loss.enter != Chance{} && lost_in_burst();
    if (random_.happens(settings_.loss) && !bad_) return lost(trace::Reason::Chance, leaves);
    if (!in_burst) return passing(leaves, marked);
    passing(leaves, marked); // so that later segments get the same random numbers
    return lost(trace::Reason::Burst, leaves);
}

Passage Link::passing(Instant leaves, bool marked)
{
    Passage passage{.ends = leaves + settings_.delay,
                    .reason = marked ? trace::Reason::Marked : trace::Reason::None,
                    .marked = marked};
    if (!calm_) spoil(passage);
    return passage;
}

bool Link::lost_in_burst()
{
    const BurstLoss& burst = settings_.burst_loss;
    if (burst_random_.happens(bad_ ? burst.leave : burst.enter)) bad_ = !bad_;
    return bad_ && burst_random_.happens(burst.loss);
}

void Link::spoil(Passage& passage)
{
    if (settings_.jitter > Duration{0}) {
        passage.ends += Duration{random_.below(static_cast<std::uint64_t>(settings_.jitter.count()) + 1)};
    }
    if (random_.happens(settings_.reorder)) {
        passage.ends += settings_.delay;
        passage.reason = trace::Reason::Reordered;
    }
    if (random_.happens(settings_.duplicate)) {
        passage.duplicated = true;
        passage.copy_ends = copy_of(passage.ends);
    }
    if (random_.happens(settings_.corrupt)) {
        passage.corrupted = true;
        passage.reason = trace::Reason::Corrupted;
    }
}

Passage Link::lost(trace::Reason reason, Instant leaves) const
{
    return {.ends = leaves + settings_.delay / 2, .fate = trace::Fate::Lost, .reason = reason};
}

std::uint64_t Link::waiting_bytes(Instant now) const
{
    if (free_at_ <= now) return 0;
    const auto wait = static_cast<std::uint64_t>((free_at_ - now).count());
    return static_cast<std::uint64_t>(Wide{wait} * settings_.rate_bits_per_second / (Wide{8} * nanoseconds_per_second));
}

Duration Link::time_to_send(std::uint32_t wire_bytes) const
{
    return Duration{std::uint64_t{wire_bytes} * 8 * nanoseconds_per_second / settings_.rate_bits_per_second};
}

} // namespace tcpstage::sim
