#include "ui/model/store/drawing_update.h"

#include "core/run/sandbox.h"
#include "ui/model/store/work_update.h"
#include "ui/model/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::model {

namespace {

/// FNV-1a: the same in every start of the program.
std::string hashed(const std::string& text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char octet : text)
        hash = (hash ^ static_cast<unsigned char>(octet)) * 0x100000001b3U;
    return fmt::format("{:016x}", hash);
}

/// Names a branch by its lesson: the same what-if made again is the same branch.
const std::string& keyOf(DrawingState& state, const Branch& branch)
{
    std::string& key = state.keys[branch.staged->number];
    if (key.empty()) key = hashed(run::written_lesson(branch.staged->scenario, branch.staged->trace()));
    return key;
}

/// Whether the moment after so many steps is still that of the branch's parent.
bool isSharedWithParent(const Branch& branch, std::uint32_t step)
{
    if (branch.parting == trace::no_record) return false;
    const scene::TimeMap& timeMap = branch.staged->timeMap;
    return step == 0 || (step <= timeMap.stepCount() && timeMap.step(step - 1) < branch.parting);
}

/// The run that a moment belongs to; empty: the lesson. An edited text is the lesson, too, and so is the sandbox.
std::string branchAt(Model& model, std::uint32_t step)
{
    if (model.live) return fmt::format("real {}", model.liveStagedRun);
    const Branches& branches = model.branches;
    if (branches.all.empty() || model.source == run::sandbox_source) return {};
    const auto keyAt = [&](std::size_t number) {
        const Branch& branch = branches.all[number];
        return number == 0 || branch.written ? std::string{} : keyOf(model.drawing, branch);
    };
    if (branches.compared) return fmt::format("{} | {}", keyAt(branches.against), keyAt(branches.shown));
    std::size_t number = branches.shown;
    while (number > 0 && !branches.all[number].written && isSharedWithParent(branches.all[number], step))
        number = branches.all[number].parent;
    return keyAt(number);
}

/// The strokes of the run on the stage.
scene::DrawingPtr strokesOfRun(Model& model)
{
    scene::Drawing drawing;
    for (const scene::PenStrokePtr& stroke : model.drawing.all->strokes)
        if (stroke->branch == branchAt(model, stroke->step)) drawing.strokes.push_back(stroke);
    if (drawing.strokes.empty()) return {};
    if (drawing.strokes.size() == model.drawing.all->strokes.size()) return model.drawing.all;
    return std::make_shared<const scene::Drawing>(std::move(drawing));
}

void showStrokes(Model& model)
{
    DrawingState& state = model.drawing;
    scene::DrawingPtr& shown = model.display.drawn.drawing;
    const DrawingState::Listed now{state.all, model.staged->number, state.hidden};
    if (now == state.listed) return;
    state.listed = now;
    shown = state.all && !state.hidden ? strokesOfRun(model) : nullptr;
}

void on(Change& change, const BeginStroke& begin)
{
    DrawingState& state = change.model.drawing;
    if (!state.on || !change.model.staged) return;
    finishStroke(state);
    if (state.all && state.all->strokes.size() >= scene::most_strokes) return change.announce(wording::drawingFull);
    state.growing = scene::PenStroke{++state.lastId, state.here.branch, state.here.step, begin.on,
                                     begin.view,     state.pen,         {begin.at}};
}
void on(Change& change, const GrowStroke& more) { grow(change.model.drawing, more.points); }
void on(Change& change, const FinishStroke&) { finishStroke(change.model.drawing); }
void on(Change& change, const EraseStroke& erase)
{
    if (change.model.drawing.on) eraseStroke(change.model.drawing, erase.id);
}
void on(Change& change, const UsePen& use)
{
    DrawingState& state = change.model.drawing;
    if (!state.on || use.pen >= scene::pen_count) return;
    finishStroke(state);
    state.erasing = use.erases;
    if (!use.erases) state.pen = use.pen;
}
void on(Change& change, const DrawingRead& read)
{
    takeRead(change.model.drawing, read.place, read.strokes);
    if (!read.trouble.empty()) change.model.notice = Notice{read.trouble, true};
}

} // namespace

void act(Change& change, const DrawingAction& action)
{
    std::visit([&](const auto& what) { on(change, what); }, action);
}

void settleDrawing(Change& change, const scene::DrawingPtr& before)
{
    Model& model = change.model;
    DrawingState& state = model.drawing;
    if (!model.staged) return;
    const DrawingPlace place{model.source, model.hour ? model.hour->path : std::string{}};
    const auto step = static_cast<std::uint32_t>(model.staged->stepsUntil(model.time));
    const DrawnMoment here{branchAt(model, step), step};
    const bool left = state.growing && (!state.on || place != state.place || state.growing->step != here.step ||
                                        state.growing->branch != here.branch);
    if (left) finishStroke(state);
    if (state.all != before && !state.place.source.empty()) change.request(KeepDrawing{state.place, state.all});
    state.here = here;
    if (place != state.place && goToPlace(state, place)) change.request(ReadDrawing{place});
    showStrokes(model);
}

bool leaveDrawing(Change& change)
{
    if (!change.model.drawing.on) return false;
    change.model.drawing.on = false;
    return true;
}

void toggleDrawing(Change& change)
{
    DrawingState& state = change.model.drawing;
    state.on = !state.on;
    if (state.on) state.hidden = false;
}

void toggleHidden(Change& change)
{
    DrawingState& state = change.model.drawing;
    state.hidden = !state.hidden;
    if (state.hidden) state.on = false; // nothing is drawn that is not seen
}

void clearDrawing(Change& change) { clearMoment(change.model.drawing, change.model.drawing.here); }

void undoLast(Change& change)
{
    if (!change.model.drawing.on) return undo(change);
    undoStroke(change.model.drawing, change.model.drawing.here);
}

void redoLast(Change& change)
{
    if (!change.model.drawing.on) return redo(change);
    redoStroke(change.model.drawing, change.model.drawing.here);
}

} // namespace tcpstage::model
