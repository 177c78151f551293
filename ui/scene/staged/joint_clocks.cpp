#include "ui/scene/staged/joint_clocks.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

using Instants = std::array<Instant, 2>;

/// For each step and world: when its own next step comes, this one included; never after the last.
std::vector<Instants> nextOf(const std::array<const trace::Trace*, 2>& traces, const std::vector<compare::Pair>& steps)
{
    std::vector<Instants> next(steps.size());
    Instants known{never, never};
    for (std::size_t step = steps.size(); step-- > 0;) {
        for (std::size_t i = 0; i < 2; ++i)
            if (steps[step][i] != trace::no_record) known[i] = traces[i]->record(steps[step][i]).at;
        next[step] = known;
    }
    return next;
}

} // namespace

std::array<std::vector<ClockTick>, 2> jointTicks(const std::array<const trace::Trace*, 2>& traces,
                                                 const std::vector<compare::Pair>& steps,
                                                 const std::vector<StageTime>& at)
{
    std::array<std::vector<ClockTick>, 2> ticks;
    const std::vector<Instants> next = nextOf(traces, steps);
    Instants since{start_of_time, start_of_time}; // the last step that both have
    for (std::size_t step = 0; step < steps.size(); ++step) {
        const compare::Pair& pair = steps[step];
        const bool both = pair[0] != trace::no_record && pair[1] != trace::no_record;
        const std::size_t own = pair[0] != trace::no_record ? 0 : 1;
        const Duration passed = traces[own]->record(pair[own]).at - since[own];
        for (std::size_t i = 0; i < 2; ++i) {
            const Instant wanted = both || i == own ? next[step][i] : since[i] + passed;
            const Instant shown = std::min(wanted, next[step][i]);
            ticks[i].push_back({at[step], shown, shown < wanted});
            if (both) since[i] = shown;
        }
    }
    return ticks;
}

Instant clockAt(const std::vector<ClockTick>& ticks, StageTime time)
{
    const auto after = std::ranges::upper_bound(ticks, time, {}, &ClockTick::at);
    if (after == ticks.begin()) return ticks.front().instant;
    const ClockTick& from = *std::prev(after);
    if (after == ticks.end()) return from.instant;
    const double part =
        static_cast<double>((time - from.at).count()) / static_cast<double>((after->at - from.at).count());
    const Duration whole = after->instant - from.instant;
    return from.instant + Duration{static_cast<std::int64_t>(static_cast<double>(whole.count()) * part)};
}

StageTime timeOfClock(const std::vector<ClockTick>& ticks, Instant instant, StageTime end)
{
    const auto after = std::ranges::upper_bound(ticks, instant, {}, &ClockTick::instant);
    if (after == ticks.begin()) return {};
    const ClockTick& from = *std::prev(after);
    if (after == ticks.end()) return instant == from.instant ? from.at : end;
    const double whole = static_cast<double>((after->instant - from.instant).count());
    const double part = static_cast<double>((instant - from.instant).count()) / whole;
    return from.at + StageTime{static_cast<std::int64_t>(static_cast<double>((after->at - from.at).count()) * part)};
}

bool waitsAt(const std::vector<ClockTick>& ticks, StageTime time)
{
    const auto after = std::ranges::upper_bound(ticks, time, {}, &ClockTick::at);
    return after != ticks.begin() && std::prev(after)->waits;
}

} // namespace tcpstage::scene
