// Part of StageView: what is chosen on the stage, with the mouse, by keys, or by a screen reader.

#include "core/sources/matrix.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/access/announcer.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/details/variable_list.h"
#include "ui/widgets/stage/stage_marks.h"
#include "ui/widgets/stage/stage_view.h"

#include <QFrame>

namespace tcpstage::widgets {

namespace {

const scene::Viewport wholePanel{{400, 1200}, 0, 1}; // large enough for all of an endpoint

} // namespace

QRect StageView::placeOf(const scene::Ref& ref) const
{
    QRect seen = placeIn(ladder_->scene(), ref).toAlignedRect() & ladder_->rect();
    if (seen.isEmpty()) seen = QRect{ladder_->rect().center(), QSize{1, 1}};
    return {ladder_->mapToGlobal(seen.topLeft()), seen.size()};
}

void StageView::selectNext(bool forward)
{
    if (!store_.model().staged) return;
    // All items of the endpoints, visible or not: the order must not depend on the room that the details leave.
    const std::array<scene::Scene, 2> ends{panelScene(trace::Side::Left, wholePanel, {}),
                                           panelScene(trace::Side::Right, wholePanel, {})};
    const std::vector<const scene::Scene*> scenes{&ends[0], &ladder_->scene(), &ends[1]};
    if (const auto next = besideIn(scenes, store_.model().selection, forward)) store_.dispatch(model::Select{*next});
}

/// The panels first: they say more of a state than its band on the ladder.
void StageView::reportSelection()
{
    announcer_->goToSelection();
    for (Canvas* canvas : {panels_[0], panels_[1], ladder_})
        if (widgets::reportSelection(*canvas)) return;
}

void StageView::pick(const scene::Ref& ref)
{
    const model::StagedRunPtr& staged = store_.model().staged;
    if (!staged) return;
    if (ref.kind == scene::Ref::Kind::Cell) return openCell(ref.id);
    const scene::StagedRun& half = staged->half(ref.run);
    if (ref.kind == scene::Ref::Kind::Step && ref.id < half.trace().records().size())
        goTo(ref);
    else if (ref.kind == scene::Ref::Kind::Endpoint && (!ends_[0]->isHidden() || !ends_[1]->isHidden()))
        showEnd(ref.side);
    else
        store_.dispatch(model::Select{orItsState(store_.model(), ref)});
}

/// If only one fits.
void StageView::showEnd(trace::Side side)
{
    if (end_ == side) return;
    end_ = side;
    arrange();
}

/// Goes to a step and selects it.
void StageView::goTo(const scene::Ref& step)
{
    store_.dispatch(model::Seek{store_.model().staged->half(step.run).timeMap.at(step.id)});
    store_.dispatch(model::Select{step});
}

void StageView::openCell(std::uint32_t id)
{
    const auto state = static_cast<tcp::State>(id / sources::stimulus_count);
    const auto stimulus = static_cast<sources::Stimulus>(id % sources::stimulus_count);
    store_.dispatch(model::OpenSource{sources::cell_source(state, stimulus)});
    store_.dispatch(model::SetView{scene::View::Ladder});
}

} // namespace tcpstage::widgets
