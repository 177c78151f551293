#include "core/predict/answers.h"
#include "tests/core/lesson/lesson.h"

#include <gmock/gmock.h>

namespace tcpstage::predict {
namespace {

using ::testing::HasSubstr;

class TypedAnswer : public ::testing::Test {
protected:
    const tcpstage::run::Run made = run::run(*lesson::find_lesson("three-way-handshake"));
    const Question question = [this] {
        for (trace::RecordId step = 0; step < made.trace.records().size(); ++step)
            if (auto found = ask(made.trace, step, Asked::Ack); found && found->side == trace::Side::Right)
                return *found;
        return Question{};
    }();
};

TEST_F(TypedAnswer, IsRightAbsoluteRelativeAndModulo)
{
    for (const char* typed : {"101", " 101 ", "+1", "1", "4294967397"}) {
        const auto verdict = judge(question, typed);
        ASSERT_TRUE(verdict) << typed;
        EXPECT_TRUE(verdict->right) << typed;
    }
}

TEST_F(TypedAnswer, NamesTheMistakeThatGivesIt)
{
    const auto verdict = judge(question, "100");
    ASSERT_TRUE(verdict);
    EXPECT_FALSE(verdict->right);
    EXPECT_EQ(verdict->reason.en, "RCV.NXT is 101: the SYN at 100 took one number.");
}

TEST_F(TypedAnswer, SaysHowFarItIsOffAndWhatIsNearest)
{
    const auto verdict = judge(question, "113");
    ASSERT_TRUE(verdict);
    EXPECT_FALSE(verdict->right);
    EXPECT_THAT(verdict->reason.en, HasSubstr("12 too many: it would acknowledge 12 numbers from 101 on"));
    EXPECT_THAT(verdict->reason.en, HasSubstr("Nearest to it, 102:"));
    EXPECT_THAT(verdict->reason.zh, HasSubstr("离它最近的是 102："));
}

TEST_F(TypedAnswer, IsMeasuredAsTheAbsoluteNumberThatItMayBe)
{
    const auto verdict = judge(question, "9"); // not as a relative number, which would be 1
    ASSERT_TRUE(verdict);
    EXPECT_THAT(verdict->reason.en, HasSubstr("92 too few"));
    Question late = question; // of a connection with large numbers nobody means 9 as one of them
    for (std::vector<Guess>* guesses : {&late.choices, &late.mistakes})
        for (Guess& guess : *guesses)
            guess.value.number += 3'000'000'000U;
    late.absolute += 3'000'000'000U;
    EXPECT_THAT(judge(late, "9")->reason.en, HasSubstr("8 too many"));
}

TEST_F(TypedAnswer, IsNoneWhenItIsNoNumber)
{
    for (const char* typed : {"", "-", "SYN", "10 1", "1.5", "99999999999999999999999"})
        EXPECT_FALSE(judge(question, typed)) << typed;
}

TEST_F(TypedAnswer, GoesIntoTheScoreAndTheFile)
{
    Answered right{question, 5, "server", 100ms + start_of_time, "101", judge(question, "101"), {}};
    Answered wrong{question, 5, "server", 100ms + start_of_time, "100", judge(question, "100"), {}};
    Answered hands{question, 5, "server", 100ms + start_of_time, "", {}, {1, 2, 3, 4}};
    Answered shown{question, 5, "server", 100ms + start_of_time, "", {}, {}};
    const std::vector<Answered> answers{right, wrong, hands, shown};

    const Score sum = score(answers);
    EXPECT_EQ(sum.right, 1U);
    EXPECT_EQ(sum.wrong, 1U);
    EXPECT_EQ(sum.shown, 1U);
    EXPECT_EQ(sum.hands, 10U);
    EXPECT_EQ(sum.hands_right, hands.hands[question.right]);
    EXPECT_FALSE(right.is_mistake());
    EXPECT_TRUE(wrong.is_mistake());
    EXPECT_TRUE(hands.is_mistake());
    EXPECT_FALSE(shown.is_mistake());

    const std::string csv = to_csv(answers);
    EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
    EXPECT_THAT(csv, HasSubstr("5,0.100000,server,ack,\"The client's 1st segment, SYN, arrives at the server."));
    EXPECT_THAT(csv, HasSubstr(",100,101,wrong,0,0,0,0,0,0,"));
    EXPECT_THAT(csv, HasSubstr(",101,hands,1,2,3,4,"));
}

} // namespace
} // namespace tcpstage::predict
