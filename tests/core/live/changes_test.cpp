#include "core/live/observe/changes.h"
#include "core/live/observe/inference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

using enum State;
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
    Record timer;
    timer.kind = Kind::TimerExpired;
    Record reset;
    reset.kind = Kind::Arrived;

    Record close;
    close.kind = Kind::Called;
    close.detail = static_cast<std::uint8_t>(Call::Close);

    EXPECT_EQ(rule_of_change(LastAck, Closed, &close), Rule::FinAckedLastAck) << "it was too quick to be seen";
    EXPECT_EQ(rule_of_change(Established, Closed, &close), Rule::CloseUnread);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &reset), Rule::SynSentRefused);
    EXPECT_EQ(rule_of_change(SynSent, Closed, &timer), Rule::GiveUp);
    EXPECT_EQ(rule_of_change(SynReceived, Listen, &reset), Rule::ResetToListen);
    EXPECT_EQ(rule_of_change(FinWait1, TimeWait, nullptr), Rule::FinFinWait1Acked);
}

TEST(InferredState, FollowsTheSegmentsOfAnOrdinaryClose)
{
    Tcb tcb;
    tcb.state = Established;
    tcb.snd.max = Seq{102};
    tcb.rcv.nxt = Seq{301};
    Segment fin;
    fin.flags = Flag::Fin | Flag::Ack;
    fin.seq = Seq{301};
    fin.ack = Seq{101};

    EXPECT_EQ(after_sending(tcb, fin), FinWait1);
    EXPECT_EQ(after_receiving(tcb, fin), CloseWait);
    tcb.state = FinWait1;
    tcb.fin_sent = true;
    EXPECT_EQ(after_receiving(tcb, fin), Closing);
    fin.ack = Seq{102};
    EXPECT_EQ(after_receiving(tcb, fin), TimeWait);
    fin.flags = Flag::Ack;
    EXPECT_EQ(after_receiving(tcb, fin), FinWait2);
}

} // namespace
} // namespace tcpstage::live
