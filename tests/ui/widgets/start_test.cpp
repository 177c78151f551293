// Whenever the lesson comes while the window opens, every canvas of it shows its scene.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/services.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QTest>
#include <semaphore>

namespace tcpstage::widgets {
namespace {

/// What the window has done when its lesson comes: a slow machine or a large lesson makes it late.
enum class LessonComes : std::uint8_t { BeforeTheWindow, BeforeItIsShown, WhenShown, AfterTheFirstEvents, WhenActive };
constexpr std::array allMoments{LessonComes::BeforeTheWindow, LessonComes::BeforeItIsShown, LessonComes::WhenShown,
                                LessonComes::AfterTheFirstEvents, LessonComes::WhenActive};

class Starting : public ::testing::Test {
protected:
    void expectAllPainted(const MainWindow& window, const std::string& where)
    {
        for (const Canvas* canvas : window.findChildren<Canvas*>()) {
            if (!canvas->isVisible()) continue;
            const std::string which = where + ": " + canvas->accessibleName().toStdString();
            EXPECT_EQ(canvas->scene().size, QSizeF{canvas->size()}) << which;
            EXPECT_FALSE(canvas->scene().still.empty() && canvas->scene().moving.empty()) << which;
        }
    }

    void start(QSize size, Language language, LessonComes when)
    {
        QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
        model::Services services = programServices(settings, nullptr);
        std::binary_semaphore wanted{0};
        services.load = [&](const model::LoadSource& request, const std::stop_token& stop) {
            wanted.acquire();
            return loadSource(request, stop);
        };
        model::Model model;
        model.display.language = language;
        model::Store store{model, services};
        store.dispatch(model::OpenSource{"three-way-handshake"});
        const auto reached = [&](LessonComes moment) {
            if (moment != when) return;
            wanted.release();
            store.settle();
        };
        reached(LessonComes::BeforeTheWindow);
        MainWindow window{store, settings};
        window.setWindowState(Qt::WindowNoState); // the screen of the tests is small
        window.resize(size);
        reached(LessonComes::BeforeItIsShown);
        window.show();
        const std::string which = std::to_string(size.width()) + (language == Language::English ? " en" : " zh") +
                                  ", lesson at " + std::to_string(static_cast<int>(when));
        reached(LessonComes::WhenShown);
        if (when <= LessonComes::WhenShown) expectAllPainted(window, which + ", at once");
        QApplication::processEvents();
        reached(LessonComes::AfterTheFirstEvents);
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&window));
        reached(LessonComes::WhenActive);
        QApplication::processEvents();
        expectAllPainted(window, which);
    }

    QTemporaryDir folder;
};

TEST_F(Starting, FiftyTimesNoCanvasStaysBlank)
{
    for (const QSize size : {QSize{1024, 700}, QSize{1280, 760}, QSize{1366, 730}, QSize{1440, 900}, QSize{1920, 1040}})
        for (const Language language : {Language::English, Language::Chinese})
            for (const LessonComes moment : allMoments)
                start(size, language, moment);
}

class ShownLater : public Window {};

TEST_F(ShownLater, AScenePaintedWhileHiddenIsOfTheSizeThatIsShown)
{
    // Three ends of the window hide and show a canvas: the view, the width of the window and two runs.
    Canvas& right = window.stage().panel(trace::Side::Right);
    press(Qt::Key_Right);
    window.resize(900, 640);
    QApplication::processEvents();
    press(Qt::Key_Right);
    window.resize(1500, 900);
    QApplication::processEvents();
    ASSERT_TRUE(right.isVisible());
    EXPECT_EQ(right.scene().size, QSizeF{right.size()});
    press(Qt::Key_4);
    press(Qt::Key_Right);
    press(Qt::Key_1);
    for (const trace::Side side : trace::both_sides) {
        const Canvas& panel = window.stage().panel(side);
        ASSERT_TRUE(panel.isVisible());
        EXPECT_EQ(panel.scene().size, QSizeF{panel.size()});
    }
}

} // namespace
} // namespace tcpstage::widgets
