// A lesson hour is prepared in the window, kept in a file, opened from it, and given with a clicker.
#include "tests/ui/widgets/window.h"

#include "core/base/files.h"
#include "ui/model/kept/choices.h"
#include "ui/widgets/hour_to_page.h"
#include "ui/widgets/hours/hour_dialog.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/presenter_notes.h"
#include "ui/widgets/services.h"

#include <QApplication>
#include <QDropEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <algorithm>

namespace tcpstage::widgets {
namespace {

constexpr const char* yaml = R"(title: {en: "Opening and closing", zh: "建立与关闭"}
lessons:
  - lesson: three-way-handshake
    step: 3
    minutes: 12
    notes: {en: "Ask why.", zh: "提问。"}
  - lesson: udp
    minutes: 5
)";

class LessonHourInTheWindow : public Window {
protected:
    std::string write(const std::string& text)
    {
        const std::string path = folder.filePath(QStringLiteral("hour.yaml")).toStdString();
        EXPECT_TRUE(write_whole_file(path, text));
        return path;
    }
    void open(const std::string& path)
    {
        store.dispatch(model::OpenSource{path});
        settle(); // the hour
        settle(); // its first lesson
    }
    HourDialog& prepare()
    {
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = window.findChild<HourDialog*>();
        EXPECT_TRUE(dialog && dialog->isVisible());
        return *dialog;
    }
    /// The rows of the hour in the list of lessons: those before the first built-in lesson's own row.
    QStringList rows() const
    {
        QStringList all;
        const auto* list = window.lessons().findChild<QListWidget*>();
        for (int row = 0; row < list->count() && !list->item(row)->isHidden(); ++row)
            all << list->item(row)->text();
        return all;
    }
};

TEST_F(LessonHourInTheWindow, OpensFromItsFileAtTheStepOfItsFirstLesson)
{
    open(write(yaml));
    ASSERT_TRUE(model().hour);
    EXPECT_EQ(model().source, "three-way-handshake");
    EXPECT_EQ(model().staged->stepsUntil(model().goal()), 3U);
    EXPECT_EQ(model().recent.front(), model().hour->path);
    EXPECT_EQ(rows().value(0), "Opening and closing · 17 min");
    EXPECT_EQ(rows().value(2), "2. UDP: none of this (not TCP) · 5 min");
    press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    EXPECT_EQ(model().source, "udp");
    EXPECT_EQ(model().hour->part, 1U);
    press(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    EXPECT_EQ(model().source, "three-way-handshake");
}

TEST_F(LessonHourInTheWindow, BecomesOnePageWithoutWhatOnlyTheSpeakerReads)
{
    open(write(yaml));
    const QString path = folder.filePath(QStringLiteral("hour.html"));
    writeHourTo(path, store, &window);
    const auto page = read_whole_file(path.toStdString(), {1U << 26U});
    ASSERT_TRUE(page);
    EXPECT_NE(page->find("\"id\":\"udp\""), std::string::npos);
    EXPECT_NE(page->find("建立与关闭"), std::string::npos);
    EXPECT_EQ(page->find("Ask why."), std::string::npos);
    ASSERT_TRUE(model().notice) << "where it is";
    writeHourTo(QStringLiteral("/no/such/folder/hour.html"), store, &window);
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    store.dispatch(model::Command::EndHour);
    EXPECT_TRUE(model::whyNot(model(), model::Command::SaveHourPage));
}

TEST_F(LessonHourInTheWindow, BecomesAPageWithTheStrokesOfEachLessonOnThatLesson)
{
    constexpr int curve = 4;
    open(write(yaml));
    const QString path = folder.filePath(QStringLiteral("hour.html"));
    /// Whether there are curves among the marks of each lesson of the page.
    const auto curves = [&] {
        writeHourTo(path, store, &window);
        const QByteArray page = QByteArray::fromStdString(read_whole_file(path.toStdString(), {1U << 26U}).value());
        const qsizetype from = page.indexOf("id=\"data\">") + 10;
        const QByteArray data = page.mid(from, page.indexOf("</script>", from) - from);
        std::vector<bool> drawn;
        const QJsonArray lessons = QJsonDocument::fromJson(data)[QLatin1String("lessons")].toArray();
        for (const auto& lesson : lessons) {
            const QJsonArray marks = lesson.toObject()[QLatin1String("marks")].toArray();
            drawn.push_back(
                std::ranges::any_of(marks, [](const QJsonValue& mark) { return mark.toArray()[0].toInt() == curve; }));
        }
        return drawn;
    };
    const auto draw = [&] {
        store.dispatch(model::DrawingAction{model::BeginStroke{scene::SurfaceKind::Ladder, {}, {0.2, 1, 1}}});
        store.dispatch(model::DrawingAction{model::GrowStroke{{{0.8, 2, 1}}}});
        store.dispatch(model::DrawingAction{model::FinishStroke{}});
    };
    EXPECT_EQ(curves(), (std::vector<bool>{false, false}));
    store.dispatch(model::Command::ToggleDrawing);
    draw();
    ASSERT_TRUE(model().display.drawn.drawing);
    EXPECT_EQ(curves(), (std::vector<bool>{true, false}));
    store.dispatch(model::Command::ToggleDrawing);
    press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    ASSERT_EQ(model().source, "udp");
    EXPECT_EQ(curves(), (std::vector<bool>{true, false})) << "the first lesson is not on the stage";
    store.dispatch(model::Command::ToggleDrawing);
    draw();
    EXPECT_EQ(curves(), (std::vector<bool>{true, true}));
    store.dispatch(model::Command::HideDrawings);
    EXPECT_EQ(curves(), (std::vector<bool>{false, false})) << "as on the stage";
}

TEST_F(LessonHourInTheWindow, GoesOnFromTheEndOfALessonWithAClicker)
{
    open(write(yaml));
    ASSERT_TRUE(model().notice) << "how many lessons, and the key";
    press(Qt::Key_F5);
    EXPECT_FALSE(model().notice) << "that is for the teacher";
    press(Qt::Key_End);
    press(Qt::Key_PageDown); // the last page
    ASSERT_TRUE(model().lastPage);
    press(Qt::Key_PageDown);
    settle();
    EXPECT_EQ(model().source, "udp");
    EXPECT_TRUE(model().presenting);
    press(Qt::Key_End);
    press(Qt::Key_PageDown);
    ASSERT_TRUE(model().lastPage);
    press(Qt::Key_PageDown);
    settle();
    EXPECT_EQ(model().source, "udp") << "the hour is over";
    press(Qt::Key_F5);
}

TEST_F(LessonHourInTheWindow, SaysOnlyToTheSpeakerWhatComesAndHowMuchTimeIsLeft)
{
    open(write(yaml));
    press(Qt::Key_F5);
    auto& notes = *window.findChild<PresenterNotes*>();
    notes.show(); // as where the projector is another screen
    const auto text = [&](const char* name) { return notes.findChild<QLabel*>(QLatin1String{name})->text(); };
    EXPECT_EQ(text("hourPart"), "Lesson 1 of 2: Three-way handshake; then: UDP: none of this (not TCP)");
    EXPECT_EQ(text("hourNotes"), "Ask why.");
    EXPECT_TRUE(text("hourLeft").contains(QStringLiteral("left of this lesson"))) << text("hourLeft").toStdString();
    EXPECT_TRUE(text("hourLeft").startsWith(QStringLiteral("12:00")) ||
                text("hourLeft").startsWith(QStringLiteral("11:5")));
    press(Qt::Key_F5);
}

TEST_F(LessonHourInTheWindow, SaysTheTimeThatIsLeftOnOneScreen)
{
    open(write(yaml));
    press(Qt::Key_F5);
    press(Qt::Key_J);
    const auto* toast = window.presenter()->findChild<QLabel*>(QStringLiteral("toast"));
    ASSERT_TRUE(toast);
    EXPECT_TRUE(toast->text().contains(QStringLiteral("left of this lesson"))) << toast->text().toStdString();
    press(Qt::Key_F5);
}

TEST_F(LessonHourInTheWindow, WithoutMinutesPlansNone)
{
    open(write("title: Short\nlessons:\n  - lesson: udp\n"));
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->sentence.en.starts_with("Lessons of this hour: 1. ")) << model().notice->sentence.en;
    EXPECT_EQ(model().notice->sentence.zh.find("分钟"), std::string::npos);
}

TEST_F(LessonHourInTheWindow, OpensAPartAtItsStepThoughWorkIsKeptInIt)
{
    Window::open("three-way-handshake");
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    press(Qt::Key_N);
    press(Qt::Key_D);
    settle();
    ASSERT_EQ(model().branches.shown, 1U);
    open(write(yaml));
    EXPECT_EQ(model().branches.all.size(), 2U) << "the branch is kept";
    EXPECT_EQ(model().branches.shown, 0U);
    EXPECT_EQ(model().staged->stepsUntil(model().goal()), 3U);
}

TEST_F(LessonHourInTheWindow, GoesOnAtTheNextStartWhereItWas)
{
    const std::string path = write(yaml);
    open(path);
    press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    model::remember(settings, model());
    model::Model next;
    model::recall(settings, next);
    ASSERT_TRUE(next.lastHour);
    EXPECT_EQ(next.lastHour->path, path);
    model::Store later{next, programServices(settings, nullptr)};
    later.dispatch(model::OpenSource{path});
    later.settle();
    later.settle();
    ASSERT_TRUE(later.model().hour);
    EXPECT_EQ(later.model().hour->part, 1U);
    EXPECT_EQ(later.model().source, "udp");
    store.dispatch(model::Command::EndHour);
    model::remember(settings, model());
    model::Model third;
    model::recall(settings, third);
    EXPECT_FALSE(third.lastHour);
}

TEST_F(LessonHourInTheWindow, IsPreparedAndComesBackFromItsFile)
{
    HourDialog& dialog = prepare();
    dialog.findChild<QLineEdit*>()->setFocus();
    dialog.lessons().setCurrentRow(0);
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text().startsWith(QStringLiteral("Add →"))) {
            button->click();
            dialog.lessons().setCurrentRow(2);
            button->click();
        }
    ASSERT_EQ(dialog.parts().count(), 2);
    auto spins = dialog.findChildren<QSpinBox*>();
    ASSERT_EQ(spins.size(), 2);
    spins[0]->setValue(4);
    spins[1]->setValue(9);
    dialog.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("Say: \"hello\".\nThen wait."));
    const lesson::Hour made = dialog.hour();
    EXPECT_EQ(made.parts[1].step, 4U);
    EXPECT_EQ(made.parts[1].minutes, 9U);
    const QString path = folder.filePath(QStringLiteral("mine.yaml"));
    ASSERT_TRUE(dialog.saveTo(path));
    dialog.parts().clear();
    ASSERT_TRUE(dialog.read(path));
    EXPECT_EQ(dialog.hour(), made);
    EXPECT_FALSE(dialog.saveTo(QStringLiteral("/nowhere/mine.yaml")));
    EXPECT_FALSE(dialog.findChild<QLabel*>(QStringLiteral("popoverSentence"))->text().isEmpty());
    QApplication::processEvents();
    ASSERT_TRUE(dialog.saveTo(path));
    dialog.reject();
}

TEST_F(LessonHourInTheWindow, TakesLessonsThatAreDraggedIntoIt)
{
    HourDialog& dialog = prepare();
    dialog.lessons().setCurrentRow(1);
    std::unique_ptr<QMimeData> data{dialog.lessons().model()->mimeData({dialog.lessons().currentIndex()})};
    QDropEvent event{QPointF{10, 10}, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier};
    QDragEnterEvent enter{QPoint{10, 10}, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier};
    QApplication::sendEvent(dialog.parts().viewport(), &enter);
    QApplication::sendEvent(dialog.parts().viewport(), &event);
    QApplication::processEvents();
    ASSERT_EQ(dialog.parts().count(), 1);
    EXPECT_EQ(dialog.hour().parts.front().source,
              dialog.lessons().currentItem()->data(Qt::UserRole).toString().toStdString());
    EXPECT_TRUE(dialog.parts().item(0)->text().startsWith(QStringLiteral("1. ")));
    ASSERT_TRUE(dialog.saveTo(folder.filePath(QStringLiteral("dragged.yaml"))));
    dialog.reject();
}

TEST_F(LessonHourInTheWindow, SaysWhatIsWrongWithItsFile)
{
    open(write("title: a\nlessons:\n  - three-way-handshak\n"));
    EXPECT_FALSE(model().hour);
    ASSERT_TRUE(model().notice);
    EXPECT_NE(model().notice->sentence.en.find("three-way-handshake"), std::string::npos);
}

TEST_F(LessonHourInTheWindow, IsOverviewedWithOneKeyOverThePresentation)
{
    open(write(yaml));
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    press(Qt::Key_H, Qt::ControlModifier);
    auto* list = window.presenter()->findChild<LessonList*>();
    ASSERT_TRUE(list && list->isVisible());
    auto* rows = list->findChild<QListWidget*>();
    EXPECT_EQ(rows->item(0)->text(), "Opening and closing · 17 min");
    EXPECT_EQ(rows->currentRow(), 1) << "the lesson on the stage";
    QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->item(2)).center());
    settle();
    EXPECT_EQ(model().source, "udp");
    EXPECT_EQ(model().hour->part, 1U);
    press(Qt::Key_F5);
}

} // namespace
} // namespace tcpstage::widgets
