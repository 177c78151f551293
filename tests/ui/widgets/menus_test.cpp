// A menu is read at one glance: it fits the smallest screen in one column, and stands in groups.

#include "tests/ui/widgets/window.h"

#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QTest>

namespace tcpstage::widgets {
namespace {

constexpr int mostRows = 22;
constexpr int mostTogether = 8;
constexpr int roomAtAll = 690; // of a screen 768 pixels high, under the bar

class Menus : public Window {
protected:
    QList<QMenu*> all() const
    {
        QList<QMenu*> menus;
        for (QAction* top : window.menuBar()->actions())
            if (top->menu()) add(*top->menu(), menus);
        return menus;
    }

private:
    static void add(QMenu& menu, QList<QMenu*>& menus)
    {
        Q_EMIT menu.aboutToShow();
        menus << &menu;
        for (QAction* action : menu.actions())
            if (action->menu()) add(*action->menu(), menus);
    }
};

TEST_F(Menus, AreShortAndInGroups)
{
    for (const QMenu* menu : all()) {
        const std::string which = menu->title().toStdString();
        int rows = 0;
        int together = 0;
        for (const QAction* action : menu->actions()) {
            together = action->isSeparator() ? 0 : together + 1;
            rows += action->isSeparator() ? 0 : 1;
            EXPECT_LE(together, mostTogether) << which << ": " << action->text().toStdString();
        }
        EXPECT_LE(rows, mostRows) << which;
        EXPECT_LE(menu->sizeHint().height(), roomAtAll) << which;
    }
}

TEST_F(Menus, HaveEveryCommandOnce)
{
    const auto menus = all();
    for (const model::CommandInfo& command : model::allCommands()) {
        if (command.menu == model::Menu::None) continue;
        const QAction* action = window.actions()[command.command];
        EXPECT_EQ(std::ranges::count_if(menus, [&](const QMenu* menu) { return menu->actions().contains(action); }), 1)
            << command.id;
    }
}

QList<QAction*> usable(const QMenu& menu)
{
    QList<QAction*> actions = menu.actions();
    actions.removeIf(
        [](const QAction* action) { return !action->isEnabled() || !action->isVisible() || action->isSeparator(); });
    return actions;
}

TEST_F(Menus, OfRealSocketsOpensByItsKeyWithTheFirstLessonChosen)
{
    press(Qt::Key_R, Qt::ControlModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu);
    const QList<QAction*> actions = usable(*menu);
    ASSERT_EQ(menu->activeAction(), actions[0]);
    QTest::keyClick(menu, Qt::Key_Down);
    EXPECT_EQ(menu->activeAction(), actions[1]);
    QTest::keyClick(menu, Qt::Key_Up);
    EXPECT_EQ(menu->activeAction(), actions[0]);
    menu->close();
}

TEST_F(Menus, OpenedByAKeyHaveTheirFirstUsableEntryChosen)
{
    for (QMenu* menu : window.findChildren<QMenu*>()) {
        Q_EMIT menu->aboutToShow(); // some are filled then
        const QAction* first = usable(*menu).value(0);
        if (!first) continue;
        QTest::keyClick(&window, Qt::Key_F35); // a key that does nothing
        menu->popup(window.mapToGlobal(QPoint{40, 40}));
        EXPECT_EQ(menu->activeAction(), usable(*menu).value(0)) << menu->title().toStdString();
        menu->close();
        QApplication::processEvents();
        QTest::mouseClick(&window, Qt::LeftButton, Qt::NoModifier, QPoint{1, 1});
        menu->popup(window.mapToGlobal(QPoint{40, 40}));
        EXPECT_EQ(menu->activeAction(), nullptr) << "by the mouse: " << menu->title().toStdString();
        menu->close();
        QApplication::processEvents();
    }
}

TEST_F(Menus, OpenByAClickAfterOneWasLeftByEscape)
{
    QMenuBar& bar = *window.menuBar();
    const auto place = [&](int title) { return bar.actionGeometry(bar.actions()[title]).center(); };
    QTest::mouseClick(&bar, Qt::LeftButton, Qt::NoModifier, place(0));
    ASSERT_TRUE(bar.actions()[0]->menu()->isVisible());
    QTest::keyClick(bar.actions()[0]->menu(), Qt::Key_Escape);
    QApplication::processEvents();
    EXPECT_EQ(bar.activeAction(), nullptr) << "the keys are the stage's again";
    QTest::mouseMove(&bar, place(1));
    QApplication::processEvents();
    EXPECT_FALSE(bar.actions()[1]->menu()->isVisible()) << "a pointer opens nothing";
    QTest::mouseClick(&bar, Qt::LeftButton, Qt::NoModifier, place(1));
    EXPECT_TRUE(bar.actions()[1]->menu()->isVisible());
    bar.actions()[1]->menu()->close();
}

} // namespace
} // namespace tcpstage::widgets
