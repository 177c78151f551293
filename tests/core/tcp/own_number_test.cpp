// RFC 9293 section 3.10.7.4, steps 1, 2 and 4, with RFC 5961 sections 3 and 4: a RST and a SYN are judged by their own
// number, before anything is cut off, whatever text comes with them.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings settings_of_old() // RFC 793's answers
{
    Settings settings;
    settings.challenge_ack = false;
    return settings;
}

/// A segment of the peer of a conversation in `state`: `left` numbers left of RCV.NXT, with `octets` of text.
Segment straddling(const Conversation& talk, Flags flags, std::uint32_t left, std::uint32_t octets)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = talk.tcb().rcv.nxt - left;
    if (flags.has(Flag::Ack)) segment.ack = talk.tcb().snd.nxt;
    segment.window = 65535;
    segment.payload = Bytes::pattern(octets);
    return segment;
}

std::string our_ack(const Conversation& talk)
{
    const std::string ours = std::to_string(talk.tcb().snd.nxt - talk.tcb().snd.iss);
    return "> . " + ours + ":" + ours + "(0) ack " + std::to_string(talk.tcb().rcv.nxt - Conversation::peer_iss);
}

/// All states from SYN-RECEIVED on, SYN-RECEIVED by both ways.
std::vector<Starter> from_syn_received_on()
{
    std::vector<Starter> starters{{State::SynReceived, in_syn_received_by_crossing}};
    for (const Starter& starter : all_starters)
        if (starter.state >= State::SynReceived) starters.push_back(starter);
    return starters;
}

TEST(ResetWithText, IsDroppedWhenItsOwnNumberLiesLeftOfTheWindow)
{
    for (const auto& settings : {Settings{}, settings_of_old()}) {
        for (const auto& [state, make] : from_syn_received_on()) {
            for (const std::uint32_t left : {1U, 100U}) {
                for (const Flags flags : {Flags{Flag::Rst}, Flag::Rst | Flag::Ack, Flag::Rst | Flag::Fin}) {
                    Conversation talk = make(settings);
                    talk.arrives(straddling(talk, flags, left, 300));
                    talk.names(Rule::ResetOutsideWindow);
                    talk.sees_nothing();
                    talk.is_in(state);
                }
            }
        }
    }
}

TEST(ResetWithText, IsChallengedInTheWindowAndCountsAtItsEdge)
{
    for (const auto& [state, make] : from_syn_received_on()) {
        Conversation inside = make({});
        Segment reset = straddling(inside, Flag::Rst, 0, 70'000); // its text goes beyond the window
        reset.seq += 1;
        inside.arrives(reset);
        inside.sees(our_ack(inside), because(Rule::ResetChallenged));
        inside.is_in(state);

        Conversation exact = make({});
        exact.arrives(straddling(exact, Flag::Rst, 0, 70'000));
        exact.sees_nothing();
        EXPECT_TRUE(exact.tcb().state == State::Closed || exact.tcb().state == State::Listen) << name(state);
    }
}

TEST(ResetWithText, IsNoReasonForADsack)
{
    Settings settings;
    settings.sack = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,sackOK>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");

    talk.arrives("< R. 1:201(200) ack 1");
    talk.sees_nothing();
    talk.arrives("< P. 201:211(10) ack 1");
    talk.sees("> . 1:1(0) ack 101 <sack 201:211>");
}

/// The states in which octets are still taken, with a window that the user has let fill: RCV.NXT is 101. (In all
/// others the peer's FIN has come, which a closed window does not let in.)
Conversation before_closed_window(State state, bool challenges)
{
    Settings settings;
    settings.challenge_ack = challenges;
    settings.receive_buffer = 100;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0");
    if (state == State::Established) return talk;
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 101 win 0");
    if (state == State::FinWait2) talk.arrives("< . 101:101(0) ack 2");
    talk.is_in(state);
    return talk;
}

TEST(ResetToAClosedWindow, CountsAtRcvNxtWhateverItCarries) // RFC 9293 section 3.4, MUST-66
{
    for (const State state : {State::Established, State::FinWait1, State::FinWait2}) {
        for (const bool challenges : {true, false}) {
            for (const char* reset : {"< R 101:101(0)", "< R. 101:101(0) ack 1", "< R. 101:121(20) ack 1",
                                      "< RF 101:101(0)", "< SR 101:101(0)"}) {
                Conversation talk = before_closed_window(state, challenges);
                talk.arrives(reset);
                talk.names(Rule::ResetTaken);
                talk.signals(Signal::Reset);
                talk.is_in(State::Closed);
            }
            for (const char* reset : {"< R 100:100(0)", "< R 102:102(0)", "< R 100:120(20)", "< R. 1:101(100) ack 1"}) {
                Conversation talk = before_closed_window(state, challenges);
                talk.arrives(reset);
                talk.names(Rule::ResetOutsideWindow);
                talk.sees_nothing();
                talk.is_in(state);
            }
        }
    }
}

TEST(ResetToAClosedWindow, CountsInSynReceivedToo)
{
    Settings settings;
    settings.receive_buffer = 0;
    Conversation asked = in_syn_received(settings);
    asked.arrives("< R. 1:21(20) ack 1");
    asked.names(Rule::ResetToListen);
    asked.is_in(State::Listen);

    Conversation asking = in_syn_received_by_crossing(settings);
    asking.arrives("< R. 1:21(20) ack 1");
    asking.names(Rule::ResetRefuses);
    asking.is_in(State::Closed);
}

TEST(ResetWithATimestamp, LeavesNoTrace) // RFC 7323 section 5.2
{
    for (const std::uint32_t ahead : {0U, 1000U}) { // at RCV.NXT in TIME-WAIT, and challenged
        Settings settings;
        settings.timestamps = true;
        settings.rfc1337 = true;
        Conversation talk = in_listen(settings);
        talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
        talk.sees("> S. 0:0(0) ack 1");
        talk.arrives("< . 1:1(0) ack 1 <TS val 101 ecr 1>");
        if (ahead == 0) {
            talk.call(close());
            talk.sees("> F. 1:1(0) ack 1");
            talk.arrives("< F. 1:1(0) ack 2 <TS val 200 ecr 1>");
            talk.sees("> . 2:2(0) ack 2");
        }
        const std::uint32_t before = talk.tcb().ts_recent;
        Segment reset = straddling(talk, Flag::Rst | Flag::Ack, 0, 0);
        reset.seq += ahead;
        reset.options.has_timestamps = true;
        reset.options.timestamps = {90'000, 1};
        talk.arrives(reset);
        if (ahead != 0) talk.sees(our_ack(talk), because(Rule::ResetChallenged));
        EXPECT_EQ(talk.tcb().ts_recent, before);
    }
}

TEST(SynInASynchronizedState, IsChallengedWhateverItsNumberAndItsText)
{
    const std::vector<Flags> kinds{Flag::Syn, Flag::Syn | Flag::Ack, Flag::Syn | Flag::Fin,
                                   Flag::Syn | Flag::Fin | Flag::Ack};
    for (const auto& [state, make] : all_starters) {
        if (!is_synchronized(state)) continue;
        for (const Flags flags : kinds) {
            for (const std::uint32_t left : {0U, 1U, 2U, 100U, 70'000U, 1U << 31U}) {
                for (const std::uint32_t octets : {0U, 300U}) {
                    Conversation talk = make({});
                    talk.waits(100ms);
                    const Tcb before = talk.tcb();
                    talk.arrives(straddling(talk, flags, left, octets));
                    talk.sees(our_ack(talk), because(Rule::SynChallenged));
                    talk.delivers(0);
                    talk.signals_nothing();
                    talk.is_in(state);
                    EXPECT_EQ(talk.tcb().deadlines, before.deadlines); // a SYN,FIN does not prolong TIME-WAIT
                    EXPECT_EQ(talk.tcb().rcv.nxt, before.rcv.nxt);
                }
            }
        }
    }
}

TEST(SynInASynchronizedState, IsChallengedWithAnyTimestampOrNone) // its sender may have restarted
{
    for (const char* options : {"", " <mss 1460>", " <TS val 1 ecr 0>", " <TS val 90000 ecr 0>"}) {
        Settings settings;
        settings.timestamps = true;
        Conversation talk = in_listen(settings);
        talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
        talk.sees("> S. 0:0(0) ack 1");
        talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 101 ecr 1>");

        talk.arrives(std::string{"< S 0:0(0) win 65535"} + options);
        talk.sees("> . 1:1(0) ack 1 <TS val 1 ecr 101>", because(Rule::SynChallenged));
    }
}

TEST(SynInSynReceived, IsJudgedByItsOwnNumber)
{
    Conversation old = in_syn_received(); // the SYN again, because the SYN,ACK was lost, and now with text
    old.arrives("< S 0:100(100)");
    old.sees("> . 1:1(0) ack 1", because(Rule::SequenceUnacceptable));
    old.is_in(State::SynReceived);

    Conversation fresh = in_syn_received();
    fresh.arrives("< S 1:101(100)");
    fresh.names(Rule::SynToListen);
    fresh.sees_nothing();

    for (const char* syn : {"< S 0:100(100)", "< S 1:1(0)", "< S 70000:70000(0)"}) {
        Conversation asking = in_syn_received_by_crossing();
        asking.arrives(syn);
        asking.sees("> . 1:1(0) ack 1");
        asking.is_in(State::SynReceived);
    }
}

TEST(SynByTheOldRule, ResetsOnlyInTheWindow) // RFC 793 section 3.9: else an ACK goes in the first step
{
    for (const auto& [state, make] : all_starters) {
        if (!is_synchronized(state)) continue;
        Conversation outside = make(settings_of_old());
        outside.arrives(straddling(outside, Flag::Syn | Flag::Ack, 1, 100));
        outside.sees(our_ack(outside), because(Rule::SequenceUnacceptable));
        outside.delivers(0);
        outside.is_in(state);

        Conversation inside = make(settings_of_old());
        inside.arrives(straddling(inside, Flag::Syn | Flag::Ack, 0, 100));
        const std::string ours = std::to_string(our_next(state));
        inside.sees("> R " + ours + ":" + ours + "(0)", because(Rule::SynResets));
        inside.is_in(State::Closed);
    }
}

} // namespace
} // namespace tcpstage::tcp
