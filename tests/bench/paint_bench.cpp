// Measures a frame of the stage, painted in software, beside a bare QPainter that draws as many lines and texts. Prints
// medians and best times in milliseconds.

#include "core/lesson/library.h"
#include "ui/paint/painter.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"
#include "ui/widgets/canvas/canvas.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cstdio>
#include <functional>

namespace {

using namespace tcpstage;

constexpr int segmentsInView = 60; // at least, when the whole view is painted

struct Times {
    double median = 0;
    double best = 0;
};

Times measured(int rounds, const std::function<void(int)>& work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work(i);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return {times[times.size() / 2], times.front()};
}

/// A connection with so many exchanges that at least 60 segments are visible at once.
std::shared_ptr<const scene::StagedRun> longTalk()
{
    lesson::Scenario scenario = *lesson::find_lesson("whole-connection");
    scenario.notes.clear();
    const auto last = std::ranges::find_if(scenario.steps, [](const lesson::Step& step) {
        const auto* made = std::get_if<lesson::CallStep>(&step.action);
        return made && made->call == trace::Call::Close;
    });
    std::vector<lesson::Step> more;
    for (int i = 0; i < 60; ++i) {
        more.push_back({lesson::CallStep{i % 2 == 0 ? trace::Side::Left : trace::Side::Right, trace::Call::Send,
                                         Bytes::pattern(14600), UINT32_MAX},
                        {}});
        more.push_back({lesson::WaitStep{Duration{300ms}}, {}});
    }
    scenario.steps.insert(last, more.begin(), more.end());
    return scene::stageRun(std::move(scenario));
}

/// 60 lines and labels, drawn directly.
void bare(QImage& image)
{
    QPainter painter{&image};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(image.rect(), Qt::white);
    QFont sans{QStringLiteral("Inter")};
    sans.setPixelSize(14);
    sans.setBold(true);
    QFont mono{QStringLiteral("JetBrains Mono")};
    mono.setPixelSize(13);
    const double width = image.width();
    for (int i = 0; i < 60; ++i) {
        const double y = 20 + i * (image.height() - 60) / 60.0;
        painter.setPen(QPen{QColor{0, 114, 178}, 2.3});
        painter.drawLine(QPointF{width * 0.17, y}, QPointF{width * 0.83, y + 30});
        painter.save();
        painter.translate(width / 2 - 100, y + 8);
        painter.rotate(1.5);
        painter.setFont(sans);
        painter.drawText(QPointF{0, 0}, QStringLiteral("SYN, ACK"));
        painter.setFont(mono);
        painter.drawText(QPointF{70, 0}, QStringLiteral("seq=5000 ack=1001"));
        painter.restore();
    }
}

/// A transfer of at least 20,000 segments.
std::shared_ptr<const scene::StagedRun> longTransfer()
{
    lesson::Scenario scenario = *lesson::find_lesson("slow-start");
    scenario.notes.clear();
    scenario.setup.faults.clear();
    for (lesson::Step& step : scenario.steps)
        if (auto* made = std::get_if<lesson::CallStep>(&step.action); made && made->call == trace::Call::Send)
            made->data = Bytes::pattern(14'000 * 1460);
    return scene::stageRun(std::move(scenario));
}

/// The times to compute the scene of each plot of a long run, and to paint it.
void plots(const scene::StagedRun& staged, QSize size)
{
    std::printf("%zu segments, %dx%d\n", staged.trace().transits().size(), size.width(), size.height());
    QImage image{size, QImage::Format_RGB32};
    for (std::size_t i = 0; i < scene::view_count; ++i) {
        if (!scene::info(static_cast<scene::View>(i)).end) continue;
        scene::DisplayOptions display;
        display.view = static_cast<scene::View>(i);
        const scene::Viewport view{QSizeF{size}, 0, 1};
        scene::Scene scene;
        const Times first = measured(1, [&](int) {
            scene = scene::viewScene({staged, staged.timeMap.end(), view, {}, display});
        });
        const Times made = measured(21, [&](int) {
            scene = scene::viewScene({staged, staged.timeMap.end(), view, {}, display});
        });
        const Times painted = measured(11, [&](int) {
            QPainter painter{&image};
            paint::paint(painter, scene, paint::Theme::named(scene::ThemeName::Light));
        });
        std::printf("  %-14s first %8.3f  scene %8.3f (%6.3f)  paint %8.3f (%6.3f)  marks %zu\n",
                    std::string{scene::info(display.view).id}.c_str(), first.median, made.median, made.best,
                    painted.median, painted.best, scene.still.size() + scene.moving.size());
    }
}

struct Looks {
    Times full;
    Times scene;
    Times playing;
    Times scrolling;
    Times presenting;
    int arrows;
};

int arrowsOf(const scene::Scene& scene)
{
    return static_cast<int>(std::ranges::count_if(scene.still, [](const scene::Mark& mark) {
        const auto* line = std::get_if<scene::Line>(&mark.shape);
        return line && mark.ref.kind == scene::Ref::Kind::Segment;
    }));
}

Looks view(const scene::StagedRun& staged, QSize size)
{
    Looks result{};
    scene::Viewport view{QSizeF{size}, 0, 0.41 * size.height() / 1080.0};
    const auto at = [&](scene::StageTime time, double scroll) {
        view.scroll = scroll;
        return scene::ladder({staged, time, view});
    };
    const auto middleOf = [&] { return std::round((scene::ladderHeight({staged, {}, view}) - size.height()) / 2); };
    while (arrowsOf(at(staged.timeMap.end(), middleOf())) < segmentsInView && view.zoom > 0.1)
        view.zoom *= 0.97;
    const double middle = middleOf();
    const scene::Scene whole = at(staged.timeMap.end(), middle);
    result.arrows = arrowsOf(whole);
    QImage image{size, QImage::Format_RGB32};
    const auto repaint = [&](int) {
        QPainter painter{&image};
        paint::paint(painter, whole, paint::Theme::named(scene::ThemeName::Light));
    };
    repaint(0);
    result.full = measured(21, repaint);
    result.scene = measured(51, [&](int) { at(staged.timeMap.end(), middle); });

    widgets::Canvas canvas;
    canvas.setAttribute(Qt::WA_DontShowOnScreen);
    canvas.resize(size);
    canvas.setVisible(true);
    const scene::StageTime start = staged.timeMap.end() / 2;
    const double scroll = scene::followingScroll({staged, start, view});
    const auto frame = [&](scene::StageTime time, double y) {
        canvas.show(at(time, y), y);
        QApplication::sendPostedEvents();
        QApplication::processEvents();
    };
    for (int i = 0; i < 5; ++i)
        frame(start + scene::film_frame * i, scroll);
    result.playing = measured(200, [&](int i) { frame(start + scene::film_frame * (i + 5), scroll); });
    frame(staged.timeMap.end(), middle);
    result.scrolling = measured(100, [&](int i) { frame(staged.timeMap.end(), middle + 3 * (i + 1)); });
    scene::DisplayOptions display;
    display.presenting = true;
    const scene::Viewport screen{QSizeF{size}, 0, 1};
    const auto projected = [&](scene::StageTime time) {
        canvas.show(scene::wholeStage({staged, time, screen, {}, display}));
        QApplication::processEvents();
    };
    projected(start);
    result.presenting = measured(200, [&](int i) { projected(start + scene::film_frame * (i % 40)); });
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application{argc, argv};
    paint::chooseFonts();
    const auto staged = longTalk();
    std::printf("%-40s %17s %17s\n", "ms, median (best)", "1920x1080", "3840x2160");
    std::array<Looks, 2> found{};
    std::array<Times, 2> reference{};
    const std::array<QSize, 2> sizes{QSize{1920, 1080}, QSize{3840, 2160}};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        QImage image{sizes[i], QImage::Format_RGB32};
        reference[i] = measured(21, [&](int) { bare(image); });
        found[i] = view(*staged, sizes[i]);
    }
    const auto row = [&](const char* name, Times first, Times second, const char* target) {
        std::printf("%-40s %8.3f (%6.3f) %8.3f (%6.3f)   %s\n", name, first.median, first.best, second.median,
                    second.best, target);
    };
    row("bare QPainter, 60 lines and labels", reference[0], reference[1], "reference");
    row("full repaint", found[0].full, found[1].full, "<= 6 / <= 14");
    std::printf("%-40s %8.2f %17.2f\n", "  times the reference", found[0].full.median / reference[0].median,
                found[1].full.median / reference[1].median);
    std::printf("%-40s %8d %17d\n", "  segments in it", found[0].arrows, found[1].arrows);
    row("the scene alone", found[0].scene, found[1].scene, "");
    row("playing: scene, show and paint", found[0].playing, found[1].playing, "<= 1");
    row("presenting: scene, show and paint", found[0].presenting, found[1].presenting, "");
    row("scrolling: scene, show and paint", found[0].scrolling, found[1].scrolling, "<= 12 at 3840x2160");
    const auto transfer = longTransfer();
    for (const QSize& size : sizes)
        plots(*transfer, size);
    return 0;
}
