#include "core/capture/join/clocks.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tcpstage::capture {

namespace {

constexpr std::size_t enough_delays = 16;
constexpr Duration long_enough{1s};    // in less time no clock drifts by what matters
constexpr double largest_drift = 1e-3; // quartz has 1e-4 at most

Duration moved(double drift, Duration time)
{
    return Duration{std::llround(drift * static_cast<double>(time.count()))};
}

/// The lower hull of the delays, by their time (Andrew's monotone chain).
std::vector<Delay> lower_hull(std::vector<Delay> delays)
{
    std::ranges::stable_sort(delays, {}, &Delay::at);
    std::vector<Delay> hull;
    const auto is_above = [](const Delay& a, const Delay& middle, const Delay& b) {
        const auto x = [&](const Delay& other) { return static_cast<double>((other.at - a.at).count()); };
        const auto y = [&](const Delay& other) { return static_cast<double>((other.took - a.took).count()); };
        return y(middle) * x(b) >= y(b) * x(middle);
    };
    for (const Delay& delay : delays) {
        while (hull.size() > 1 && is_above(hull[hull.size() - 2], hull.back(), delay))
            hull.pop_back();
        hull.push_back(delay);
    }
    return hull;
}

/// By how much the quickest delays grow with time: the line below all of them that is nearest to them is the edge of
/// their hull at their middle. Empty if it spans too little of the time.
std::optional<double> slope_of(const std::vector<Delay>& delays)
{
    if (delays.size() < enough_delays) return {};
    const std::vector<Delay> hull = lower_hull(delays);
    const Duration whole = hull.back().at - hull.front().at;
    if (whole < long_enough) return {};
    double mean = 0;
    for (const Delay& delay : delays)
        mean += static_cast<double>((delay.at - hull.front().at).count()) / static_cast<double>(delays.size());
    const Instant middle = hull.front().at + Duration{std::llround(mean)};
    for (std::size_t i = 1; i < hull.size(); ++i) {
        if (hull[i].at < middle) continue;
        const Duration span = hull[i].at - hull[i - 1].at;
        if (span < whole / 3) return {};
        return static_cast<double>((hull[i].took - hull[i - 1].took).count()) / static_cast<double>(span.count());
    }
    return {};
}

Duration least(const std::vector<Delay>& delays, Instant since, double drift)
{
    Duration found = Duration::max();
    for (const Delay& delay : delays)
        found = std::min(found, delay.took - moved(drift, delay.at - since));
    return found;
}

} // namespace

Instant Clocks::corrected(Instant at) const
{
    const Instant shifted = at - ahead;
    return drift == 0 ? shifted : shifted - moved(drift / (1 + drift), shifted - since);
}

Clocks estimate_clocks(const std::vector<Delay>& there, const std::vector<Delay>& back)
{
    Clocks clocks;
    if (there.empty() || back.empty()) return clocks;
    clocks.known = true;
    clocks.since = std::min(there.front().at, back.front().at);
    const auto forth = slope_of(there);
    const auto home = slope_of(back);
    const bool opposite = forth && home && *forth * *home < 0;
    if (opposite && std::abs(*forth) < 2 * std::abs(*home) && std::abs(*home) < 2 * std::abs(*forth)) {
        const double drift = (*forth - *home) / 2;
        const Duration round_trip = least(there, clocks.since, drift) + least(back, clocks.since, -drift);
        const Duration moves = moved(std::abs(drift), std::max(there.back().at, back.back().at) - clocks.since);
        if (std::abs(drift) < largest_drift && moves > round_trip / 10) clocks.drift = drift;
    }
    clocks.ahead = (least(there, clocks.since, clocks.drift) - least(back, clocks.since, -clocks.drift)) / 2;
    return clocks;
}

} // namespace tcpstage::capture
