#pragma once
// Segments under way: their capsules hang under the now line, and none hides another. Private to the ladder's sources.

#include "ui/scene/ladder/ladder_rows.h"

namespace tcpstage::scene {

/// Sizes of its text, in pixels.
double capsuleFlags(const LadderStyle& style);
double capsuleNumbers(const LadderStyle& style, const DisplayOptions& display);
QSizeF capsuleSize(const ArrowPlan& plan, const LadderStyle& style, const DisplayOptions& display);
/// The middle of a capsule whose arrow is at `x`: it keeps off the lifelines.
double capsuleMiddle(const LadderStyle& style, double width, double x);

/// How far capsules hang below the now line: decided with all of their way in view, so that none jumps as time goes by.
class HangingCapsules {
public:
    HangingCapsules(const LadderStyle& style, const DisplayOptions& display) : style_{style}, display_{display} {}

    /// Segments come in the order in which they were sent. One that would hang too low becomes a dot.
    void hang(ArrowPlan& plan, const Obstacle& way);

private:
    struct Hanging {
        const Obstacle* way;
        QSizeF size;
        double drop;
        bool dot;
    };

    double px(double count) const { return count * style_.scale; }
    double middle(const Hanging& capsule, double y) const;
    /// Somewhere on their ways one would hide a part of the other, if both hung at one height.
    bool meet(const Hanging& a, const Hanging& b) const;
    /// The least height at which it touches nothing.
    double place(const Hanging& capsule) const;

    const LadderStyle& style_;
    const DisplayOptions& display_;
    std::vector<Hanging> all_;
};

} // namespace tcpstage::scene
