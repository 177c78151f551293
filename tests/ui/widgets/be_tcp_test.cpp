#include "tests/ui/widgets/window.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/present/presenter.h"

#include <QApplication>
#include <QTest>

namespace tcpstage::widgets {
namespace {

class BeingTheTcp : public Window {
protected:
    BeingTheTcp() : Window{"three-way-handshake"} {}

    const model::Prediction& now() const { return model().prediction; }
    /// Steps until it is this end's turn to send (or to wait).
    void untilTurn(bool sends = true)
    {
        for (int i = 0; i < 60 && now().on; ++i) {
            if (now().stands() && (now().question->transit != trace::no_transit) == sends) return;
            press(Qt::Key_Right);
        }
        FAIL() << "no turn came";
    }
    void digits(std::uint32_t number)
    {
        for (const char digit : std::to_string(number))
            press(static_cast<Qt::Key>(Qt::Key_0 + (digit - '0')));
    }
    /// Types the right segment by keyboard.
    void typeRight()
    {
        const tcp::Segment segment = model().staged->trace().transit(now().question->transit).segment;
        if (segment.syn()) press(Qt::Key_S);
        if (segment.has_ack()) press(Qt::Key_A);
        if (segment.fin()) press(Qt::Key_F);
        if (segment.rst()) press(Qt::Key_R);
        digits(segment.seq.value());
        press(Qt::Key_Down);
        if (segment.has_ack()) digits(segment.ack.value());
        press(Qt::Key_Down);
        if (!segment.payload.empty()) digits(segment.payload.size());
    }
    QString board() const
    {
        QStringList list;
        for (const scene::Mark& mark : window.questionCard()->scene().moving)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) list << label->text;
        return list.join(u' ');
    }
    void click(Canvas& canvas, scene::DraftMark mark)
    {
        for (int y = 0; y < canvas.height(); y += 3)
            for (int x = 0; x < canvas.width(); x += 3) {
                const scene::Ref ref = scene::hit(canvas.scene(), QPointF(x, y), 0);
                if (ref.kind != scene::Ref::Kind::Answer || ref.id != static_cast<std::uint32_t>(mark)) continue;
                QTest::mouseClick(&canvas, Qt::LeftButton, Qt::NoModifier, QPoint{x, y});
                return QApplication::processEvents();
            }
        FAIL() << "no such mark";
    }
    /// Plays the whole lesson by keyboard.
    void playThrough(const char* lesson, Qt::KeyboardModifiers end)
    {
        open(lesson);
        press(Qt::Key_I, end);
        ASSERT_TRUE(now().on) << lesson;
        for (int i = 0; i < 400 && now().on; ++i) {
            if (now().stands() && now().question->transit == trace::no_transit) {
                press(Qt::Key_W);
            } else if (now().stands()) {
                typeRight();
                press(Qt::Key_Return);
            }
            ASSERT_FALSE(now().stands()) << lesson << ": " << board().toStdString();
            press(Qt::Key_Right);
        }
        EXPECT_TRUE(now().reviewing) << lesson;
        EXPECT_EQ(predict::score(*now().answers).wrong, 0U);
        EXPECT_GE(predict::score(*now().answers).right, 2U);
        press(Qt::Key_Escape);
    }
};

TEST_F(BeingTheTcp, TheHandshakeACloseAndATransferArePlayedFromEitherEnd)
{
    for (const char* lesson : {"three-way-handshake", "four-way-close", "seq-and-ack"}) {
        playThrough(lesson, Qt::NoModifier);
        playThrough(lesson, Qt::ShiftModifier);
    }
}

TEST_F(BeingTheTcp, NothingIsFilledInBeforehand)
{
    press(Qt::Key_I);
    untilTurn();
    EXPECT_EQ(now().flags, tcp::Flags{});
    EXPECT_EQ(now().fields, (std::array<std::string, 3>{}));
    press(Qt::Key_Return);
    EXPECT_TRUE(now().stands());
    EXPECT_TRUE(board().contains(QStringLiteral("needs a sequence number")));
}

TEST_F(BeingTheTcp, AnIllegalSegmentGetsTheRuleAndThePeersAnswer)
{
    press(Qt::Key_I);
    untilTurn();
    typeRight();
    press(Qt::Key_Return);
    press(Qt::Key_Right);
    untilTurn(); // the third segment
    press(Qt::Key_A);
    digits(101);
    press(Qt::Key_Down);
    digits(300);
    press(Qt::Key_Return);
    ASSERT_TRUE(now().stands());
    ASSERT_TRUE(now().ruling);
    EXPECT_EQ(now().ruling->part, be_tcp::DraftPart::Ack);
    const auto heard = [&] { return window.questionCard()->accessibleDescription(); };
    const QString rule = QStringLiteral("the SYN at 300 took one number");
    EXPECT_TRUE(heard().contains(rule)) << heard().toStdString();
    settle();
    EXPECT_TRUE(heard().contains(rule)) << heard().toStdString();
    EXPECT_TRUE(heard().contains(QStringLiteral("RST seq 300"))) << heard().toStdString();

    press(Qt::Key_Backspace);
    digits(1);
    press(Qt::Key_Return);
    EXPECT_TRUE(now().answered) << "301 is right";
    EXPECT_FALSE(heard().contains(QStringLiteral("RST seq 300"))) << "that was of the other segment";
    EXPECT_EQ(predict::score(*now().answers).wrong, 1U) << "the first answer counts";
}

TEST_F(BeingTheTcp, AWrongSegmentCountsWhereTheRightOneIsOnlyShown)
{
    for (const bool leaves : {false, true}) {
        press(Qt::Key_Home);
        press(Qt::Key_I);
        untilTurn();
        press(Qt::Key_A);
        digits(7);
        press(Qt::Key_Tab); // to the next field, as in a form
        digits(7);
        press(Qt::Key_Return); // an ACK, where a SYN is due
        ASSERT_TRUE(now().ruling && !now().ruling->legal);
        press(leaves ? Qt::Key_I : Qt::Key_Right);
        const predict::Score score = predict::score(*now().answers);
        EXPECT_EQ(score.wrong, 1U) << leaves;
        EXPECT_EQ(score.shown, 0U) << leaves;
        const auto mistakes = model::mistakesOf(now(), model().display);
        ASSERT_EQ(mistakes.size(), 1U);
        EXPECT_TRUE(mistakes.front().text.contains(QStringLiteral("ACK seq 7 ack 7 instead of SYN seq 100")))
            << mistakes.front().text.toStdString();
        if (!leaves) press(Qt::Key_I);
        press(Qt::Key_Escape);
    }
}

TEST_F(BeingTheTcp, WaitingInVainIsNoFaultOfTheFlags)
{
    press(Qt::Key_I);
    untilTurn();
    press(Qt::Key_W);
    ASSERT_TRUE(now().ruling && !now().ruling->legal);
    EXPECT_EQ(now().ruling->part, be_tcp::DraftPart::None);
    EXPECT_TRUE(now().waited);
    press(Qt::Key_S);
    EXPECT_FALSE(now().waited) << "another W would be the first again";
}

TEST_F(BeingTheTcp, AReplyThatNobodyWaitsForAnyMoreIsNotShown)
{
    press(Qt::Key_I);
    untilTurn();
    press(Qt::Key_W); // wrong: its SYN is due
    ASSERT_FALSE(now().ruling->legal);
    const std::uint64_t asked = model().lastTicket; // its reply may or may not have arrived
    EXPECT_TRUE(now().awaits == asked || !now().reply.empty());
    press(Qt::Key_Right); // gives up the question
    EXPECT_EQ(now().awaits, 0U);
    settle();
    store.dispatch(model::PeerReplied{asked, {"late", "太晚"}});
    EXPECT_TRUE(now().reply.empty());
    EXPECT_FALSE(window.questionCard()->accessibleDescription().contains(QStringLiteral("late")));
}

TEST_F(BeingTheTcp, TheMousePutsASegmentTogether)
{
    press(Qt::Key_I);
    untilTurn();
    Canvas& card = *window.questionCard();
    click(card, scene::DraftMark::Syn);
    EXPECT_EQ(now().flags, tcp::Flags{tcp::Flag::Syn});
    click(card, scene::DraftMark::Payload);
    EXPECT_EQ(now().field, 2U);
    click(card, scene::DraftMark::Seq);
    digits(100);
    click(card, scene::DraftMark::Send);
    EXPECT_TRUE(now().answered);
}

TEST_F(BeingTheTcp, WaitingAllTheSameShowsWhatComesOfIt)
{
    press(Qt::Key_I, Qt::ShiftModifier);
    untilTurn();
    press(Qt::Key_W);
    ASSERT_TRUE(now().stands());
    ASSERT_TRUE(now().ruling);
    EXPECT_FALSE(now().ruling->legal);
    press(Qt::Key_W);
    store.settle();
    QApplication::processEvents();
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_TRUE(now().on);
    press(Qt::Key_Right);
    untilTurn(); // the SYN is due again
    EXPECT_GE(model().staged->trace().transit(now().question->transit).sent, start_of_time + 1s);
}

TEST_F(BeingTheTcp, ItCanBeGivenUpAndSpeaksChinese)
{
    store.dispatch(model::SetLanguage{Language::Chinese});
    press(Qt::Key_I);
    untilTurn();
    press(Qt::Key_Right);
    EXPECT_TRUE(now().answered);
    EXPECT_TRUE(board().contains(QStringLiteral("SYN seq 100："))) << board().toStdString();
    press(Qt::Key_I);
    EXPECT_FALSE(now().on);
}

TEST_F(BeingTheTcp, RelativeNumbersAreTakenRelative)
{
    press(Qt::Key_R);
    press(Qt::Key_I);
    untilTurn();
    press(Qt::Key_S);
    digits(0);
    press(Qt::Key_Return);
    EXPECT_TRUE(now().answered) << board().toStdString();
}

TEST_F(BeingTheTcp, ItIsPlayedBeforeAClass)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter());
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    press(Qt::Key_I);
    untilTurn();
    click(window.presenter()->canvas(), scene::DraftMark::Syn);
    EXPECT_EQ(now().flags, tcp::Flags{tcp::Flag::Syn});
    digits(100);
    click(window.presenter()->canvas(), scene::DraftMark::Send);
    EXPECT_TRUE(now().answered);
}

} // namespace
} // namespace tcpstage::widgets
