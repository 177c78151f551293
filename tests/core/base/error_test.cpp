#include "core/base/error.h"

#include "core/base/nearest.h"
#include "core/base/say.h"

#include <array>
#include <gtest/gtest.h>
#include <type_traits>

namespace tcpstage {
namespace {

// An error with a sentence in only one language does not compile.
static_assert(!std::is_invocable_v<decltype(fail), std::string, Place, std::string>);
static_assert(!std::is_invocable_v<decltype(fail), const char*, Place, const char*>);
static_assert(!std::is_constructible_v<OwnedText, std::string>);
static_assert(std::is_invocable_v<decltype(fail), OwnedText, Place, OwnedText>);

const Error misspelt{{"unknown call \"lisen\"", "未知的调用“lisen”"},
                     {"lesson.yaml", 7, 5},
                     {"did you mean \"listen\"?", "是不是想写“listen”？"}};

TEST(ErrorSentence, SaysWhereWhatAndWhatToDo)
{
    EXPECT_EQ(misspelt.sentence(), "lesson.yaml:7:5: unknown call \"lisen\"; did you mean \"listen\"?");
}

TEST(ErrorSentence, SaysTheSameInChinese)
{
    EXPECT_EQ(misspelt.sentence(Language::Chinese), "lesson.yaml:7:5: 未知的调用“lisen”；是不是想写“listen”？");
    EXPECT_EQ(misspelt.sentences(), (OwnedText{misspelt.sentence(), misspelt.sentence(Language::Chinese)}));
}

TEST(ErrorSentence, LeavesOutWhatIsNotKnown)
{
    EXPECT_EQ((Error{{"no such lesson", "没有这个课程"}, {}, {}}.sentence()), "no such lesson");
    EXPECT_EQ((Error{{"is empty", "是空的"}, {"a.yaml"}, {}}.sentence()), "a.yaml: is empty");
    EXPECT_EQ((Error{{"bad step", "步骤不对"}, {"a.yaml", 3}, {}}.sentence()), "a.yaml:3: bad step");
    EXPECT_EQ((Error{{"bad step", "步骤不对"}, {"a.yaml", 3}, {}}.sentence(Language::Chinese)), "a.yaml:3: 步骤不对");
}

TEST(Failing, GivesTheErrorToTheCaller)
{
    const Result<int> result = fail({"too large", "太大"}, {"a.yaml", 1, 2}, {"use less", "请减少"});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, (OwnedText{"too large", "太大"}));
    EXPECT_EQ(result.error().where, (Place{"a.yaml", 1, 2}));
    EXPECT_EQ(result.error().advice, (OwnedText{"use less", "请减少"}));
}

TEST(ErrorSentence, IsOneLineWhateverItQuotes)
{
    const std::string line = "S\n\n\t90";

    EXPECT_EQ((Error{say({"expected flags in \"{}\"", "“{}”中应有标志"}, line), {"a.yaml"}, {}}.sentence()),
              "a.yaml: expected flags in \"S 90\"");
}

TEST(Saying, TakesWhatIsInBothLanguagesInEach)
{
    constexpr Text call{"call", "调用"};
    const OwnedText quoted{"\"lisen\"", "“lisen”"};

    EXPECT_EQ(say({"{}: unknown {} {}", "{}：未知的{}{}"}, 7, call, quoted),
              (OwnedText{"7: unknown call \"lisen\"", "7：未知的调用“lisen”"}));
}

TEST(Advice, IsGivenInBothLanguages)
{
    constexpr std::array<std::string_view, 2> calls{"listen", "connect"};

    EXPECT_EQ(advice_for("lisen", calls).zh, "是不是想写“listen”？");
    EXPECT_EQ(advice_for("xyzzyx", calls).zh, "请从中选用：listen、connect");
}

} // namespace
} // namespace tcpstage
