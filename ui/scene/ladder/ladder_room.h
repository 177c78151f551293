#pragma once
// The space between the lifelines: what is placed there, and whether a place is free. Private to the ladder's plan.

#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/ladder/ladder_style.h"

#include <span>

namespace tcpstage::scene {

class LadderRoom {
public:
    /// Nothing may be placed above `top` or below `bottom`.
    LadderRoom(const LadderStyle& style, double top, double bottom) : style_{style}, top_{top}, bottom_{bottom} {}

    std::vector<Obstacle> arrows;
    std::vector<Obstacle> lines; // network changes

    /// Selects the obstacles between two heights. Call it before isFree() and isUnwritten() of boxes between them.
    /// False if there are too many.
    bool checkRoom(double top, double bottom);
    /// Whether the box touches no placed label, no border, and no arrow except its `own`.
    bool isFree(const Turned& box, std::span<const trace::TransitId> own = {});
    /// Whether the box touches no placed label.
    bool isUnwritten(const Turned& box) const;
    void take(const Turned& box) { placed_.emplace_back(box); }
    std::size_t taken() const { return placed_.size(); }
    /// Gives back what has been taken since `taken` were. Call checkRoom() after it.
    void giveBack(std::size_t taken)
    {
        placed_.erase(placed_.begin() + static_cast<std::ptrdiff_t>(taken), placed_.end());
    }

private:
    double px(double count) const { return count * style_.scale; }

    const LadderStyle& style_;
    double top_;
    double bottom_;
    std::vector<Placed> placed_;
    std::vector<const Obstacle*> near_;
    std::vector<const Placed*> nearPlaced_;
};

} // namespace tcpstage::scene
