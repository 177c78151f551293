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
    Cause timer;
    timer.record.kind = trace::Kind::TimerExpired;
    Cause reset;
    reset.record.kind = trace::Kind::Arrived;
    reset.is_reset = true;

    Cause close;
    close.record.kind = trace::Kind::Called;
    close.record.detail = static_cast<std::uint8_t>(trace::Call::Close);

    EXPECT_EQ(rule_of_change(LastAck, Closed, &close), tcp::Rule::FinAckedLastAck) << "it was too quick to be seen";
    EXPECT_EQ(rule_of_change(Established, Closed, &close), tcp::Rule::CloseUnread);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &reset), tcp::Rule::SynSentRefused);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &timer), tcp::Rule::GiveUp);
    EXPECT_EQ(rule_of_change(SynReceived, Listen, &reset), tcp::Rule::ResetToListen);
    EXPECT_EQ(rule_of_change(FinWait1, TimeWait, nullptr), tcp::Rule::FinFinWait1Acked);
}

TEST(RuleOfChange, OfDataForAProgramThatHasClosedIsNotThatOfAReset)
{
    Cause arrival;
    arrival.record.kind = trace::Kind::Arrived;
    for (const tcp::State state : {FinWait1, FinWait2}) {
        arrival.is_reset = false;
        EXPECT_EQ(rule_of_change(state, Closed, &arrival), tcp::Rule::TextAfterClose);
        arrival.is_reset = true;
        EXPECT_EQ(rule_of_change(state, Closed, &arrival), tcp::Rule::ResetTaken);
    }
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
