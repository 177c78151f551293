#pragma once
// Makes the marks of the ladder for one frame. Private to the ladder's sources.

#include "ui/scene/ladder/ladder_capsules.h"
#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

class LadderRoom;

class LadderBuilder {
public:
    LadderBuilder(Scene& scene, const ViewInput& input, const LadderView& view);
    void build();
    /// The header with the names, above everything else.
    void header(bool opaque);

private:
    QSizeF notTcpSize() const;
    void notTcp(QPointF centre);
    // ladder.cpp
    void title();
    void lifelines();
    void bands(trace::Side side);
    void sure(trace::Side side, const StateSpan& span, double top);
    void beside(trace::Side side);
    void state(trace::Side side, const BesideItem& item);
    void event(trace::Side side, const BesideItem& item);
    QString otherTimer(const trace::Record& record) const;
    // ladder_now.cpp
    void timers(trace::Side side);
    Spans wordsAcross(double height) const;
    void nowLine();
    Label clockLabel(QPointF at, Align align) const;
    bool isEstimated(trace::RecordId record) const;
    void shaft(Line line, const trace::Transit& transit, const Ref& ref, double opacity);
    bool clockBeside() const { return clockWidth(style_.clockPixels, staged_.clockDecimals) <= style_.clockRoom; }
    // ladder_arrows.cpp
    void absences();
    void folds();
    void networks();
    void network(const NetworkPlan& plan);
    void fold(const FoldPlan& plan);
    void arrows();
    std::vector<trace::TransitId> visibleTransits() const;
    void arrow(trace::TransitId id, const std::vector<trace::TransitId>& written);
    std::vector<trace::TransitId> writtenOn(const std::vector<trace::TransitId>& visible,
                                            const std::vector<BurstSoFar>& bursts) const;
    void cutShaft(const Line& line, const WordsOn& words, const Ref& ref, bool written);
    bool isNamed(const ArrowPlan& plan) const;
    QString shownSign(trace::TransitId id) const;
    QString withShownSign(const QString& words, trace::TransitId id) const;
    bool isInView(const Row& row) const;
    bool isNow(trace::RecordId record) const;
    bool isThere(const trace::Transit& transit) const { return spanOf(transit, staged_.timeMap).to <= arrived_; }
    // ladder_late.cpp
    std::vector<BurstSoFar> burstsSoFar(const std::vector<trace::TransitId>& visible) const;
    LadderRoom roomInView(const std::vector<trace::TransitId>& visible, const std::vector<BurstSoFar>& bursts) const;
    void nameLate(const std::vector<trace::TransitId>& visible, const std::vector<BurstSoFar>& bursts);
    void nameLate(trace::TransitId id, LadderRoom& room, bool complete);
    void nameState(trace::Side side);
    void underWay(trace::TransitId id, bool crowd, const std::vector<trace::TransitId>& written);
    UnderWay::Hung hung(trace::TransitId id) const;
    void nameNow(UnderWay& capsules, std::vector<trace::TransitId> nameless,
                 const std::vector<trace::TransitId>& flying) const;
    void capsule(const UnderWay::Hung& hung);
    std::vector<Mark> marksOf(const Row& row, const Ref& ref, double opacity) const;
    void row(const Row& row, const Ref& ref, std::vector<Mark>& into, double opacity = 1);
    // ladder_links.cpp
    void links();
    void halo(trace::TransitId id, double width, double opacity);
    void link(trace::RecordId from, trace::RecordId to, double opacity);
    void bracket(trace::Side side, double from, double to, double opacity);
    void dot(trace::RecordId step, double size, double opacity);
    QPointF placeOf(trace::RecordId step) const;
    // ladder_span.cpp, ladder_mismatch.cpp
    QPointF spanWords(double top, double bottom, QSizeF size) const;
    double spanLine(double words, double top, double bottom) const;
    void span();
    void mismatch();
    void ghost(const QString& text, double top);

    double px(double count) const { return count * style_.scale; }
    double y(StageTime time) const { return style_.y(time) - scroll_; }
    bool seen(double top, double bottom) const { return bottom >= 0 && top <= style_.height; }
    /// The x coordinate at a distance outside the lifeline.
    double outside(trace::Side side, double distance) const
    {
        const double gap = style_.band / 2 + distance;
        return side == trace::Side::Left ? style_.left - gap : style_.right + gap;
    }
    void still(Shape shape, const Ref& ref = {}, double opacity = 1);
    void moving(Shape shape, const Ref& ref = {}, double opacity = 1);

    Scene& scene_;
    const StagedRun& staged_;
    StageTime time_;
    StageTime arrived_; // what ends until then is there: of an asked event the segment that brings it, too
    const LadderStyle style_;
    double scroll_;
    Ink ground_;
    const Ref& selection_;
    const DisplayOptions& display_;
    QString title_;
    const LadderPlan& plan_;
    trace::Moment moment_;
    Shown shown_;
    Twins twins_;
    bool finished_;
    const std::vector<trace::TransitId>& unsaid_;
    std::array<trace::RecordId, 2> latest_; // last record shown, for each end's state and timers
    double now_;                            // y of the now line
    std::size_t firstStill_;                // index of this ladder's first mark
    std::size_t firstMoving_;
};

} // namespace tcpstage::scene
