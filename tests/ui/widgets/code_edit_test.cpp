// The lesson as text: its line numbers stand beside their lines, and Return keeps the indentation.

#include "ui/widgets/lessons/code_edit.h"

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "tests/ui/widgets/window.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/services.h"
#include "ui/widgets/side_panels.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

namespace tcpstage::widgets {
namespace {

class Editing : public Window {
protected:
    CodeEdit& code() { return window.sides().text()->code(); }
    QPlainTextEdit& edit() { return code().edit(); }
    QPlainTextEdit& numbers() { return *code().findChild<QPlainTextEdit*>(QStringLiteral("lineNumbers")); }
    static int topLine(const QPlainTextEdit& text) { return text.cursorForPosition(QPoint{6, 6}).blockNumber(); }
    static int heightOf(const QPlainTextEdit& text, int line)
    {
        return text.cursorRect(QTextCursor{text.document()->findBlockByNumber(line)}).top();
    }
    void expectNumbersBesideTheirLines(const char* when)
    {
        QApplication::processEvents();
        const int top = topLine(edit());
        EXPECT_EQ(topLine(numbers()), top) << when;
        const int bottom = edit().cursorForPosition(QPoint{6, edit().viewport()->height() - 4}).blockNumber();
        for (int line = top; line <= bottom; ++line) {
            EXPECT_EQ(heightOf(numbers(), line), heightOf(edit(), line)) << when << ", line " << line + 1;
            EXPECT_EQ(numbers().document()->findBlockByNumber(line).text().trimmed(), QString::number(line + 1))
                << when;
        }
    }
    QString line() { return edit().textCursor().block().text(); }
};

TEST_F(Editing, TheNumbersStandBesideTheirLinesAfterEachKey)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_M, Qt::ControlModifier); // opens the text, too
    ASSERT_TRUE(window.sides().text() && window.sides().text()->isVisible());
    ASSERT_EQ(QApplication::focusWidget(), &edit());
    ASSERT_GT(topLine(edit()), 0) << "it has scrolled to the note";
    expectNumbersBesideTheirLines("add a note");
    QTest::keyClicks(&edit(), QStringLiteral("My note"));
    expectNumbersBesideTheirLines("write");
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(&edit(), Qt::Key_Return);
    expectNumbersBesideTheirLines("Return");
    QTest::keyClick(&edit(), Qt::Key_End, Qt::ControlModifier);
    expectNumbersBesideTheirLines("Ctrl+End");
    QTest::keyClick(&edit(), Qt::Key_Home, Qt::ControlModifier);
    expectNumbersBesideTheirLines("Ctrl+Home");
    QTest::keyClick(&edit(), Qt::Key_PageDown);
    expectNumbersBesideTheirLines("PgDown");
    QTest::keyClick(&edit(), Qt::Key_Z, Qt::ControlModifier);
    expectNumbersBesideTheirLines("undo");
    press(Qt::Key_L, Qt::ControlModifier);
    press(Qt::Key_Escape); // to the stage
    press(Qt::Key_M, Qt::ControlModifier);
    expectNumbersBesideTheirLines("another note");
    window.resize(1280, 640);
    expectNumbersBesideTheirLines("a lower window");
}

TEST_F(Editing, ReturnKeepsTheIndentation)
{
    press(Qt::Key_M, Qt::ControlModifier);
    ASSERT_EQ(QApplication::focusWidget(), &edit());
    QTest::keyClicks(&edit(), QStringLiteral("Mine"));
    QTest::keyClick(&edit(), Qt::Key_End);
    const QString above = line();
    const qsizetype indented = above.size() - above.trimmed().size();
    ASSERT_GT(indented, 0) << above.toStdString();
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        QTest::keyClick(&edit(), key, key == Qt::Key_Enter ? Qt::KeypadModifier : Qt::NoModifier);
        EXPECT_EQ(line(), QString(indented, u' '));
        EXPECT_EQ(edit().textCursor().positionInBlock(), indented);
    }
    QTest::keyClicks(&edit(), QStringLiteral("text"));
    QTest::keyClick(&edit(), Qt::Key_Home);
    QTest::keyClick(&edit(), Qt::Key_Return);
    EXPECT_EQ(line(), QString(indented, u' ') + QStringLiteral("text")) << "a line that is pushed down keeps its own";
}

TEST_F(Editing, AnErrorThatTheFileHasIsShownWithTheCursorInItsLine)
{
    const std::string path = folder.filePath(QStringLiteral("bad.yaml")).toStdString();
    const std::string text = std::string{lesson::find_built_in("abort")->yaml} + "nonsense: 1\n";
    ASSERT_TRUE(write_whole_file(path, lesson::find_built_in("abort")->yaml));
    store.dispatch(model::OpenSource{path});
    settle();
    ASSERT_TRUE(write_whole_file(path, text));
    press(Qt::Key_L, Qt::ControlModifier);
    QTest::qWait(400);

    EXPECT_EQ(edit().toPlainText().toStdString(), text);
    const auto error = lesson::read_scenario(text, path);
    ASSERT_FALSE(error);
    EXPECT_EQ(edit().textCursor().blockNumber() + 1, error.error().where.line);
    EXPECT_TRUE(window.sides().text()->sentence().contains(QStringLiteral("nonsense")))
        << window.sides().text()->sentence().toStdString();
}

TEST_F(Editing, ALessonFileWithAnErrorHasAStandInThatDoesNothing)
{
    const Error error{{"no", "不行"}, {"a/bad.yaml", 7, 1}, {}};
    const model::StagedRunPtr staged = standInFor({1, "a/bad.yaml", {}, nullptr}, error);
    ASSERT_TRUE(staged);
    EXPECT_EQ(staged->scenario.title.en, "bad.yaml");
    EXPECT_EQ(staged->stepCount(), 0U);
    EXPECT_EQ(staged->scenario.summary.zh, error.sentences().zh);
    EXPECT_EQ(staged->scenario.rfc, "") << "it shows nothing of an RFC";
    EXPECT_TRUE(scene::chapters(*staged).empty()) << "and no handshake";
    const scene::ViewInput input{*staged, {}, {QSizeF{1200, 700}, 0, 1}, {}, {}};
    for (const bool presenting : {false, true}) {
        scene::ViewInput shown = input;
        shown.display.presenting = presenting;
        for (const scene::Scene& scene : {scene::wholeStage(shown), scene::endpointPanel(shown, trace::Side::Left)})
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const scene::Mark& mark : *marks)
                    if (const auto* label = std::get_if<scene::Label>(&mark.shape))
                        EXPECT_NE(label->text, QStringLiteral("CLOSED")) << "of ends that nobody has read";
    }
}

TEST_F(Editing, ALessonThatNeverEndsOpensAsTextWithWhatIsWrong)
{
    const std::string path = folder.filePath(QStringLiteral("endless.yaml")).toStdString();
    ASSERT_TRUE(write_whole_file(path, "title: {en: Endless, zh: 不停}\n"
                                       "endpoints:\n"
                                       "  client: {iss: 100}\n"
                                       "  server: {iss: 300}\n"
                                       "tcp: {receive_buffer: 1000, reads: by hand}\n"
                                       "steps:\n"
                                       "  - server: listen\n"
                                       "  - client: connect\n"
                                       "  - wait: client ESTABLISHED\n"
                                       "  - client: send 5000\n"));
    store.dispatch(model::OpenSource{path});
    settle();
    ASSERT_TRUE(model().staged->run.limit);
    EXPECT_EQ(model().panel, model::SidePanel::Text);
    const auto said = [this] { return window.sides().text()->sentence(); };
    EXPECT_TRUE(QTest::qWaitFor([&] { return said().contains(QStringLiteral("changed nothing")); }))
        << said().toStdString();
}

} // namespace
} // namespace tcpstage::widgets
