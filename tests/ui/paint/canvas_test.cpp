#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"

#include <QApplication>
#include <QImage>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <memory>

namespace tcpstage::paint {

namespace {

/// The allowed difference of a pixel, of 255: zero, except at the edge of a slanted line, where the raster engine
/// rounds differently at a clip.
int allowed(const scene::Scene& scene, QPointF pixel)
{
    constexpr int unseen = 5;
    const auto isNear = [&](const scene::Mark& mark) {
        const auto* line = std::get_if<scene::Line>(&mark.shape);
        if (!line || line->stroke != scene::Stroke::Solid || line->from.x() == line->to.x() ||
            line->from.y() == line->to.y())
            return false;
        const QPointF along = line->to - line->from;
        const QPointF there = pixel - line->from;
        const double length = std::hypot(along.x(), along.y());
        const double at = QPointF::dotProduct(there, along) / length;
        const double aside = std::abs(there.x() * along.y() - there.y() * along.x()) / length;
        return at > -2 && at < length + 2 && aside < line->width / 2 + 1.5;
    };
    return std::ranges::any_of(scene.still, isNear) || std::ranges::any_of(scene.moving, isNear) ? unseen : 0;
}

/// Describes how many pixels of two pictures of the scene differ, and by how much; empty if none does.
std::string difference(const QImage& a, const QImage& b, const scene::Scene& scene)
{
    if (a.size() != b.size()) return "sizes";
    int count = 0;
    int most = 0;
    QRect where;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QColor first = a.pixelColor(x, y);
            const QColor second = b.pixelColor(x, y);
            const int apart = std::max({std::abs(first.red() - second.red()), std::abs(first.green() - second.green()),
                                        std::abs(first.blue() - second.blue())});
            if (apart == 0 || apart <= allowed(scene, {x + 0.5, y + 0.5})) continue;
            ++count;
            most = std::max(most, apart);
            where |= QRect{x, y, 1, 1};
        }
    if (count == 0) return {};
    return std::to_string(count) + " pixels differ by up to " + std::to_string(most) + " within " +
           std::to_string(where.x()) + "," + std::to_string(where.y()) + " " + std::to_string(where.width()) + "x" +
           std::to_string(where.height());
}

using testing::stagedRun;
using testing::timeOfStep;

struct Stage {
    explicit Stage(const std::string& id, QSize size = {800, 500})
        : staged{stagedRun(id)}, canvas{std::make_unique<widgets::Canvas>()}
    {
        canvas->resize(size);
        canvas->setVisible(true);
        QTest::qWait(1);
    }

    void view(scene::StageTime time)
    {
        scene::Viewport view{QSizeF{canvas->size()}, 0, 1};
        view.scroll = scene::followingScroll({*staged, time, view});
        scene = scene::ladder({*staged, time, view});
        canvas->show(scene, view.scroll);
        QApplication::processEvents();
    }
    QImage picture() { return canvas->grab().toImage(); }

    std::shared_ptr<const scene::StagedRun> staged;
    scene::Scene scene; // the last one shown
    std::unique_ptr<widgets::Canvas> canvas;
};

QImage fresh(const std::string& id, scene::StageTime time)
{
    Stage stage{id};
    stage.view(time);
    return stage.picture();
}

TEST(Canvas, ViewsTheSameWhicheverWayAFrameWasReached)
{
    for (const char* id : {"whole-connection", "simultaneous-close", "last-ack-lost"}) {
        Stage stage{id};
        const scene::StageTime end = stage.staged->timeMap.end();
        for (scene::StageTime time{}; time < end; time += scene::StageTime{800})
            stage.view(time);
        const scene::StageTime middle = end * 6 / 10;
        stage.view(middle); // jumps back
        EXPECT_EQ(difference(stage.picture(), fresh(id, middle), stage.scene), "") << id << " after a jump";
        for (scene::StageTime time = middle; time > end / 3; time -= scene::StageTime{500})
            stage.view(time);
        stage.view(end / 3);
        EXPECT_EQ(difference(stage.picture(), fresh(id, end / 3), stage.scene), "") << id << " backwards";
        for (scene::StageTime time = end / 3; time < end; time += scene::StageTime{300})
            stage.view(time);
        stage.view(end);
        EXPECT_EQ(difference(stage.picture(), fresh(id, end), stage.scene), "") << id << " forwards";
    }
}

TEST(Canvas, ShowsAnotherThemeAtOnce)
{
    Stage stage{"three-way-handshake"};
    stage.view(stage.staged->timeMap.end());
    const QImage light = stage.picture();
    stage.canvas->setTheme(Theme::named(scene::ThemeName::Dark));
    EXPECT_NE(stage.picture(), light);
}

TEST(Canvas, TellsWhatWasPressed)
{
    Stage stage{"three-way-handshake"};
    stage.view(stage.staged->timeMap.end());
    scene::Ref pressed;
    QObject::connect(stage.canvas.get(), &widgets::Canvas::picked, [&](const scene::Ref& ref) { pressed = ref; });
    for (const scene::Mark& mark : stage.canvas->scene().still)
        if (mark.ref.kind == scene::Ref::Kind::Segment && std::holds_alternative<scene::Label>(mark.shape)) {
            QTest::mouseClick(stage.canvas.get(), Qt::LeftButton, {}, scene::bounds(mark).center().toPoint());
            EXPECT_EQ(pressed, mark.ref);
            return;
        }
    FAIL() << "no segment is labelled";
}

} // namespace

} // namespace tcpstage::paint
