// What is impossible in a diagram: by the engine, line by line.
#include "core/diagram/check_diagram.h"

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/run/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::diagram {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// "2: ..." of each impossible line, "2~ ..." of what is imprecise.
std::string found(const std::string& text)
{
    const auto diagram = read_diagram(text, "test");
    EXPECT_TRUE(diagram) << (diagram ? "" : diagram.error().sentence());
    if (!diagram) return "";
    std::string all;
    for (const Finding& finding : check(*diagram)) {
        EXPECT_FALSE(finding.sentence.zh.empty());
        EXPECT_FALSE(finding.section.empty()) << finding.sentence.en;
        EXPECT_TRUE(lesson::find_built_in(finding.lesson)) << finding.lesson;
        all += std::to_string(finding.line) + (finding.impossible ? ": " : "~ ") + finding.sentence.en + "\n";
    }
    return all;
}

const std::string syn = "A -> B: SYN seq=x\n";
const std::string syn_ack = "B -> A: SYN, ACK seq=y ack=x+1\n";
const std::string third = "A -> B: ACK seq=x+1 ack=y+1\n";
const std::string fin = "A -> B: FIN, ACK seq=u ack=v\n";
const std::string fin_acked = "B -> A: ACK seq=v ack=u+1\n";
const std::string second_fin = "B -> A: FIN, ACK seq=w ack=u+1\n";
const std::string last_ack = "A -> B: ACK seq=u+1 ack=w+1\n";

TEST(CheckDiagram, FindsNothingInWhatIsRight)
{
    EXPECT_EQ(found(syn + syn_ack + third), "");
    EXPECT_EQ(found(fin + fin_acked + second_fin + last_ack), "");
    EXPECT_EQ(found(fin + "B -> A: FIN, ACK seq=v ack=u+1\nA -> B: ACK seq=u+1 ack=v+1\n"), "") << "three segments";
    EXPECT_EQ(found("A -> B: SYN seq=100\nB -> A: SYN+ACK seq=300 ack=101\nA -> B: ACK seq=101 ack=301 len=50\n"
                    "B -> A: ACK seq=301 ack=151\nA -> B: FIN, ACK seq=151 ack=301\nB -> A: ACK seq=301 ack=152\n"
                    "B -> A: FIN, ACK seq=301 ack=152\nA -> B: ACK seq=152 ack=302\n"),
              "");
    EXPECT_EQ(found("A -> B: SYN seq=1\nB -> A: RST, ACK seq=0 ack=2\n"), "") << "refused";
}

TEST(CheckDiagram, FindsTheWrongNumberAndSaysTheRightOne)
{
    EXPECT_EQ(found(syn + "B -> A: SYN, ACK seq=y ack=x\n" + third),
              "2: ack=x is impossible: B expects x+1 next, so ack=x+1, for the SYN takes one sequence number\n");
    EXPECT_EQ(found(syn + syn_ack + "A -> B: ACK seq=x ack=y+1\n"),
              "3: seq=x is impossible: A goes on with seq=x+1, for the SYN takes one sequence number\n");
    EXPECT_EQ(found(syn + syn_ack + "A -> B: ACK seq=x+1 ack=x+1\n"),
              "3: ack=x+1 is impossible: A expects y+1 next, so ack=y+1, for the SYN takes one sequence number\n");
    EXPECT_EQ(found(fin + "B -> A: ACK seq=v ack=u\n" + second_fin + last_ack),
              "2: ack=u is impossible: B expects u+1 next, so ack=u+1, for the FIN takes one sequence number\n");
    EXPECT_EQ(found("A -> B: SYN seq=100\nB -> A: SYN, ACK seq=300 ack=102\n"),
              "2: ack=102 is impossible: B expects 101 next, so ack=101, for the SYN takes one sequence number\n"
              "2~ here A still has to send ACK seq=101 ack=301\n");
}

TEST(CheckDiagram, FindsTheWrongFlags)
{
    EXPECT_EQ(found(syn + "B -> A: SYN seq=y ack=x+1\n" + third),
              "2: a SYN that answers a SYN carries ACK as well: SYN, ACK seq=y ack=x+1\n");
    EXPECT_EQ(found("A -> B: SYN, ACK seq=x\n"), "1: A is in CLOSED: it cannot send SYN, ACK here\n");
    EXPECT_EQ(found(syn + "B -> A: ACK seq=y ack=x+1\n"),
              "2: B is in SYN-RECEIVED: it cannot send ACK here; it sends SYN, ACK ack=x+1\n"
              "2~ here A still has to send ACK seq=x+1\n");
    EXPECT_EQ(found("A -> B: FIN seq=u\n" + fin_acked + second_fin + last_ack),
              "1~ once a connection is established, ACK is set in every segment: FIN, ACK seq=u\n");
    EXPECT_EQ(found(syn + "A -> B: ACK seq=x+1\n"), "2: A is in SYN-SENT: it cannot send ACK here\n"
                                                    "2~ here B still has to send SYN, ACK ack=x+1\n");
}

TEST(CheckDiagram, FindsAFinTooMany)
{
    EXPECT_EQ(found(fin + "B -> A: FIN, ACK seq=v ack=u+1\n" + second_fin + last_ack),
              "3: this FIN of B stands in line 2 already, and nothing is lost: it is sent only once; if B closes only "
              "here, line 2 is a bare ACK\n")
        << "and the numbers that follow from it are not wrong once more";
}

TEST(CheckDiagram, FindsAStateThatIsNotReachedOrIsOver)
{
    EXPECT_EQ(found(fin + fin_acked + second_fin + "B: CLOSE_WAIT\n" + last_ack),
              "4: B is in LAST-ACK here, not in CLOSE-WAIT: CLOSE-WAIT ends when the end sends its own FIN\n");
    EXPECT_EQ(found(fin + fin_acked + second_fin + last_ack + "B: TIME-WAIT\n"),
              "5: B is in CLOSED here, not in TIME-WAIT: only the end that closes first waits in TIME-WAIT\n");
    EXPECT_EQ(found(syn + syn_ack + "B: ESTABLISHED\n" + third),
              "3: B is in SYN-RECEIVED here, not in ESTABLISHED: its SYN is not acknowledged yet\n");
    EXPECT_EQ(found("A: CLOSED\nB: LISTEN\nA: SYN-SENT\n" + syn + "B: SYN-RCVD\n" + syn_ack + "A: ESTABLISHED\n" +
                    third + "B: ESTABLISHED\n"),
              "")
        << "and a state that an end enters by sending may stand before its segment";
    EXPECT_EQ(found("A [CLOSED] -> B [SYN-RCVD]: SYN seq=x\nB [SYN-RCVD] -> A [ESTABLISHED]: SYN, ACK seq=y ack=x+1\n" +
                    third),
              "")
        << "before a segment or after it";
}

TEST(CheckDiagram, FollowsEndsThatOpenOrCloseAtTheSameTime)
{
    EXPECT_EQ(found("A -> B: FIN, ACK seq=u ack=v\nB -> A: FIN, ACK seq=v ack=u\nA: CLOSING\nB: CLOSING\n"
                    "A -> B: ACK seq=u+1 ack=v+1\nB -> A: ACK seq=v+1 ack=u+1\nA: TIME-WAIT\nB: TIME-WAIT\n"),
              "");
    EXPECT_EQ(
        found("A -> B: SYN seq=x\nB -> A: SYN seq=y\nA -> B: SYN, ACK seq=x ack=y+1\nB -> A: SYN, ACK seq=y ack=x+1\n"),
        "");
}

TEST(CheckDiagram, FollowsLossesAndRepetitions)
{
    EXPECT_EQ(found("A -x B: SYN seq=x\n" + syn + syn_ack + third), "");
    EXPECT_EQ(found(fin + fin_acked + second_fin + "A -x B: ACK seq=u+1 ack=w+1\n" + second_fin + "A: TIME-WAIT\n" +
                    last_ack),
              "");
    EXPECT_EQ(found(syn + syn), "2: this SYN of A stands in line 1 already, and nothing is lost: it is sent only once\n"
                                "2~ here B still has to send SYN, ACK ack=x+1\n");
}

TEST(CheckDiagram, LetsTextThatIsNotDrawnExplainALaterNumber)
{
    EXPECT_THAT(
        found("A -> B: FIN, ACK seq=500 ack=900\nB -> A: ACK seq=900 ack=501\n"
              "B -> A: FIN, ACK seq=1900 ack=501\nA -> B: ACK seq=501 ack=1901\n"),
        HasSubstr("3~ seq=1900 is right only if 1000 octets that are not drawn were sent before; else it is 900"));
}

/// Each ready diagram has one mistake that is marked, or none if its name says so.
TEST(CheckDiagram, FindsTheMistakeOfEachExercise)
{
    std::size_t wrong = 0;
    for (const Exercise& exercise : exercises()) {
        const std::string what = found(std::string{exercise.text});
        const bool right = exercise.id == "handshake" || exercise.id == "close";
        EXPECT_EQ(what.empty(), right) << exercise.id << "\n" << what;
        EXPECT_FALSE(exercise.title.zh.empty());
        if (!right) ++wrong;
    }
    EXPECT_GE(wrong, 6U);
}

/// What the program draws itself has nothing impossible in it.
TEST(CheckDiagram, FindsNothingInTheMermaidOfLessons)
{
    for (const char* id : {"three-way-handshake", "four-way-close", "three-segment-close", "half-close",
                           "last-ack-lost", "simultaneous-close", "syn-lost", "seq-and-ack"}) {
        const auto lesson = lesson::find_lesson(id);
        EXPECT_THAT(found(formats::to_mermaid(run::run(*lesson).trace)), IsEmpty()) << id;
    }
}

} // namespace
} // namespace tcpstage::diagram
