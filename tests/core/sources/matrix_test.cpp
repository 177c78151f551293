#include "core/sources/find_run.h"
#include "core/sources/matrix.h"
#include "core/terminal/matrix_text.h"

#include "tests/support/both_languages.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::sources {

namespace {

using enum tcp::State;

TEST(Matrix, BringsTheEndpointIntoEachStateByRealEvents)
{
    for (const MatrixCell& cell : state_matrix()) {
        const run::LessonRun lesson_run = run_cell(cell.state, cell.stimulus);
        const trace::Trace& trace = lesson_run.run.trace;
        EXPECT_EQ(trace.at(trace::Side::Left, trace.moment_after(cell.arrival - 1)).state, cell.state)
            << cell_source(cell.state, cell.stimulus);
        EXPECT_TRUE(lesson_run.run.warnings.empty()) << lesson_run.run.warnings.front().sentence();
        EXPECT_EQ(lesson_run.run.notes.size(), 2U) << cell_source(cell.state, cell.stimulus);
    }
}

TEST(Matrix, HasTheNoteOfEachCellAtTheArrivalThatItIsAbout)
{
    for (const MatrixCell& cell : state_matrix()) { // also where the segment begins an exchange of many others
        const std::string name = cell_source(cell.state, cell.stimulus);
        const run::LessonRun lesson_run = run_cell(cell.state, cell.stimulus);
        ASSERT_FALSE(lesson_run.run.notes.empty()) << name;
        const run::PlacedNote& placed = lesson_run.run.notes.back();
        EXPECT_EQ(placed.from, cell.arrival) << name;
        EXPECT_EQ(lesson_run.scenario.notes[placed.note].title, lesson_run.scenario.title) << name;
        const trace::Record record = lesson_run.run.trace.record(placed.from);
        EXPECT_EQ(lesson_run.run.trace.transit(record.ref).reason, trace::Reason::FromThePast) << name;
    }
}

TEST(Matrix, SaysNothingOfVariablesThatAreDeletedWithTheirTcb)
{
    const MatrixCell& last = cell_of(LastAck, Stimulus::Ack);
    EXPECT_EQ(last.next, Closed);
    for (const tcp::Rule rule : last.rules)
        EXPECT_NE(rule, tcp::Rule::AckAdvances);
    EXPECT_FALSE(last.rules.empty());
}

TEST(Matrix, SaysWhyInEveryCell)
{
    for (const MatrixCell& cell : state_matrix()) {
        const bool silent = cell.stimulus == Stimulus::Ack && cell.taken && cell.replies.empty();
        EXPECT_TRUE(!cell.rules.empty() || silent) << cell_source(cell.state, cell.stimulus);
        if (cell.next != cell.state) {
            // A segment with ACK and FIN takes two edges.
            const bool through = tcp::is_legal(cell.state, Established) && tcp::is_legal(Established, cell.next);
            EXPECT_TRUE(tcp::is_legal(cell.state, cell.next) || through) << cell_source(cell.state, cell.stimulus);
        }
    }
}

struct Known {
    tcp::State state;
    Stimulus stimulus;
    const char* reply; // "" if none
    tcp::State next;
    tcp::Rule rule;
};

TEST(Matrix, AgreesWithTheText)
{
    // Taken by hand from RFC 9293 section 3.10.7.
    constexpr std::array known{
        Known{Closed, Stimulus::Syn, "RST, ACK", Closed, tcp::Rule::ClosedRefuses},
        Known{Closed, Stimulus::Ack, "RST", Closed, tcp::Rule::ClosedRefusesAck},
        Known{Closed, Stimulus::Rst, "", Closed, tcp::Rule::ClosedIgnoresReset},
        Known{Listen, Stimulus::Syn, "SYN, ACK", SynReceived, tcp::Rule::ListenTakesSyn},
        Known{Listen, Stimulus::Ack, "RST", Listen, tcp::Rule::ListenRefusesAck},
        Known{Listen, Stimulus::Rst, "", Listen, tcp::Rule::ListenIgnoresReset},
        Known{SynSent, Stimulus::SynAck, "ACK", Established, tcp::Rule::SynSentEstablished},
        Known{SynSent, Stimulus::Syn, "SYN, ACK", SynReceived, tcp::Rule::SynSentCrossing},
        Known{SynSent, Stimulus::AckOfUnsent, "RST", SynSent, tcp::Rule::SynSentBadAck},
        Known{SynSent, Stimulus::Rst, "", Closed, tcp::Rule::SynSentRefused},
        Known{SynSent, Stimulus::Ack, "", SynSent, tcp::Rule::SynSentDrops},
        Known{SynReceived, Stimulus::Ack, "", Established, tcp::Rule::AckEstablishes},
        Known{SynReceived, Stimulus::AckOfUnsent, "RST", SynReceived, tcp::Rule::SynReceivedBadAck},
        Known{SynReceived, Stimulus::Rst, "", Listen, tcp::Rule::ResetToListen},
        Known{Established, Stimulus::Data, "ACK", Established, tcp::Rule::TextInOrder},
        Known{Established, Stimulus::Fin, "ACK", CloseWait, tcp::Rule::FinEstablished},
        Known{Established, Stimulus::Rst, "", Closed, tcp::Rule::ResetTaken},
        Known{Established, Stimulus::Syn, "ACK", Established, tcp::Rule::SynChallenged},
        Known{Established, Stimulus::Outside, "ACK", Established, tcp::Rule::SequenceUnacceptable},
        Known{Established, Stimulus::AckOfUnsent, "ACK", Established, tcp::Rule::AckOutOfRange},
        Known{FinWait1, Stimulus::Ack, "", FinWait2, tcp::Rule::FinAcked},
        Known{FinWait1, Stimulus::Fin, "ACK", Closing, tcp::Rule::FinFinWait1},
        Known{FinWait2, Stimulus::Fin, "ACK", TimeWait, tcp::Rule::FinFinWait2},
        Known{FinWait2, Stimulus::Data, "ACK", FinWait2, tcp::Rule::TextInOrder},
        Known{CloseWait, Stimulus::Fin, "ACK", CloseWait, tcp::Rule::SequenceUnacceptable},
        Known{CloseWait, Stimulus::Data, "", CloseWait, tcp::Rule::TextIgnored},
        Known{Closing, Stimulus::Ack, "", TimeWait, tcp::Rule::FinAckedClosing},
        Known{LastAck, Stimulus::Ack, "", Closed, tcp::Rule::FinAckedLastAck},
        Known{TimeWait, Stimulus::Fin, "ACK", TimeWait, tcp::Rule::TimeWaitFinAgain},
        Known{TimeWait, Stimulus::Rst, "", Closed, tcp::Rule::ResetTaken},
    };
    for (const Known& wanted : known) {
        const MatrixCell& cell = cell_of(wanted.state, wanted.stimulus);
        const std::string where = cell_source(wanted.state, wanted.stimulus);
        EXPECT_EQ(cell.next, wanted.next) << where;
        EXPECT_EQ(cell.replies.empty() ? "" : cell.replies.front(), wanted.reply) << where;
        EXPECT_NE(std::ranges::find(cell.rules, wanted.rule), cell.rules.end()) << where;
    }
}

TEST(Matrix, TellsWhatIsDiscarded)
{
    EXPECT_FALSE(cell_of(Listen, Stimulus::Rst).taken);
    EXPECT_FALSE(cell_of(Established, Stimulus::Outside).taken);
    EXPECT_FALSE(cell_of(CloseWait, Stimulus::Fin).taken);
    EXPECT_FALSE(cell_of(CloseWait, Stimulus::Data).taken);
    EXPECT_FALSE(cell_of(SynSent, Stimulus::Ack).taken);
    EXPECT_TRUE(cell_of(Established, Stimulus::Data).taken);
    EXPECT_EQ(cell_of(Established, Stimulus::Data).delivered_bytes, 100U);
    EXPECT_TRUE(cell_of(TimeWait, Stimulus::Fin).taken); // the 2MSL timer restarts
}

TEST(Matrix, NamesItsRunsSoThatTheyOpenLikeLessons)
{
    std::set<std::string> names;
    for (const MatrixCell& cell : state_matrix()) {
        const std::string source = cell_source(cell.state, cell.stimulus);
        EXPECT_TRUE(names.insert(source).second);
        const auto name = parse_cell_source(source);
        ASSERT_TRUE(name) << source;
        EXPECT_EQ(name->state, cell.state);
        EXPECT_EQ(name->stimulus, cell.stimulus);
    }
    const auto lesson_run = find_run("matrix:established+fin");
    ASSERT_TRUE(lesson_run);
    EXPECT_EQ(lesson_run->scenario.title.en, "ESTABLISHED: FIN");
    EXPECT_FALSE(find_run("matrix:established+fim"));
    EXPECT_EQ(said_in_both(find_run("matrix:nowhere+fin").error()),
              "matrix: there is no state \"nowhere\"; write for example matrix:established+rst");
    EXPECT_FALSE(find_run("matrix:"));
    EXPECT_NE(said_in_both(find_run("matrix:established+fim").error()).find("\"fin\""), std::string::npos);
}

TEST(Matrix, IsWrittenAsTextAndAsJson)
{
    const std::string text = terminal::matrix_as_text(Language::English);
    EXPECT_NE(text.find("ESTABLISHED\n"), std::string::npos);
    EXPECT_NE(text.find("FIN: replies ACK; → CLOSE-WAIT"), std::string::npos);
    EXPECT_NE(terminal::matrix_as_text(Language::Chinese).find("回应"), std::string::npos);
    EXPECT_NE(terminal::matrix_as_json().find("\"run\": \"matrix:time-wait+fin\""), std::string::npos);
}

} // namespace

} // namespace tcpstage::sources
