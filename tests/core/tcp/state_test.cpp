#include "core/tcp/tcb/state.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace tcpstage::tcp {
namespace {

State state_at(std::size_t i) { return static_cast<State>(i); }

TEST(StateTable, DrawsTheTwentyTransitionsOfFigure5)
{
    EXPECT_EQ(std::ranges::count_if(transitions(), &Transition::drawn), 20);
}

TEST(StateTable, DrawsNoEdgeTwice)
{
    std::set<std::pair<State, State>> drawn;
    for (const auto& transition : transitions())
        if (transition.drawn && !drawn.emplace(transition.from, transition.to).second)
            ADD_FAILURE() << name(transition.from) << " -> " << name(transition.to);
}

TEST(StateTable, KnowsTheEdgesThatFigure5LeavesToItsNotes)
{
    EXPECT_TRUE(is_legal(State::FinWait1, State::TimeWait)); // note 2
    EXPECT_TRUE(is_legal(State::SynReceived, State::Listen));
    EXPECT_TRUE(is_legal(State::Listen, State::SynSent));
    EXPECT_TRUE(is_legal(State::SynSent, State::Closed));
}

TEST(StateTable, ClosesFromEveryState)
{
    for (std::size_t i = 1; i < state_count; ++i)
        EXPECT_TRUE(is_legal(state_at(i), State::Closed)) << name(state_at(i));
}

TEST(StateTable, RefusesWhatNoSegmentOrCallCanDo)
{
    EXPECT_FALSE(is_legal(State::Closed, State::Established));
    EXPECT_FALSE(is_legal(State::Closed, State::SynReceived));
    EXPECT_FALSE(is_legal(State::Established, State::TimeWait));
    EXPECT_FALSE(is_legal(State::CloseWait, State::TimeWait));
    EXPECT_FALSE(is_legal(State::LastAck, State::TimeWait));
    EXPECT_FALSE(is_legal(State::TimeWait, State::Established));
    EXPECT_FALSE(is_legal(State::Established, State::Listen));
    for (std::size_t i = 0; i < state_count; ++i)
        EXPECT_FALSE(is_legal(state_at(i), state_at(i))) << name(state_at(i));
}

TEST(StateTable, ReachesEveryStateFromClosedByDrawnEdges)
{
    std::set<State> reached{State::Closed};
    for (std::size_t round = 0; round < state_count; ++round)
        for (const auto& transition : transitions())
            if (transition.drawn && reached.contains(transition.from)) reached.insert(transition.to);
    EXPECT_EQ(reached.size(), state_count);
}

TEST(StateTable, HasWordsInBothLanguages)
{
    for (const auto& transition : transitions()) {
        EXPECT_FALSE(transition.event.en.empty() || transition.event.zh.empty()) << name(transition.from);
        EXPECT_EQ(transition.action.en.empty(), transition.action.zh.empty()) << name(transition.from);
    }
    for (std::size_t i = 0; i < state_count; ++i) {
        EXPECT_FALSE(meaning(state_at(i)).en.empty());
        EXPECT_FALSE(meaning(state_at(i)).zh.empty());
    }
}

TEST(StateNames, AreReadInBothSpellingsAndAnyCase)
{
    for (std::size_t i = 0; i < state_count; ++i) {
        EXPECT_EQ(parse_state(name(state_at(i))), state_at(i));
        EXPECT_EQ(parse_state(netstat_name(state_at(i))), state_at(i));
    }
    EXPECT_EQ(parse_state("syn_sent"), State::SynSent);
    EXPECT_EQ(parse_state("Fin-Wait-2"), State::FinWait2);
    EXPECT_EQ(parse_state("SYN-RCVD"), State::SynReceived);
    EXPECT_FALSE(parse_state("OPEN"));
    EXPECT_FALSE(parse_state(""));
}

} // namespace
} // namespace tcpstage::tcp
