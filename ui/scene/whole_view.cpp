#include "ui/scene/whole_view.h"

#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

struct ViewWords {
    std::string_view id;
    Text name;
};
constexpr std::array<ViewWords, view_count> view_words{{
    {"ladder", {"Ladder", "时序图"}},
    {"spaces", {"Space", "序号空间"}},
    {"time-sequence", {"Time-sequence", "时间-序号"}},
    {"window", {"Window", "窗口"}},
    {"round-trip", {"RTT", "往返时间"}},
    {"timers", {"Timers", "定时器"}},
    {"matrix", {"Matrix", "状态矩阵"}},
}};

} // namespace

Text shortNameOf(View view) { return view_words[static_cast<std::size_t>(view)].name; }

std::string_view id(View view) { return view_words[static_cast<std::size_t>(view)].id; }

namespace {

bool isPlot(View view) { return view >= View::TimeSequence && view <= View::Timers; }

Scene viewOfOne(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                const DisplayOptions& display)
{
    switch (display.view) {
    case View::Ladder:
        return ladder(staged, time, viewport, selection, display);
    case View::Spaces:
        return sequenceSpaces(staged, time, viewport, selection, display);
    case View::TimeSequence:
        return timeSequence(staged, time, viewport, selection, display);
    case View::Window:
        return windowPlot(staged, time, viewport, selection, display);
    case View::RoundTrip:
        return roundTripPlot(staged, time, viewport, selection, display);
    case View::Timers:
        return timersLane(staged, time, viewport, selection, display);
    case View::Matrix:
        return stateMatrix(staged, time, viewport, selection, display);
    }
    return {};
}

/// The later end of two worlds on a plot.
Instant endOfBoth(const StagedRun& staged, View view)
{
    if (!staged.beside || !isPlot(view)) return {};
    return std::max(endShown(staged, view), endShown(*staged.beside, view));
}

/// Two worlds one above the other, with the same time scale, each with its name.
Scene viewOfTwo(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                const DisplayOptions& display)
{
    Scene both;
    both.size = viewport.size;
    const PlotStyle style{viewport, display};
    const double name = std::round(style.title * 1.7);
    // In a presentation one legend serves both; the lower half has it, and more room.
    const bool together = display.presenting && isPlot(display.view);
    const double divider = std::floor(viewport.size.height() * (together ? 0.45 : 0.5));
    Viewport half = viewport;
    half.until = endOfBoth(staged, display.view);
    half.whole = viewport.size.height();
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        const StagedRun& world = staged.half(run);
        const double top = run * divider;
        half.size.setHeight((run == 0 ? divider : viewport.size.height() - divider) - name);
        half.legend = run == 1 || !together;
        Scene part = viewOfOne(world, time, half, selection.run == run ? selection : Ref{}, display);
        for (std::vector<Mark>* marks : {&part.still, &part.moving})
            for (Mark& mark : *marks)
                if (mark.ref.kind != Ref::Kind::Nothing) mark.ref.run = run;
        const QString title = QString::fromStdString(world.scenario.half_title()[display.language]);
        if (run == 1)
            both.still.push_back({Line{{0, top}, {both.size.width(), top}, 1, Ink::Rule, Stroke::Solid, 0}, {}, 1});
        both.still.push_back({Label{elided(title, Face::Sans, style.title, 700, both.size.width() - style.px(24)),
                                    {both.size.width() / 2, top + style.title * 1.25},
                                    style.title,
                                    Ink::Accent,
                                    Face::Sans,
                                    700,
                                    Align::Centre,
                                    0},
                              {},
                              1});
        moveMarks(both, part, {0, top + name});
    }
    return both;
}

} // namespace

Scene viewScene(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                const DisplayOptions& display)
{
    const bool two = staged.beside && display.view != View::Ladder && display.view != View::Matrix;
    const auto draw = two ? viewOfTwo : viewOfOne;
    return draw(staged, time, viewport, selection, display);
}

double mostPan(const Viewport& viewport, const DisplayOptions& display)
{
    return isPlot(display.view) ? std::max(0.0, viewport.size.width() * (viewport.zoom - 1)) : 0.0;
}

double followingPan(const StagedRun& staged, StageTime time, const Viewport& viewport, const DisplayOptions& display)
{
    if (mostPan(viewport, display) <= 0) return 0;
    Viewport shown = viewport;
    shown.until = endOfBoth(staged, display.view);
    return panFor(staged.timeMap.clock(time), endShown(staged, display.view), shown);
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

void addViewCard(Scene& scene, const StagedRun& staged, StageTime time, const QRectF& area, const Ref& selection,
                 const DisplayOptions& display)
{
    scene.still.push_back({Box{area, 10, Ink::Panel, Ink::Rule, 1, Stroke::Solid}, {}, 1});
    const QRectF inside = area.adjusted(1, 1, -1, -1);
    Viewport view{inside.size(), 0, 1};
    view.scroll = followingPan(staged, time, view, display);
    moveMarks(scene, viewScene(staged, time, view, selection, display), inside.topLeft());
}

} // namespace tcpstage::scene
