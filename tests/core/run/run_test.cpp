#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"

#include <gmock/gmock.h>

namespace tcpstage::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> warnings_of(const std::string& rest)
{
    std::vector<std::string> sentences;
    for (const Error& warning : run(lesson::lesson(rest)).warnings)
        sentences.push_back(said_in_both(warning));
    return sentences;
}

TEST(RunOfALesson, GivesTheSameOctetsForTheSameLesson)
{
    const lesson::Scenario scenario =
        lesson::lesson("network: {delay: 50 ms, jitter: 20 ms, loss: 5 %, duplicate: 5 %, reorder: 5 %}\n"
                       "seed: 42\n" +
                       lesson::handshake + "  - client: send 100000\n  - client: close\n  - server: close\n");

    EXPECT_EQ(formats::to_json(run(scenario).trace), formats::to_json(run(scenario).trace));
}

TEST(RunOfALesson, DependsOnTheSeed)
{
    const std::string rest = lesson::handshake + "  - client: send 100000\n  - client: close\n  - server: close\n";
    const std::string network = "network: {delay: 50 ms, jitter: 20 ms, loss: 5 %}\n";

    EXPECT_NE(formats::to_json(run(lesson::lesson(network + "seed: 1\n" + rest)).trace),
              formats::to_json(run(lesson::lesson(network + "seed: 2\n" + rest)).trace));
}

TEST(RunOfALesson, WaitsForAStateThatIsEnteredAndLeftAgain)
{
    EXPECT_THAT(warnings_of("steps:\n  - server: listen\n  - client: connect\n"
                            "  - wait: [client SYN-SENT, server SYN-RECEIVED, server ESTABLISHED]\n"),
                ElementsAre());
}

TEST(RunOfALesson, WaitsForATime)
{
    const run::Run result = run(lesson::lesson("steps:\n  - wait: 1500 ms\n  - server: listen\n"));

    EXPECT_EQ(result.trace.end(), start_of_time + Duration{1500ms});
}

TEST(RunOfALesson, WarnsOfAFaultThatMatchesNothing)
{
    EXPECT_THAT(
        warnings_of("faults:\n  - drop: {from: client, flags: FIN, ack: 77}\n" + lesson::handshake),
        ElementsAre(
            "test.yaml:6:5: the fault \"drop from client flags FIN ack 77\" matched no segment; compare it with "
            "the segments of the run"));
}

TEST(RunOfALesson, WarnsOfAFaultThatMatchesFewerSegmentsThanItNames)
{
    EXPECT_THAT(warnings_of("faults:\n  - drop: {from: client, flags: SYN, nth: [1, 9]}\n" + lesson::handshake),
                ElementsAre(HasSubstr("matched only 1 of 2 segments")));
}

TEST(RunOfALesson, WarnsOfAWaitThatNeverEnds)
{
    EXPECT_THAT(
        warnings_of(lesson::handshake + "  - wait: client TIME-WAIT\n"),
        ElementsAre("test.yaml:9:5: the wait for \"client TIME-WAIT\" never ended: client stayed in ESTABLISHED; check "
                    "the calls before it"));
}

TEST(RunOfALesson, WarnsOfANoteWhoseMomentNeverComes)
{
    EXPECT_THAT(
        warnings_of(lesson::handshake + "notes:\n  - {at: client segment 9 lost, title: a, text: b}\n"),
        ElementsAre(
            "test.yaml:10:10: the moment \"client segment 9 lost\" of a note never came; compare it with the run"));
}

TEST(RunOfALesson, StopsAfterADayOfTheLessonsTime)
{
    EXPECT_THAT(
        warnings_of("network: {loss: 100 %}\ntcp: {syn_retries: 60, rto_max: 24 h}\nsteps:\n  - client: connect\n"),
        ElementsAre(HasSubstr("a run has at most 24 hours")));
    EXPECT_THAT(warnings_of("steps:\n  - wait: 25 h\n"), ElementsAre(HasSubstr("ends after 24 hours")));
}

TEST(RunOfALesson, LeavesOutASendThatWouldFillTheMemoryAndSaysSo)
{
    EXPECT_THAT(warnings_of("tcp: {mss: 1}\nsteps:\n  - client: send 1000001\n  - client: send 66000000\n"),
                ElementsAre(HasSubstr("too large: at most 1000000 segments, so this send was left out"),
                            HasSubstr("too large: at most 1000000 segments, so this send was left out")));
    EXPECT_THAT(warnings_of("tcp: {mss: 100}\nsteps:\n  - client: send 67000000\n"), ::testing::IsEmpty());
}

TEST(RunOfALesson, PlacesNotesInOrderOfTime)
{
    const run::Run result =
        run(lesson::lesson(lesson::handshake + "notes:\n"
                                               "  - {at: client segment 2 arrived, title: d, text: d}\n"
                                               "  - {at: server call listen, title: b, text: b}\n"
                                               "  - {at: client state ESTABLISHED, title: c, text: c}\n"
                                               "  - {at: start, title: a, text: a}\n"));

    ASSERT_EQ(result.notes.size(), 4U);
    EXPECT_EQ(result.notes[0], (PlacedNote{trace::no_record, 3}));
    EXPECT_EQ(result.notes[1].note, 1U);
    EXPECT_EQ(result.notes[2].note, 2U);
    EXPECT_EQ(result.trace.record(result.notes[2].from).to(), tcp::State::Established);
    EXPECT_EQ(result.trace.record(result.notes[3].from).kind, trace::Kind::Arrived);
}

TEST(RunOfALesson, CountsTimersAndStatesForNotes)
{
    const run::Run result = run(lesson::lesson("faults: [{drop: {from: client, nth: [1, 2]}}]\n" + lesson::handshake +
                                               "notes: [{at: client timer retransmit 2, title: a, text: b}]\n"));

    ASSERT_EQ(result.notes.size(), 1U);
    EXPECT_EQ(result.trace.record(result.notes[0].from).at, start_of_time + Duration{3s});
}

} // namespace
} // namespace tcpstage::run
