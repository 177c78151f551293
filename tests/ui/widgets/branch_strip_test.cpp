// The names of branches are cut only where the strip has no room for them.
#include "ui/widgets/branches/branch_strip.h"

#include "tests/ui/widgets/window.h"

#include <QApplication>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class StripOfBranches : public Window {
protected:
    StripOfBranches() : Window{"three-way-handshake"} {}

    void branch(Qt::Key key)
    {
        store.dispatch(model::ShowBranch{0});
        store.dispatch(model::Command::First);
        for (int i = 0; i < 6; ++i)
            press(Qt::Key_Right);
        press(key);
        settle();
    }
    const QToolButton& compare() const
    {
        return *window.branchStrip()->findChildren<QToolButton*>().at(1); // after the button for more
    }
};

TEST_F(StripOfBranches, CutsNoNameWhileThereIsRoomForIt)
{
    for (const int larger : {0, 2, 3}) {
        store.dispatch(model::Command::ZoomReset);
        for (int i = 0; i < larger; ++i)
            press(Qt::Key_Plus);
        for (const Qt::Key key : {Qt::Key_D, Qt::Key_U, Qt::Key_Y, Qt::Key_X, Qt::Key_D}) {
            branch(key);
            for (const int width : {1800, 1366, 1024}) {
                window.resize(width, larger < 3 ? 800 : 730);
                QApplication::processEvents();
                const BranchStrip& strip = *window.branchStrip();
                int cut = 0;
                int last = 0;
                for (std::size_t i = 0; i < strip.count(); ++i) {
                    const QToolButton& button = *strip.button(i);
                    if (!button.isVisible()) continue;
                    cut += button.text() == button.accessibleName() ? 0 : 1;
                    last = std::max(last, button.geometry().right());
                    EXPECT_GE(button.width(), button.sizeHint().width()) << button.text().toStdString();
                    EXPECT_GE(button.height(), button.sizeHint().height()) << button.text().toStdString();
                    EXPECT_TRUE(strip.rect().contains(button.geometry())) << button.text().toStdString();
                }
                if (strip.more().isVisible()) last = strip.more().geometry().right();
                const int left = compare().geometry().left() - last;
                if (cut > 0) EXPECT_LT(left, 60) << strip.count() << " branches, " << width << ": room is left";
                EXPECT_GE(left, 0) << strip.count() << " branches, " << width;
            }
        }
        while (model().branches.all.size() > 1)
            store.dispatch(model::CloseBranch{1});
    }
    store.dispatch(model::Command::ZoomReset);
}

} // namespace
} // namespace tcpstage::widgets
