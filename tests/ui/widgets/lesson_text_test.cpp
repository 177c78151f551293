// The text of a lesson: whose it is where two runs are side by side, and what a run of an edited text is called.

#include "ui/widgets/lessons/lesson_text.h"

#include "core/lesson/library.h"
#include "core/run/run.h"
#include "tests/ui/widgets/window.h"
#include "ui/model/words.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/options_panel.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class TextOfTheLesson : public Window {
protected:
    TextOfTheLesson() : Window{"three-way-handshake"} {}

    LessonText& text() { return *window.sides().text(); }
    QPlainTextEdit& edit() { return text().code().edit(); }
    std::string written() { return edit().toPlainText().toStdString(); }
    const model::Branch& branch(std::size_t number) { return model().branches.all[number]; }
    std::string textOf(const model::Branch& of) { return run::written_lesson(of.staged->scenario, of.staged->trace()); }
    void stepAndDrop()
    {
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Right);
        press(Qt::Key_D);
        settle();
    }
    void compare()
    {
        window.stage().take();
        press(Qt::Key_C);
        settle();
        ASSERT_TRUE(model().branches.compared);
    }
    void write(const QString& letters)
    {
        edit().setFocus();
        edit().moveCursor(QTextCursor::Start);
        QTest::keyClicks(&edit(), letters);
        QTest::keyClick(&edit(), Qt::Key_Return);
        text().check();
        settle();
    }
};

TEST_F(TextOfTheLesson, IsThatOfTheMarkedBranchWhereTwoAreSideBySide)
{
    stepAndDrop();
    compare();
    press(Qt::Key_L, Qt::ControlModifier);
    ASSERT_TRUE(text().isVisible());
    EXPECT_EQ(written(), textOf(branch(1)));
    text().check();
    EXPECT_EQ(text().sentence(), model::say(wording::textFollows, Language::English));

    store.dispatch(model::CompareBranches{1, 0}); // the lesson is the marked one
    settle();
    EXPECT_EQ(written(), lesson::find_built_in("three-way-handshake")->yaml);

    store.dispatch(model::CompareBranches{0, 1});
    settle();
    EXPECT_EQ(written(), textOf(branch(1)));
}

TEST_F(TextOfTheLesson, IsEditedWhereTwoAreSideBySide)
{
    stepAndDrop();
    press(Qt::Key_L, Qt::ControlModifier); // opened before they are side by side
    compare();
    write(QStringLiteral("# mine"));
    ASSERT_EQ(model().branches.all.size(), 3U);
    EXPECT_EQ(branch(2).parent, 1U);
    EXPECT_TRUE(written().starts_with("# mine\n"));
    EXPECT_TRUE(*branch(2).text == written());
    EXPECT_EQ(model().branches.shown, 2U);
}

TEST_F(TextOfTheLesson, TakesANoteWhereTwoAreSideBySide)
{
    stepAndDrop();
    compare();
    press(Qt::Key_M, Qt::ControlModifier);
    settle();
    ASSERT_EQ(model().branches.all.size(), 3U);
    EXPECT_EQ(branch(2).staged->scenario.notes.size(), branch(1).staged->scenario.notes.size() + 1);
}

TEST_F(TextOfTheLesson, TheOptionsAreThoseOfTheMarkedBranch)
{
    store.dispatch(model::SetTcpOption{trace::Side::Left, "mss", "777"});
    settle();
    compare();
    press(Qt::Key_O);
    QApplication::processEvents();
    const auto* table = window.sides().options()->findChild<QTableWidget*>();
    bool found = false;
    for (int row = 0; row < table->rowCount(); ++row)
        if (table->item(row, 0)->text() == QStringLiteral("mss")) {
            found = true;
            EXPECT_EQ(table->item(row, 1)->text(), QStringLiteral("777"));
        }
    EXPECT_TRUE(found);
}

TEST_F(TextOfTheLesson, ARunOfItIsNamedByWhatItIs)
{
    press(Qt::Key_L, Qt::ControlModifier);
    write(QStringLiteral("# mine"));
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(branch(1).name.en, "Edited");
    EXPECT_EQ(branch(1).name.zh, "已修改");
    EXPECT_EQ(window.branchStrip()->button(1)->accessibleName(), QStringLiteral("Edited"));

    store.dispatch(model::ShowBranch{0});
    window.stage().take();
    stepAndDrop();
    write(QStringLiteral("# another"));
    EXPECT_EQ(branch(3).name.en, branch(2).name.en + ", edited");

    QString other = edit().toPlainText();
    other.replace(QString::fromStdString(branch(3).staged->scenario.title.en), QStringLiteral("My handshake"));
    edit().setPlainText(other);
    text().check();
    settle();
    EXPECT_EQ(branch(3).name.en, "My handshake") << "it has a title of its own";
}

} // namespace
} // namespace tcpstage::widgets
