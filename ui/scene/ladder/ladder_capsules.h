#pragma once
// Places the capsules of segments under way below the now line so that none hides another. Private to the ladder's
// sources.

#include "ui/scene/ladder/ladder_rows.h"

namespace tcpstage::scene {

/// Sizes of a capsule's text, in pixels.
double capsuleFlags(const LadderStyle& style);
double capsuleNumbers(const LadderStyle& style, const DisplayOptions& display);
QSizeF capsuleSize(const ArrowPlan& plan, const LadderStyle& style, const DisplayOptions& display);
/// The centre of a capsule whose arrow is at `x`; it keeps clear of the lifelines.
double capsuleMiddle(const LadderStyle& style, double width, double x);
/// Its box, where its arrow is at `at` and the now line too.
QRectF capsuleBox(const ArrowPlan& plan, QPointF at, const LadderStyle& style, const DisplayOptions& display);

/// The words of the segment. Gives the plan what its capsule says: as much as has room between the lifelines.
SegmentWords nameCapsule(ArrowPlan& plan, const StagedRun& staged, trace::TransitId id, const LadderStyle& style,
                         const DisplayOptions& display);

/// Decides how far each capsule hangs below the now line, for its whole way at once, so that it never jumps.
class HangingCapsules {
public:
    HangingCapsules(const LadderStyle& style, const DisplayOptions& display) : style_{style}, display_{display} {}

    /// Call in the order of sending. A capsule that would hang too low becomes a dot.
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
    /// Whether two capsules would overlap at some time if they hung equally low.
    bool meet(const Hanging& a, const Hanging& b) const;
    /// The smallest drop at which the capsule touches no other.
    double place(const Hanging& capsule) const;

    const LadderStyle& style_;
    const DisplayOptions& display_;
    std::vector<Hanging> all_;
};

} // namespace tcpstage::scene
