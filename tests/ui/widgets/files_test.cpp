// Nothing is lost: Back and its button, recent files, one's own lessons in the list, texts on the clipboard, pages on
// paper.

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "tests/ui/scene/staged_runs.h"
#include "tests/ui/widgets/window.h"
#include "ui/paint/print.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/services.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPageSize>
#include <QPdfWriter>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class FilesOfTheWindow : public Window {
protected:
    QToolButton& back() { return window.findChild<HeaderBar*>()->backButton(); }
    std::string written(const QString& name, std::string_view yaml)
    {
        const std::string path = folder.filePath(name).toStdString();
        EXPECT_TRUE(write_whole_file(path, yaml));
        return path;
    }
};

TEST_F(FilesOfTheWindow, BackReturnsFromTheLessonOfALink)
{
    EXPECT_FALSE(back().isVisible()) << "there is nothing to go back to";
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Right);
    open("zero-window");
    ASSERT_TRUE(back().isVisible());
    EXPECT_TRUE(back().toolTip().contains(QStringLiteral("Four-way close"))) << back().toolTip().toStdString();
    QTest::mouseClick(&back(), Qt::LeftButton);
    settle();
    EXPECT_EQ(model().source, "four-way-close");
    EXPECT_EQ(step(), 5U);
    EXPECT_FALSE(back().isVisible());
    press(Qt::Key_Right, Qt::AltModifier);
    EXPECT_EQ(model().source, "zero-window");
    press(Qt::Key_Left, Qt::AltModifier);
    EXPECT_EQ(model().source, "four-way-close");
    EXPECT_EQ(step(), 5U);
}

TEST_F(FilesOfTheWindow, ShowsTheLessonsOfOnesOwnFolder)
{
    const std::string own = written(QStringLiteral("mine.yaml"), lesson::find_built_in("abort")->yaml);
    written(QStringLiteral("compose.yaml"), "services:\n  web: {image: x}\n");
    written(QStringLiteral("notes.txt"), "endpoints:");
    const qsizetype before = window.lessons().shown().size();
    store.dispatch(model::SetLessonFolder{folder.path().toStdString()});
    EXPECT_EQ(window.lessons().shown().mid(before), QStringList{QString::fromStdString(own)}) << "lessons only";
    const std::string second = written(QStringLiteral("zweite.yaml"), lesson::find_built_in("udp")->yaml);
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.lessons().shown().size() == before + 2; }))
        << "as soon as it is there";
    auto* field = window.lessons().findChild<QLineEdit*>();
    field->setText(QStringLiteral("zweite"));
    EXPECT_EQ(window.lessons().shown(), QStringList{QString::fromStdString(second)});
    window.lessons().search(); // gives the field the focus, as Ctrl+F does
    QTest::keyClick(field, Qt::Key_Return);
    settle();
    EXPECT_EQ(model().source, second) << (model().notice ? model().notice->sentence.en : "no notice");
    EXPECT_EQ(settings.value(QStringLiteral("lesson-folder")).toString(), folder.path());
    EXPECT_EQ(model().recent, std::vector<std::string>{second});
}

TEST_F(FilesOfTheWindow, OffersRecentFilesInTheMenu)
{
    const std::string path = written(QStringLiteral("mine & yours.yaml"), lesson::find_built_in("abort")->yaml);
    open(path.c_str());
    open("udp");
    QMenu* recent = nullptr;
    for (QMenu* menu : window.findChildren<QMenu*>())
        if (menu->title() == QStringLiteral("Recent files")) recent = menu;
    ASSERT_TRUE(recent && recent->isEnabled());
    ASSERT_EQ(recent->actions().size(), 1);
    EXPECT_EQ(recent->actions().front()->text(), QStringLiteral("mine && yours.yaml"));
    recent->actions().front()->trigger();
    settle();
    EXPECT_EQ(model().source, path);
}

TEST_F(FilesOfTheWindow, ABadLessonOpensAsItsTextWithItsErrorHoweverItIsOpened)
{
    std::string text{lesson::find_built_in("abort")->yaml};
    text.insert(text.find("\nendpoints:") + 1, "nonsense: 1\n");
    const auto error = lesson::read_scenario(text, "bad.yaml");
    ASSERT_FALSE(error);
    for (const bool dropped : {false, true}) {
        open("four-way-close");
        const std::string path = written(dropped ? QStringLiteral("dropped.yaml") : QStringLiteral("bad.yml"), text);
        dropped ? drop({QString::fromStdString(path)}) : store.dispatch(model::OpenSource{path});
        settle();
        QTest::qWait(400); // its text is checked after a pause
        EXPECT_EQ(model().source, path);
        ASSERT_TRUE(window.sides().text() && window.sides().text()->isVisible()) << path;
        const QPlainTextEdit& edit = window.sides().text()->code().edit();
        EXPECT_EQ(edit.toPlainText().toStdString(), text);
        EXPECT_EQ(edit.textCursor().blockNumber() + 1, error.error().where.line);
        EXPECT_TRUE(window.sides().text()->sentence().contains(QStringLiteral("nonsense")));
        ASSERT_TRUE(model().notice);
        EXPECT_TRUE(model().notice->problem);
        EXPECT_EQ(model().recent.front(), path) << "it is opened again from there";
        press(Qt::Key_Left, Qt::AltModifier);
        settle();
        EXPECT_EQ(model().source, "four-way-close") << "what was on the stage is not lost";
    }
}

TEST_F(FilesOfTheWindow, ALessonThatHasBecomeBadKeepsItsLastGoodRun)
{
    const std::string path = written(QStringLiteral("mine.yaml"), lesson::find_built_in("abort")->yaml);
    open(path.c_str());
    const std::size_t before = steps();
    ASSERT_GT(before, 0U);
    written(QStringLiteral("mine.yaml"), "title: no\nnonsense: 1\n");
    store.dispatch(model::OpenSource{path});
    settle();
    EXPECT_EQ(steps(), before);
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    EXPECT_NE(model().notice->sentence.en.find("mine.yaml"), std::string::npos) << model().notice->sentence.en;
}

TEST_F(FilesOfTheWindow, ABadTraceCaptureOrScriptIsCalledSoWithAWayOn)
{
    for (const auto& [name, octets] :
         {std::pair{"a.tcptrace", "garbage"}, std::pair{"empty.tcptrace", ""}, std::pair{"a.pcapng", "garbage"},
          std::pair{"empty.pcap", ""}, std::pair{"a.cap", "\x01\x02"}, std::pair{"a.pkt", "0 socket(\n"},
          std::pair{"empty.pkt", ""}}) {
        drop({QString::fromStdString(written(QString::fromLatin1(name), octets))});
        settle();
        EXPECT_EQ(model().source, "four-way-close") << name;
        ASSERT_TRUE(model().notice) << name;
        const OwnedText& said = model().notice->sentence;
        EXPECT_TRUE(model().notice->problem);
        EXPECT_NE(said.en.find(name), std::string::npos) << said.en;
        EXPECT_NE(said.en.find("File > Open"), std::string::npos) << said.en;
        EXPECT_NE(said.zh.find("文件 > 打开"), std::string::npos) << said.zh;
        EXPECT_EQ(said.en.find("lesson"), std::string::npos) << said.en;
    }
}

TEST_F(FilesOfTheWindow, CopiesTheCaptionAndTheLadderAsText)
{
    press(Qt::Key_End);
    press(Qt::Key_C, Qt::ControlModifier);
    const QString caption = QApplication::clipboard()->text();
    EXPECT_TRUE(caption.contains(scene::caption(*model().staged, model().goal(), model().display).title));
    window.actions()[model::Command::CopyLadder]->trigger();
    const QString ladder = QApplication::clipboard()->text();
    EXPECT_TRUE(ladder.contains(QStringLiteral("FIN, ACK seq="))) << ladder.toStdString();
    EXPECT_TRUE(ladder.contains(QStringLiteral("TIME-WAIT")));
}

TEST_F(FilesOfTheWindow, SavesTheKindThatWasChosenUnderItsOwnEnding)
{
    window.actions()[model::Command::Save]->trigger();
    auto* dialog = window.findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    dialog->setDirectory(folder.path());
    for (const QString& filter : dialog->nameFilters()) {
        dialog->selectNameFilter(filter);
        Q_EMIT dialog->filterSelected(filter); // as a choice of the user does
        const QString ending = filter.section(u'*', 1).chopped(1);
        const QString name = QFileInfo{dialog->selectedFiles().value(0)}.fileName();
        EXPECT_EQ(name, QStringLiteral("four-way-close") + ending);
        const std::string path = folder.filePath(name).toStdString();
        EXPECT_TRUE(saveRunTo({model().staged, path})) << path;
    }
    dialog->close();
    QFile variables{folder.filePath(QStringLiteral("four-way-close.variables.csv"))};
    ASSERT_TRUE(variables.open(QIODevice::ReadOnly));
    EXPECT_TRUE(variables.readAll().startsWith("step,t_ns,endpoint,state,snd.una,"));
    QFile segments{folder.filePath(QStringLiteral("four-way-close.csv"))};
    ASSERT_TRUE(segments.open(QIODevice::ReadOnly));
    EXPECT_TRUE(segments.readAll().startsWith("n,from,sent_ns,"));
}

int pagesOf(const std::string& lesson, const QString& path)
{
    {
        QPdfWriter writer{path};
        paint::preparePages(writer);
        EXPECT_EQ(paint::printRun(writer, *testing::stagedRun(lesson), {}), paint::Printed::All);
    }
    QFile file{path};
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return static_cast<int>(file.readAll().count("/Type /Page\n"));
}

TEST_F(FilesOfTheWindow, PrintsTheWholeLadderOnAsManyPagesAsItNeeds)
{
    EXPECT_EQ(pagesOf("three-way-handshake", folder.filePath(QStringLiteral("one.pdf"))), 1);
    EXPECT_GT(pagesOf("congestion-avoidance", folder.filePath(QStringLiteral("more.pdf"))), 1);
    EXPECT_GE(pagesOf("why-2msl", folder.filePath(QStringLiteral("two-worlds.pdf"))), 1);
}

TEST_F(FilesOfTheWindow, CopiesThePageAsAFileThatCanBePasted)
{
    window.actions()[model::Command::CopyPage]->trigger();
    const QMimeData* data = QApplication::clipboard()->mimeData();
    ASSERT_TRUE(data && data->hasUrls());
    const QString path = data->urls().front().toLocalFile();
    EXPECT_TRUE(path.endsWith(u'/' + QString::fromStdString(model().staged->scenario.id) + QStringLiteral(".html")));
    EXPECT_TRUE(data->data(QStringLiteral("x-special/gnome-copied-files")).startsWith("copy\nfile:///"));
    QFile page{path};
    ASSERT_TRUE(page.open(QIODevice::ReadOnly));
    EXPECT_TRUE(page.readAll().contains("tcpstage-page"));
    ASSERT_TRUE(model().notice);
    EXPECT_FALSE(model().notice->problem);
}

TEST_F(FilesOfTheWindow, PrintsOnPaperThatIsTooSmallForAPageOfTheLadder)
{
    QPdfWriter writer{folder.filePath(QStringLiteral("label.pdf"))};
    writer.setPageSize(QPageSize{QSizeF{50, 30}, QPageSize::Millimeter});
    EXPECT_EQ(paint::printRun(writer, *testing::stagedRun("three-way-handshake"), {}), paint::Printed::All)
        << "it comes to an end";
}

TEST_F(FilesOfTheWindow, PrintingCountsItsPagesAndCanBeCancelledBeforeEach)
{
    QPdfWriter writer{folder.filePath(QStringLiteral("long.pdf"))};
    paint::preparePages(writer);
    std::vector<int> begun;
    int all = 0;
    const auto begins = [&](int page, int pages) {
        begun.push_back(page);
        all = pages;
        return page < 2;
    };
    EXPECT_EQ(paint::printRun(writer, *testing::stagedRun("congestion-avoidance"), {}, begins),
              paint::Printed::Cancelled);
    EXPECT_EQ(begun, (std::vector{1, 2}));
    EXPECT_EQ(all, pagesOf("congestion-avoidance", folder.filePath(QStringLiteral("whole.pdf"))));
}

} // namespace
} // namespace tcpstage::widgets
