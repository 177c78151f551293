#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings impatient()
{
    Settings settings;
    settings.keepalive = 10s;
    settings.keepalive_interval = 1s;
    settings.keepalive_probes = 2;
    return settings;
}

TEST(KeepAlive, AsksAnIdlePeerWithAnOldNumber)
{
    Conversation talk = in_established(impatient());

    talk.waits(10s);
    talk.sees("> . 0:0(0) ack 1", because(Rule::KeepAliveProbe));
    talk.arrives("< . 1:1(0) ack 1");
    talk.waits(9s);
    talk.sees_nothing();
    talk.waits(1s);
    talk.sees("> . 0:0(0) ack 1");
}

TEST(KeepAlive, GivesUpWhenNoProbeIsAnswered)
{
    Conversation talk = in_established(impatient());

    talk.waits(10s);
    talk.sees("> . 0:0(0) ack 1");
    talk.waits(1s);
    talk.sees("> . 0:0(0) ack 1");
    talk.waits(1s);
    talk.signals(Signal::TimedOut);
    talk.names(Rule::KeepAliveGivesUp);
    talk.is_in(State::Closed);
}

TEST(KeepAlive, IsOffByDefault)
{
    Conversation talk = in_established();

    talk.waits(24h);
    talk.sees_nothing();
}

/// What keeps a keep-alive probe back (RFC 9293 section 3.8.4, MUST-26), in each state where something may be out.
TEST(KeepAlive, IsNotSentWhileOctetsOrAFinAreOut)
{
    for (const auto& [state, make] : all_starters) {
        if (!is_synchronized(state) || state == State::FinWait2 || state == State::TimeWait) continue;
        Settings settings = impatient();
        settings.rto_initial = 30s;
        settings.rto_min = 30s;
        Conversation talk = make(settings);
        const bool fin_out = our_next(state) == 2;
        if (!fin_out) {
            talk.call(send(10));
            talk.sees("> P. 1:11(10)");
        }
        for (int i = 0; i < 2; ++i) {
            talk.waits(14s);
            talk.sees_nothing();
            talk.is_in(state);
        }
    }
}

TEST(KeepAlive, IsNotSentWhileTheOctetOfAWindowProbeIsOut)
{
    Settings settings = impatient();
    settings.persist_min = 9s;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(10));
    talk.waits(9s);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));

    talk.waits(17s);
    talk.sees_nothing();
}

TEST(KeepAlive, IsNotSentWhileOctetsWaitForAWindow) // the connection is not idle, and the persist timer asks
{
    Settings settings = impatient();
    settings.persist_min = 15s;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(10));

    talk.waits(14s);
    talk.sees_nothing();
    talk.waits(1s);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));
    talk.arrives("< . 1:1(0) ack 1 win 0"); // refused: it waits again
    talk.waits(29s);
    talk.sees_nothing();
}

TEST(KeepAlive, IsNotSentWithinTheIntervalAfterAnythingWasReceived)
{
    for (const auto& [state, make] : all_starters) {
        const bool quiet = state == State::Established || state == State::FinWait2 || state == State::CloseWait;
        if (!quiet) continue; // in all others something of ours is out, or it is TIME-WAIT
        const std::string next = std::to_string(peer_next(state));
        const std::string ours = std::to_string(our_next(state));
        for (const auto& what : {next + ":" + next + "(0) ack " + ours, std::string{"0:0(0) ack "} + ours}) {
            Conversation talk = make(impatient());
            talk.waits(9s);
            talk.arrives("< . " + what);
            if (what.starts_with("0")) talk.sees("> . " + ours + ":" + ours + "(0)");
            talk.waits(9999ms);
            talk.sees_nothing();
            talk.waits(1ms);
            talk.names(Rule::KeepAliveProbe);
            talk.sees("> . " + std::to_string(our_next(state) - 1) + ":" + std::to_string(our_next(state) - 1) + "(0)");
        }
    }
}

TEST(WithoutThirdSegment, AListenerBelievesAtOnce)
{
    Settings settings;
    settings.without.third_segment = true;
    Conversation talk = in_listen(settings);

    talk.arrives("< S 0:0(0)");
    talk.sees("> S. 0:0(0) ack 1", because(Rule::WithoutThirdSegment));
    talk.is_in(State::Established);
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
}

TEST(WithoutTimeWait, TheConnectionIsForgottenAtOnce)
{
    Settings settings;
    settings.without.time_wait = true;
    Conversation talk = in_fin_wait_2(settings);

    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::WithoutTimeWait));
    talk.is_in(State::Closed);
    talk.arrives("< F. 1:1(0) ack 2"); // our ACK was lost, and the connection is forgotten
    talk.sees("> R 2:2(0)");
}

TEST(WithoutPersist, AClosedWindowIsWaitedForInSilence)
{
    Settings settings;
    settings.without.persist = true;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");

    talk.call(send(10));
    talk.names(Rule::WithoutPersist);
    talk.waits(24h);
    talk.sees_nothing();
}

TEST(Persist, AsksWithOneOctetAtDoublingIntervals)
{
    Conversation talk = in_established();
    talk.arrives("< . 1:1(0) ack 1 win 0");

    talk.call(send(10));
    talk.sees_nothing();
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.waits(1s);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));
    talk.arrives("< . 1:1(0) ack 2 win 100");
    talk.sees("> P. 2:11(9) ack 1");
}

TEST(TimeWait, IsEndedByAResetUnlessRfc1337IsKept)
{
    Conversation plain = in_time_wait();
    plain.arrives("< R 2:2(0)");
    plain.is_in(State::Closed);

    Settings settings;
    settings.rfc1337 = true;
    Conversation careful = in_time_wait(settings);
    careful.arrives("< R 2:2(0)");
    careful.names(Rule::ResetInTimeWait);
    careful.is_in(State::TimeWait);
}

TEST(TimeWait, OpensAnewForANewerSynWhereThatIsAllowed)
{
    Settings settings;
    settings.time_wait_reuse = true;
    Conversation talk = in_time_wait(settings);

    talk.arrives("< S 1000:1000(0)");
    talk.sees("> S. 0:0(0) ack 1001", because(Rule::SynReopens));
    talk.is_in(State::SynReceived);
}

} // namespace
} // namespace tcpstage::tcp
