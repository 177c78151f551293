// What the captions of a captured run claim.

#include "core/captions/captured.h"

#include "tests/core/capture/watch/watching.h"

#include "core/captions/caption.h"
#include "core/captions/trace_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::captions {
namespace {

using capture::Watching;
using ::testing::HasSubstr;
using ::testing::Not;

/// "title | text | source" of each step.
std::vector<std::string> captions_of(const Watching& watching, Language language = Language::English)
{
    run::Run run;
    run.trace = watching.made().trace;
    const lesson::Scenario scenario;
    const Ordinals ordinals{run.trace};
    std::vector<std::string> list;
    for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record)) {
        const Caption said =
            caption({scenario, run, ordinals}, run.trace.moment_after(step->end - 1), {.language = language});
        list.push_back(said.title + " | " + said.text + " | " + said.source);
    }
    return list;
}

TEST(CapturedCaptions, SayWhichTimesAreEstimatedAndWhatIsInferred)
{
    const auto said = captions_of(Watching{}.opened());
    ASSERT_EQ(said.size(), 6U);
    EXPECT_THAT(said[0], HasSubstr("Client sends its 1st segment: SYN"));
    EXPECT_THAT(said[0], HasSubstr("observed, SYN-SENT: inferred"));
    EXPECT_THAT(said[0], Not(HasSubstr("estimated"))) << "the capture point is at this end";
    EXPECT_THAT(said[1], HasSubstr("The time is estimated"));
    EXPECT_THAT(said[1], HasSubstr("inferred"));
    EXPECT_THAT(said[3], Not(HasSubstr("estimated")));
}

TEST(CapturedCaptions, CallASegmentLostOnlyAsFarAsItIsKnown)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").left(700ms, "P. 101:201(100) ack 301");
    watching.right(800ms, ". 301:301(0) ack 201");
    const auto said = captions_of(watching);
    EXPECT_THAT(said[7], HasSubstr("seems to be lost"));
    EXPECT_THAT(said[7], HasSubstr("Nothing shows that this copy arrived: client sends it again."));
    EXPECT_THAT(said[8], HasSubstr("the RTO timer seems to expire"));
    EXPECT_THAT(said[8], HasSubstr("most likely no ACK came within the RTO"));
    EXPECT_THAT(said[9], Not(HasSubstr("Sent because")));
    EXPECT_THAT(captions_of(watching, Language::Chinese)[7], HasSubstr("似乎丢失"));
}

TEST(CapturedCaptions, DoNotSayWhyAnEndSentAReset)
{
    const auto said = captions_of(Watching{}.opened().right(200ms, "R 301:301(0)"));
    EXPECT_THAT(said[6], HasSubstr("A capture does not show which."));
    EXPECT_THAT(said[6], Not(HasSubstr("throws everything away")));
}

TEST(CapturedCaptions, OfASimulatedRunAreTheRulesOwn)
{
    EXPECT_EQ(sentence_of(tcp::Rule::AbortReset, trace::Trace{}).en, info(tcp::Rule::AbortReset).sentence.en);
}

} // namespace
} // namespace tcpstage::captions
