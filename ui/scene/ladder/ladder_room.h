#pragma once
// The room between the lifelines: what stands there, and whether something more finds a place. Private to
// ladder_block.cpp.

#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/ladder/ladder_style.h"

namespace tcpstage::scene {

class LadderRoom {
public:
    /// Nothing is placed above `top` or below `bottom`.
    LadderRoom(const LadderStyle& style, double top, double bottom) : style_{style}, top_{top}, bottom_{bottom} {}

    std::vector<Obstacle> arrows;
    std::vector<Obstacle> lines; // of changes of the network

    /// What could be touched between two heights: before isFree() and isUnwritten() of something between them. False
    /// when it is too much to look at.
    bool checkRoom(double top, double bottom);
    /// Nothing that was placed, no arrow but its own and no border is touched.
    bool isFree(const Turned& box, trace::TransitId own);
    /// Nothing that was placed is touched.
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
