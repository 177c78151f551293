#pragma once
// Finds places for the words of arrows: above or below an arrow, on both sides of it, or on it. Private to
// ladder_block.cpp.

#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_room.h"
#include "ui/scene/ladder/ladder_wordings.h"

namespace tcpstage::scene {

struct Loss {
    trace::Transit transit;
    std::size_t count = 1; // of segments whose crosses stand one under the other
    Language language = Language::English;
};

class LadderPlaces {
public:
    /// `apart`: pixels at scale 1 that two rows keep from other arrows, so that they cannot seem to belong to them.
    LadderPlaces(LadderRoom& room, const LadderStyle& style, double apart) : room_{room}, style_{style}, apart_{apart}
    {}

    /// Selects what is around the arrow; call it before the others. False if there is too much.
    bool select(const ArrowPlan& plan);
    /// Gives the plan the words beside its arrow. False if there is no room.
    bool beside(ArrowPlan& plan, Wording& wording, trace::TransitId id);
    /// Gives the plan of the last of the members a row that lies on their arrows, which are cut there. `plans`: of the
    /// block, whose first transit is `first`; all of `cut` may be cut. False if there is no room, or too little would
    /// be left of an arrow.
    bool within(std::span<ArrowPlan> plans, trace::TransitId first, const Members& members, const Members& cut,
                const Row& row);
    /// Names a lost segment level beside its cross, where its arrow has no room, and says why it is lost. `wordings`
    /// with flags alone serve only where that makes room for the reason. False if there is no room.
    bool atCross(ArrowPlan& plan, const std::vector<Wording>& wordings, const Loss& loss);
    /// Says beside the cross why a segment is lost.
    void reason(ArrowPlan& plan, const Loss& loss);

private:
    double px(double count) const { return count * style_.scale; }
    Turned boxOn(const ArrowPlan& plan, const Row& row, double part, bool above) const;
    void settle(Row& row, const Turned& box);
    enum class Said : std::uint8_t { Together, Apart, Short, Alone }; // the reason: below the name, anywhere, or not
    bool atCross(ArrowPlan& plan, const std::vector<Wording>& wordings, const Loss& loss, bool numbered, Said said);
    Row reasonRow(const QString& text, const Loss& loss) const;
    bool settleAt(QPointF cross, const std::vector<QPointF>& offsets, QSizeF size, const std::vector<Row*>& rows);
    bool on(ArrowPlan& plan, Row& row, trace::TransitId id);
    bool around(ArrowPlan& plan, Wording& wording, trace::TransitId id);
    bool cut(std::span<ArrowPlan> plans, trace::TransitId first, const Members& members, const Turned& box,
             trace::TransitId owner) const;

    LadderRoom& room_;
    const LadderStyle& style_;
    double apart_;
};

} // namespace tcpstage::scene
