#include "ui/scene/centre.h"

#include "ui/scene/drawing/strokes.h"
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
#include <optional>
#include <vector>

namespace tcpstage::scene {

namespace {

constexpr std::array<ViewInfo, view_count> views{{
#define TCPSTAGE_VIEW(name, id, tabEn, tabZh, key, en, zh, scene, end, twoRuns)                                        \
    ViewInfo{id, {tabEn, tabZh}, scene, end, TwoRuns::twoRuns},
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
}};

/// Why a view shows nothing of UDP; nullptr where it shows its datagrams, or what is the same for every run.
const Text* wordsForUdp(View view)
{
    static constexpr Text spaces{
        "UDP has no sequence numbers, so there are no sequence spaces. The ladder shows its datagrams.",
        "UDP 没有序号，也就没有序号空间。数据报见时序图。"};
    static constexpr Text sequence{
        "UDP has no sequence numbers that could be drawn over time. The ladder shows its datagrams.",
        "UDP 没有序号，画不出时间-序号图。数据报见时序图。"};
    static constexpr Text window{"UDP has no windows: neither the peer's buffer nor congestion limits what is sent. "
                                 "The ladder shows its datagrams.",
                                 "UDP 没有窗口：发送不受对方缓冲区限制，也没有拥塞控制。数据报见时序图。"};
    static constexpr Text roundTrip{
        "UDP has no acknowledgments, so it measures no round trip and has no timeout. The ladder shows its datagrams.",
        "UDP 没有确认，所以不测量往返时间，也没有重传超时。数据报见时序图。"};
    static constexpr Text matrix{
        "UDP has no states: a datagram is delivered or dropped, and nothing answers it. The "
        "matrix of TCP's states is in every lesson about TCP.",
        "UDP 没有状态：数据报要么交付，要么丢弃，没有任何应答。TCP 的状态矩阵见各个 TCP 课程。"};
    static constexpr Text timers{"UDP has no timers: it sends nothing again. The ladder shows its datagrams.",
                                 "UDP 没有定时器：什么也不重传。数据报见时序图。"};
    switch (view) {
    case View::Spaces:
        return &spaces;
    case View::TimeSequence:
        return &sequence;
    case View::Window:
        return &window;
    case View::RoundTrip:
        return &roundTrip;
    case View::Timers:
        return &timers;
    case View::Matrix:
        return &matrix;
    case View::Ladder:
    case View::Whole:
        return nullptr;
    }
    return nullptr;
}

bool isUdp(const trace::Trace& trace)
{
    return trace.endpoint(trace::Side::Left).without.tcp && trace.endpoint(trace::Side::Right).without.tcp;
}

/// What a view says instead of its picture; nullptr where it has one. The matrix is of all runs on the stage.
const Text* wordsInstead(const ViewInput& input)
{
    const View view = input.display.view;
    const StagedRun* beside = view == View::Matrix ? input.staged.beside.get() : nullptr;
    return isUdp(input.staged.trace()) && (!beside || isUdp(beside->trace())) ? wordsForUdp(view) : nullptr;
}

/// The view of one run; empty where it has no room.
Scene sceneOfRun(const ViewInput& input)
{
    if (const Text* words = wordsInstead(input)) return emptyPlot(input, *words);
    return info(input.display.view).scene(input);
}

bool hasTimeAxis(View view) { return info(view).end != nullptr; }

/// The end of the time axis that two worlds share: that of the longer one. Instant{} for one world.
Instant endOfBoth(const StagedRun& staged, View view)
{
    if (!staged.beside || !hasTimeAxis(view)) return {};
    return std::max(info(view).end(staged), info(view).end(*staged.beside));
}

/// What a view gives up where it has little room: first its legend, then the size of its letters, and at last one of
/// two directions.
std::vector<Viewport> withLessAndLess(const Viewport& wanted)
{
    std::vector<double> sizes{wanted.text};
    for (const double text : {1.75, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0})
        if (text < sizes.back()) sizes.push_back(text);
    std::vector<Viewport> all;
    const auto add = [&](double text, bool legend, bool sparing) {
        all.push_back(wanted);
        all.back().text = text;
        all.back().legend = legend;
        all.back().sparing = sparing;
    };
    for (const double text : sizes) {
        add(text, wanted.legend, false);
        if (wanted.legend) add(text, false, false);
    }
    for (const double text : sizes)
        add(text, false, true);
    return all;
}

bool isEmpty(const Scene& scene) { return scene.still.empty() && scene.moving.empty(); }

/// Says that there is no room.
Scene noRoom(const ViewInput& input)
{
    constexpr Text words{"There is no room for this view here: make the window larger or the text smaller.",
                         "这里放不下这个视图：请放大窗口，或缩小文字。"};
    Scene scene{input.viewport.size};
    const double width = input.viewport.size.width();
    const double pixels = PlotStyle{input.viewport, input.display}.text;
    double y = pixels * 1.4;
    for (const QString& line :
         wrapped(inLanguage(words, input.display.language), Face::Sans, pixels, 450, width - 2 * pixels, 4)) {
        scene.still.push_back(
            {Label{line, {width / 2, y}, pixels, Ink::Muted, Face::Sans, 450, Align::Centre, 0}, {}, 1});
        y += pixels * 1.4;
    }
    return scene;
}

/// The view's scene with as much as has room; a sentence where nothing has.
Scene sceneOrWord(ViewInput input)
{
    const Viewport wanted = input.viewport;
    for (const Viewport& viewport : withLessAndLess(wanted)) {
        input.viewport = viewport;
        if (Scene scene = sceneOfRun(input); !isEmpty(scene)) return scene;
    }
    input.viewport = wanted;
    return noRoom(input);
}

/// How the views of two worlds stand: one above the other or, where the centre is low, beside each other.
struct Arrangement {
    bool beside = false;
    Viewport viewport; // of the centre, with the size of the letters
};

/// The places of the two worlds and of their names.
class Places {
public:
    Places(const ViewInput& input, const Arrangement& arrangement)
        : size_{input.viewport.size}, style_{arrangement.viewport, input.display}, beside_{arrangement.beside},
          name_{std::round(style_.title * 1.7)}
    {
        // While presenting, only the lower half has a legend; it is taller by as much.
        together_ = input.display.presenting && hasTimeAxis(input.display.view);
        divider_ = beside_ ? std::floor(size_.width() * 0.5) : std::floor(size_.height() * (together_ ? 0.45 : 0.5));
    }
    const PlotStyle& style() const { return style_; }
    bool hasLegend(std::uint8_t run) const { return run == 1 || !together_; }
    /// With its name above the view.
    QRectF half(std::uint8_t run) const
    {
        const double from = run * divider_;
        if (!beside_) return {0, from, size_.width(), run == 0 ? divider_ : size_.height() - divider_};
        return {from, 0, divider_, size_.height()};
    }
    QRectF view(std::uint8_t run) const { return half(run).adjusted(0, name_, 0, 0); }
    Line between() const { return {half(1).topLeft(), half(0).bottomRight(), 1, Ink::Rule, Stroke::Solid, 0}; }

private:
    QSizeF size_;
    PlotStyle style_;
    bool beside_;
    double name_; // height
    bool together_ = false;
    double divider_ = 0;
};

/// The view of one of two worlds in its place.
Scene halfScene(const ViewInput& input, const Arrangement& arrangement, std::uint8_t run)
{
    const Places places{input, arrangement};
    ViewInput half = input.half(run);
    half.viewport = arrangement.viewport;
    half.viewport.size = places.view(run).size();
    half.viewport.until = endOfBoth(input.staged, input.display.view);
    half.viewport.whole = input.viewport.size.height();
    half.viewport.legend = arrangement.viewport.legend && places.hasLegend(run);
    return sceneOfRun(half);
}

constexpr double leastBeside = 300; // pixels; a narrower view says nothing

/// The first arrangement in which both worlds have room. It is the same at each time of a run.
Arrangement chosen(const ViewInput& input)
{
    const std::vector<Viewport> viewports = withLessAndLess(input.viewport);
    const bool wide = !input.display.presenting && input.viewport.size.width() >= 2 * leastBeside;
    for (const Viewport& viewport : viewports)
        for (const bool beside : {false, true}) {
            const Arrangement arrangement{beside, viewport};
            if (beside && !wide) continue;
            if (!isEmpty(halfScene(input, arrangement, 0)) && !isEmpty(halfScene(input, arrangement, 1)))
                return arrangement;
        }
    return {wide, viewports.back()};
}

/// The arrangement of the last runs and size asked for.
const Arrangement& arrangementOf(const ViewInput& input)
{
    struct Known {
        std::array<std::uint64_t, 2> runs{};
        Viewport viewport;
        DisplayOptions display;
        std::optional<Arrangement> arrangement;
    };
    thread_local Known known;
    const std::array<std::uint64_t, 2> runs{input.staged.number, input.staged.beside->number};
    Viewport unmoved = input.viewport;
    unmoved.scroll = 0;
    unmoved.zoom = 1;
    if (known.arrangement && known.runs == runs && known.viewport == unmoved && known.display == input.display)
        return *known.arrangement;
    ViewInput all{input.staged, input.time, unmoved, {}, input.display};
    known = {runs, unmoved, input.display, chosen(all)};
    return *known.arrangement;
}

/// Both worlds on one time scale, each with its name.
Scene bothWorlds(const ViewInput& input)
{
    Arrangement arrangement = arrangementOf(input);
    arrangement.viewport.scroll = input.viewport.scroll;
    arrangement.viewport.zoom = input.viewport.zoom;
    const Places places{input, arrangement};
    const PlotStyle& style = places.style();
    Scene both{input.viewport.size};
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        Scene part = halfScene(input, arrangement, run);
        if (isEmpty(part)) {
            ViewInput small = input.half(run);
            small.viewport = arrangement.viewport;
            small.viewport.size = places.view(run).size();
            part = noRoom(small);
        }
        for (std::vector<Mark>* marks : {&part.still, &part.moving})
            for (Mark& mark : *marks)
                if (mark.ref.kind != Ref::Kind::Nothing) mark.ref.run = run;
        const QString title =
            QString::fromStdString(input.staged.half(run).scenario.half_title()[input.display.language]);
        const QRectF half = places.half(run);
        if (run == 1) both.still.push_back({places.between(), {}, 1});
        both.still.push_back({Label{elided(title, Face::Sans, style.title, 700, half.width() - style.px(24)),
                                    {half.center().x(), half.top() + style.title * 1.25},
                                    style.title,
                                    Ink::Accent,
                                    Face::Sans,
                                    700,
                                    Align::Centre,
                                    0},
                              {},
                              1});
        addMoved(both, part, places.view(run).topLeft());
    }
    return both;
}

bool showsBoth(const ViewInput& input)
{
    return input.staged.beside && info(input.display.view).twoRuns == TwoRuns::Stacked;
}

/// Where the time axes of a view begin, and how long they are: the whole width, or the half with a point.
QRectF axisAt(const ViewInput& input, double x)
{
    const QRectF whole{{}, input.viewport.size};
    if (!showsBoth(input) || !arrangementOf(input).beside) return whole;
    const Places places{input, arrangementOf(input)};
    return places.half(x >= places.half(1).left() ? 1 : 0);
}

} // namespace

const ViewInfo& info(View view) { return views[static_cast<std::size_t>(view)]; }

Scene viewScene(const ViewInput& input)
{
    Scene scene = showsBoth(input) ? bothWorlds(input) : sceneOrWord(input);
    if (input.display.view == View::Ladder) return scene;
    const Viewport& shown = input.viewport;
    const QRectF open{{}, shown.size};
    QRectF area = open; // of all of it
    if (hasTimeAxis(input.display.view))
        area = {-shown.scroll, 0, open.width() * shown.zoom, open.height()};
    else if (scrollsDown(input.display.view))
        area.translate(0, -shown.scroll);
    const double unit = std::clamp(std::min(open.width() / 720, open.height() / 520), 0.3, 4.0);
    addSurface(scene, input, {SurfaceKind::View, input.display.view, area, open, unit});
    return scene;
}

bool scrollsDown(View view) { return view == View::Matrix; }

double mostPan(const ViewInput& input)
{
    const Viewport& viewport = input.viewport;
    if (scrollsDown(input.display.view)) return wordsInstead(input) ? 0 : matrixOverflow(input);
    if (!hasTimeAxis(input.display.view)) return 0;
    return std::max(0.0, axisAt(input, 0).width() * (viewport.zoom - 1));
}

double placeOnAxis(const ViewInput& input, double x) { return x - axisAt(input, x).left(); }

double followingPan(const ViewInput& input)
{
    if (!hasTimeAxis(input.display.view) || mostPan(input) <= 0) return 0;
    Viewport shown = input.viewport;
    shown.until = endOfBoth(input.staged, input.display.view);
    shown.size.setWidth(axisAt(input, 0).width());
    return panFor(input.staged.timeMap.clock(input.time), info(input.display.view).end(input.staged), shown);
}

} // namespace tcpstage::scene
