// A whole hour on one screen: what a class needs opens over the presentation, in its size, and nothing of the window is
// ever seen.
#include "tests/ui/widgets/window.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/present/lesson_overlay.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/toast.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

namespace tcpstage::widgets {

class OneScreen : public Window {
protected:
    OneScreen()
    {
        press(Qt::Key_F5);
        EXPECT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    }
    Canvas& canvas() const { return window.presenter()->canvas(); }
    bool overlayShown() const { return window.presenter()->lessons() && window.presenter()->lessons()->isVisible(); }
    QStringList words() const
    {
        QStringList all;
        for (const auto* marks : {&canvas().scene().still, &canvas().scene().moving})
            for (const scene::Mark& mark : *marks)
                if (const auto* label = std::get_if<scene::Label>(&mark.shape)) all << label->text;
        return all;
    }
    void wheel(int turned, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const QPointF at{canvas().width() / 2.0, canvas().height() / 3.0};
        QWheelEvent event{at,        canvas().mapToGlobal(at), {},   {0, turned}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase,        false};
        QApplication::sendEvent(&canvas(), &event);
        QApplication::processEvents();
    }
};

TEST_F(OneScreen, ABlackScreenIsOnlyOpenedByAClickOrTheFirstKey)
{
    const std::size_t before = step();
    press(Qt::Key_B);
    ASSERT_EQ(model().curtain, model::Curtain::Black);
    press(Qt::Key_F, Qt::ControlModifier);
    EXPECT_EQ(model().curtain, model::Curtain::Open);
    EXPECT_FALSE(overlayShown());
    press(Qt::Key_B);
    QWidget* curtain = window.presenter()->childAt(window.presenter()->rect().center());
    ASSERT_NE(curtain, &canvas());
    QTest::mouseClick(curtain, Qt::LeftButton);
    EXPECT_EQ(model().curtain, model::Curtain::Open);
    EXPECT_EQ(step(), before);
}

TEST_F(OneScreen, ALessonIsChosenFromAnOverlay)
{
    press(Qt::Key_F, Qt::ControlModifier);
    ASSERT_TRUE(overlayShown());
    EXPECT_FALSE(window.isActiveWindow());
    auto* field = window.presenter()->lessons()->findChild<QLineEdit*>();
    ASSERT_EQ(QApplication::focusWidget(), field);
    QTest::keyClicks(field, QStringLiteral("abort"));
    EXPECT_EQ(step(), 0U) << "letters are written, not obeyed";
    EXPECT_FALSE(model().prediction.on);
    press(Qt::Key_Return);
    settle();
    EXPECT_EQ(model().source, "abort");
    EXPECT_FALSE(overlayShown());
    EXPECT_TRUE(model().presenting);
    press(Qt::Key_PageDown);
    EXPECT_EQ(model().staged->shownStep(model().goal()), 1U) << "the clicker has the stage again";
}

TEST_F(OneScreen, AClickerMovesInTheOverlayAndNotInTheLessonBehindIt)
{
    press(Qt::Key_F, Qt::ControlModifier);
    ASSERT_TRUE(overlayShown());
    auto* list = window.presenter()->lessons()->findChild<QListWidget*>();
    QTest::keyClicks(window.presenter()->lessons()->findChild<QLineEdit*>(), QStringLiteral("half"));
    press(Qt::Key_Escape); // empties the field
    ASSERT_TRUE(overlayShown());
    int row = list->currentRow();
    for (int i = 0; i < 2; ++i) {
        press(Qt::Key_PageDown);
        EXPECT_GT(list->currentRow(), row);
        row = list->currentRow();
        EXPECT_EQ(step(), 0U);
    }
    press(Qt::Key_PageUp);
    EXPECT_LT(list->currentRow(), row);
    EXPECT_EQ(step(), 0U);
}

TEST_F(OneScreen, TheOverlayIsLeftByEscAndTheLessonStays)
{
    press(Qt::Key_F, Qt::ControlModifier);
    press(Qt::Key_Escape);
    EXPECT_FALSE(overlayShown());
    EXPECT_TRUE(model().presenting);
    EXPECT_EQ(model().source, "four-way-close");
}

TEST_F(OneScreen, WhoPressesTheKeyOfTheOverlayAgainStillWritesAndCommandsNothing)
{
    press(Qt::Key_F, Qt::ControlModifier);
    auto* field = window.presenter()->lessons()->findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("abort"));
    press(Qt::Key_F, Qt::ControlModifier);
    ASSERT_TRUE(overlayShown()) << "it was shown already";
    EXPECT_EQ(QApplication::focusWidget(), field);
    EXPECT_EQ(field->selectedText(), QStringLiteral("abort")) << "and is written over";
    for (const Qt::Key key : {Qt::Key_D, Qt::Key_Q, Qt::Key_B, Qt::Key_L})
        press(key);
    EXPECT_EQ(field->text(), QStringLiteral("dqbl"));
    press(Qt::Key_Down);
    ASSERT_NE(QApplication::focusWidget(), field);
    for (const Qt::Key key : {Qt::Key_D, Qt::Key_Q, Qt::Key_B, Qt::Key_L}) {
        press(key); // in the list
        EXPECT_EQ(QApplication::focusWidget(), field) << "letters go on with the search";
        press(Qt::Key_Down);
    }
    EXPECT_EQ(field->text(), QStringLiteral("dqbldqbl"));
    EXPECT_EQ(model().branches.all.size(), 0U);
    EXPECT_FALSE(model().prediction.on);
    EXPECT_FALSE(model().pointer);
    EXPECT_EQ(model().curtain, model::Curtain::Open);
}

TEST_F(OneScreen, ItsRowsAreInTheSizeOfThePresentation)
{
    press(Qt::Key_F, Qt::ControlModifier);
    const auto* list = window.presenter()->lessons()->findChild<QListWidget*>();
    const auto* ofWindow = window.lessons().findChild<QListWidget*>();
    const double larger = window.presenter()->height() / 490.0;
    EXPECT_GE(list->item(1)->sizeHint().height(), ofWindow->item(1)->sizeHint().height() * larger * 0.95);
}

TEST_F(OneScreen, AtTheEndTheClickerShowsTheWholeRunAndThenTheNextLesson)
{
    press(Qt::Key_End);
    press(Qt::Key_PageDown);
    EXPECT_TRUE(model().lastPage);
    EXPECT_TRUE(words().contains(QStringLiteral("End")));
    EXPECT_TRUE(std::ranges::any_of(
        words(), [](const QString& text) { return text.startsWith(QStringLiteral("Next lesson:")); }));
    press(Qt::Key_PageDown);
    settle();
    EXPECT_EQ(model().source, model::lessonAfter("four-way-close")->id);
    EXPECT_EQ(model().goal(), model().staged->opening());
    EXPECT_TRUE(model().presenting);
}

TEST_F(OneScreen, TheLastPageOfAComparisonSaysWhatItsSignsMean)
{
    window.presenter()->resize(1366, 768);
    for (const char* lesson : {"why-not-two", "why-2msl", "what-tcp-is", "process-crash"})
        for (const Language language : {Language::English, Language::Chinese}) {
            store.dispatch(model::SetLanguage{language});
            open(lesson);
            press(Qt::Key_End);
            press(Qt::Key_PageDown);
            ASSERT_TRUE(model().lastPage) << lesson;
            const QString legend = scene::signsLegend(*model().staged, canvas().scene(), language);
            EXPECT_FALSE(legend.isEmpty()) << lesson;
            EXPECT_TRUE(words().join(u' ').simplified().contains(legend.simplified()))
                << lesson << ": " << words().mid(words().size() - 8).join(u'|').toStdString();
        }
}

TEST_F(OneScreen, AKeyThatIsHeldDoesNotRunIntoTheNextLesson)
{
    press(Qt::Key_End);
    press(Qt::Key_PageDown);
    QKeyEvent held{QEvent::ShortcutOverride, Qt::Key_PageDown, Qt::NoModifier, {}, true};
    held.ignore();
    QApplication::sendEvent(window.presenter(), &held);
    EXPECT_TRUE(held.isAccepted());
    QKeyEvent pressed{QEvent::ShortcutOverride, Qt::Key_PageDown, Qt::NoModifier, {}, false};
    pressed.ignore();
    QApplication::sendEvent(window.presenter(), &pressed);
    EXPECT_FALSE(pressed.isAccepted());
}

TEST_F(OneScreen, OneKeyShowsTheWholeRunAndOneTheLadderAgain)
{
    press(Qt::Key_PageDown);
    press(Qt::Key_F);
    EXPECT_EQ(model().display.view, scene::View::Whole);
    const std::size_t arrows = model().staged->trace().transits().size();
    std::set<std::uint32_t> seen;
    for (const scene::Mark& mark : canvas().scene().still)
        if (mark.ref.kind == scene::Ref::Kind::Segment) seen.insert(mark.ref.id);
    EXPECT_EQ(seen.size(), arrows);
    press(Qt::Key_1);
    EXPECT_EQ(model().display.view, scene::View::Ladder);
}

TEST_F(OneScreen, DialogsStandOverThePresentationInItsSize)
{
    for (const model::Command command :
         {model::Command::ListShortcuts, model::Command::Glossary, model::Command::LessonLanguage}) {
        window.presenter()->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
        if (command == model::Command::LessonLanguage)
            window.actions()[command]->trigger(); // it has no key of its own
        else
            press(command == model::Command::Glossary ? Qt::Key_G : Qt::Key_F1);
        auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
        ASSERT_TRUE(dialog);
        EXPECT_EQ(dialog->parentWidget(), window.presenter());
        EXPECT_GE(dialog->width(), window.presenter()->width() * 0.8);
        const auto* list = dialog->findChild<QAbstractItemView*>();
        ASSERT_TRUE(list);
        EXPECT_GE(QFontInfo{list->font()}.pixelSize(),
                  static_cast<int>(13 * window.presenter()->height() / 490.0 * 0.9));
        dialog->close();
        QApplication::processEvents();
    }
    EXPECT_TRUE(model().presenting);
}

TEST_F(OneScreen, AClickOnASegmentShowsLargeWhereItsNumbersComeFrom)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_PageDown);
    const std::size_t at = step();
    const QPoint arrow = placeOf(canvas(), scene::Ref::Kind::Segment);
    ASSERT_GE(arrow.x(), 0);
    QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::NoModifier, arrow);
    EXPECT_TRUE(model().numbersShown);
    EXPECT_TRUE(words().contains(QStringLiteral("Where the numbers come from")));
    for (const scene::Mark& mark : canvas().scene().still)
        if (const auto* label = std::get_if<scene::Label>(&mark.shape))
            if (label->text == QStringLiteral("Where the numbers come from")) {
                EXPECT_GE(label->pixels, canvas().height() * 27.0 / 1080 - 1);
            }
    QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::NoModifier, QPoint{3, 3});
    EXPECT_FALSE(model().numbersShown);
    EXPECT_EQ(step(), at) << "a click that puts the card away is no step";
    QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::NoModifier, placeOf(canvas(), scene::Ref::Kind::Segment));
    press(Qt::Key_Escape);
    EXPECT_FALSE(model().numbersShown);
    EXPECT_TRUE(model().presenting) << "Esc puts away the card first";
    QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::NoModifier, placeOf(canvas(), scene::Ref::Kind::Segment));
    press(Qt::Key_PageDown);
    EXPECT_FALSE(model().numbersShown);
    EXPECT_EQ(step(), at + 1);
}

TEST_F(OneScreen, KeysAndTheWheelZoomAndScrollTheStage)
{
    open("slow-start");
    press(Qt::Key_End);
    press(Qt::Key_PageUp);
    press(Qt::Key_PageUp);
    press(Qt::Key_PageDown);
    ASSERT_FALSE(model().lastPage);
    const auto before = canvas().scene().still;
    press(Qt::Key_Minus);
    EXPECT_LT(model().presentZoom, 1);
    EXPECT_EQ(model().shownTextSize(), 1) << "the text of the hidden window stays";
    EXPECT_NE(canvas().scene().still, before);
    press(Qt::Key_0);
    EXPECT_EQ(model().presentZoom, 1);
    EXPECT_TRUE(canvas().scene().still == before);
    wheel(-120, Qt::ControlModifier);
    EXPECT_LT(model().presentZoom, 1);
    press(Qt::Key_0);
    wheel(2400);
    EXPECT_FALSE(canvas().scene().still == before) << "scrolled to what came before";
    press(Qt::Key_PageUp);
    press(Qt::Key_PageDown);
    EXPECT_TRUE(canvas().scene().still == before) << "a step follows the run again";
}

TEST_F(OneScreen, TheTimeIsSaidOnDemandAndGoesOnOverTheHour)
{
    press(Qt::Key_J);
    EXPECT_TRUE(window.presenter()->toast().isVisible());
    EXPECT_TRUE(window.presenter()->toast().text().contains(QStringLiteral("since the start")));
}

TEST_F(OneScreen, ARightClickOffersCallsAndWhatIfInLargeType)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    ASSERT_TRUE(model().presenting);
    const QPoint end = placeOf(canvas(), scene::Ref::Kind::Endpoint);
    ASSERT_GE(end.x(), 0);
    QMenu* menu = rightClick(canvas(), end);
    ASSERT_TRUE(menu);
    EXPECT_GE(QFontInfo{menu->font()}.pixelSize(), 13);
    choose(menu, QStringLiteral("listen()"));
    EXPECT_EQ(model().branches.all.size(), 1U);
    EXPECT_GT(model().staged->stepCount(), 0U);
}

TEST_F(OneScreen, TheCaptionStaysAtAStepWithoutAQuestion)
{
    press(Qt::Key_Q);
    ASSERT_TRUE(model().prediction.on);
    for (int i = 0; i < 40 && model().prediction.question; ++i)
        press(Qt::Key_Right);
    if (model().prediction.on && !model().prediction.question) {
        const QString caption = scene::caption(*model().staged, model().goal(), model().display).title;
        EXPECT_TRUE(words().contains(caption)) << caption.toStdString();
    }
}

TEST_F(OneScreen, TheMistakesAreAListUnderTheScore)
{
    press(Qt::Key_Q);
    for (int i = 0; i < 200 && model().prediction.on && model().goal() < model().staged->timeMap.end(); ++i)
        press(model().prediction.stands() ? Qt::Key_1 : Qt::Key_Right);
    if (model().prediction.on) press(Qt::Key_Q);
    ASSERT_TRUE(model().prediction.reviewing);
    const scene::Label* score = nullptr;
    std::vector<const scene::Label*> lines; // the first mistake, and what has its size
    for (const scene::Mark& mark : canvas().scene().moving)
        if (const auto* label = std::get_if<scene::Label>(&mark.shape)) {
            if (label->text.startsWith(QStringLiteral("Prediction is over"))) score = label;
            const bool first = lines.empty() && label->text.startsWith(QStringLiteral("1. Step"));
            if (first ||
                (!lines.empty() && label->pixels == lines.front()->pixels && label->align == scene::Align::Left))
                lines.push_back(label);
        }
    ASSERT_TRUE(score);
    ASSERT_GE(lines.size(), 2U);
    EXPECT_GT(lines.front()->at.y() - lines.front()->pixels, score->at.y()) << "not on the score's line";
    EXPECT_TRUE(lines.front()->text.startsWith(QStringLiteral("1. Step"))) << lines.front()->text.toStdString();
    EXPECT_TRUE(lines.front()->text.contains(QStringLiteral("lient"))) << lines.front()->text.toStdString();
    for (const scene::Label* line : lines)
        EXPECT_LT(line->at.x() + scene::textWidth(line->text, line->face, line->pixels, line->weight),
                  canvas().width());
}

TEST_F(OneScreen, EveryMistakeIsReachedByTheKeyOfTheNextStep)
{
    press(Qt::Key_Q);
    for (int i = 0; i < 200 && model().prediction.on; ++i)
        press(model().prediction.stands() ? Qt::Key_1 : Qt::Key_Right);
    ASSERT_TRUE(model().prediction.reviewing);
    const std::size_t mistakes = mistakesOf(model().prediction, model().display).size();
    ASSERT_GE(mistakes, 6U);
    std::set<std::size_t> firsts; // of each page
    std::set<std::size_t> seen;
    for (int page = 0; page < 50 && !model().lastPage; ++page) {
        std::size_t first = 0;
        for (const QString& line : words())
            for (std::size_t i = 1; i <= mistakes; ++i)
                if (line.startsWith(QStringLiteral("%1. Step").arg(i))) {
                    first = first == 0 ? i : first;
                    seen.insert(i);
                }
        firsts.insert(first);
        press(Qt::Key_PageDown);
    }
    EXPECT_EQ(seen.size(), mistakes) << "each of them";
    EXPECT_GE(firsts.size(), 2U);
    EXPECT_TRUE(model().lastPage) << "then the whole run";
    press(Qt::Key_PageUp);
    const std::size_t last = model().prediction.page;
    EXPECT_EQ(last, firsts.size() - 1);
    press(Qt::Key_PageUp);
    EXPECT_EQ(model().prediction.page, last - 1) << "and back";
}

TEST_F(OneScreen, TheSandboxNamesNoButtonOfTheWindow)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    ASSERT_TRUE(model().presenting);
    const QString said = words().join(u' ');
    EXPECT_TRUE(said.contains(QStringLiteral("Right-click an endpoint"))) << said.toStdString();
    EXPECT_FALSE(said.contains(QStringLiteral("Calls"))) << said.toStdString();
}

} // namespace tcpstage::widgets
