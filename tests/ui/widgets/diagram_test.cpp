// A diagram of others is checked in the window, and the ready ones are exercises.
#include "tests/ui/widgets/window.h"

#include "core/base/files.h"
#include "ui/model/words.h"
#include "ui/widgets/diagrams/diagram_dialog.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

namespace tcpstage::widgets {
namespace {

class DiagramInTheWindow : public Window {
protected:
    DiagramDialog& dialog()
    {
        if (!window.findChild<DiagramDialog*>()) window.actions()[model::Command::CheckDiagram]->trigger();
        return *window.findChild<DiagramDialog*>();
    }
    /// The number of an exercise.
    static int numberOf(std::string_view id)
    {
        const auto all = diagram::exercises();
        const auto found = std::ranges::find(all, id, &diagram::Exercise::id);
        return static_cast<int>(found - all.begin()) + 1;
    }
    void putCursorInLine(int line)
    {
        dialog().edit().setTextCursor(QTextCursor{dialog().edit().document()->findBlockByNumber(line - 1)});
    }
};

constexpr const char* wrong = "A -> B: SYN seq=x\nB -> A: SYN, ACK seq=y ack=x\nA -> B: ACK seq=x+1 ack=y+1\n";

TEST_F(DiagramInTheWindow, IsCheckedWhileItIsPasted)
{
    dialog().edit().setPlainText(QLatin1String{wrong});
    EXPECT_TRUE(dialog().result().startsWith(
        QStringLiteral("Line 2 ✗ ack=x is impossible: B expects x+1 next, so ack=x+1, for the SYN takes one sequence "
                       "number (RFC 9293 3.4)")))
        << dialog().result().toStdString();
    ASSERT_EQ(dialog().edit().extraSelections().size(), 1);
    EXPECT_EQ(dialog().edit().extraSelections().front().cursor.blockNumber(), 1);
    dialog().edit().setPlainText(
        QString::fromLatin1(wrong).replace(QStringLiteral("ack=x\n"), QStringLiteral("ack=x+1\n")));
    EXPECT_EQ(dialog().result().toStdString(), "Nothing in it is impossible.");
    dialog().edit().setPlainText(QStringLiteral("A -> B: SYN\nB -> C: ACK\n"));
    EXPECT_TRUE(dialog().result().startsWith(QStringLiteral("Line 2 \"C\" is none of the two ends")));
    dialog().edit().clear();
    EXPECT_TRUE(dialog().result().isEmpty());
}

TEST_F(DiagramInTheWindow, IsOpenedFromAFile)
{
    const QString path = folder.filePath(QStringLiteral("drawn.txt"));
    ASSERT_TRUE(write_whole_file(path.toStdString(), wrong));
    dialog().openFile(path);
    EXPECT_TRUE(dialog().result().startsWith(QStringLiteral("Line 2 ✗")));
    dialog().openFile(folder.filePath(QStringLiteral("missing.txt")));
    EXPECT_TRUE(dialog().result().contains(QStringLiteral("there is no such file")));
}

TEST_F(DiagramInTheWindow, LeadsToTheLessonThatShowsTheRule)
{
    dialog().edit().setPlainText(QLatin1String{wrong});
    Q_EMIT dialog().findChild<QTextBrowser*>()->anchorClicked(QUrl{QStringLiteral("lesson:seq-and-ack")});
    settle();
    EXPECT_EQ(model().source, "seq-and-ack");
}

TEST_F(DiagramInTheWindow, LetsTheLearnerMarkALineOfAnExerciseFirst)
{
    dialog().chooseExercise(numberOf("close-wait-in-third"));
    EXPECT_TRUE(dialog().edit().isReadOnly());
    EXPECT_TRUE(dialog().result().isEmpty()) << "nothing is given away";
    putCursorInLine(1);
    QTest::keyClick(&dialog().edit(), Qt::Key_Return);
    putCursorInLine(4);
    dialog().toggleLine();
    EXPECT_EQ(dialog().edit().extraSelections().size(), 2);
    EXPECT_TRUE(
        dialog().findChild<QLabel*>(QStringLiteral("diagramHow"))->text().endsWith(QStringLiteral("Marked: 1, 4.")))
        << "not by colour alone";
    dialog().solve();
    EXPECT_TRUE(dialog().result().startsWith(QStringLiteral("You marked line 1, which is possible.")));
    EXPECT_TRUE(dialog().result().contains(QStringLiteral("Line 4 ✗ S is in LAST-ACK here, not in CLOSE-WAIT")));
    EXPECT_TRUE(dialog().result().contains(QStringLiteral("You marked it.")));
    dialog().chooseExercise(numberOf("ack-x"));
    dialog().solve();
    EXPECT_TRUE(dialog().result().contains(QStringLiteral("You did not mark it.")));
}

TEST_F(DiagramInTheWindow, KeepsOnesOwnTextWhileAnExerciseIsShown)
{
    dialog().edit().setPlainText(QLatin1String{wrong});
    dialog().chooseExercise(2);
    dialog().chooseExercise(0);
    EXPECT_EQ(dialog().edit().toPlainText(), QLatin1String{wrong});
    EXPECT_FALSE(dialog().edit().isReadOnly());
}

TEST_F(DiagramInTheWindow, SpeaksChinese)
{
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    dialog().edit().setPlainText(QLatin1String{wrong});
    EXPECT_TRUE(dialog().result().startsWith(QStringLiteral("第 2 行 ✗ ack=x 不可能")))
        << dialog().result().toStdString();
    EXPECT_EQ(dialog().findChild<QComboBox*>()->itemText(1), QStringLiteral("三次握手"));
}

} // namespace
} // namespace tcpstage::widgets
