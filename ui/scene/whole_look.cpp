#include "ui/scene/whole_look.h"

#include "ui/scene/looks.h"
#include "ui/scene/plots.h"

#include <algorithm>

namespace tcpstage {

namespace {

struct LookWords {
    std::string_view id;
    Text name;
};
constexpr std::array<LookWords, look_count> look_words{{
    {"ladder", {"Ladder", "时序图"}},
    {"spaces", {"Space", "序号空间"}},
    {"time-sequence", {"Time-sequence", "时间-序号"}},
    {"window", {"Window", "窗口"}},
    {"round-trip", {"RTT", "往返时间"}},
    {"timers", {"Timers", "定时器"}},
    {"matrix", {"Matrix", "状态矩阵"}},
}};

} // namespace

Text shortNameOf(Look look) { return look_words[static_cast<std::size_t>(look)].name; }

std::string_view id(Look look) { return look_words[static_cast<std::size_t>(look)].id; }

Scene lookScene(const Story& story, StageTime time, const Viewport& viewport, const Ref& selection,
                const Showing& showing)
{
    switch (showing.look) {
    case Look::Ladder:
        return ladder(story, time, viewport, selection, showing);
    case Look::Spaces:
        return sequenceSpaces(story, time, viewport, selection, showing);
    case Look::TimeSequence:
        return timeSequence(story, time, viewport, selection, showing);
    case Look::Window:
        return windowPlot(story, time, viewport, selection, showing);
    case Look::RoundTrip:
        return roundTripPlot(story, time, viewport, selection, showing);
    case Look::Timers:
        return timersLane(story, time, viewport, selection, showing);
    case Look::Matrix:
        return stateMatrix(story, time, viewport, selection, showing);
    }
    return {};
}

double mostPan(const Viewport& viewport, const Showing& showing)
{
    const bool plot = showing.look >= Look::TimeSequence && showing.look <= Look::Timers;
    return plot ? std::max(0.0, viewport.size.width() * (viewport.zoom - 1)) : 0.0;
}

double followingPan(const Story& story, StageTime time, const Viewport& viewport, const Showing& showing)
{
    if (mostPan(viewport, showing) <= 0) return 0;
    return panFor(story.pace.clock(time), endShown(story, showing.look), viewport);
}

void moveMarks(Scene& scene, const Scene& part, QPointF by)
{
    const auto moved = [by](Mark mark) {
        if (auto* line = std::get_if<Line>(&mark.shape)) {
            line->from += by;
            line->to += by;
        } else if (auto* box = std::get_if<Box>(&mark.shape)) {
            box->rect.translate(by);
        } else if (auto* label = std::get_if<Label>(&mark.shape)) {
            label->at += by;
        } else if (auto* cross = std::get_if<Cross>(&mark.shape)) {
            cross->at += by;
        }
        return mark;
    };
    for (const Mark& mark : part.still)
        scene.still.push_back(moved(mark));
    for (const Mark& mark : part.moving)
        scene.moving.push_back(moved(mark));
}

void addLookCard(Scene& scene, const Story& story, StageTime time, const QRectF& area, const Ref& selection,
                 const Showing& showing)
{
    scene.still.push_back({Box{area, 10, Ink::Panel, Ink::Rule, 1, Stroke::Solid}, {}, 1});
    const QRectF inside = area.adjusted(1, 1, -1, -1);
    Viewport view{inside.size(), 0, 1};
    view.scroll = followingPan(story, time, view, showing);
    moveMarks(scene, lookScene(story, time, view, selection, showing), inside.topLeft());
}

} // namespace tcpstage
