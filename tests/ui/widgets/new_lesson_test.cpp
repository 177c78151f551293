// A lesson of one's own begins with a template.
#include "tests/ui/widgets/window.h"

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "ui/widgets/lessons/new_lesson_dialog.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>

namespace tcpstage::widgets {
namespace {

TEST(Templates, AreLessonsInBothLanguagesThatRunAsTheySay)
{
    ASSERT_GE(lesson::lesson_templates().size(), 6U);
    for (const lesson::BuiltIn& each : lesson::lesson_templates()) {
        const auto read = lesson::read_scenario(std::string{each.yaml}, std::string{each.id} + ".yaml");
        ASSERT_TRUE(read) << each.id << ": " << read.error().what.en;
        EXPECT_NE(read->title.en, read->title.zh) << each.id;
        EXPECT_FALSE(read->summary.en.empty() || read->summary.zh.empty()) << each.id;
        const run::Run made = run::run(*read);
        EXPECT_GT(made.trace.transits().size(), 2U) << each.id;
        EXPECT_TRUE(made.warnings.empty()) << each.id << ": " << made.warnings.front().sentences().en;
        EXPECT_EQ(lesson::find_built_in(each.id), nullptr) << "a file is made of it";
    }
}

class NewLesson : public Window {
protected:
    NewLessonDialog& dialog()
    {
        press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        auto* found = window.findChild<NewLessonDialog*>();
        EXPECT_TRUE(found && found->isVisible());
        return *found;
    }
};

TEST_F(NewLesson, BecomesAFileThatIsOpenWithItsTextAndInTheList)
{
    NewLessonDialog& begin = dialog();
    ASSERT_EQ(static_cast<std::size_t>(begin.templates().count()), lesson::lesson_templates().size());
    begin.templates().setCurrentRow(2);
    const QString path = folder.filePath(QStringLiteral("mine.yaml"));
    ASSERT_TRUE(begin.beginAt(path));
    settle();
    EXPECT_EQ(model().source, path.toStdString());
    EXPECT_EQ(model().panel, model::SidePanel::Text);
    EXPECT_EQ(*read_whole_file(path.toStdString(), lesson::lesson_limits({})), lesson::lesson_templates()[2].yaml);
    EXPECT_EQ(model().lessonFolder, QFileInfo{path}.absolutePath().toStdString());
}

TEST_F(NewLesson, ThatCannotBeWrittenIsSaidInTheDialog)
{
    NewLessonDialog& begin = dialog();
    EXPECT_FALSE(begin.beginAt(QStringLiteral("/nowhere/mine.yaml")));
    EXPECT_FALSE(begin.findChild<QLabel*>(QStringLiteral("popoverSentence"))->text().isEmpty());
    EXPECT_EQ(model().source, "four-way-close");
}

} // namespace
} // namespace tcpstage::widgets
