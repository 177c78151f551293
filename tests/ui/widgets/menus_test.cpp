// A menu is read at one glance: it fits the smallest screen in one column, and stands in groups.

#include "tests/ui/widgets/window.h"

#include <QMenu>
#include <QMenuBar>

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

} // namespace
} // namespace tcpstage::widgets
