#include "core/trace/latest_ends.h"

#include <algorithm>

namespace tcpstage::trace {

void LatestEnds::raise(const TransitStore& transits)
{
    std::size_t block = transits.size() - 1;
    const Instant ends = transits.ends(static_cast<TransitId>(block));
    for (auto& level : levels_) {
        block /= fan_out;
        if (block == level.size()) {
            level.push_back(ends);
        } else if (level[block] < ends) {
            level[block] = ends;
        }
    }
    if (levels_.empty()) levels_.push_back({ends});
    if (levels_.back().size() > 1) levels_.push_back({std::ranges::max(levels_.back())});
}

void LatestEnds::renew(const TransitStore& transits, std::size_t transit)
{
    std::size_t block = transit / fan_out;
    Instant latest = Instant::min();
    for (std::size_t id = block * fan_out; id < std::min((block + 1) * fan_out, transits.size()); ++id)
        latest = std::max(latest, transits.ends(static_cast<TransitId>(id)));
    levels_[0][block] = latest;
    for (std::size_t level = 1; level < levels_.size(); ++level) {
        block /= fan_out;
        const auto& below = levels_[level - 1];
        const auto first = below.begin() + static_cast<std::ptrdiff_t>(block * fan_out);
        const auto size = std::min(fan_out, below.size() - block * fan_out);
        levels_[level][block] = *std::max_element(first, first + static_cast<std::ptrdiff_t>(size));
    }
}

std::size_t LatestEnds::memory_bytes() const
{
    std::size_t bytes = 0;
    for (const auto& level : levels_)
        bytes += level.capacity() * sizeof(Instant);
    return bytes;
}

} // namespace tcpstage::trace
