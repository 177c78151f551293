// RFC 5961 section 7: ACKs that an off-path attacker can provoke and ACKs that answer ACKs are limited; ACKs that the
// peer needs are not.

#include "tests/support/starters.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

constexpr int most = 10; // in 5 s

/// Starters for the states that check the sequence number of a segment.
std::vector<Starter> with_receive_window()
{
    std::vector<Starter> starters;
    for (const Starter& starter : all_starters)
        if (starter.state >= State::SynReceived) starters.push_back(starter);
    starters.push_back({State::SynReceived, in_syn_received_by_crossing});
    return starters;
}

/// A segment from the peer whose sequence number is RCV.NXT + `offset`.
Segment from_peer(const Conversation& talk, Flags flags, std::uint32_t offset, std::uint32_t octets = 0)
{
    Segment segment;
    segment.source_port = 49152;
    segment.destination_port = 80;
    segment.flags = flags;
    segment.seq = talk.tcb().rcv.nxt + offset;
    if (segment.has_ack()) segment.ack = talk.tcb().snd.nxt;
    segment.window = 65535;
    segment.payload = Bytes::pattern(octets);
    return segment;
}

constexpr std::uint32_t old = 0U - 10U; // ten octets left of the window
constexpr std::uint32_t beyond = 100'000;

void sees_ack(Conversation& talk, Where where = Where::current())
{
    const auto seq = talk.tcb().snd.nxt - talk.tcb().snd.iss;
    talk.sees(fmt::format("> . {0}:{0}(0)", seq), {}, where);
}

/// Each of many such segments is answered by an ACK.
void answers_all(Conversation& talk, const Segment& segment)
{
    for (int i = 0; i < 3 * most; ++i) {
        talk.arrives(segment);
        sees_ack(talk);
    }
}

/// Ten such segments are answered, the next ones are not; 5 s after the first one, ten are again.
void answers_ten(Conversation& talk, const Segment& segment, Rule limit)
{
    const bool timers_send = talk.tcb().deadline(Timer::Retransmit) != never;
    for (int i = 0; i < most; ++i) {
        talk.arrives(segment);
        sees_ack(talk);
    }
    for (int i = 0; i < most; ++i) {
        talk.arrives(segment);
        talk.sees_nothing();
        talk.names(limit);
    }
    if (timers_send || talk.tcb().state == State::TimeWait) return;
    talk.waits(4999ms);
    talk.arrives(segment);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.arrives(segment);
    sees_ack(talk);
}

TEST(AckThrottle, LimitsTheAnswersToEmptySegmentsOutsideTheWindow)
{
    for (const Starter& starter : with_receive_window())
        for (const std::uint32_t offset : {old, beyond}) {
            SCOPED_TRACE(fmt::format("{} {}", name(starter.state), offset));
            Conversation talk = starter.make({});
            answers_ten(talk, from_peer(talk, Flag::Ack, offset), Rule::AckLimited);
        }
}

TEST(AckThrottle, LimitsTheAnswersToSynsOutsideTheWindow) // RFC 5961 section 4.2: challenge ACKs
{
    for (const Starter& starter : with_receive_window()) {
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_ten(talk, from_peer(talk, Flag::Syn, old), Rule::ChallengeLimited);
    }
}

TEST(AckThrottle, LimitsTheChallengesOfSynsInTheWindow)
{
    for (const Starter& starter : all_starters) {
        if (!is_synchronized(starter.state)) continue;
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_ten(talk, from_peer(talk, Flag::Syn, 5), Rule::ChallengeLimited);
    }
}

TEST(AckThrottle, LimitsTheChallengesOfResetsInTheWindow) // RFC 5961 section 3.2
{
    for (const Starter& starter : with_receive_window()) {
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_ten(talk, from_peer(talk, Flag::Rst, 5), Rule::ChallengeLimited);
    }
}

TEST(AckThrottle, LimitsTheAnswersToAcksOfWhatWasNeverSent) // RFC 5961 section 5.2
{
    for (const Starter& starter : all_starters) {
        if (!is_synchronized(starter.state)) continue;
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        Segment segment = from_peer(talk, Flag::Ack, 0);
        segment.ack = talk.tcb().snd.nxt + 5;
        answers_ten(talk, segment, Rule::ChallengeLimited);
    }
}

TEST(AckThrottle, LimitsTheAnswersToEmptySegmentsFromThePast) // PAWS, RFC 7323 section 5.3
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) <mss 1460,TS val 1000 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 <TS val 1001 ecr 1>");
    talk.is_in(State::Established);
    Segment late = from_peer(talk, Flag::Ack, 0);
    late.options.has_timestamps = true;
    late.options.timestamps = {5, 1};

    answers_ten(talk, late, Rule::AckLimited);
    late.payload = Bytes::pattern(10);
    answers_all(talk, late);
}

TEST(AckThrottle, CountsAllOfThemTogether)
{
    Conversation talk = in_established();
    for (int i = 0; i < most / 2; ++i) {
        talk.arrives(from_peer(talk, Flag::Rst, 5));
        sees_ack(talk);
        talk.arrives(from_peer(talk, Flag::Ack, old));
        sees_ack(talk);
    }

    talk.arrives(from_peer(talk, Flag::Ack, beyond));
    talk.sees_nothing();
    talk.names(Rule::AckLimited);
}

TEST(AckThrottle, LetsARetransmissionBeAnsweredAlways) // its ACK was lost, so the peer needs another
{
    for (const Starter& starter : with_receive_window()) {
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_all(talk, from_peer(talk, Flag::Psh | Flag::Ack, old, 10));
    }
}

TEST(AckThrottle, LetsAFinThatComesAgainBeAnsweredAlways)
{
    for (const Starter& starter : all_starters) {
        if (peer_next(starter.state) != 2) continue;
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_all(talk, from_peer(talk, Flag::Fin | Flag::Ack, 0U - 1U));
    }
}

TEST(AckThrottle, LetsAKeepAliveProbeBeAnsweredAlways) // RFC 9293 section 3.8.4, MUST-26
{
    for (const Starter& starter : with_receive_window()) {
        if (!is_synchronized(starter.state)) continue;
        SCOPED_TRACE(name(starter.state));
        Conversation talk = starter.make({});
        answers_all(talk, from_peer(talk, Flag::Ack, 0U - 1U));
    }
}

TEST(AckThrottle,
     KnowsAKeepAliveProbeByItsAck) // otherwise two ends that are off by one octet would probe each other forever
{
    Conversation talk = in_established();
    Segment probe = from_peer(talk, Flag::Ack, 0U - 1U);
    probe.ack = talk.tcb().snd.nxt + 1;

    answers_ten(talk, probe, Rule::AckLimited);
}

TEST(AckThrottle, LetsAProbeOfAClosedWindowBeAnsweredAlways) // RFC 9293 section 3.8.6.1
{
    Settings settings;
    settings.receive_buffer = 100;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0");

    answers_all(talk, from_peer(talk, Flag::Ack, 0, 1));       // the next octet
    answers_all(talk, from_peer(talk, Flag::Ack, 0U - 1U));    // an old number without data, as kernels send
    answers_all(talk, from_peer(talk, Flag::Ack, 0U - 1U, 1)); // an old octet
}

TEST(AckThrottle, LeavesAnAckThatIsOwedForDataAlone)
{
    Conversation talk = in_established();
    answers_ten(talk, from_peer(talk, Flag::Ack, beyond), Rule::AckLimited);
    for (int i = 0; i < 3 * most; ++i) {
        talk.arrives(from_peer(talk, Flag::Psh | Flag::Ack, 0, 10));
        sees_ack(talk);
    }
}

TEST(AckThrottle, CanBeChosen)
{
    Settings settings;
    settings.ack_throttle = {2, 100ms};
    Conversation talk = in_established(settings);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 2; ++i) {
            talk.arrives(from_peer(talk, Flag::Ack, old));
            sees_ack(talk);
        }
        talk.arrives(from_peer(talk, Flag::Ack, old));
        talk.sees_nothing();
        talk.waits(100ms);
    }
}

TEST(AckThrottle, CanBeTurnedOff)
{
    Settings settings;
    settings.ack_throttle = {0, {}};
    Conversation talk = in_established(settings);

    answers_all(talk, from_peer(talk, Flag::Ack, old));
    answers_all(talk, from_peer(talk, Flag::Rst, 5));
}

TEST(AckThrottle, BeginsAnewWithEachConnection)
{
    Settings settings;
    settings.time_wait_reuse = true;
    Conversation talk = in_time_wait(settings);
    answers_ten(talk, from_peer(talk, Flag::Ack, old), Rule::AckLimited);
    talk.arrives("< S 1000:1000(0)");
    talk.sees("> S. 0:0(0)");

    answers_ten(talk, from_peer(talk, Flag::Ack, old), Rule::AckLimited);
}

TEST(AckThrottle, LimitsTheAcksOf44BsdToo) // 4.4BSD processes the ACK of an old segment and answers it
{
    Settings settings;
    settings.quirks.old_segments_acknowledge = true;
    settings.quirks.fin_with_every_ack = true;
    Conversation empty = in_established(settings);
    answers_ten(empty, from_peer(empty, Flag::Ack, old), Rule::AckLimited);

    Conversation fin = in_established(settings); // a peer of the same kind sends a FIN each time
    answers_ten(fin, from_peer(fin, Flag::Fin | Flag::Ack, old), Rule::AckLimited);
}

} // namespace
} // namespace tcpstage::tcp
