#include "ui/scene/ladder/ladder_room.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostNeighbours = 96;

} // namespace

bool LadderRoom::checkRoom(double top, double bottom)
{
    near_.clear();
    nearPlaced_.clear();
    for (const auto* obstacles : {&arrows, &lines})
        for (const Obstacle& obstacle : *obstacles) {
            const auto [low, high] = std::minmax({obstacle.from.y(), obstacle.to.y()});
            if (low <= bottom && high >= top) near_.push_back(&obstacle);
        }
    for (const Placed& placed : placed_)
        if (std::abs(placed.box.centre.y() - (top + bottom) / 2) <
            (bottom - top) / 2 + placed.box.size.width() / 2 + px(20))
            nearPlaced_.push_back(&placed);
    return near_.size() <= mostNeighbours;
}

bool LadderRoom::isFree(const Turned& box, std::span<const trace::TransitId> own)
{
    const QRectF reach = box.bounds();
    if (reach.top() < top_ || reach.bottom() > bottom_) return false;
    const double inset = style_.band / 2 + px(3);
    if (reach.left() < style_.left + inset || reach.right() > style_.right - inset) return false;
    const Turned roomy = box.grown(px(1.5));
    const QRectF around = roomy.bounds(); // a quick test for most obstacles
    for (const Obstacle*& obstacle : near_)
        if (touch(around, obstacle->from, obstacle->to) && touch(roomy, obstacle->from, obstacle->to) &&
            std::ranges::find(own, obstacle->transit) == own.end()) {
            std::swap(obstacle, near_.front()); // it probably blocks the next attempt too
            return false;
        }
    return std::ranges::none_of(nearPlaced_, [&](const Placed* placed) {
        return around.intersects(placed->bounds) && touch(roomy, placed->box);
    });
}

bool LadderRoom::isUnwritten(const Turned& box) const
{
    return std::ranges::none_of(nearPlaced_, [&](const Placed* placed) { return touch(box, placed->box); });
}

} // namespace tcpstage::scene
