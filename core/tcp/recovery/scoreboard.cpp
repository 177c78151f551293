#include "core/tcp/recovery/scoreboard.h"

#include <algorithm>

namespace tcpstage::tcp {

std::uint32_t Scoreboard::insert(SackBlock block)
{
    auto first =
        std::ranges::find_if(blocks_, [&](const SackBlock& held) { return at_or_after(held.right, block.left); });
    auto last = first;
    std::uint32_t covered = 0;
    SackBlock merged = block;
    for (; last != blocks_.end() && at_or_before(last->left, block.right); ++last) {
        covered += last->right - last->left;
        if (before(last->left, merged.left)) merged.left = last->left;
        merged.right = later(merged.right, last->right);
    }
    const std::uint32_t fresh = (merged.right - merged.left) - covered;
    bytes_ += fresh;
    if (first == last) {
        blocks_.insert(first, merged);
    } else {
        *first = merged;
        blocks_.erase(first + 1, last);
    }
    return fresh;
}

void Scoreboard::acknowledge(Seq una)
{
    auto kept = blocks_.begin();
    for (; kept != blocks_.end() && at_or_before(kept->right, una); ++kept)
        bytes_ -= kept->right - kept->left;
    blocks_.erase(blocks_.begin(), kept);
    if (blocks_.empty() || at_or_after(blocks_.front().left, una)) return;
    bytes_ -= una - blocks_.front().left;
    blocks_.front().left = una;
}

void Scoreboard::clear()
{
    blocks_.clear();
    bytes_ = 0;
}

} // namespace tcpstage::tcp
