#pragma once
// Finds the transits that are under way at an instant: a tree of latest ends. Private to core/trace.

#include "core/trace/transit_store.h"

#include <vector>

namespace tcpstage::trace {

class LatestEnds {
public:
    /// To be called after the newest transit was added.
    void raise(TransitId newest, Instant ends)
    {
        if (newest % fan_out == 0) return begin_block(ends);
        Instant& latest = levels_[0].back();
        if (latest < ends) latest = ends;
    }
    /// To be called after the end of this transit has changed.
    void renew(const TransitStore& transits, std::size_t transit);
    /// Calls visit(TransitId) for each transit with sent <= instant < ends, in order. O(log n + k log n).
    template <typename Visitor> void visit(const TransitStore& transits, Instant instant, Visitor& visitor) const
    {
        const std::size_t count = transits.sent_until(instant);
        if (count != 0) visit_block(transits, {levels_.size(), 0, count, instant}, visitor);
    }
    std::size_t memory_bytes() const;

private:
    static constexpr std::size_t fan_out = 16;

    struct Part {
        std::size_t level; // 0: a single transit
        std::size_t block;
        std::size_t count; // of all transits sent until `instant`
        Instant instant;
    };
    void begin_block(Instant ends);
    Instant latest_below(std::size_t level, std::size_t block) const;
    template <typename Visitor> void visit_block(const TransitStore& transits, Part part, Visitor& visitor) const;

    // Level 0 has the latest end of each `fan_out` transits, each other level that of each `fan_out` blocks of the
    // level below, once they are complete: until then its last block is `never`.
    std::vector<std::vector<Instant>> levels_;
};

template <typename Visitor>
void LatestEnds::visit_block(const TransitStore& transits, Part part, Visitor& visitor) const
{
    if (part.level == 0) {
        const auto transit = static_cast<TransitId>(part.block);
        if (part.block < part.count && transits.ends(transit) > part.instant) visitor(transit);
        return;
    }
    const auto& ends = levels_[part.level - 1];
    if (part.block >= ends.size() || ends[part.block] <= part.instant) return;
    for (std::size_t i = 0; i < fan_out; ++i) {
        std::size_t first = part.block * fan_out + i;
        for (std::size_t l = 1; l < part.level; ++l)
            first *= fan_out;
        if (first >= part.count) return;
        visit_block(transits, {part.level - 1, part.block * fan_out + i, part.count, part.instant}, visitor);
    }
}

} // namespace tcpstage::trace
