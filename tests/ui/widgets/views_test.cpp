#include "tests/ui/widgets/window.h"

#include "core/sources/matrix.h"
#include "ui/model/words.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/glossary_dialog.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/view_tabs.h"

#include <QApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QWheelEvent>

namespace tcpstage::widgets {

class ViewsOfTheStage : public Window {
protected:
    Canvas& middle() { return window.stage().ladderCanvas(); }
    scene::Scene wanted()
    {
        return scene::viewScene({*model().staged,
                                 model().time,
                                 {QSizeF{middle().size()}, 0, model().plotZoom},
                                 model().selection,
                                 model().display});
    }
};

TEST_F(ViewsOfTheStage, ComeByTheirKeysButtonsAndMenuEntries)
{
    press(Qt::Key_End);
    for (std::size_t i = 0; i < scene::view_count; ++i) {
        const scene::View view = static_cast<scene::View>(i);
        press(static_cast<Qt::Key>(window.actions().keys(model::commandOf(view)).front()[0].key()));
        EXPECT_EQ(model().display.view, view);
        EXPECT_TRUE(window.stage().tabs().button(view).isChecked());
        EXPECT_TRUE(window.actions()[model::commandOf(view)]->isChecked());
        store.dispatch(model::SetView{scene::View::Ladder});
        QTest::mouseClick(&window.stage().tabs().button(view), Qt::LeftButton);
        EXPECT_EQ(model().display.view, view);
        store.dispatch(model::SetView{scene::View::Ladder});
        window.actions()[model::commandOf(view)]->trigger();
        EXPECT_EQ(model().display.view, view);
    }
}

TEST_F(ViewsOfTheStage, HaveTheirNumbersFromLeftToRightAndSaySo)
{
    window.resize(1800, 900);
    QApplication::processEvents();
    int right = -1;
    for (std::size_t i = 0; i < scene::view_count; ++i) {
        const auto view = static_cast<scene::View>(i);
        const QToolButton& tab = window.stage().tabs().button(view);
        ASSERT_TRUE(tab.isVisible());
        EXPECT_GT(tab.x(), right) << i;
        right = tab.x();
        const QString number = QString::number(i + 1);
        EXPECT_EQ(window.actions()[model::commandOf(view)]->shortcut().toString(), number) << "in the menu";
        EXPECT_TRUE(tab.toolTip().contains(QStringLiteral("   ") + number)) << tab.toolTip().toStdString();
        press(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)));
        EXPECT_EQ(model().display.view, view);
    }
    store.dispatch(model::SetView{scene::View::Ladder});
    window.resize(1280, 700); // no room for the spaces of an end: its panel says where they are
    QApplication::processEvents();
    int named = 0;
    for (const auto* marks : {&window.stage().panel(trace::Side::Left).scene().still,
                              &window.stage().panel(trace::Side::Left).scene().moving})
        for (const scene::Mark& mark : *marks)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape);
                label && label->text.startsWith(QStringLiteral("Send and receive space: view"))) {
                ++named;
                EXPECT_TRUE(label->text.endsWith(window.actions()[model::Command::ShowSpaces]->shortcut().toString()));
            }
    EXPECT_EQ(named, 1);
}

TEST_F(ViewsOfTheStage, TakeTheRoomOfTheRightEndpointAndGiveItBack)
{
    press(Qt::Key_End);
    const int before = middle().width();
    press(Qt::Key_3);
    QApplication::processEvents();
    EXPECT_FALSE(window.stage().panel(trace::Side::Right).isVisible());
    EXPECT_GT(middle().width(), before + 150);
    EXPECT_EQ(middle().scene().still, wanted().still);
    press(Qt::Key_1);
    QApplication::processEvents();
    EXPECT_TRUE(window.stage().panel(trace::Side::Right).isVisible());
    EXPECT_NEAR(middle().width(), before, 3);
}

TEST_F(ViewsOfTheStage, OpenTheGlossaryEntryOfWhatIsClicked)
{
    press(Qt::Key_End);
    press(Qt::Key_3);
    QApplication::processEvents();
    const QPoint place = placeOf(middle(), scene::Ref::Kind::Variable);
    ASSERT_GE(place.x(), 0);
    QTest::mouseClick(&middle(), Qt::LeftButton, Qt::NoModifier, place);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Variable);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_FALSE(window.stage().details().text().isEmpty());
    const QPoint term = placeOf(middle(), scene::Ref::Kind::Term);
    ASSERT_GE(term.x(), 0);
    QTest::mouseClick(&middle(), Qt::LeftButton, Qt::NoModifier, term);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Term);
    const auto said = model::explain(model().selection, model().display);
    ASSERT_TRUE(said);
    EXPECT_EQ(window.stage().details().text(), said->text);
}

class PlotsOfTheStage : public ViewsOfTheStage {
protected:
    PlotsOfTheStage()
    {
        open("slow-start");
        press(Qt::Key_End);
        press(Qt::Key_4);
        QApplication::processEvents();
    }
    void wheel(int turned, QPoint at)
    {
        QWheelEvent event{QPointF{at},
                          middle().mapToGlobal(QPointF{at}),
                          {},
                          {0, turned},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false};
        QApplication::sendEvent(&middle(), &event);
        QApplication::processEvents();
    }
};

TEST_F(PlotsOfTheStage, SelectTheSegmentOfAPointThatIsClicked)
{
    const QPoint place = placeOf(middle(), scene::Ref::Kind::Segment);
    ASSERT_GE(place.x(), 0);
    const scene::Ref wanted = scene::hit(middle().scene(), place);
    QTest::mouseClick(&middle(), Qt::LeftButton, Qt::NoModifier, place);
    EXPECT_EQ(model().selection, wanted);
    EXPECT_TRUE(window.stage().details().canvas().isVisible());
    press(Qt::Key_1);
    EXPECT_EQ(model().selection, wanted); // still selected on the ladder
}

TEST_F(PlotsOfTheStage, AreZoomedByKeysAndTheWheel)
{
    press(Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_NEAR(model().plotZoom, 1.5, 1e-9);
    press(Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_EQ(model().plotZoom, 1);
    wheel(120, {400, 150});
    const double zoomed = model().plotZoom;
    EXPECT_GT(zoomed, 1);
    const scene::Scene near = middle().scene();
    EXPECT_NE(near.still, wanted().still); // zooming also scrolls
    wheel(-1200, {400, 150});
    EXPECT_EQ(model().plotZoom, 1);
    EXPECT_EQ(middle().scene().still, wanted().still);
    wheel(120, {400, 150});
    press(Qt::Key_0);
    EXPECT_EQ(model().plotZoom, 1);
    EXPECT_EQ(model().zoom, 1);
}

TEST_F(PlotsOfTheStage, ArePannedByDragging)
{
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Up, Qt::ShiftModifier);
    press(Qt::Key_Home);
    const scene::Scene before = middle().scene();
    press(Qt::Key_End);
    const scene::Scene atEnd = middle().scene();
    EXPECT_NE(before.still, atEnd.still);
    QTest::mousePress(&middle(), Qt::LeftButton, Qt::NoModifier, {300, 60});
    QMouseEvent move{QEvent::MouseMove, QPointF{500, 60}, middle().mapToGlobal(QPointF{500, 60}),
                     Qt::NoButton,      Qt::LeftButton,   Qt::NoModifier};
    QApplication::sendEvent(&middle(), &move);
    QTest::mouseRelease(&middle(), Qt::LeftButton, Qt::NoModifier, {500, 60});
    QApplication::processEvents();
    EXPECT_FALSE(model().following);
    EXPECT_NE(middle().scene().still, atEnd.still);
    press(Qt::Key_Left); // a step turns following on again
    EXPECT_TRUE(model().following);
}

TEST_F(ViewsOfTheStage, OpenTheRunOfACellOfTheMatrix)
{
    press(Qt::Key_8);
    QApplication::processEvents();
    const QPoint place = placeOf(middle(), scene::Ref::Kind::Cell);
    ASSERT_GE(place.x(), 0);
    const scene::Ref cell = scene::hit(middle().scene(), place);
    ASSERT_EQ(cell.kind, scene::Ref::Kind::Cell);
    QTest::mouseClick(&middle(), Qt::LeftButton, Qt::NoModifier, place);
    store.settle();
    EXPECT_EQ(model().source, sources::cell_source(static_cast<tcp::State>(cell.id / sources::stimulus_count),
                                                   static_cast<sources::Stimulus>(cell.id % sources::stimulus_count)));
    EXPECT_EQ(model().display.view, scene::View::Ladder);
    EXPECT_FALSE(model().notice) << model().notice->sentence.en;
    EXPECT_GT(steps(), 0U);
}

class GlossaryWindow : public Window {
protected:
    GlossaryDialog* opened()
    {
        press(Qt::Key_G);
        auto* dialog = window.findChild<GlossaryDialog*>();
        if (dialog) {
            EXPECT_TRUE(QTest::qWaitForWindowExposed(dialog));
        }
        return dialog;
    }
};

TEST_F(GlossaryWindow, FindsEntriesByTheirWords)
{
    GlossaryDialog* dialog = opened();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->shown().size(), scene::glossary().size());
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("ssthresh"));
    const std::vector<scene::Term> found = dialog->shown();
    EXPECT_NE(std::ranges::find(found, scene::Term::Ssthresh), found.end());
    EXPECT_EQ(std::ranges::find(found, scene::Term::StateListen), found.end());
    EXPECT_TRUE(dialog->page().toPlainText().contains(QStringLiteral("ssthresh"), Qt::CaseInsensitive));
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("time-wait"));
    EXPECT_EQ(dialog->shown().front(), scene::Term::StateTimeWait) << "titles come first";
    EXPECT_TRUE(dialog->page().toPlainText().startsWith(QStringLiteral("TIME-WAIT")));
    dialog->findChild<QLineEdit*>()->setText(QString::fromUtf8("持续计时器"));
    EXPECT_EQ(dialog->shown().front(), scene::Term::TimerPersist);
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral(" xyzzy"));
    EXPECT_TRUE(dialog->shown().empty());
}

TEST_F(GlossaryWindow, OpensTheEntryWhoseTitleIsTyped)
{
    GlossaryDialog* dialog = opened();
    ASSERT_NE(dialog, nullptr);
    for (const scene::TermInfo& entry : scene::glossary())
        for (const std::string_view title : {entry.title.en, entry.title.zh}) {
            const QString typed = scene::plain(title);
            const QString word = typed.left(typed.indexOf(QChar{0xff08})); // without its explanation
            dialog->findChild<QLineEdit*>()->setText(word);
            ASSERT_FALSE(dialog->shown().empty()) << word.toStdString();
            const scene::TermInfo& first = scene::info(dialog->shown().front());
            const bool same = scene::plain(first.title.en).startsWith(word, Qt::CaseInsensitive) ||
                              scene::plain(first.title.zh).startsWith(word, Qt::CaseInsensitive);
            EXPECT_TRUE(same) << word.toStdString() << " opens " << first.title.en;
        }
    for (const auto& [typed, term] : {std::pair{"msl", scene::Term::Msl}, std::pair{"octet", scene::Term::Octet},
                                      std::pair{"SYN", scene::Term::FlagSyn}, std::pair{"ack", scene::Term::FlagAck}}) {
        dialog->findChild<QLineEdit*>()->setText(QLatin1String{typed});
        EXPECT_EQ(dialog->shown().front(), term) << typed;
    }
}

TEST_F(GlossaryWindow, OpensTheLessonOfALink)
{
    GlossaryDialog* dialog = opened();
    ASSERT_NE(dialog, nullptr);
    dialog->showEntry(scene::Term::StateTimeWait);
    Q_EMIT dialog->page().anchorClicked(QUrl{QStringLiteral("why-2msl")});
    store.settle();
    EXPECT_EQ(model().source, "why-2msl");
}

TEST_F(GlossaryWindow, SpeaksChinese)
{
    store.dispatch(model::SetLanguage{Language::Chinese});
    GlossaryDialog* dialog = opened();
    ASSERT_NE(dialog, nullptr);
    dialog->showEntry(scene::Term::StateListen);
    EXPECT_TRUE(dialog->page().toPlainText().contains(QStringLiteral("等待任何一方")));
}

} // namespace tcpstage::widgets
