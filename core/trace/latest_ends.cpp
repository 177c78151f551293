#include "core/trace/latest_ends.h"

#include <algorithm>

namespace tcpstage::trace {

/// Of the lowest level. The blocks that it completes, on any level, get their latest ends.
void LatestEnds::begin_block(Instant ends)
{
    if (levels_.empty()) levels_.emplace_back();
    levels_[0].push_back(ends);
    for (std::size_t level = 1; level < levels_.size(); ++level) {
        const std::size_t below = levels_[level - 1].size() - 1;
        if (below % fan_out != 0) return;
        levels_[level].back() = latest_below(level, below / fan_out - 1);
        levels_[level].push_back(never);
    }
    if (levels_.back().size() > 1) levels_.push_back({never});
}

/// The latest end of a block of a level above the lowest, by the blocks below it.
Instant LatestEnds::latest_below(std::size_t level, std::size_t block) const
{
    const auto& below = levels_[level - 1];
    const auto first = below.begin() + static_cast<std::ptrdiff_t>(block * fan_out);
    return *std::max_element(first, first + static_cast<std::ptrdiff_t>(fan_out));
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
        if (block + 1 == levels_[level].size()) return; // it is not complete, nor are those above it
        levels_[level][block] = latest_below(level, block);
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
