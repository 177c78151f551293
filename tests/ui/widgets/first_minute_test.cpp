// The first minute: how to step, where words are explained, what can be called, and that no two buttons are alike.
#include "tests/support/lessons.h"
#include "tests/ui/widgets/window.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/fields.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/stage/call_buttons.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/step_hint.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

class FirstMinute : public Window {
protected:
    FirstMinute() : Window{"three-way-handshake"} {}
    QLabel& caption() const { return *window.findChild<QLabel*>(QStringLiteral("captionText")); }
};

TEST_F(FirstMinute, StepZeroSaysHowToStepAndTheFirstStepTakesItAway)
{
    EXPECT_TRUE(window.stepHint().isVisible());
    EXPECT_EQ(window.stepHint().text(), QStringLiteral("Space: next step        P: play"));
    window.actions().setKeys(model::Command::TogglePlay, {QKeySequence{Qt::Key_K}});
    store.dispatch(model::SetLanguage{Language::Chinese});
    EXPECT_TRUE(window.stepHint().text().contains(QStringLiteral("K：播放"))) << window.stepHint().text().toStdString();
    press(Qt::Key_Space);
    EXPECT_FALSE(window.stepHint().isVisible());
    press(Qt::Key_Home);
    EXPECT_TRUE(window.stepHint().isVisible());
}

TEST_F(FirstMinute, TheHintHidesNoWordsWhereALessonOpens)
{
    for (const QSize size : {QSize{900, 560}, QSize{1366, 730}}) {
        window.resize(size);
        for (const std::string& id : testing::some_lessons(10)) {
            store.dispatch(model::OpenSource{id});
            settle();
            ASSERT_TRUE(window.stepHint().isVisible()) << id;
            const QRectF hint{window.stepHint().geometry()};
            const scene::Scene& scene = window.stage().ladderCanvas().scene();
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const scene::Mark& mark : *marks)
                    if (const auto* label = std::get_if<scene::Label>(&mark.shape)) {
                        EXPECT_FALSE(scene::bounds(mark).intersects(hint)) << id << ": " << label->text.toStdString();
                    }
        }
    }
}

TEST_F(FirstMinute, WordsOfTheCaptionLeadToTheirExplanation)
{
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    ASSERT_TRUE(caption().text().contains(QStringLiteral("term:"))) << caption().text().toStdString();
    const qsizetype from = caption().text().indexOf(QStringLiteral("term:"));
    const QString link = caption().text().mid(from, caption().text().indexOf(u'"', from) - from);
    Q_EMIT caption().linkActivated(link);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Term);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_GT(window.stage().details().text().size(), 20);
}

TEST_F(FirstMinute, AReferenceOpensItsSection)
{
    auto* source = window.findChild<QLabel*>(QStringLiteral("captionSource"));
    ASSERT_TRUE(source);
    ASSERT_TRUE(source->isVisible());
    QTest::mouseClick(source, Qt::LeftButton, Qt::NoModifier, QPoint{5, source->height() / 2});
    if (QMenu* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) {
        menu->actions().front()->trigger();
        menu->close();
    }
    ASSERT_EQ(browsed.size(), 1);
    EXPECT_TRUE(browsed.front().startsWith(QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#section-3")))
        << browsed.front().toStdString();
}

TEST_F(FirstMinute, TheCaptionCanBeMarkedAndCopied)
{
    EXPECT_TRUE(caption().textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    QTest::mouseClick(&caption(), Qt::LeftButton, Qt::NoModifier, QPoint{4, 4});
    EXPECT_NE(QApplication::focusWidget(), &caption()) << "the stage keeps the keys";
}

TEST(TermLinks, AreOnTheWordsThatTheGlossaryExplainsOnceEach)
{
    const QColor blue{Qt::blue};
    const auto count = [&](const QString& text, Language language) {
        return linked(text, language, blue).count(QStringLiteral("<a href"));
    };
    EXPECT_EQ(count(QStringLiteral("The TCB is deleted; no TCB is left."), Language::English), 1);
    EXPECT_EQ(count(QStringLiteral("It waits 2 MSL in TIME-WAIT."), Language::English), 2);
    EXPECT_EQ(count(QStringLiteral("SND.NXT = 101"), Language::English), 1);
    EXPECT_EQ(count(QStringLiteral("报文段带有 100 字节，TCB 已删除"), Language::Chinese), 3);
    EXPECT_EQ(count(QStringLiteral("A passive OPEN, then an active OPEN"), Language::English), 2);
    EXPECT_EQ(count(QStringLiteral("SYN-SENTx and xTCB"), Language::English), 0);
    EXPECT_TRUE(linked(QStringLiteral("a < b"), Language::English, blue) == QStringLiteral("a &lt; b"));
}

TEST(TermLinks, KnowTheSectionsOfAReference)
{
    EXPECT_EQ(sectionsIn(QStringLiteral("RFC 9293 3.5, figure 6")),
              QStringList{QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#section-3.5")});
    EXPECT_EQ(sectionsIn(QStringLiteral("RFC 9293 A.2; RFC 1337 3")),
              (QStringList{QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#appendix-A.2"),
                           QStringLiteral("https://www.rfc-editor.org/rfc/rfc1337#section-3")}));
    EXPECT_EQ(sectionsIn(QStringLiteral("RFC 768")),
              QStringList{QStringLiteral("https://www.rfc-editor.org/rfc/rfc768")});
    EXPECT_TRUE(sectionsIn(QStringLiteral("not TCP")).isEmpty());
}

TEST_F(FirstMinute, EachEndHasAButtonWithItsCallsWhatTheyDoAndWhyNot)
{
    open("four-way-close");
    press(Qt::Key_End);
    for (const trace::Side side : trace::both_sides) {
        QToolButton& button = window.calls().button(side);
        ASSERT_TRUE(button.isVisible());
        QTest::mouseClick(&button, Qt::LeftButton);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_TRUE(menu);
        for (const QAction* action : menu->actions()) {
            if (action->isSeparator() || action->text().contains(QStringLiteral("(…)"))) continue;
            EXPECT_TRUE(action->text().contains(u'\t')) << action->text().toStdString();
            if (action->text().startsWith(QStringLiteral("close()"))) {
                EXPECT_FALSE(action->isEnabled());
                EXPECT_TRUE(action->text().endsWith(QStringLiteral("there is no connection")));
            }
        }
        menu->close();
        QApplication::processEvents();
    }
    store.dispatch(model::SetView{scene::View::Timers});
    EXPECT_FALSE(window.calls().button(trace::Side::Left).isVisible());
}

TEST_F(FirstMinute, TheCallsOfAnEndAreInTheMenuOfItsNameOnTheLadder)
{
    const QPoint name = placeOf(window.stage().ladderCanvas(), scene::Ref::Kind::Endpoint);
    ASSERT_GE(name.x(), 0);
    QMenu* menu = rightClick(window.stage().ladderCanvas(), name);
    ASSERT_TRUE(menu);
    EXPECT_TRUE(menu->actions().front()->text().startsWith(QStringLiteral("listen()")));
    menu->close();
}

TEST_F(FirstMinute, ButtonsOfTheTransportBarAreNotAlike)
{
    const auto& theme = paint::Theme::named(scene::ThemeName::Light);
    std::vector<QImage> signs;
    for (const paint::Sign sign : {paint::Sign::First, paint::Sign::PreviousStep, paint::Sign::PreviousFrame,
                                   paint::Sign::Play, paint::Sign::NextFrame, paint::Sign::NextStep, paint::Sign::Last})
        signs.push_back(
            paint::icon(sign, theme, scene::Ink::Text).pixmap(32, 32).toImage().convertToFormat(QImage::Format_ARGB32));
    for (std::size_t a = 0; a < signs.size(); ++a)
        for (std::size_t b = a + 1; b < signs.size(); ++b) {
            int differ = 0;
            int filled = 0;
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 32; ++x) {
                    const bool inA = qAlpha(signs[a].pixel(x, y)) > 127;
                    const bool inB = qAlpha(signs[b].pixel(x, y)) > 127;
                    differ += inA != inB ? 1 : 0;
                    filled += inA || inB ? 1 : 0;
                }
            EXPECT_GT(differ * 4, filled) << "signs " << a << " and " << b;
        }
}

TEST_F(FirstMinute, ANameOnTheScrubberLeadsToTheBeginOfItsChapter)
{
    Scrubber& scrubber = window.transport().scrubber();
    ASSERT_GE(scrubber.names().size(), 2U);
    for (const Scrubber::Name& name : scrubber.names()) {
        EXPECT_NEAR(name.box.left(), scrubber.x(name.at), 0.5) << name.title.toStdString();
        const QPoint end{static_cast<int>(name.box.right()) - 6, 6};
        QTest::mouseClick(&scrubber, Qt::LeftButton, Qt::NoModifier, end);
        EXPECT_EQ(model().goal(), name.at) << name.title.toStdString();
        QTest::mousePress(&scrubber, Qt::LeftButton, Qt::NoModifier, end);
        const auto moveTo = [&](QPoint place) {
            QMouseEvent move{QEvent::MouseMove, QPointF{place}, scrubber.mapToGlobal(QPointF{place}),
                             Qt::LeftButton,    Qt::LeftButton, Qt::NoModifier};
            QApplication::sendEvent(&scrubber, &move);
        };
        moveTo(end + QPoint{2, 1});
        EXPECT_EQ(model().goal(), name.at) << "a hand is never still: " << name.title.toStdString();
        moveTo({scrubber.width() - 30, 10});
        EXPECT_EQ(model().goal(), scrubber.time(scrubber.width() - 30)) << "but a drag is a drag";
        QTest::mouseRelease(&scrubber, Qt::LeftButton, Qt::NoModifier, {scrubber.width() - 30, 10});
    }
}

TEST_F(FirstMinute, TheChosenDepthIsSeenWhereItHasNoText)
{
    store.dispatch(model::SetDepth{scene::Depth::Simple});
    std::size_t absent = 0;
    std::size_t present = 0;
    std::vector<QPoint> places;
    const auto buttons = window.findChildren<QToolButton*>();
    const auto simple = std::ranges::find_if(
        buttons, [](const QToolButton* button) { return button->text() == QStringLiteral("Simple"); });
    ASSERT_NE(simple, buttons.end());
    for (std::size_t i = 0; i < steps(); ++i) {
        press(Qt::Key_Right);
        EXPECT_TRUE((*simple)->isVisible());
        places.push_back((*simple)->mapTo(&window, QPoint{}));
        ((*simple)->isChecked() ? present : absent) += 1;
        EXPECT_NE((*simple)->isChecked(), (*simple)->property("absent").toBool());
    }
    EXPECT_GT(present, 0U);
    EXPECT_GT(absent, 0U);
    for (const QPoint& place : places)
        EXPECT_EQ(place, places.front()) << "it keeps its place: " << place.x() << " " << place.y();
}

TEST_F(FirstMinute, TheLastPageOffersTheNextLessonToClick)
{
    press(Qt::Key_End);
    press(Qt::Key_Right);
    ASSERT_TRUE(model().lastPage);
    const std::string next = model::lessonAfter("three-way-handshake")->id;
    ASSERT_TRUE(caption().text().contains(QString::fromStdString(next))) << caption().text().toStdString();
    press(Qt::Key_Right);
    EXPECT_EQ(model().source, "three-way-handshake") << "in the window a key does not leave the lesson";
    Q_EMIT caption().linkActivated(QString::fromStdString(next));
    settle();
    EXPECT_EQ(model().source, next);
}

TEST_F(FirstMinute, EveryFieldOfAHeaderIsExplainedAndItsReasonStays)
{
    press(Qt::Key_End);
    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 0}});
    ASSERT_FALSE(window.stage().details().why().isEmpty());
    for (std::uint32_t field = 0; field < static_cast<std::uint32_t>(scene::Field::Length); ++field) {
        store.dispatch(model::Select{{scene::Ref::Kind::Field, trace::Side::Left, field}});
        const auto* said = window.findChild<QLabel*>(QStringLiteral("fieldText"));
        EXPECT_TRUE(said->isVisible()) << field;
        EXPECT_FALSE(window.stage().details().why().isEmpty()) << field;
    }
}

} // namespace tcpstage::widgets
