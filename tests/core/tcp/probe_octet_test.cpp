// The octet of a window probe is new data that was sent (RFC 9293 section 3.8.6.1): SND.NXT counts it until the peer
// refuses it.

#include "tests/support/conversation.h"

#include <array>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings reader_by_hand()
{
    Settings settings;
    settings.reads = Reads::ByHand;
    settings.receive_buffer = 4000;
    settings.mss = 1000;
    return settings;
}

/// The states in which octets can wait for the peer's window, each with the octets 1:11 before a closed one; the next
/// number of the peer is 1001, or 1002 after its FIN.
struct Waiting {
    State state;
    bool closes;     // our user, behind the octets
    bool fin_before; // the peer's FIN came before that
    bool fin_after;  // ... or after that
    std::uint32_t peer_next() const { return fin_before || fin_after ? 1002 : 1001; }
};
constexpr std::array waiting_states{
    Waiting{State::Established, false, false, false}, Waiting{State::FinWait1, true, false, false},
    Waiting{State::CloseWait, false, true, false}, Waiting{State::CloseWait, true, true, false},
    Waiting{State::Closing, true, false, true}};

std::string ack_of(const Waiting& waiting) { return " ack " + std::to_string(waiting.peer_next()); }

/// A probe of one octet, 1:2, was sent and is not answered yet.
Conversation with_a_probe_out(const Waiting& waiting, Settings settings = reader_by_hand())
{
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:1001(1000) ack 1 win 0");
    talk.sees("> . 1:1(0) ack 1001 win 3000");
    talk.call(send(10));
    if (waiting.fin_before) {
        talk.arrives("< F. 1001:1001(0) ack 1 win 0");
        talk.sees("> . 1:1(0) ack 1002");
    }
    if (waiting.closes) talk.call(shutdown());
    if (waiting.fin_after) {
        talk.arrives("< F. 1001:1001(0) ack 1 win 0");
        talk.sees("> . 1:1(0) ack 1002");
    }
    talk.waits(500ms);
    talk.sees("> . 1:2(1)" + ack_of(waiting), because(Rule::PersistProbe));
    talk.is_in(waiting.state);
    return talk;
}

/// A segment of the peer, after all that it sent, that refuses the octet of the probe.
std::string refusal(const Waiting& waiting)
{
    const std::string next = std::to_string(waiting.peer_next());
    return "< . " + next + ":" + next + "(0) ack 1 win 0";
}

TEST(ProbeOctet, IsCountedByWhatIsSentAfterIt)
{
    for (const Waiting& waiting : waiting_states) {
        Conversation talk = with_a_probe_out(waiting);
        EXPECT_EQ(talk.tcb().snd.nxt - talk.tcb().snd.una, 1U);

        talk.arrives("< . 1:1(0) ack 1 win 0"); // old: it says nothing of the octet
        talk.sees("> . 2:2(0)" + ack_of(waiting), because(Rule::SequenceUnacceptable));
        talk.arrives("< R 1003:1003(0)");
        talk.sees("> . 2:2(0)" + ack_of(waiting), because(Rule::ResetChallenged));
        talk.call(receive(1000));
        if (talk.tcb().rcv.wnd == 4000) talk.sees("> . 2:2(0)" + ack_of(waiting), because(Rule::WindowOpens));
        talk.call(abort());
        if (waiting.state != State::Closing) talk.sees("> R 2:2(0)");
    }
}

TEST(ProbeOctet, IsCountedByADelayedAck)
{
    Settings settings = reader_by_hand();
    settings.delayed_ack = 200ms;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(10));
    talk.waits(400ms);
    talk.arrives("< P. 1:101(100) ack 1 win 0");

    talk.waits(100ms);
    talk.sees("> . 1:2(1) ack 101", because(Rule::PersistProbe)); // it carries the ACK
    talk.arrives("< P. 50:151(101) ack 2 win 0");
    talk.waits(200ms);
    talk.sees("> . 2:2(0) ack 151");
}

TEST(ProbeOctet, ThatWasRefusedIsNotCounted)
{
    for (const Waiting& waiting : waiting_states) {
        Conversation talk = with_a_probe_out(waiting);
        talk.arrives(refusal(waiting));
        talk.sees_nothing();
        EXPECT_EQ(talk.tcb().snd.nxt, talk.tcb().snd.una);

        talk.arrives("< . 1:1(0) ack 1 win 0");
        talk.sees("> . 1:1(0)" + ack_of(waiting), because(Rule::SequenceUnacceptable));
        talk.waits(1s);
        talk.sees("> . 1:2(1)" + ack_of(waiting), because(Rule::PersistProbe));
        EXPECT_EQ(talk.tcb().snd.nxt - talk.tcb().snd.una, 1U);
        talk.arrives(refusal(waiting));
        talk.call(abort());
        if (waiting.state != State::Closing) talk.sees("> R 1:1(0)");
    }
}

TEST(ProbeOctet, IsSentAgainWithWhatFollowsWhenTheWindowOpens)
{
    for (const Waiting& waiting : waiting_states) {
        Conversation talk = with_a_probe_out(waiting);
        const std::string next = std::to_string(waiting.peer_next());

        talk.arrives("< . " + next + ":" + next + "(0) ack 1 win 1000");
        talk.sees("> P. 1:11(10)" + ack_of(waiting));
        if (waiting.closes) talk.sees("> F. 11:11(0)" + ack_of(waiting));
    }
}

TEST(ProbeOctet, ThatWasTakenIsFollowedByTheRest)
{
    for (const Waiting& waiting : waiting_states) {
        Conversation talk = with_a_probe_out(waiting);
        const std::string next = std::to_string(waiting.peer_next());

        talk.arrives("< . " + next + ":" + next + "(0) ack 2 win 1000");
        talk.sees("> P. 2:11(9)" + ack_of(waiting));
        if (waiting.closes) talk.sees("> F. 11:11(0)" + ack_of(waiting));
    }
}

TEST(ProbeOctet, IsTheLastOneAndTheFinWaitsForItsAnswer)
{
    Conversation talk = in_established(reader_by_hand());
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(1));
    talk.call(shutdown());
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));
    talk.waits(1s);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));

    talk.arrives("< . 1:1(0) ack 2 win 0");
    talk.sees("> F. 2:2(0) ack 1");
}

TEST(ProbeOctet, IsNoReasonForAFastRetransmit)
{
    Settings settings = reader_by_hand();
    settings.congestion = Congestion::NewReno;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(10));
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));

    for (int i = 0; i < 4; ++i) {
        talk.arrives("< . 1:1(0) ack 1 win 0");
        talk.sees_nothing();
    }
}

TEST(ProbeOctet, CountsAgainWhenADroppedSegmentAcknowledgesIt) // an ACK crossed the probe and seemed to refuse it
{
    Conversation talk = with_a_probe_out(waiting_states[0]);
    talk.arrives(refusal(waiting_states[0]));
    EXPECT_EQ(talk.tcb().snd.nxt, talk.tcb().snd.una);

    talk.arrives("< . 1000:1000(0) ack 2 win 0"); // one number too low itself: the peer believes the same of its probe
    talk.sees("> . 2:2(0) ack 1001", because(Rule::SequenceUnacceptable));
    talk.arrives("< . 1001:1001(0) ack 2 win 1000");
    talk.sees("> P. 2:11(9) ack 1001");
}

} // namespace
} // namespace tcpstage::tcp
