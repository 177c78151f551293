#include "ui/model/drawing/drawing_state.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tcpstage::model {

namespace {

constexpr std::size_t mostDeeds = 200;

using Strokes = std::vector<scene::PenStrokePtr>;

const Strokes& strokesOf(const DrawingState& state)
{
    static const Strokes none;
    return state.all ? state.all->strokes : none;
}

void set(DrawingState& state, Strokes strokes)
{
    state.all = std::make_shared<const scene::Drawing>(scene::Drawing{std::move(strokes)});
}

bool isOf(const DrawingDeed& deed, const DrawnMoment& moment)
{
    return deed.branch == moment.branch && deed.step == moment.step;
}

bool isOf(const scene::PenStrokePtr& stroke, const DrawnMoment& moment)
{
    return stroke->branch == moment.branch && stroke->step == moment.step;
}

auto lastOf(const std::vector<DrawingDeed>& deeds, const DrawnMoment& moment)
{
    return std::find_if(deeds.rbegin(), deeds.rend(), [&](const DrawingDeed& deed) { return isOf(deed, moment); });
}

/// Takes `removed` away, and puts `added` to the others.
void change(DrawingState& state, const Strokes& removed, const Strokes& added)
{
    Strokes strokes = strokesOf(state);
    std::erase_if(strokes, [&](const scene::PenStrokePtr& stroke) {
        return std::ranges::find(removed, stroke) != removed.end();
    });
    std::ranges::copy(added, std::back_inserter(strokes));
    std::ranges::stable_sort(strokes, {}, &scene::PenStroke::id); // what comes back lies where it was
    set(state, std::move(strokes));
}

void doIt(DrawingState& state, DrawingDeed deed)
{
    change(state, deed.removed, deed.added);
    std::erase_if(state.undone, [&](const DrawingDeed& other) { return isOf(other, {deed.branch, deed.step}); });
    state.done.push_back(std::move(deed));
    if (state.done.size() > mostDeeds) state.done.erase(state.done.begin());
}

/// Moves the last deed of the moment from one list to the other.
std::optional<DrawingDeed> moved(std::vector<DrawingDeed>& from, std::vector<DrawingDeed>& to,
                                 const DrawnMoment& moment)
{
    const auto last = lastOf(from, moment);
    if (last == from.rend()) return {};
    const auto place = std::prev(last.base());
    DrawingDeed deed = *place;
    from.erase(place);
    to.push_back(deed);
    return deed;
}

} // namespace

void grow(DrawingState& state, const std::vector<scene::PenPoint>& points)
{
    for (const scene::PenPoint& point : points) {
        if (!state.growing) return;
        state.growing->points.push_back(point);
        if (state.growing->points.size() < scene::most_stroke_points) continue;
        scene::PenStroke next = *state.growing;
        next.points = {point};
        finishStroke(state);
        next.id = ++state.lastId;
        if (strokesOf(state).size() < scene::most_strokes) state.growing = std::move(next);
    }
}

bool finishStroke(DrawingState& state)
{
    if (!state.growing) return false;
    auto stroke = std::make_shared<const scene::PenStroke>(*std::exchange(state.growing, {}));
    doIt(state, {stroke->branch, stroke->step, {stroke}, {}});
    return true;
}

bool eraseStroke(DrawingState& state, std::uint64_t id)
{
    const Strokes& strokes = strokesOf(state);
    const auto found = std::ranges::find(strokes, id, &scene::PenStroke::id);
    if (found == strokes.end()) return false;
    doIt(state, {(*found)->branch, (*found)->step, {}, {*found}});
    return true;
}

bool clearMoment(DrawingState& state, const DrawnMoment& moment)
{
    DrawingDeed deed{moment.branch, moment.step, {}, {}};
    for (const scene::PenStrokePtr& stroke : strokesOf(state))
        if (isOf(stroke, moment)) deed.removed.push_back(stroke);
    if (deed.removed.empty()) return false;
    doIt(state, std::move(deed));
    return true;
}

bool undoStroke(DrawingState& state, const DrawnMoment& moment)
{
    const auto deed = moved(state.done, state.undone, moment);
    if (deed) change(state, deed->added, deed->removed);
    return deed.has_value();
}

bool redoStroke(DrawingState& state, const DrawnMoment& moment)
{
    const auto deed = moved(state.undone, state.done, moment);
    if (deed) change(state, deed->removed, deed->added);
    return deed.has_value();
}

bool canUndoStroke(const DrawingState& state, const DrawnMoment& moment)
{
    return lastOf(state.done, moment) != state.done.rend();
}

bool canRedoStroke(const DrawingState& state, const DrawnMoment& moment)
{
    return lastOf(state.undone, moment) != state.undone.rend();
}

bool isDrawnOn(const DrawingState& state, const DrawnMoment& moment)
{
    return std::ranges::any_of(strokesOf(state),
                               [&](const scene::PenStrokePtr& stroke) { return isOf(stroke, moment); });
}

bool goToPlace(DrawingState& state, DrawingPlace place)
{
    finishStroke(state);
    if (!state.place.source.empty()) state.known[state.place] = state.all;
    state.place = std::move(place);
    state.done.clear();
    state.undone.clear();
    const auto known = state.known.find(state.place);
    state.all = known == state.known.end() ? nullptr : known->second;
    return known == state.known.end();
}

void takeRead(DrawingState& state, const DrawingPlace& place, const std::vector<scene::PenStrokePtr>& strokes)
{
    const bool here = place == state.place;
    scene::DrawingPtr& drawing = here ? state.all : state.known[place];
    Strokes all;
    for (const scene::PenStrokePtr& stroke : strokes) {
        auto own = std::make_shared<scene::PenStroke>(*stroke);
        own->id = ++state.lastId;
        all.push_back(std::move(own));
    }
    if (drawing) std::ranges::copy(drawing->strokes, std::back_inserter(all));
    drawing = std::make_shared<const scene::Drawing>(scene::Drawing{std::move(all)});
}

} // namespace tcpstage::model
