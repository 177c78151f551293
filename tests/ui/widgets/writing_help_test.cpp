// Help while a lesson is written: what can stand at the cursor, and the page of the lesson language.

#include "tests/ui/widgets/window.h"
#include "ui/model/words.h"
#include "ui/widgets/common/shortcuts_dialog.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/completion_list.h"
#include "ui/widgets/lessons/language_help.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class WritingALesson : public Window {
protected:
    WritingALesson()
    {
        press(Qt::Key_L, Qt::ControlModifier);
        edit().setFocus();
    }

    CodeEdit& code() { return window.sides().text()->code(); }
    QPlainTextEdit& edit() { return code().edit(); }
    CompletionList& list() { return code().completions(); }
    QString line() { return edit().textCursor().block().text(); }
    /// A text with the cursor where "|" is.
    void write(const QString& text)
    {
        const auto at = static_cast<int>(text.indexOf(u'|'));
        edit().setPlainText(QString{text}.remove(at, 1));
        QTextCursor cursor = edit().textCursor();
        cursor.setPosition(at);
        edit().setTextCursor(cursor);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&edit(), key, modifiers);
    }
    void keys(const char* letters) { QTest::keyClicks(&edit(), QLatin1String{letters}); }
    LanguageHelp* help()
    {
        auto* dialog = window.findChild<LanguageHelp*>();
        if (dialog) {
            EXPECT_TRUE(QTest::qWaitForWindowExposed(dialog));
            QApplication::processEvents();
        }
        return dialog;
    }
    /// What stands at the place of the page that is shown.
    static QString shownLine(const LanguageHelp& dialog) { return dialog.page().textCursor().block().text(); }
    void close(QDialog* dialog)
    {
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
};

const QString ends = QStringLiteral("title: A\nendpoints:\n  Ann:\n  Bob:\n");

TEST_F(WritingALesson, OffersTheKeysThatBeginAsTyped)
{
    write(ends + QStringLiteral("|"));
    EXPECT_FALSE(list().isVisible());
    keys("s");
    EXPECT_EQ(list().words(), (QStringList{QStringLiteral("summary"), QStringLiteral("seed"), QStringLiteral("steps"),
                                           QStringLiteral("solves")}));
    keys("te");
    EXPECT_EQ(list().words(), QStringList{QStringLiteral("steps")});
    key(Qt::Key_Return);
    EXPECT_EQ(line(), QStringLiteral("steps: "));
    EXPECT_FALSE(list().isVisible());
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(line(), QStringLiteral("ste")) << "one step back";
}

TEST_F(WritingALesson, OffersNamesAndCallsAndTakesThemWithTab)
{
    write(ends + QStringLiteral("steps:\n  - |"));
    keys("B");
    EXPECT_EQ(list().words(), QStringList{QStringLiteral("Bob")});
    key(Qt::Key_Tab);
    EXPECT_EQ(line(), QStringLiteral("  - Bob: "));
    keys("c");
    EXPECT_EQ(list().words(),
              (QStringList{QStringLiteral("connect"), QStringLiteral("close"), QStringLiteral("crash")}));
    key(Qt::Key_Down);
    key(Qt::Key_Return);
    EXPECT_EQ(line(), QStringLiteral("  - Bob: close"));
    EXPECT_EQ(QApplication::focusWidget(), &edit());
}

TEST_F(WritingALesson, OffersAllWithCtrlSpace)
{
    write(ends + QStringLiteral("tcp: {congestion: |}"));
    key(Qt::Key_Space, Qt::ControlModifier);
    EXPECT_EQ(list().words().size(), 4);
    key(Qt::Key_Up);
    key(Qt::Key_PageDown);
    key(Qt::Key_Enter);
    EXPECT_EQ(line(), QStringLiteral("tcp: {congestion: cubic}"));
}

TEST_F(WritingALesson, ClosesTheListByEscAndThenLeavesTheText)
{
    write(ends + QStringLiteral("|"));
    keys("n");
    ASSERT_TRUE(list().isVisible());
    key(Qt::Key_Escape);
    EXPECT_FALSE(list().isVisible());
    EXPECT_EQ(QApplication::focusWidget(), &edit());
    EXPECT_EQ(line(), QStringLiteral("n"));
    key(Qt::Key_Escape);
    EXPECT_NE(QApplication::focusWidget(), &edit());
}

TEST_F(WritingALesson, BreaksTheLineAfterAWordThatIsWrittenOut)
{
    write(ends + QStringLiteral("steps:\n  - Ann: |"));
    keys("connect");
    EXPECT_FALSE(list().isVisible());
    key(Qt::Key_Return);
    EXPECT_EQ(line(), QStringLiteral("  "));
    write(ends + QStringLiteral("begin: |"));
    key(Qt::Key_Space, Qt::ControlModifier);
    ASSERT_TRUE(list().isVisible());
    key(Qt::Key_Left);
    EXPECT_FALSE(list().isVisible()) << "the cursor has gone elsewhere";
}

TEST_F(WritingALesson, LeavesChineseInputAlone)
{
    write(QStringLiteral("endpoints:\n  甲:\n  乙:\nsteps:\n  - 甲: |"));
    keys("c");
    ASSERT_TRUE(list().isVisible());
    QInputMethodEvent composing{QStringLiteral("ni"), {}};
    QApplication::sendEvent(&edit(), &composing);
    EXPECT_FALSE(list().isVisible()) << "its own list of characters is there";
    QInputMethodEvent done;
    done.setCommitString(QStringLiteral("你"));
    QApplication::sendEvent(&edit(), &done);
    EXPECT_EQ(line(), QStringLiteral("  - 甲: c你"));
    EXPECT_FALSE(list().isVisible());
}

TEST_F(WritingALesson, KeepsTheListInsideOfTheEditor)
{
    for (const int lines : {0, 200}) {
        write(QStringLiteral("#\n").repeated(lines) + QStringLiteral("|"));
        keys("e");
        ASSERT_TRUE(list().isVisible());
        EXPECT_TRUE(code().rect().contains(list().geometry())) << lines;
        const int top = list().y();
        const QRect cursor{edit().viewport()->mapTo(&code(), edit().cursorRect().topLeft()),
                           edit().cursorRect().size()};
        EXPECT_FALSE(list().geometry().intersects(cursor.adjusted(0, 1, 0, -1))) << lines << " " << top;
    }
}

struct Section {
    const char* text; // with the cursor
    const char* section;
    const char* line;
};

TEST_F(WritingALesson, OpensTheHelpAtTheKeyOfTheCursor)
{
    for (const Section& each :
         {Section{"faults:\n  - drop: {fr|om: client}\n", "Faults", "from"},
          Section{"faults:\n  - del|ay: {from: client}\n", "Faults", "delay"},
          Section{"endpoints:\n  client: {tcp: {ms|s: 500}}\n", "TCP options", "mss"},
          Section{"tcp: {time_wait: |none}\n", "What is not TCP", "time_wait"},
          Section{"steps:\n  - network: {loss: 2| %}\n", "Network", "loss"}, Section{"no|tes:\n", "Notes", "Notes"},
          Section{"tit|le: A\n", "Top level", "title"}, Section{"beside: {main: |}\n", "Two worlds: beside", "main"},
          Section{"|", "", "The lesson language"}}) {
        write(QLatin1String{each.text});
        key(Qt::Key_F1);
        LanguageHelp* dialog = help();
        ASSERT_TRUE(dialog) << each.text;
        EXPECT_EQ(dialog->section().toStdString(), each.section) << each.text;
        EXPECT_EQ(shownLine(*dialog).toStdString(), each.line) << each.text;
        EXPECT_TRUE(dialog->page().viewport()->rect().intersects(dialog->page().cursorRect())) << each.text;
        close(dialog);
    }
}

TEST_F(WritingALesson, OpensTheHelpByTheButtonAndTheMenuAndLeavesF1ToTheStage)
{
    write(QStringLiteral("steps:\n  - network: {loss: 2| %}\n"));
    auto* button = window.sides().text()->findChild<QToolButton*>(QStringLiteral("languageHelp"));
    ASSERT_TRUE(button && button->isVisible());
    button->click();
    ASSERT_TRUE(help());
    EXPECT_EQ(help()->section(), QStringLiteral("Network"));
    close(help());
    store.dispatch(model::Command::ShowText); // without the text
    window.actions()[model::Command::LessonLanguage]->trigger();
    ASSERT_TRUE(help());
    EXPECT_EQ(help()->section(), QString{});
    close(help());
    window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
    window.stage().take();
    press(Qt::Key_F1);
    EXPECT_FALSE(help());
    EXPECT_TRUE(window.findChild<ShortcutsDialog*>());
}

TEST_F(WritingALesson, TheHelpFollowsEachOfItsLinks)
{
    for (const Language language : {Language::English, Language::Chinese}) {
        store.dispatch(model::SetLanguage{language});
        window.actions()[model::Command::LessonLanguage]->trigger();
        LanguageHelp* dialog = help();
        ASSERT_TRUE(dialog);
        QStringList links;
        const QTextDocument& document = *dialog->page().document();
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
            for (auto part = block.begin(); !part.atEnd(); ++part)
                if (part.fragment().charFormat().isAnchor()) links << part.fragment().charFormat().anchorHref();
        EXPECT_GT(links.size(), 30);
        QString before;
        for (const QString& link : links) {
            if (!link.startsWith(u'#')) continue;
            Q_EMIT dialog->page().anchorClicked(QUrl{link});
            const QString heading = shownLine(*dialog);
            EXPECT_EQ(dialog->section(), heading) << link.toStdString();
            EXPECT_GT(dialog->page().textCursor().block().blockFormat().headingLevel(), 0) << link.toStdString();
        }
        const QString other = links.front();
        ASSERT_TRUE(other.endsWith(QStringLiteral(".md")));
        const QString text = dialog->page().toPlainText();
        Q_EMIT dialog->page().anchorClicked(QUrl{other});
        EXPECT_NE(dialog->page().toPlainText(), text) << "the page in the other language";
        close(dialog);
    }
}

TEST_F(WritingALesson, TheHelpIsSearched)
{
    window.actions()[model::Command::LessonLanguage]->trigger();
    LanguageHelp* dialog = help();
    ASSERT_TRUE(dialog);
    const auto all = dialog->sections().size();
    EXPECT_GE(all, 16);
    auto* field = dialog->findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("burst_loss"));
    EXPECT_EQ(dialog->sections(), QStringList{QStringLiteral("Network")});
    EXPECT_EQ(dialog->page().textCursor().selectedText(), QStringLiteral("burst_loss"));
    EXPECT_GT(dialog->page().extraSelections().size(), 1);
    const int first = dialog->page().textCursor().position();
    QTest::keyClick(field, Qt::Key_Return);
    EXPECT_GT(dialog->page().textCursor().position(), first);
    EXPECT_TRUE(dialog->isVisible()) << "Return does not close it";
    QTest::keyClicks(field, QStringLiteral(" xyzzy"));
    EXPECT_TRUE(dialog->sections().isEmpty());
    field->clear();
    EXPECT_EQ(dialog->sections().size(), all);
}

} // namespace
} // namespace tcpstage::widgets
