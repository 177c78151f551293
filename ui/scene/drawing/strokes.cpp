#include "ui/scene/drawing/strokes.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double nextSample = 3; // pixels
constexpr int mostSamples = 12;  // between two points

StageTime endOf(const StagedRun& staged)
{
    return staged.beside ? std::max(staged.timeMap.end(), staged.beside->timeMap.end()) : staged.timeMap.end();
}

/// Seconds of stage time of the beginning (0), of each step, and of the end.
double secondsOfAnchor(const StagedRun& staged, std::size_t anchor)
{
    if (anchor == 0) return 0;
    return seconds(anchor > staged.stepCount() ? endOf(staged) : staged.stepTime(anchor - 1));
}

/// Stage time in steps: places stay beside their step with another pace of time.
double stepsAt(const StagedRun& staged, double time)
{
    if (time < 0) return time;
    const std::size_t last = staged.stepCount() + 1;
    const double end = secondsOfAnchor(staged, last);
    if (time >= end) return static_cast<double>(last) + time - end;
    const std::size_t before = staged.stepsUntil(StageTime{static_cast<std::int64_t>(time * 6000)});
    const double from = secondsOfAnchor(staged, before);
    const double to = secondsOfAnchor(staged, before + 1);
    return static_cast<double>(before) + (to > from ? std::clamp((time - from) / (to - from), 0.0, 1.0) : 0);
}

double secondsAt(const StagedRun& staged, double steps)
{
    if (steps < 0) return steps;
    const std::size_t last = staged.stepCount() + 1;
    if (steps >= static_cast<double>(last)) return secondsOfAnchor(staged, last) + steps - static_cast<double>(last);
    const auto before = static_cast<std::size_t>(steps);
    const double from = secondsOfAnchor(staged, before);
    return from + (steps - static_cast<double>(before)) * (secondsOfAnchor(staged, before + 1) - from);
}

/// With as many decimals as a file has, so that a stroke stays the same when it is read again.
double asInFile(double value) { return std::round(value * 1e4) / 1e4; }

using Points = std::vector<Curve::Point>;

Curve::Point mixed(const Curve::Point& a, const Curve::Point& b, double part)
{
    return {a.at + (b.at - a.at) * part, a.width + (b.width - a.width) * part};
}

/// Adds the curve from `from` to `to` that is bent towards `by`, without its beginning.
void addBent(Points& line, const Curve::Point& from, const Curve::Point& by, const Curve::Point& to)
{
    const double length = std::hypot(by.at.x() - from.at.x(), by.at.y() - from.at.y()) +
                          std::hypot(to.at.x() - by.at.x(), to.at.y() - by.at.y());
    const int count = std::clamp(static_cast<int>(std::ceil(length / nextSample)), 1, mostSamples);
    for (int i = 1; i <= count; ++i) {
        const double part = static_cast<double>(i) / count;
        line.push_back(mixed(mixed(from, by, part), mixed(by, to, part), part));
    }
}

/// Through the middles between the points, and bent towards the points: without corners.
Points smooth(const Points& points)
{
    if (points.size() < 3) return points;
    Points line{points.front()};
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Curve::Point to = i + 2 == points.size() ? points.back() : mixed(points[i], points[i + 1], 0.5);
        addBent(line, Curve::Point{line.back()}, points[i], to);
    }
    return line;
}

/// Where the line from a point within to one outside leaves.
Curve::Point edgeBetween(const Curve::Point& within, const Curve::Point& outside, const QRectF& area)
{
    double stays = 0;
    double leaves = 1;
    for (int i = 0; i < 12; ++i) {
        const double middle = (stays + leaves) / 2;
        (area.contains(mixed(within, outside, middle).at) ? stays : leaves) = middle;
    }
    return mixed(within, outside, stays);
}

/// The parts of the line within the area.
std::vector<Points> within(const Points& line, const QRectF& area)
{
    std::vector<Points> parts;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool in = area.contains(line[i].at);
        const bool was = i > 0 && area.contains(line[i - 1].at);
        if (in && !was) parts.emplace_back();
        if (in && !was && i > 0) parts.back().push_back(edgeBetween(line[i], line[i - 1], area));
        if (in) parts.back().push_back(line[i]);
        if (!in && was) parts.back().push_back(edgeBetween(line[i - 1], line[i], area));
    }
    return parts;
}

bool isShown(const PenStroke& stroke, const ViewInput& input)
{
    return input.display.drawn.ofAllSteps || stroke.step == input.staged.stepsUntil(input.time);
}

} // namespace

const std::array<Pen, pen_count>& allPens()
{
    static constexpr std::array<Pen, pen_count> pens{
        Pen{Ink::PenRed, 3.4, 1, true, {"red, medium", "红色，中"}},
        Pen{Ink::PenBlue, 2.2, 1, true, {"blue, thin", "蓝色，细"}},
        Pen{Ink::PenGreen, 5, 1, true, {"green, wide", "绿色，粗"}},
        Pen{Ink::PenPurple, 7.5, 1, true, {"purple, very wide", "紫色，很粗"}},
        Pen{Ink::PenMarker, 17, 0.4, false, {"yellow marker", "黄色荧光笔"}}};
    return pens;
}

PenPoint penPoint(const Surface& surface, const StagedRun& staged, QPointF point, double width)
{
    const QPointF place = surface.placeOf(point);
    const bool ladder = surface.kind == SurfaceKind::Ladder;
    return {asInFile(place.x()), asInFile(ladder ? stepsAt(staged, place.y()) : place.y()),
            asInFile(std::clamp(width, 0.1, most_pressed))};
}

std::vector<Mark> marksOf(const PenStroke& stroke, const Surface& surface, const StagedRun& staged)
{
    const Pen& pen = allPens()[std::min<std::size_t>(stroke.pen, pen_count - 1)];
    const bool ladder = surface.kind == SurfaceKind::Ladder;
    Points points;
    for (const PenPoint& point : stroke.points) {
        const QPointF at = surface.pointOf({point.x, ladder ? secondsAt(staged, point.y) : point.y});
        points.push_back({at, surface.unit * pen.width * (pen.pressed ? point.width : 1)});
    }
    std::vector<Mark> marks;
    for (Points& part : within(smooth(points), surface.open))
        marks.push_back({Curve{std::move(part), pen.ink}, {}, pen.opacity});
    return marks;
}

void addSurface(Scene& scene, const ViewInput& input, const Surface& surface)
{
    scene.surfaces.push_back(surface);
    if (!input.display.drawn.drawing) return;
    for (const PenStrokePtr& stroke : input.display.drawn.drawing->strokes)
        if (surface.isSame(stroke->on, stroke->view) && isShown(*stroke, input))
            for (Mark& mark : marksOf(*stroke, surface, input.staged))
                scene.moving.push_back(std::move(mark));
}

const Surface* surfaceAt(const Scene& scene, QPointF point)
{
    const Surface* found = nullptr;
    for (const Surface& surface : scene.surfaces) // the whole stage is under all others
        if (surface.open.contains(point) && (!found || found->kind == SurfaceKind::Stage)) found = &surface;
    return found;
}

const Surface* surfaceOf(const Scene& scene, const PenStroke& stroke)
{
    const auto found = std::ranges::find_if(
        scene.surfaces, [&](const Surface& surface) { return surface.isSame(stroke.on, stroke.view); });
    return found == scene.surfaces.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> strokeAt(const Scene& scene, const ViewInput& input, QPointF point, double slack)
{
    if (!input.display.drawn.drawing) return {};
    const auto& strokes = input.display.drawn.drawing->strokes;
    for (std::size_t i = strokes.size(); i-- > 0;) {
        const PenStroke& stroke = *strokes[i];
        const Surface* surface = isShown(stroke, input) ? surfaceOf(scene, stroke) : nullptr;
        if (!surface) continue;
        for (const Mark& mark : marksOf(stroke, *surface, input.staged))
            if (distance(std::get<Curve>(mark.shape), point) <= slack) return stroke.id;
    }
    return {};
}

} // namespace tcpstage::scene
