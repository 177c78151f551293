#include "ui/widgets/common/shortcuts_dialog.h"

#include "tests/ui/widgets/window.h"

namespace tcpstage::widgets {

class Shortcuts : public Window {
protected:
    QList<QKeySequence> keys(const char* name) { return {QKeySequence{QLatin1String{name}}}; }
};

TEST_F(Shortcuts, CanBeChangedAndAreRemembered)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.change(model::Command::NextStep, keys("F7"));
    press(Qt::Key_F7);
    EXPECT_EQ(step(), 1U);
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 1U);
    Actions next{store, settings};
    EXPECT_EQ(next.keys(model::Command::NextStep), keys("F7"));
    window.actions().restoreKeys();
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 2U);
}

TEST_F(Shortcuts, AKeyThatMeansSomethingElseIsRefused)
{
    ShortcutsDialog dialog{window.actions(), Language::English};
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.change(model::Command::NextStep, keys("F5"));
    EXPECT_TRUE(dialog.message().contains(QStringLiteral("Present"))) << dialog.message().toStdString();
    EXPECT_EQ(window.actions().keys(model::Command::NextStep), defaultKeys(model::Command::NextStep));
}

TEST_F(Shortcuts, AreListedByF1)
{
    press(Qt::Key_F1);
    auto* dialog = window.findChild<ShortcutsDialog*>();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->isVisible());
    dialog->close();
}

} // namespace tcpstage::widgets
