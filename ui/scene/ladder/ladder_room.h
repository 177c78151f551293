#pragma once
// The space between the lifelines: what is placed there, and whether a place is free. Private to ladder_block.cpp.

#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/ladder/ladder_style.h"

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
    /// Whether the box touches no placed label, no border, and no arrow except `own`.
    bool isFree(const Turned& box, trace::TransitId own);
    /// Whether the box touches no placed label.
    bool isUnwritten(const Turned& box) const;
    void take(const Turned& box) { placed_.emplace_back(box); }

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
