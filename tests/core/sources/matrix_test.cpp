#include "core/sources/find_run.h"
#include "core/sources/matrix.h"

#include "tests/support/both_languages.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage {

namespace {

using enum State;

TEST(Matrix, BringsTheEndpointIntoEachStateByRealEvents)
{
    for (const MatrixCell& cell : state_matrix()) {
        const Told told = run_cell(cell.state, cell.stimulus);
        const Trace& trace = told.run.trace;
        EXPECT_EQ(trace.at(Side::Left, trace.moment_after(cell.arrival - 1)).state, cell.state)
            << cell_source(cell.state, cell.stimulus);
        EXPECT_TRUE(told.run.warnings.empty()) << told.run.warnings.front().sentence();
        EXPECT_EQ(told.run.notes.size(), 2U) << cell_source(cell.state, cell.stimulus);
    }
}

TEST(Matrix, SaysWhyInEveryCell)
{
    for (const MatrixCell& cell : state_matrix()) {
        const bool silent = cell.stimulus == Stimulus::Ack && cell.taken && cell.replies.empty();
        EXPECT_TRUE(!cell.rules.empty() || silent) << cell_source(cell.state, cell.stimulus);
        if (cell.next != cell.state) {
            const bool through = is_legal(cell.state, Established) && is_legal(Established, cell.next); // ACK and FIN
            EXPECT_TRUE(is_legal(cell.state, cell.next) || through) << cell_source(cell.state, cell.stimulus);
        }
    }
}

struct Known {
    State state;
    Stimulus stimulus;
    const char* reply; // "" for none
    State next;
    Rule rule;
};

TEST(Matrix, AgreesWithTheText)
{
    // RFC 9293 section 3.10.7, read by hand.
    constexpr std::array known{
        Known{Closed, Stimulus::Syn, "RST, ACK", Closed, Rule::ClosedRefuses},
        Known{Closed, Stimulus::Ack, "RST", Closed, Rule::ClosedRefusesAck},
        Known{Closed, Stimulus::Rst, "", Closed, Rule::ClosedIgnoresReset},
        Known{Listen, Stimulus::Syn, "SYN, ACK", SynReceived, Rule::ListenTakesSyn},
        Known{Listen, Stimulus::Ack, "RST", Listen, Rule::ListenRefusesAck},
        Known{Listen, Stimulus::Rst, "", Listen, Rule::ListenIgnoresReset},
        Known{SynSent, Stimulus::SynAck, "ACK", Established, Rule::SynSentEstablished},
        Known{SynSent, Stimulus::Syn, "SYN, ACK", SynReceived, Rule::SynSentCrossing},
        Known{SynSent, Stimulus::AckOfUnsent, "RST", SynSent, Rule::SynSentBadAck},
        Known{SynSent, Stimulus::Rst, "", Closed, Rule::SynSentRefused},
        Known{SynSent, Stimulus::Ack, "", SynSent, Rule::SynSentDrops},
        Known{SynReceived, Stimulus::Ack, "", Established, Rule::AckEstablishes},
        Known{SynReceived, Stimulus::AckOfUnsent, "RST", SynReceived, Rule::SynReceivedBadAck},
        Known{SynReceived, Stimulus::Rst, "", Listen, Rule::ResetToListen},
        Known{Established, Stimulus::Data, "ACK", Established, Rule::TextInOrder},
        Known{Established, Stimulus::Fin, "ACK", CloseWait, Rule::FinEstablished},
        Known{Established, Stimulus::Rst, "", Closed, Rule::ResetTaken},
        Known{Established, Stimulus::Syn, "ACK", Established, Rule::SynChallenged},
        Known{Established, Stimulus::Outside, "ACK", Established, Rule::SequenceUnacceptable},
        Known{Established, Stimulus::AckOfUnsent, "ACK", Established, Rule::AckOutOfRange},
        Known{FinWait1, Stimulus::Ack, "", FinWait2, Rule::FinAcked},
        Known{FinWait1, Stimulus::Fin, "ACK", Closing, Rule::FinFinWait1},
        Known{FinWait2, Stimulus::Fin, "ACK", TimeWait, Rule::FinFinWait2},
        Known{FinWait2, Stimulus::Data, "ACK", FinWait2, Rule::TextInOrder},
        Known{CloseWait, Stimulus::Fin, "ACK", CloseWait, Rule::SequenceUnacceptable},
        Known{CloseWait, Stimulus::Data, "", CloseWait, Rule::TextIgnored},
        Known{Closing, Stimulus::Ack, "", TimeWait, Rule::FinAckedClosing},
        Known{LastAck, Stimulus::Ack, "", Closed, Rule::FinAckedLastAck},
        Known{TimeWait, Stimulus::Fin, "ACK", TimeWait, Rule::TimeWaitFinAgain},
        Known{TimeWait, Stimulus::Rst, "", Closed, Rule::ResetTaken},
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
    EXPECT_TRUE(cell_of(TimeWait, Stimulus::Fin).taken); // 2MSL begins anew
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
    const auto told = find_run("matrix:established+fin");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->scenario.title.en, "ESTABLISHED: FIN");
    EXPECT_FALSE(find_run("matrix:established+fim"));
    EXPECT_EQ(said_in_both(find_run("matrix:nowhere+fin").error()),
              "matrix: there is no state \"nowhere\"; write for example matrix:established+rst");
    EXPECT_FALSE(find_run("matrix:"));
    EXPECT_NE(said_in_both(find_run("matrix:established+fim").error()).find("\"fin\""), std::string::npos);
}

TEST(Matrix, IsWrittenAsTextAndAsJson)
{
    const std::string text = matrix_as_text(Language::English);
    EXPECT_NE(text.find("ESTABLISHED\n"), std::string::npos);
    EXPECT_NE(text.find("FIN: replies ACK; → CLOSE-WAIT"), std::string::npos);
    EXPECT_NE(matrix_as_text(Language::Chinese).find("回应"), std::string::npos);
    EXPECT_NE(matrix_as_json().find("\"run\": \"matrix:time-wait+fin\""), std::string::npos);
}

} // namespace

} // namespace tcpstage
