// The window stands on a screen that exists and fits it, whatever was remembered.

#include "ui/widgets/window_place.h"

#include "tests/ui/widgets/window.h"

#include <QApplication>
#include <QScreen>

namespace tcpstage::widgets {
namespace {

/// What is free on each kind of screen, in pixels of the program: 1024x768 to 4K, at 100 to 200 %, with a panel.
const QList<QRect> allScreens{{0, 0, 1024, 768},   {0, 0, 1280, 720},   {0, 27, 1280, 773},   {0, 0, 1366, 768},
                              {0, 40, 1366, 728},  {0, 0, 1440, 900},   {0, 0, 1600, 900},    {0, 0, 1920, 1080},
                              {0, 32, 1920, 1048}, {0, 0, 960, 540},    {0, 0, 1536, 864},    {0, 0, 2560, 1440},
                              {0, 0, 3840, 2160},  {66, 0, 1854, 1050}, {1366, 0, 1920, 1080}};

bool isOn(const QRect& screen, const QRect& window)
{
    return screen.contains(window) && window.top() > screen.top(); // the title bar is there, too
}

TEST(WindowPlace, FitsEveryScreenAtTheFirstStart)
{
    for (const QRect& screen : allScreens) {
        const Placing placing = placingOn({screen}, {});
        EXPECT_TRUE(isOn(screen, placing.normal)) << screen.width() << "x" << screen.height();
        EXPECT_EQ(placing.maximized, screen.width() <= 1440 || screen.height() <= 930) << screen.width();
        const QSize least = leastSizeOn({screen});
        EXPECT_LE(least.width(), placing.normal.width());
        EXPECT_LE(least.height(), placing.normal.height());
    }
}

TEST(WindowPlace, CanBeMaximizedOnEachOfTheScreens)
{
    for (const QRect& screen : allScreens) {
        const QSize least = leastSizeOn({QRect{0, 0, 3840, 2160}, screen});
        EXPECT_LE(least.width(), std::min(900, screen.width()));
        EXPECT_LE(least.height(), std::min(560, screen.height()));
    }
    EXPECT_EQ(leastSizeOn({QRect{0, 0, 1366, 768}}), (QSize{900, 560}));
}

TEST(WindowPlace, ComesBackAsItWasLeft)
{
    const QRect laptop{0, 0, 1366, 768};
    const QRect projector{1366, 0, 1920, 1080};
    for (const bool maximized : {false, true})
        for (const QRect& normal :
             {QRect{100, 80, 1000, 600}, QRect{1500, 100, 1440, 900}, QRect{1300, 60, 900, 560}}) {
            const Placing left{normal, maximized};
            EXPECT_EQ(placingOn({laptop, projector}, left).maximized, maximized);
            if (laptop.contains(normal) || projector.contains(normal)) {
                EXPECT_EQ(placingOn({laptop, projector}, left), left);
            }
        }
}

TEST(WindowPlace, ComesBackOnAScreenThatExists)
{
    for (const QRect& left : {QRect{1500, 100, 1440, 900}, QRect{-3000, -50, 1200, 700}, QRect{1360, 760, 3000, 2000},
                              QRect{-200, -100, 1440, 900}})
        for (const QRect& screen : allScreens)
            EXPECT_TRUE(isOn(screen, placingOn({screen}, Placing{left, false}).normal))
                << left.x() << " on " << screen.width() << "x" << screen.height();
}

TEST(WindowPlace, ComesBackMaximizedOnTheScreenThatItWasMovedTo)
{
    const QRect laptop{0, 0, 1366, 768};
    const QRect projector{1366, 0, 1920, 1080};
    const QRect normal{40, 60, 1100, 650}; // what it was before a desktop moved it, maximized, to the projector
    for (const QRect& screen : {laptop, projector}) {
        const Placing left = leftOn(screen, Placing{normal, true}, normal.size());
        EXPECT_TRUE(screen.contains(placingOn({laptop, projector}, left).normal));
        EXPECT_EQ(left.normal.size(), normal.size());
    }
    EXPECT_EQ(leftOn(laptop, Placing{normal, false}, normal.size()), (Placing{normal, false}));
}

TEST(WindowPlace, KeepsTheSizeThatItHadBeforeAVisitToASmallScreen)
{
    const QRect small{0, 0, 1024, 768};
    const QRect large{0, 0, 1920, 1080};
    const Placing wanted{QRect{100, 60, 1440, 900}, false};
    const Placing visit = placingOn({small}, wanted);
    EXPECT_LT(visit.normal.width(), wanted.normal.width());
    EXPECT_EQ(placingOn({large}, leftOn(small, visit, wanted.normal.size())).normal.size(), wanted.normal.size());
}

TEST(WindowPlace, IsRememberedByTheWindow)
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
    QRect left;
    {
        QWidget window;
        WindowPlace place{window, settings};
        EXPECT_TRUE(screen.contains(window.geometry()));
        window.setWindowState(Qt::WindowNoState);
        window.show();
        window.setGeometry(QRect{screen.topLeft() + QPoint{6, 50}, leastSizeOn({screen}) + QSize{0, 20}});
        QApplication::processEvents();
        left = window.geometry();
        place.remember();
    }
    QWidget next;
    const WindowPlace place{next, settings};
    EXPECT_EQ(next.geometry(), left);
    settings.setValue(QStringLiteral("window/normal"), QRect{9000, 9000, 5000, 4000});
    QWidget lost;
    const WindowPlace found{lost, settings};
    EXPECT_TRUE(screen.contains(lost.geometry()));
}

} // namespace
} // namespace tcpstage::widgets
