// Unsaved work in the real window: it is kept in a folder and restored after the next start.

#include "tests/ui/widgets/window.h"

#include "core/base/files.h"
#include "ui/model/words.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/file_watch.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/services.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

constexpr const char* keptLesson = "three-way-handshake";
class UnsavedInTheWindow : public Window {
protected:
    UnsavedInTheWindow() : Window{keptLesson} {}

    LessonText& text() { return *window.sides().text(); }
    QPlainTextEdit& edit() { return text().code().edit(); }
    std::string written() { return edit().toPlainText().toStdString(); }
    void steps(int count)
    {
        window.stage().take();
        for (int i = 0; i < count; ++i)
            press(Qt::Key_Right);
    }
    void showText()
    {
        if (model().panel != model::SidePanel::Text) press(Qt::Key_L, Qt::ControlModifier);
    }
    /// Types at the beginning of the lesson's text.
    void write(const QString& letters)
    {
        showText();
        edit().setFocus();
        edit().moveCursor(QTextCursor::Start);
        for (const QChar letter : letters)
            letter == u'\n' ? QTest::keyClick(&edit(), Qt::Key_Return) : QTest::keyClicks(&edit(), letter);
    }
    void dropSegment()
    {
        window.stage().take();
        press(Qt::Key_D);
        settle();
    }
    /// Everything that must be restored, as text.
    std::string state(const model::Model& now) const
    {
        std::string all = now.source + std::to_string(now.branches.shown);
        for (const model::Branch& branch : now.branches.all)
            all += '\n' + branch.name.en + lesson::write_scenario(branch.staged->scenario) +
                   (branch.text ? *branch.text : "") + (branch.draft ? "draft " + *branch.draft : "");
        return all + (now.branches.draft ? *now.branches.draft : "") +
               std::to_string(now.staged->timeMap.moment(now.goal()).record);
    }
    std::string state() const { return state(model()); }
    QToolButton* button(const QMainWindow& in, const Text& words) const
    {
        for (QToolButton* button : in.findChildren<QToolButton*>())
            if (button->isVisible() && button->text() == model::say(words, Language::English)) return button;
        return nullptr;
    }
    QStringList kept() const { return QDir{workFolder()}.entryList({QStringLiteral("*.work")}, QDir::Files); }
    void pickFromList(const QString& words)
    {
        press(Qt::Key_F, Qt::ControlModifier);
        type(*QApplication::focusWidget(), words);
        press(Qt::Key_Return);
        settle();
    }
};

/// A second start of the program with the same folder.
struct NextStart {
    NextStart(QSettings& settings, const QString& folder, const char* source = keptLesson)
        : works{std::make_shared<WorkFolder>(folder)}, store{begun(), programServices(settings, works)}, window{
                                                                                                             store,
                                                                                                             settings}
    {
        open(source);
    }
    void open(const std::string& source)
    {
        store.dispatch(model::OpenSource{source});
        store.settle();
        QApplication::processEvents();
        store.settle();
    }
    std::shared_ptr<WorkFolder> works;
    model::Store store;
    MainWindow window;

private:
    static model::Model begun()
    {
        model::Model model;
        model.animates = false;
        return model;
    }
};

struct WorkKind {
    const char* name;
    std::function<void()> make;
};
struct Way {
    const char* name;
    std::function<void()> leave;
};

class EveryWayOut : public UnsavedInTheWindow {
protected:
    const std::vector<WorkKind> kinds{{"a text that is not right", [this] { write(QStringLiteral("[")); }},
                                      {"a text that was run",
                                       [this] {
                                           write(QStringLiteral("# mine\n"));
                                           text().check();
                                           settle();
                                       }},
                                      {"a branch with a name",
                                       [this] {
                                           dropSegment();
                                           press(Qt::Key_F2);
                                           type(*window.branchStrip()->field(), QStringLiteral("mine"));
                                           press(Qt::Key_Return);
                                       }},
                                      {"a note",
                                       [this] {
                                           window.stage().take();
                                           press(Qt::Key_M, Qt::ControlModifier);
                                           settle();
                                       }},
                                      {"an option and a network", [this] {
                                           store.dispatch(model::SetTcpOption{trace::Side::Left, "mss", "500"});
                                           settle();
                                           auto links = model().staged->scenario.setup.links;
                                           links[0].delay = Duration{std::chrono::milliseconds{17}};
                                           store.dispatch(model::SetNetwork{links});
                                           settle();
                                       }}};
    const std::vector<Way> ways{
        {"the list", [this] { pickFromList(QStringLiteral("abort")); }},
        {"a file that is dropped", [this] { drop({folder.filePath(QStringLiteral("other.yaml"))}); }},
        {"a file that is no lesson", [this] { drop({folder.filePath(QStringLiteral("broken.yaml"))}); }},
        {"a sandbox",
         [this] {
             window.stage().take();
             press(Qt::Key_N, Qt::ControlModifier);
             settle();
         }},
        {"a cell of the matrix",
         [this] {
             window.stage().take();
             press(Qt::Key_8);
             Canvas& matrix = window.stage().ladderCanvas();
             QTest::mouseClick(&matrix, Qt::LeftButton, {}, placeOf(matrix, scene::Ref::Kind::Cell));
             settle();
             press(Qt::Key_1);
         }},
        {"two side by side, the other language, and a link", [this] {
             window.stage().take();
             press(Qt::Key_C);
             settle();
             press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
             press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
             open("four-way-close");
         }}};
};

TEST_F(EveryWayOut, LeavesNothingBehind)
{
    ASSERT_TRUE(write_whole_file(folder.filePath(QStringLiteral("other.yaml")).toStdString(),
                                 lesson::write_scenario(model().staged->scenario)));
    ASSERT_TRUE(write_whole_file(folder.filePath(QStringLiteral("broken.yaml")).toStdString(), "title: ["));
    for (const WorkKind& kind : kinds) {
        for (const Way& way : ways) {
            if ((&kind - kinds.data() + (&way - ways.data())) % 6 != 0) continue; // the model's test does all
            SCOPED_TRACE(std::string{kind.name} + ", left for " + way.name);
            store.dispatch(model::OpenSource{keptLesson, true});
            settle();
            steps(6);
            kind.make();
            const std::string before = state();
            way.leave();
            if (model().source != keptLesson) {
                window.stage().take();
                press(Qt::Key_Z, Qt::ControlModifier);
                settle();
                EXPECT_EQ(state(), before) << "undone";
                way.leave();
                pickFromList(QString::fromLatin1(keptLesson));
            }
            EXPECT_EQ(state(), before) << "chosen again";

            if (&way - ways.data() > 1) continue; // a second window is slow
            store.keepAll();                      // as if killed here
            NextStart next{settings, workFolder()};
            EXPECT_EQ(state(next.store.model()), before) << "started again";
        }
    }
}

TEST_F(UnsavedInTheWindow, ATextIsKeptThoughItsLessonIsLeftAtOnceAndIsRunWhenItIsBack)
{
    write(QStringLiteral("# mine\n")); // not run yet
    const std::string text = written();
    pickFromList(QStringLiteral("abort"));
    EXPECT_NE(written(), text);
    pickFromList(QString::fromLatin1(keptLesson));
    EXPECT_EQ(written(), text);
    ASSERT_TRUE(QTest::qWaitFor([this] { return model().branches.all.size() == 2; }, 10'000));
    EXPECT_EQ(written(), text);
}

TEST_F(UnsavedInTheWindow, ATextStaysWithTheRunThatItIsOf)
{
    steps(6);
    write(QStringLiteral("["));
    const std::string text = written();
    dropSegment();
    EXPECT_EQ(written().find("[title"), std::string::npos) << "the branch has a text of its own";
    QTest::mouseClick(window.branchStrip()->button(0), Qt::LeftButton);
    EXPECT_EQ(written(), text);
    store.dispatch(model::SetTimeMap{scene::TimeMapKind::ToScale});
    settle();
    EXPECT_EQ(written(), text);
}

TEST_F(UnsavedInTheWindow, TheNoticeSaysWhatIsBackAndStartsAfreshByAClick)
{
    steps(6);
    dropSegment();
    open("abort");
    open(keptLesson);
    ASSERT_TRUE(model().notice);
    EXPECT_EQ(model().notice->sentence.en, wording::keptBranch.en);
    QToolButton* afresh = button(window, wording::startAfresh);
    ASSERT_TRUE(afresh);
    QTest::mouseClick(afresh, Qt::LeftButton);
    settle();
    EXPECT_TRUE(model().branches.all.empty());
    EXPECT_TRUE(kept().isEmpty());
    QToolButton* back = button(window, wording::bringBack);
    ASSERT_TRUE(back);
    QTest::mouseClick(back, Qt::LeftButton);
    settle();
    EXPECT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(kept().size(), 1) << "and it is kept again";
}

TEST_F(UnsavedInTheWindow, ClosingTheWindowKeepsItWithTheMomentAndWhatWasSelected)
{
    steps(6);
    dropSegment();
    steps(3);
    store.dispatch(model::Select{scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 1, 0}});
    const std::string before = state();
    window.close();
    const NextStart next{settings, workFolder()};
    EXPECT_EQ(state(next.store.model()), before);
    EXPECT_EQ(next.store.model().selection, (scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 1, 0}));
}

TEST_F(UnsavedInTheWindow, ItIsWrittenWithinSecondsWhileTheLessonStands)
{
    steps(6);
    dropSegment();
    EXPECT_TRUE(QTest::qWaitFor([this] { return kept().size() == 1; }, 20'000));
}

TEST_F(UnsavedInTheWindow, TwoWindowsNeverDestroyEachOthersWork)
{
    steps(6);
    dropSegment();
    store.keepAll();
    NextStart other{settings, workFolder()};
    other.store.dispatch(model::RenameBranch{1, "of the other"});
    other.store.keepAll();
    store.dispatch(model::RenameBranch{1, "of this one"});
    store.keepAll();
    other.store.dispatch(model::RenameBranch{1, "of the other, again"});
    other.store.keepAll();

    NextStart next{settings, workFolder()};
    std::vector<std::string> names;
    for (const model::Branch& branch : next.store.model().branches.all)
        names.push_back(branch.name.en);
    EXPECT_NE(std::ranges::find(names, "of this one"), names.end());
    EXPECT_NE(std::ranges::find(names, "of the other, again"), names.end());
    next.store.dispatch(model::RenameBranch{1, "all in one"});
    next.store.keepAll();
    EXPECT_EQ(kept().size(), 1);
}

TEST_F(UnsavedInTheWindow, ADamagedFileIsPutAsideWithOneSentence)
{
    steps(6);
    dropSegment();
    store.keepAll();
    ASSERT_EQ(kept().size(), 1);
    const std::string path = QDir{workFolder()}.filePath(kept().front()).toStdString();
    ASSERT_TRUE(write_whole_file(path, "TCP Stage: unsaved work, version 1\nsource 9999999999\nx"));
    NextStart next{settings, workFolder()};
    ASSERT_TRUE(next.store.model().notice);
    EXPECT_NE(next.store.model().notice->sentence.en.find("damaged"), std::string::npos);
    EXPECT_TRUE(next.store.model().branches.all.empty());
    next.open("abort");
    next.open(keptLesson);
    EXPECT_FALSE(next.store.model().notice) << "it is said once";
}

TEST_F(UnsavedInTheWindow, WhereNothingCanBeWrittenItIsSaidOnceAndTheWorkGoesOn)
{
    QFile file{workFolder()}; // a file where the folder should be
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    steps(6);
    dropSegment();
    store.keepAll();
    settle();
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    EXPECT_NE(model().notice->sentence.en.find("cannot be kept"), std::string::npos);
    store.dispatch(model::DismissNotice{});
    store.dispatch(model::RenameBranch{1, "mine"});
    store.keepAll();
    settle();
    EXPECT_FALSE(model().notice);
    open("abort");
    open(keptLesson);
    EXPECT_EQ(model().branches.all.size(), 2U) << "in this window it is kept all the same";
}

TEST_F(UnsavedInTheWindow, NoMoreThanFiftyFilesAreKept)
{
    WorkFolder works{workFolder()};
    for (int i = 0; i < 60; ++i) {
        model::Work work = *model::workOf(model());
        work.source = "lesson " + std::to_string(i);
        work.desk.number = std::uint64_t{1000} + static_cast<std::uint64_t>(i);
        work.branches.draft = std::make_shared<const std::string>("text");
        ASSERT_TRUE(works.keep(work));
    }
    EXPECT_EQ(kept().size(), 50);
    EXPECT_TRUE(works.titleOf("lesson 59"));
}

TEST_F(UnsavedInTheWindow, OfAFileThatIsGoneTheWorkIsNot)
{
    const std::string path = folder.filePath(QStringLiteral("mine.yaml")).toStdString();
    ASSERT_TRUE(write_whole_file(path, lesson::write_scenario(model().staged->scenario)));
    open(path.c_str());
    write(QStringLiteral("["));
    window.close();
    QFile::remove(QString::fromStdString(path));
    NextStart next{settings, workFolder(), path.c_str()};
    ASSERT_TRUE(next.store.model().staged);
    EXPECT_EQ(next.store.model().source, path);
    ASSERT_TRUE(next.store.model().branches.draft);
    ASSERT_TRUE(next.store.model().notice);
    EXPECT_TRUE(next.store.model().notice->problem) << "why the file itself cannot be opened";
}

TEST_F(UnsavedInTheWindow, AFileChangedByAnotherProgramIsNoticedWhenTheWindowIsActivated)
{
    const std::string path = folder.filePath(QStringLiteral("mine.yaml")).toStdString();
    const std::string text = lesson::write_scenario(model().staged->scenario);
    ASSERT_TRUE(write_whole_file(path, text));
    new FileWatch{store, &window};
    open(path.c_str());
    write(QStringLiteral("["));
    QEvent activated{QEvent::WindowActivate};
    QApplication::sendEvent(&window, &activated);
    EXPECT_FALSE(model().notice) << "nothing has changed";
    ASSERT_TRUE(write_whole_file(path, "# by another program\n" + text));
    QApplication::sendEvent(&window, &activated);
    QToolButton* reload = button(window, wording::loadAgain);
    ASSERT_TRUE(reload);
    QTest::mouseClick(reload, Qt::LeftButton);
    settle();
    EXPECT_TRUE(written().starts_with("[")) << "one's own text stays";
}

} // namespace
} // namespace tcpstage::widgets
