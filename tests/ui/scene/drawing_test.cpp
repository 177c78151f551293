// Strokes stay at what they were drawn at: in the window, on the projector, in every size, and in pictures.
#include "ui/scene/drawing/strokes.h"

#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/export.h"
#include "ui/paint/svg_writer.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"

#include <QImage>
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;

/// The arrow of a segment, on the first of two ladders; a null rectangle where it is not in the picture.
QRectF arrowOf(const Scene& scene, trace::TransitId id)
{
    QRectF all;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (mark.ref.kind == Ref::Kind::Segment && mark.ref.id == id && mark.ref.run == 0 &&
                std::holds_alternative<Line>(mark.shape))
                all |= bounds(mark);
    return all;
}

/// The newest of the arrows that are not cut.
trace::TransitId wholeArrow(const Scene& scene, const StagedRun& staged)
{
    trace::TransitId found = 0;
    double widest = 0;
    for (trace::TransitId id = 0; id < staged.trace().transits().size(); ++id)
        if (const QRectF arrow = arrowOf(scene, id); arrow.width() >= widest - 1 && !arrow.isEmpty()) {
            found = id;
            widest = std::max(widest, arrow.width());
        }
    return found;
}

std::vector<const Curve*> curvesOf(const Scene& scene)
{
    std::vector<const Curve*> curves;
    for (const Mark& mark : scene.moving)
        if (const auto* curve = std::get_if<Curve>(&mark.shape)) curves.push_back(curve);
    return curves;
}

QRectF boundsOf(const Scene& scene)
{
    QRectF all;
    for (const Mark& mark : scene.moving)
        if (std::holds_alternative<Curve>(mark.shape)) all |= bounds(mark);
    return all;
}

/// A circle that is drawn with the mouse around something in a picture of the run.
PenStroke circleAround(const Scene& scene, const QRectF& thing, const StagedRun& staged, StageTime time)
{
    const QPointF middle = thing.center();
    const Surface* surface = surfaceAt(scene, middle);
    EXPECT_TRUE(surface);
    PenStroke stroke{1, {}, static_cast<std::uint32_t>(staged.stepsUntil(time)), surface->kind, surface->view, 0};
    for (int i = 0; i <= 40; ++i) {
        const double angle = i * 2 * std::numbers::pi / 40;
        const QPointF at{middle.x() + std::cos(angle) * (thing.width() / 2 + 8),
                         middle.y() + std::sin(angle) * (thing.height() / 2 + 8)};
        stroke.points.push_back(penPoint(*surface, staged, at, 1));
    }
    return stroke;
}

DisplayOptions with(const PenStroke& stroke, DisplayOptions display = {})
{
    display.drawn.drawing = std::make_shared<const Drawing>(Drawing{{std::make_shared<const PenStroke>(stroke)}});
    return display;
}

Scene windowAt(const StagedRun& staged, StageTime time, QSizeF size, const DisplayOptions& display = {})
{
    Viewport view{size, 0, std::max(0.7, size.width() / 720)};
    view.scroll = followingScroll({staged, time, view, {}, display});
    return ladder({staged, time, view, {}, display});
}

Scene projected(const StagedRun& staged, StageTime time, QSizeF size, DisplayOptions display = {})
{
    display.presenting = true;
    return wholeStage({staged, time, {size, 0, 1}, {}, display});
}

/// The circle has the arrow in its middle, and reaches around it.
void expectAround(const Scene& scene, trace::TransitId id, const std::string& where)
{
    const QRectF arrow = arrowOf(scene, id);
    const QRectF circle = boundsOf(scene);
    ASSERT_FALSE(arrow.isEmpty()) << where;
    ASSERT_FALSE(circle.isEmpty()) << where;
    EXPECT_NEAR(circle.center().x(), arrow.center().x(), arrow.width() * 0.05) << where;
    EXPECT_NEAR(circle.center().y(), arrow.center().y(), arrow.height() * 0.15) << where;
    EXPECT_GT(circle.width(), arrow.width()) << where;
    EXPECT_LT(circle.width(), arrow.width() * 1.4) << where;
    EXPECT_GT(circle.height(), arrow.height()) << where;
}

TEST(Drawing, ACircleAroundAnArrowStaysAroundItInEverySizeAndOnTheProjector)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(5);
    const Scene drawnOn = windowAt(*staged, time, {760, 640});
    const PenStroke circle = circleAround(drawnOn, arrowOf(drawnOn, 1), *staged, time);
    EXPECT_EQ(circle.on, SurfaceKind::Ladder);
    const DisplayOptions display = with(circle);
    for (const QSizeF size : {QSizeF{760, 640}, QSizeF{420, 500}, QSizeF{1400, 900}})
        expectAround(windowAt(*staged, time, size, display), 1, "window " + std::to_string(size.width()));
    for (const QSizeF size : {QSizeF{1920, 1080}, QSizeF{1366, 768}, QSizeF{1024, 768}})
        expectAround(projected(*staged, time, size, display), 1, "projector " + std::to_string(size.width()));
}

TEST(Drawing, WhatIsDrawnOnTheProjectorIsInTheWindowToo)
{
    const auto staged = stagedRun("slow-start");
    const StageTime time = staged->stepTime(staged->stepCount() / 2); // where the ladder has scrolled
    const Scene drawnOn = projected(*staged, time, {1920, 1080});
    const trace::TransitId arrow = wholeArrow(drawnOn, *staged);
    const PenStroke circle = circleAround(drawnOn, arrowOf(drawnOn, arrow), *staged, time);
    EXPECT_EQ(circle.on, SurfaceKind::Ladder);
    expectAround(projected(*staged, time, {1366, 768}, with(circle)), arrow, "projector");
    Viewport view{{900, 3000}, 0, 1};
    expectAround(ladder({*staged, time, view, {}, with(circle)}), arrow, "window");
}

TEST(Drawing, StaysAtItsArrowWithTimeToScaleAndWithTwoWorlds)
{
    const auto even = stagedRun("three-way-handshake");
    const StageTime time = even->stepTime(5);
    const Scene drawnOn = windowAt(*even, time, {760, 640});
    const PenStroke circle = circleAround(drawnOn, arrowOf(drawnOn, 1), *even, time);
    const auto scaled = stagedRun("three-way-handshake", TimeMapKind::ToScale);
    expectAround(windowAt(*scaled, scaled->stepTime(5), {760, 1400}, with(circle)), 1, "to scale");

    const auto two = stagedRun("why-not-two");
    const StageTime there = two->stepTime(two->stepCount() / 2);
    const Scene pair = projected(*two, there, {1920, 1080});
    const trace::TransitId arrow = wholeArrow(pair, *two);
    const PenStroke around = circleAround(pair, arrowOf(pair, arrow), *two, there);
    expectAround(windowAt(*two, there, {900, 1600}, with(around)), arrow, "two worlds");
    expectAround(projected(*two, there, {1366, 768}, with(around)), arrow, "two worlds projected");
}

TEST(Drawing, IsThereAtItsStepOnlyWhicheverWayThatIsReached)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(3);
    const Scene drawnOn = windowAt(*staged, time, {760, 640});
    const DisplayOptions display = with(circleAround(drawnOn, QRectF{300, 200, 60, 40}, *staged, time));
    const auto isThere = [&](StageTime at) { return !boundsOf(windowAt(*staged, at, {760, 640}, display)).isEmpty(); };
    EXPECT_TRUE(isThere(time));
    EXPECT_TRUE(isThere(staged->stepTime(4) - StageTime{1})) << "until the next step";
    EXPECT_FALSE(isThere(staged->stepTime(4)));
    EXPECT_FALSE(isThere(staged->stepTime(2)));
    DisplayOptions all = display;
    all.drawn.ofAllSteps = true;
    EXPECT_FALSE(boundsOf(windowAt(*staged, staged->timeMap.end(), {760, 1400}, all)).isEmpty()) << "on paper";
}

TEST(Drawing, OnAPlotBelongsToThatPlot)
{
    const auto staged = stagedRun("slow-start");
    const StageTime time = staged->stepTime(10);
    const auto plot = [&](View view, QSizeF size, DisplayOptions display = {}) {
        display.view = view;
        return viewScene({*staged, time, {size, 0, 1}, {}, display});
    };
    const Scene drawnOn = plot(View::Window, {800, 500});
    const PenStroke circle = circleAround(drawnOn, QRectF{380, 230, 40, 40}, *staged, time);
    EXPECT_EQ(circle.on, SurfaceKind::View);
    EXPECT_EQ(circle.view, View::Window);
    const QRectF larger = boundsOf(plot(View::Window, {1600, 1000}, with(circle)));
    EXPECT_NEAR(larger.center().x(), 800, 3);
    EXPECT_NEAR(larger.center().y(), 500, 3);
    EXPECT_TRUE(boundsOf(plot(View::RoundTrip, {800, 500}, with(circle))).isEmpty());
    EXPECT_TRUE(boundsOf(windowAt(*staged, time, {800, 500}, with(circle))).isEmpty());
}

TEST(Drawing, OnAPlotMovesWithItsTimeAxis)
{
    const auto staged = stagedRun("slow-start");
    const StageTime time = staged->stepTime(30);
    const auto plot = [&](double scroll, double zoom, DisplayOptions display = {}) {
        display.view = View::Window;
        return viewScene({*staged, time, {{800, 500}, scroll, zoom}, {}, display});
    };
    const PenStroke circle = circleAround(plot(300, 2), QRectF{380, 230, 40, 40}, *staged, time);
    EXPECT_NEAR(boundsOf(plot(300, 2, with(circle))).center().x(), 400, 3);
    EXPECT_NEAR(boundsOf(plot(400, 2, with(circle))).center().x(), 300, 3);
    EXPECT_NEAR(boundsOf(plot(0, 1, with(circle))).center().x(), 350, 3);
}

TEST(Drawing, BesideTheLadderBelongsToThePresentation)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(3);
    const Scene drawnOn = projected(*staged, time, {1920, 1080});
    const PenStroke line = circleAround(drawnOn, QRectF{60, 300, 90, 50}, *staged, time);
    EXPECT_EQ(line.on, SurfaceKind::Stage);
    EXPECT_FALSE(boundsOf(projected(*staged, time, {1366, 768}, with(line))).isEmpty());
    EXPECT_TRUE(boundsOf(windowAt(*staged, time, {760, 640}, with(line))).isEmpty());
    DisplayOptions plot = with(line);
    plot.view = View::Window;
    EXPECT_TRUE(boundsOf(projected(*staged, time, {1920, 1080}, plot)).isEmpty()) << "there is something else";
}

TEST(Drawing, IsCutWhereItsSurfaceEnds)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(3);
    const Scene drawnOn = projected(*staged, time, {1920, 1080});
    const Surface* surface = surfaceAt(drawnOn, {960, 400});
    ASSERT_TRUE(surface);
    PenStroke line{1, {}, static_cast<std::uint32_t>(staged->stepsUntil(time)), surface->kind, surface->view, 0};
    for (const double x : {960.0, 1900.0, 960.0, 100.0})
        line.points.push_back(penPoint(*surface, *staged, {x, 400}, 1));
    const Scene shown = projected(*staged, time, {1920, 1080}, with(line));
    const QRectF seen = boundsOf(shown);
    EXPECT_LE(seen.right(), surface->open.right() + 12);
    EXPECT_GE(seen.left(), surface->open.left() - 12);
    EXPECT_GE(curvesOf(shown).size(), 1U);
}

TEST(Drawing, IsWiderWithMorePressureButTheMarkerIsNot)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(3);
    const auto widest = [&](std::uint8_t pen) {
        PenStroke stroke{1, {}, static_cast<std::uint32_t>(staged->stepsUntil(time)), SurfaceKind::Ladder, {}, pen};
        stroke.points = {{0.2, 2, 0.4}, {0.4, 2.2, 1}, {0.6, 2.4, 2}};
        const Scene scene = windowAt(*staged, time, {760, 640}, with(stroke));
        const auto curves = curvesOf(scene);
        EXPECT_EQ(curves.size(), 1U);
        const auto& points = curves.front()->points;
        return points.back().width / points.front().width;
    };
    EXPECT_NEAR(widest(0), 5, 0.1);
    EXPECT_NEAR(widest(pen_marker), 1, 1e-9);
}

TEST(Drawing, IsErasedWhereItIsAndNotBeside)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = staged->stepTime(3);
    const Scene empty = windowAt(*staged, time, {760, 640});
    const DisplayOptions display = with(circleAround(empty, QRectF{300, 200, 100, 60}, *staged, time));
    const Scene scene = windowAt(*staged, time, {760, 640}, display);
    const QRectF circle = boundsOf(scene);
    const auto idAt = [&](QPointF point) { return strokeAt(scene, {*staged, time, {}, {}, display}, point, 8); };
    EXPECT_EQ(idAt({circle.center().x(), circle.top() + 3}), 1U);
    EXPECT_FALSE(idAt(circle.center())) << "the middle of a circle is empty";
    EXPECT_FALSE(idAt({20, 600}));
}

TEST(Drawing, IsInPicturesOfItsStep)
{
    const auto staged = stagedRun("three-way-handshake");
    paint::Picture picture;
    picture.view = paint::PictureKind::Ladder;
    picture.size = {760, 640};
    picture.time = staged->stepTime(3);
    const Scene empty = paint::sceneOf(*staged, picture);
    picture.display = with(circleAround(empty, QRectF{300, 200, 100, 60}, *staged, picture.time));
    const auto& theme = paint::Theme::named(ThemeName::Light);
    const QByteArray colour = theme(Ink::PenRed).name().toLatin1();
    const auto svg = [&] { return paint::svgOf(paint::sceneOf(*staged, picture), theme, {}); };
    EXPECT_TRUE(svg().contains(colour));
    const auto reds = [&] {
        const QImage image = QImage::fromData(*paint::pngOf(paint::sceneOf(*staged, picture), theme));
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == theme(Ink::PenRed);
        return count;
    };
    EXPECT_GT(reds(), 300);
    picture.time = staged->stepTime(4);
    EXPECT_FALSE(svg().contains(colour));
    EXPECT_EQ(reds(), 0);
}

} // namespace
} // namespace tcpstage::scene
