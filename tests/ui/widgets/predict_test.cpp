#include "tests/ui/widgets/window.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/predict/review_card.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QListWidget>
#include <QTest>
#include <QToolButton>
#include <gmock/gmock.h>

namespace tcpstage::widgets {
namespace {

QStringList labels(const scene::Scene& scene)
{
    QStringList list;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) list << label->text;
    return list;
}

class PredictingInTheWindow : public Window {
protected:
    PredictingInTheWindow() : Window{"three-way-handshake"} {}

    void begin(model::AskFor asks)
    {
        store.dispatch(model::ChooseAsked{asks});
        press(Qt::Key_Q);
    }
    const model::Prediction& now() const { return model().prediction; }
    Qt::Key right() const { return static_cast<Qt::Key>(Qt::Key_A + static_cast<int>(now().question->right)); }
    Qt::Key wrong() const
    {
        const std::size_t count = now().question->choices.size();
        return static_cast<Qt::Key>(Qt::Key_A + static_cast<int>((now().question->right + 1) % count));
    }
    /// Steps until there is a question about the server.
    void untilServer()
    {
        for (int i = 0; i < 20 && !(now().stands() && now().question->side == trace::Side::Right); ++i)
            press(Qt::Key_Right);
        ASSERT_TRUE(now().stands());
    }
    QStringList board() const { return labels(window.questionCard()->scene()); }
    QStringList ladder() const { return labels(window.stage().ladderCanvas().scene()); }
    void click(Canvas& canvas, std::uint32_t id)
    {
        for (int y = 0; y < canvas.height(); y += 3)
            for (int x = 0; x < canvas.width(); x += 3) {
                const scene::Ref ref = scene::hit(canvas.scene(), QPointF(x, y), 0);
                if (ref.kind != scene::Ref::Kind::Answer || ref.id != id) continue;
                QTest::mouseClick(&canvas, Qt::LeftButton, Qt::NoModifier, QPoint{x, y});
                return QApplication::processEvents();
            }
        FAIL() << "no such choice on the board";
    }
};

TEST_F(PredictingInTheWindow, SaysWhatHappenedWhereNothingIsAsked)
{
    begin(model::AskFor::Seq);
    int said = 0;
    for (int i = 0; i < 20 && now().on; ++i) {
        const QString title = scene::caption(*model().staged, model().goal(), model().display).title;
        EXPECT_EQ(board().contains(title), now().question == nullptr) << "step " << i << ": " << title.toStdString();
        if (!now().question) ++said;
        press(now().stands() ? right() : Qt::Key_Right);
    }
    EXPECT_GT(said, 1);
}

TEST_F(PredictingInTheWindow, QAsksBeforeTheStepAndTheCaptionGivesWay)
{
    begin(model::AskFor::Seq);
    EXPECT_FALSE(now().stands()) << "listen sends nothing";
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    ASSERT_TRUE(now().stands());
    EXPECT_EQ(step(), 1U) << "listen has been called; connect comes";
    EXPECT_TRUE(window.questionCard()->isVisible());
    EXPECT_TRUE(board().contains(QStringLiteral("A")));
    EXPECT_FALSE(window.questionCard()->accessibleDescription().isEmpty());
    press(Qt::Key_Q);
    EXPECT_FALSE(now().on);
    EXPECT_FALSE(window.questionCard()->isVisible());
}

TEST_F(PredictingInTheWindow, TheAnswerStandsNowhereOnTheStage)
{
    begin(model::AskFor::Ack);
    untilServer();
    const QString answer = QString::number(now().question->absolute);
    EXPECT_TRUE(ladder().filter(QStringLiteral("ack=?")).size() == 1) << "and a ? in its place";
    EXPECT_TRUE(ladder().filter(answer).isEmpty());
    for (const trace::Side side : trace::both_sides)
        EXPECT_TRUE(labels(window.stage().panel(side).scene()).filter(answer).isEmpty())
            << labels(window.stage().panel(side).scene()).join(u' ').toStdString();
    EXPECT_FALSE(window.stage().showsDetails());
}

TEST_F(PredictingInTheWindow, TheStateThatIsAskedForIsNotOnTheLadderBeforeTheAnswer)
{
    for (const char* lesson : {"three-way-handshake", "four-way-close"}) {
        open(lesson);
        begin(model::AskFor::State);
        int asked = 0;
        for (int i = 0; i < 60 && now().on; ++i) {
            if (!now().stands()) {
                press(Qt::Key_Right);
                continue;
            }
            ++asked;
            const trace::Side side = now().question->side;
            const tcp::State state = now().question->answer().value.state;
            const auto shown = [&] { // whether the lowest state of this end on the ladder is the asked one
                double lowest = -1;
                bool found = false;
                const scene::Scene& scene = window.stage().ladderCanvas().scene();
                for (const auto* marks : {&scene.still, &scene.moving})
                    for (const scene::Mark& mark : *marks) {
                        if (mark.ref.kind != scene::Ref::Kind::State || mark.ref.side != side) continue;
                        if (scene::bounds(mark).top() <= lowest) continue;
                        lowest = scene::bounds(mark).top();
                        found = mark.ref.id == static_cast<std::uint32_t>(state);
                    }
                return found;
            };
            EXPECT_FALSE(shown()) << lesson << ": " << tcp::name(state);
            press(right());
            EXPECT_TRUE(now().answered);
            press(Qt::Key_Right); // to the step that the question was about
            EXPECT_TRUE(!now().answered || shown()) << lesson << ": " << tcp::name(state);
        }
        EXPECT_GE(asked, 3) << lesson;
    }
}

TEST_F(PredictingInTheWindow, ALetterAnswersAndTheStepPlays)
{
    begin(model::AskFor::Ack);
    untilServer();
    const std::size_t before = step();
    press(right());
    EXPECT_TRUE(now().answered);
    EXPECT_GT(step(), before);
    EXPECT_FALSE(board().filter(QStringLiteral("Right.")).isEmpty());
    EXPECT_TRUE(board().contains(QStringLiteral("1 of 1 right")));
    EXPECT_EQ(now().answers->size(), 1U);
}

TEST_F(PredictingInTheWindow, ADigitAnswersAndAMistakeIsExplainedWithItsNumbers)
{
    begin(model::AskFor::Ack);
    untilServer();
    std::size_t forgotten = 0;
    for (std::size_t i = 0; i < now().question->choices.size(); ++i)
        if (now().question->choices[i].value.number == 100) forgotten = i;
    press(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(forgotten)));
    ASSERT_TRUE(now().answered);
    EXPECT_EQ(model().display.view, scene::View::Ladder) << "1 and 4 are no views now";
    EXPECT_FALSE(
        board()
            .filter(QStringLiteral("Not 100: the answer is 101. RCV.NXT is 101: the SYN at 100 took one number."))
            .isEmpty())
        << board().join(u'\n').toStdString();
}

TEST_F(PredictingInTheWindow, KeysComeBackWhenNoQuestionStands)
{
    begin(model::AskFor::Ack);
    untilServer();
    EXPECT_TRUE(window.actions()[model::Command::DropSegment]->shortcuts().isEmpty());
    EXPECT_EQ(window.actions().keys(model::Command::DropSegment).size(), 1) << "it is still its key";
    press(Qt::Key_Escape);
    EXPECT_EQ(window.actions()[model::Command::DropSegment]->shortcuts().size(), 1);
    press(Qt::Key_4);
    EXPECT_EQ(model().display.view, scene::View::TimeSequence);
}

TEST_F(PredictingInTheWindow, AClickAnswers)
{
    begin(model::AskFor::Flags);
    ASSERT_TRUE(now().stands());
    click(*window.questionCard(), static_cast<std::uint32_t>(now().question->right));
    ASSERT_TRUE(now().answered);
    EXPECT_EQ(predict::score(*now().answers).right, 1U);
    click(*window.questionCard(), static_cast<std::uint32_t>(scene::BoardMark::Next));
    EXPECT_FALSE(now().answered);
}

TEST_F(PredictingInTheWindow, ANumberIsTyped)
{
    begin(model::AskFor::Ack);
    untilServer();
    for (const Qt::Key key : {Qt::Key_T, Qt::Key_1, Qt::Key_0, Qt::Key_0, Qt::Key_Backspace, Qt::Key_1})
        press(key);
    EXPECT_EQ(now().typed, "101");
    EXPECT_TRUE(board().contains(QStringLiteral("101▏")));
    press(Qt::Key_Return);
    ASSERT_TRUE(now().answered);
    EXPECT_TRUE(now().verdict->right);
    EXPECT_EQ(now().answers->back().given, "101");
}

TEST_F(PredictingInTheWindow, WhatIsNoNumberIsSaidAndEscapeGivesTyping)
{
    begin(model::AskFor::Ack);
    untilServer();
    press(Qt::Key_T);
    press(Qt::Key_Minus);
    press(Qt::Key_Return);
    EXPECT_FALSE(now().answered);
    EXPECT_FALSE(board().filter(QStringLiteral("Not a number")).isEmpty());
    press(Qt::Key_Escape);
    EXPECT_FALSE(now().typing);
    EXPECT_TRUE(now().stands());
}

TEST_F(PredictingInTheWindow, ANextStepShowsTheAnswer)
{
    begin(model::AskFor::Flags);
    ASSERT_TRUE(now().stands());
    press(Qt::Key_PageDown);
    EXPECT_TRUE(now().answered);
    EXPECT_FALSE(now().verdict);
    EXPECT_EQ(predict::score(*now().answers).shown, 1U);
    EXPECT_FALSE(board().filter(QStringLiteral("Answer: ")).isEmpty());
}

TEST_F(PredictingInTheWindow, HandsOfAClassAreCounted)
{
    begin(model::AskFor::Ack);
    untilServer();
    press(Qt::Key_H);
    press(right());
    press(Qt::Key_1);
    press(Qt::Key_2);
    press(wrong());
    press(Qt::Key_3);
    click(*window.questionCard(), static_cast<std::uint32_t>(now().question->right));
    EXPECT_TRUE(board().contains(QStringLiteral("× 13")));
    press(Qt::Key_Right);
    ASSERT_TRUE(now().answered);
    EXPECT_EQ(predict::score(*now().answers).hands, 16U);
    EXPECT_EQ(predict::score(*now().answers).hands_right, 13U);
    EXPECT_TRUE(board().contains(QStringLiteral("Hands: 13 of 16 right"))) << board().join(u'\n').toStdString();
}

TEST_F(PredictingInTheWindow, TheEndShowsTheMistakesAndAClickGoesToTheMoment)
{
    begin(model::AskFor::Mixed);
    while (now().on && step() < steps()) {
        if (now().stands()) press(wrong());
        press(Qt::Key_Right);
    }
    if (now().on) press(Qt::Key_Right);
    ASSERT_TRUE(now().reviewing);
    ASSERT_TRUE(window.reviewCard()->isVisible());
    QListWidget& list = window.reviewCard()->list();
    ASSERT_EQ(static_cast<std::size_t>(list.count()), now().answers->size());
    QTest::mouseClick(list.viewport(), Qt::LeftButton, Qt::NoModifier, list.visualItemRect(list.item(1)).center());
    EXPECT_EQ(step(), now().answers->at(1).number);
    list.setFocus();
    list.setCurrentRow(0);
    press(Qt::Key_Return);
    EXPECT_EQ(step(), now().answers->at(0).number);
    press(Qt::Key_Escape);
    EXPECT_FALSE(window.reviewCard()->isVisible());
}

TEST_F(PredictingInTheWindow, AnswersAreSavedAsATable)
{
    begin(model::AskFor::Flags);
    press(wrong());
    press(Qt::Key_Escape);
    ASSERT_TRUE(now().reviewing);
    const QString path = folder.filePath(QStringLiteral("class.csv"));
    store.dispatch(model::SaveAnswersTo{path.toStdString()});
    store.settle();
    QFile file{path};
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    EXPECT_TRUE(text.startsWith("step,time_s,endpoint,asked")) << text.toStdString();
    EXPECT_TRUE(text.contains(",wrong,"));
}

TEST_F(PredictingInTheWindow, TheMenuAsksForTheFile)
{
    begin(model::AskFor::Flags);
    press(wrong());
    window.actions()[model::Command::SaveAnswers]->trigger();
    auto* dialog = window.findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    dialog->close();
}

TEST_F(PredictingInTheWindow, PlayingStopsAtTheQuestion)
{
    begin(model::AskFor::State);
    ASSERT_TRUE(now().stands());
    press(right());
    store.dispatch(model::SetSpeed{100});
    press(Qt::Key_P);
    EXPECT_TRUE(QTest::qWaitFor([this] { return now().stands() || model().time == model().staged->timeMap.end(); }));
    EXPECT_TRUE(now().stands());
    EXPECT_FALSE(model().playing);
}

TEST_F(PredictingInTheWindow, ItIsPresented)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter());
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    begin(model::AskFor::Flags);
    ASSERT_TRUE(now().stands());
    const scene::Scene& scene = window.presenter()->canvas().scene();
    const double unit = window.presenter()->height() / 1080.0;
    for (const scene::Mark& mark : scene.moving)
        if (const auto* label = std::get_if<scene::Label>(&mark.shape);
            label && mark.ref.kind == scene::Ref::Kind::Answer) {
            EXPECT_GE(label->pixels, std::floor(27 * unit)) << label->text.toStdString();
        }
    click(window.presenter()->canvas(), static_cast<std::uint32_t>(now().question->right));
    EXPECT_TRUE(now().answered);
    press(Qt::Key_PageDown);
    press(Qt::Key_PageDown);
    press(Qt::Key_Escape);
    EXPECT_FALSE(now().on);
    EXPECT_TRUE(model().presenting) << "the first Esc leaves prediction, the next the presentation";
    EXPECT_FALSE(labels(scene).filter(QStringLiteral("Prediction is over")).isEmpty());
}

TEST_F(PredictingInTheWindow, SpeaksChinese)
{
    store.dispatch(model::SetLanguage{Language::Chinese});
    begin(model::AskFor::Ack);
    untilServer();
    EXPECT_FALSE(board().filter(QStringLiteral("确认号")).isEmpty());
    press(right());
    EXPECT_FALSE(board().filter(QStringLiteral("正确。RCV.NXT")).isEmpty()) << board().join(u'\n').toStdString();
}

TEST_F(PredictingInTheWindow, RelativeNumbersAreAskedRelative)
{
    press(Qt::Key_R);
    begin(model::AskFor::Ack);
    untilServer();
    EXPECT_EQ(now().question->answer().value.number, 1U);
    press(Qt::Key_R);
    EXPECT_EQ(now().question->answer().value.number, 101U);
}

TEST_F(PredictingInTheWindow, WorksInABranch)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_D);
    store.settle();
    ASSERT_EQ(model().branches.all.size(), 2U);
    begin(model::AskFor::Mixed);
    EXPECT_TRUE(now().on);
    for (int i = 0; i < 10 && !now().stands(); ++i)
        press(Qt::Key_Right);
    EXPECT_TRUE(now().stands());
}

TEST_F(PredictingInTheWindow, SaysWhyItCannot)
{
    const auto refused = [this](const char* lesson) {
        open(lesson);
        press(Qt::Key_Q);
        EXPECT_FALSE(now().on) << lesson;
        return model().notice ? model().notice->sentence.en : std::string{};
    };
    EXPECT_THAT(refused("why-2msl"), ::testing::HasSubstr("Prediction needs one run"));
    EXPECT_THAT(refused("udp"), ::testing::HasSubstr("nothing to predict"));
}

TEST_F(PredictingInTheWindow, TheButtonPredictsToo)
{
    auto* button = window.findChild<QToolButton*>(QStringLiteral("predict"));
    ASSERT_TRUE(button);
    QTest::mouseClick(button, Qt::LeftButton, Qt::NoModifier, QPoint{10, button->height() / 2});
    EXPECT_TRUE(now().on);
    EXPECT_TRUE(button->isChecked());
}

} // namespace
} // namespace tcpstage::widgets
