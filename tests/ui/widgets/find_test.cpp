// "Go to, or find": the stage follows the list, Enter stays and Esc goes back.

#include "tests/ui/widgets/window.h"
#include "ui/widgets/stage/find_dialog.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>

namespace tcpstage::widgets {
namespace {

class Find : public Window {
protected:
    Find() : Window{"last-ack-lost"} {}

    FindDialog& dialog()
    {
        for (QAction* action : window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence{QStringLiteral("Ctrl+G")}) action->trigger();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // one that was closed before
        const auto all = window.findChildren<FindDialog*>();
        EXPECT_EQ(all.size(), 1);
        return *all.front();
    }
    /// Types the words and waits until all steps have been looked at.
    static void seek(FindDialog& dialog, const QString& words)
    {
        auto* field = dialog.findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, words);
        QTest::qWait(50);
    }
};

TEST_F(Find, ShowsTheFirstStepThatHasTheWordsAndStaysThereAfterEnter)
{
    FindDialog& found = dialog();
    seek(found, QStringLiteral("lost"));
    const scene::StageTime at = found.listed().at(0).at;

    EXPECT_EQ(model().goal(), at);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Segment);
    EXPECT_EQ(model().selection.id, 6U);
    QTest::keyClick(found.findChild<QLineEdit*>(), Qt::Key_Return);
    EXPECT_EQ(model().goal(), at);
}

TEST_F(Find, GoesDownTheListFromTheField)
{
    FindDialog& found = dialog();
    seek(found, QStringLiteral("fin"));
    ASSERT_GT(found.listed().size(), 2U);
    QTest::keyClick(found.findChild<QLineEdit*>(), Qt::Key_Down);
    QTest::keyClick(found.findChild<QLineEdit*>(), Qt::Key_Down);

    EXPECT_EQ(found.findChild<QListWidget*>()->currentRow(), 2);
    EXPECT_EQ(model().goal(), found.listed().at(2).at);
}

TEST_F(Find, GoesBackToWhereOneWasAfterEscape)
{
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    const scene::StageTime before = model().goal();
    FindDialog& found = dialog();
    seek(found, QStringLiteral("TIME-WAIT"));
    ASSERT_NE(model().goal(), before);
    QTest::keyClick(&found, Qt::Key_Escape);

    EXPECT_EQ(model().goal(), before);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Nothing);
}

TEST_F(Find, SaysSoWhenThereIsNone)
{
    FindDialog& found = dialog();
    seek(found, QStringLiteral("zzz"));

    EXPECT_TRUE(found.listed().empty());
    EXPECT_EQ(found.findChild<QLabel*>(QStringLiteral("findStatus"))->text(),
              QStringLiteral("No step has all these words"));
}

TEST_F(Find, RemembersTheWordsAndMovesNothingByItself)
{
    FindDialog& first = dialog();
    seek(first, QStringLiteral("syn"));
    QTest::keyClick(first.findChild<QLineEdit*>(), Qt::Key_Return);
    settle();

    const scene::StageTime before = model().goal();
    FindDialog& second = dialog();
    EXPECT_EQ(second.words(), QStringLiteral("syn"));
    EXPECT_FALSE(second.listed().empty());
    EXPECT_EQ(model().goal(), before); // until one is chosen
}

TEST_F(Find, IsAsLowAsItsStepsNeed)
{
    for (const QSize size : {QSize{683, 384}, QSize{1366, 768}}) {
        window.resize(size);
        settle();
        FindDialog& found = dialog();
        settle();
        auto& list = *found.findChild<QListWidget*>();
        std::vector<int> heights;
        for (const char* words : {"zzz", "TIME-WAIT", "seq"}) {
            seek(found, QString::fromLatin1(words));
            settle();
            heights.push_back(found.height());
            EXPECT_LE(found.height(), window.height() * 0.46) << words;
            if (list.count() == 0) continue;
            const int rows = list.viewport()->height() / list.sizeHintForRow(0);
            EXPECT_GE(rows, 1) << words;
            EXPECT_LE(rows, std::min(8, list.count())) << words;
        }
        EXPECT_LT(heights.front(), heights.back()) << "no step is found, or many are";
        QTest::keyClick(&found, Qt::Key_Escape);
    }
}

TEST_F(Find, SaysItsHelpOnce)
{
    FindDialog& found = dialog();
    seek(found, QString{});
    QTest::keyClick(found.findChild<QLineEdit*>(), Qt::Key_Backspace);
    settle();
    const QString help = found.findChild<QLabel*>(QStringLiteral("findStatus"))->text();
    EXPECT_TRUE(help.contains(QStringLiteral("#7")));
    EXPECT_NE(found.findChild<QLineEdit*>()->placeholderText(), help);
}

} // namespace
} // namespace tcpstage::widgets
