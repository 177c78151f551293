#include "ui/scene/centre.h"

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::array<ViewInfo, view_count> views{{
#define TCPSTAGE_VIEW(name, id, tabEn, tabZh, key, en, zh, scene, end, twoRuns)                                        \
    ViewInfo{id, {tabEn, tabZh}, scene, end, TwoRuns::twoRuns},
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
}};

bool hasTimeAxis(View view) { return info(view).end != nullptr; }

/// The end of the time axis that two worlds share: that of the longer one. Instant{} for one world.
Instant endOfBoth(const StagedRun& staged, View view)
{
    if (!staged.beside || !hasTimeAxis(view)) return {};
    return std::max(info(view).end(staged), info(view).end(*staged.beside));
}

/// The view's scene, or a sentence where it has no room for anything.
Scene sceneOrWord(const ViewInput& input)
{
    Scene scene = info(input.display.view).scene(input);
    if (!scene.still.empty() || !scene.moving.empty()) return scene;
    constexpr Text noRoom{"There is no room for this view here: make the window larger or the text smaller.",
                          "这里放不下这个视图：请放大窗口，或缩小文字。"};
    const QSizeF size = input.viewport.size;
    const double pixels = PlotStyle{input.viewport, input.display}.text;
    double y = pixels * 1.4;
    for (const QString& line :
         wrapped(inLanguage(noRoom, input.display.language), Face::Sans, pixels, 450, size.width() - 2 * pixels, 4)) {
        scene.still.push_back(
            {Label{line, {size.width() / 2, y}, pixels, Ink::Muted, Face::Sans, 450, Align::Centre, 0}, {}, 1});
        y += pixels * 1.4;
    }
    return scene;
}

/// Both worlds, one above the other, on one time scale, each with its name.
Scene stacked(const ViewInput& input)
{
    const DisplayOptions& display = input.display;
    Scene both;
    both.size = input.viewport.size;
    const PlotStyle style{input.viewport, display};
    const double name = std::round(style.title * 1.7);
    // While presenting, only the lower half has a legend; it is taller by as much.
    const bool together = display.presenting && hasTimeAxis(display.view);
    const double divider = std::floor(both.size.height() * (together ? 0.45 : 0.5));
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        const double top = run * divider;
        ViewInput half = input.half(run);
        half.viewport.size.setHeight((run == 0 ? divider : both.size.height() - divider) - name);
        half.viewport.until = endOfBoth(input.staged, display.view);
        half.viewport.whole = both.size.height();
        half.viewport.legend = run == 1 || !together;
        Scene part = sceneOrWord(half);
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
        addMoved(both, part, {0, top + name});
    }
    return both;
}

} // namespace

const ViewInfo& info(View view) { return views[static_cast<std::size_t>(view)]; }

Scene viewScene(const ViewInput& input)
{
    const ViewInfo& view = info(input.display.view);
    return input.staged.beside && view.twoRuns == TwoRuns::Stacked ? stacked(input) : sceneOrWord(input);
}

bool scrollsDown(View view) { return view == View::Matrix; }

double mostPan(const ViewInput& input)
{
    const Viewport& viewport = input.viewport;
    if (scrollsDown(input.display.view)) return matrixOverflow(input);
    return hasTimeAxis(input.display.view) ? std::max(0.0, viewport.size.width() * (viewport.zoom - 1)) : 0.0;
}

double followingPan(const ViewInput& input)
{
    if (!hasTimeAxis(input.display.view) || mostPan(input) <= 0) return 0;
    Viewport shown = input.viewport;
    shown.until = endOfBoth(input.staged, input.display.view);
    return panFor(input.staged.timeMap.clock(input.time), info(input.display.view).end(input.staged), shown);
}

} // namespace tcpstage::scene
