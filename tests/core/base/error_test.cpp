#include "core/base/error.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

TEST(ErrorSentence, SaysWhereWhatAndWhatToDo)
{
    const Error error{"unknown call \"lisen\"", {"lesson.yaml", 7, 5}, "did you mean \"listen\"?"};

    EXPECT_EQ(error.sentence(), "lesson.yaml:7:5: unknown call \"lisen\"; did you mean \"listen\"?");
}

TEST(ErrorSentence, LeavesOutWhatIsNotKnown)
{
    EXPECT_EQ((Error{"no such lesson", {}, {}}.sentence()), "no such lesson");
    EXPECT_EQ((Error{"is empty", {"a.yaml"}, {}}.sentence()), "a.yaml: is empty");
    EXPECT_EQ((Error{"bad step", {"a.yaml", 3}, {}}.sentence()), "a.yaml:3: bad step");
}

TEST(Failing, GivesTheErrorToTheCaller)
{
    const Result<int> result = fail("too large", {"a.yaml", 1, 2}, "use less");

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, "too large");
    EXPECT_EQ(result.error().where, (Place{"a.yaml", 1, 2}));
    EXPECT_EQ(result.error().advice, "use less");
}

} // namespace
TEST(ErrorSentence, IsOneLineWhateverItQuotes)
{
    EXPECT_EQ((Error{"expected flags in \"S\n\n\t90\"", {"a.yaml"}, {}}.sentence()),
              "a.yaml: expected flags in \"S 90\"");
}

} // namespace tcpstage
