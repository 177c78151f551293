#include "core/capture/follow/changes.h"
#include "core/capture/follow/inference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

using enum tcp::State;
using ::testing::ElementsAre;

TEST(Way, LeadsThroughTheStatesThatAKernelHurriedThrough)
{
    EXPECT_THAT(way(Listen, Established, false), ElementsAre(SynReceived, Established));
    EXPECT_THAT(way(Established, TimeWait, false), ElementsAre(FinWait1, TimeWait));
    EXPECT_THAT(way(FinWait1, FinWait2, false), ElementsAre(FinWait2));
}

TEST(Way, GoesThroughLastAckWhenNobodyWasReset)
{
    EXPECT_THAT(way(CloseWait, Closed, true), ElementsAre(LastAck, Closed));
    EXPECT_THAT(way(CloseWait, Closed, false), ElementsAre(Closed));
}

TEST(RuleOfChange, DependsOnWhatCameBefore)
{
    trace::Record timer;
    timer.kind = trace::Kind::TimerExpired;
    trace::Record reset;
    reset.kind = trace::Kind::Arrived;

    trace::Record close;
    close.kind = trace::Kind::Called;
    close.detail = static_cast<std::uint8_t>(trace::Call::Close);

    EXPECT_EQ(rule_of_change(LastAck, Closed, &close), tcp::Rule::FinAckedLastAck) << "it was too quick to be seen";
    EXPECT_EQ(rule_of_change(Established, Closed, &close), tcp::Rule::CloseUnread);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &reset), tcp::Rule::SynSentRefused);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &timer), tcp::Rule::GiveUp);
    EXPECT_EQ(rule_of_change(SynReceived, Listen, &reset), tcp::Rule::ResetToListen);
    EXPECT_EQ(rule_of_change(FinWait1, TimeWait, nullptr), tcp::Rule::FinFinWait1Acked);
}

TEST(InferredState, FollowsTheSegmentsOfAnOrdinaryClose)
{
    tcp::Tcb tcb;
    tcb.state = Established;
    tcb.snd.max = tcp::Seq{102};
    tcb.rcv.nxt = tcp::Seq{301};
    tcp::Segment fin;
    fin.flags = tcp::Flag::Fin | tcp::Flag::Ack;
    fin.seq = tcp::Seq{301};
    fin.ack = tcp::Seq{101};

    EXPECT_EQ(after_sending(tcb, fin), FinWait1);
    EXPECT_EQ(after_receiving(tcb, fin), CloseWait);
    tcb.state = FinWait1;
    tcb.fin_sent = true;
    EXPECT_EQ(after_receiving(tcb, fin), Closing);
    fin.ack = tcp::Seq{102};
    EXPECT_EQ(after_receiving(tcb, fin), TimeWait);
    fin.flags = tcp::Flag::Ack;
    EXPECT_EQ(after_receiving(tcb, fin), FinWait2);
}

} // namespace
} // namespace tcpstage::capture
