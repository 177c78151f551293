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

Scene viewOfOne(const ViewInput& input)
{
    switch (input.display.view) {
    case View::Ladder:
        return ladder(input);
    case View::Spaces:
        return sequenceSpaces(input);
    case View::TimeSequence:
        return timeSequence(input);
    case View::Window:
        return windowPlot(input);
    case View::RoundTrip:
        return roundTripPlot(input);
    case View::Timers:
        return timersLane(input);
    case View::Matrix:
        return stateMatrix(input);
    }
    return {};
}

/// The later end of two worlds on a plot.
Instant endOfBoth(const StagedRun& staged, View view)
{
    if (!staged.beside || !isPlot(view)) return {};
    return std::max(endShown(staged, view), endShown(*staged.beside, view));
}

/// One world over the other, at one scale of time, each with its name.
Scene viewOfTwo(const ViewInput& input)
{
    const DisplayOptions& display = input.display;
    Scene both;
    both.size = input.viewport.size;
    const PlotStyle style{input.viewport, display};
    const double name = std::round(style.title * 1.7);
    // In a presentation one legend serves both; the lower half has it, and more room.
    const bool together = display.presenting && isPlot(display.view);
    const double divider = std::floor(both.size.height() * (together ? 0.45 : 0.5));
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        const double top = run * divider;
        ViewInput half = input.half(run);
        half.viewport.size.setHeight((run == 0 ? divider : both.size.height() - divider) - name);
        half.viewport.until = endOfBoth(input.staged, display.view);
        half.viewport.whole = both.size.height();
        half.viewport.legend = run == 1 || !together;
        Scene part = viewOfOne(half);
        for (std::vector<Mark>* marks : {&part.still, &part.moving})
            for (Mark& mark : *marks)
                if (mark.ref.kind != Ref::Kind::Nothing) mark.ref.run = run;
        const QString title = QString::fromStdString(half.staged.scenario.half_title()[display.language]);
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

Scene viewScene(const ViewInput& input)
{
    const View view = input.display.view;
    const bool two = input.staged.beside && view != View::Ladder && view != View::Matrix;
    return two ? viewOfTwo(input) : viewOfOne(input);
}

double mostPan(const ViewInput& input)
{
    const Viewport& viewport = input.viewport;
    return isPlot(input.display.view) ? std::max(0.0, viewport.size.width() * (viewport.zoom - 1)) : 0.0;
}

double followingPan(const ViewInput& input)
{
    if (mostPan(input) <= 0) return 0;
    Viewport shown = input.viewport;
    shown.until = endOfBoth(input.staged, input.display.view);
    return panFor(input.staged.timeMap.clock(input.time), endShown(input.staged, input.display.view), shown);
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

void addViewCard(Scene& scene, const ViewInput& input, const QRectF& area)
{
    scene.still.push_back({Box{area, 10, Ink::Panel, Ink::Rule, 1, Stroke::Solid}, {}, 1});
    const QRectF inside = area.adjusted(1, 1, -1, -1);
    ViewInput view = input;
    view.viewport = {inside.size(), 0, 1};
    view.viewport.scroll = followingPan(view);
    moveMarks(scene, viewScene(view), inside.topLeft());
}

} // namespace tcpstage::scene
