#include "core/capture/follow/gaps.h"

#include <algorithm>

namespace tcpstage::capture {

void Gaps::open(tcp::Seq left, tcp::Seq right, Instant at)
{
    if (gaps_.size() == most) gaps_.erase(gaps_.begin());
    gaps_.push_back({left, right, at});
}

Instant Gaps::opened(tcp::Seq left, tcp::Seq right) const
{
    for (const Gap& gap : gaps_)
        if (tcp::at_or_before(gap.left, left) && tcp::at_or_before(right, gap.right)) return gap.at;
    return never;
}

std::uint32_t Gaps::fill(tcp::Seq left, tcp::Seq right)
{
    std::uint32_t filled = 0;
    std::vector<Gap> kept;
    for (const Gap& gap : gaps_) {
        const tcp::Seq from = tcp::later(gap.left, left);
        const tcp::Seq to = tcp::before(right, gap.right) ? right : gap.right;
        if (!tcp::before(from, to)) {
            kept.push_back(gap);
            continue;
        }
        filled += to - from;
        if (tcp::before(gap.left, from)) kept.push_back({gap.left, from, gap.at});
        if (tcp::before(to, gap.right)) kept.push_back({to, gap.right, gap.at});
    }
    gaps_ = std::move(kept);
    return filled;
}

void Gaps::drop_before(tcp::Seq left)
{
    std::erase_if(gaps_, [&](const Gap& gap) { return tcp::at_or_before(gap.right, left); });
    for (Gap& gap : gaps_)
        gap.left = tcp::later(gap.left, left);
}

} // namespace tcpstage::capture
