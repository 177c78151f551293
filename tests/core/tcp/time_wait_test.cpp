// TIME-WAIT: what prolongs it, and what may open the connection anew (RFC 9293 sections 3.6.1 and 3.10.7.4, RFC 6191).

#include "tests/support/conversation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

constexpr Duration two_msl{4s};

Settings reusing()
{
    Settings settings;
    settings.time_wait_reuse = true;
    return settings;
}

Settings with_timestamps(Settings settings)
{
    settings.timestamps = true;
    return settings;
}

/// TIME-WAIT of a connection with or without timestamps, whatever our settings say; the last one seen is 1200. RCV.NXT
/// is 2, SND.NXT is 2.
Conversation in_time_wait_of(Settings settings, bool stamped, std::vector<Seq> our_isss = {Conversation::our_iss})
{
    const auto stamp = [&](int value) { return stamped ? fmt::format(" <TS val {} ecr 1>", value) : std::string{}; };
    Conversation talk{settings, std::move(our_isss)};
    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535" + stamp(1000));
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 win 65535" + stamp(1100));
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 1");
    talk.arrives("< F. 1:1(0) ack 2 win 65535" + stamp(1200));
    talk.sees("> . 2:2(0) ack 2");
    talk.is_in(State::TimeWait);
    return talk;
}

TEST(TimeWait, IsProlongedByThePeersOwnFinOnly)
{
    struct Again {
        const char* segment;
        bool prolongs;
    };
    for (const Again& again :
         {Again{"< F. 1:1(0) ack 2", true}, Again{"< F. 1:1(0) ack 1", true}, // sent before ours came
          Again{"< . 1:1(0) ack 2", false}, Again{"< . 2:2(0) ack 2", false}, Again{"< F. 0:0(0) ack 2", false},
          Again{"< F. 2:2(0) ack 2", false}, Again{"< F. 3:3(0) ack 2", false}, Again{"< F. 1:2(1) ack 2", false},
          Again{"< F. 4294965296:4294965296(0) ack 2", false}, Again{"< F. 70000:70000(0) ack 2", false},
          Again{"< F 1:1(0)", false}, Again{"< F. 1:1(0) ack 3", false}, Again{"< SF 0:0(0)", false},
          Again{"< SF. 0:0(0) ack 2", false}, Again{"< SF. 1:1(0) ack 2", false}, Again{"< P. 2:12(10) ack 2", false},
          Again{"< S 70000:70000(0)", false}}) {
        Conversation talk = in_time_wait();
        talk.waits(1s);
        const Instant before = talk.tcb().deadline(Timer::TimeWait);
        talk.arrives(again.segment);
        EXPECT_EQ(talk.tcb().deadline(Timer::TimeWait), again.prolongs ? talk.now() + two_msl : before)
            << again.segment;
        talk.is_in(State::TimeWait);
        if (std::string_view{again.segment}.starts_with("< F")) talk.sees("> . 2:2(0) ack 2");
        if (std::string_view{again.segment}.starts_with("< S")) talk.sees("> . 2:2(0) ack 2");
        if (std::string_view{again.segment} == "< . 1:1(0) ack 2") talk.sees("> . 2:2(0) ack 2");
    }
}

TEST(TimeWait, IsProlongedByTheFinWithItsTextAgain)
{
    Conversation talk = in_established();
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 1");
    talk.arrives("< . 1:1(0) ack 2");
    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2");
    talk.waits(3s);

    talk.arrives("< F. 4294967196:1(101) ack 2"); // repacketized: it begins left of all, and ends with the FIN
    talk.sees("> . 2:2(0) ack 2", because(Rule::TimeWaitFinAgain));
    EXPECT_EQ(talk.tcb().deadline(Timer::TimeWait), talk.now() + two_msl);
}

TEST(FinOfAnotherNumber, IsOnlyAcknowledgedAfterThePeersOwn)
{
    for (const auto make : {in_close_wait, in_closing, in_last_ack, in_time_wait}) {
        Conversation talk = make({});
        const State state = talk.tcb().state;
        const std::string ours = std::to_string(talk.tcb().snd.nxt - talk.tcb().snd.iss);
        const std::string una = std::to_string(talk.tcb().snd.una - talk.tcb().snd.iss);
        talk.arrives("< F. 5:5(0) ack " + una);
        talk.sees("> . " + ours + ":" + ours + "(0) ack 2", because(Rule::FinIgnored));
        talk.is_in(state);
    }
}

/// RFC 6191 section 2, case by case.
struct Request {
    bool old_stamped; // the connection in TIME-WAIT used timestamps
    bool we_stamp;    // our settings now
    const char* syn;
    bool honoured;
};

TEST(SynInTimeWait, IsHonouredAsRfc6191Says)
{
    constexpr const char* beyond = "< S 70000:70000(0) win 65535";
    constexpr const char* next = "< S 2:2(0) win 65535";
    constexpr const char* same = "< S 1:1(0) win 65535"; // the number of the peer's FIN
    const auto with = [](const char* syn, int value) { return fmt::format("{} <TS val {} ecr 0>", syn, value); };
    const std::string newer_low = with(same, 1201);
    const std::string equal_high = with(beyond, 1200);
    const std::string equal_next = with(next, 1200);
    const std::string equal_low = with(same, 1200);
    const std::string older_high = with(beyond, 1199);
    const Request requests[] = {{true, true, newer_low.c_str(), true},
                                {true, true, equal_high.c_str(), true},
                                {true, true, equal_next.c_str(), true},
                                {true, true, equal_low.c_str(), false},
                                {true, true, older_high.c_str(), false},
                                {true, true, beyond, true},
                                {true, true, next, true},
                                {true, true, same, false},
                                {false, true, newer_low.c_str(), true},
                                {false, true, older_high.c_str(), true},
                                {false, true, beyond, true},
                                {false, true, same, false},
                                {false, false, newer_low.c_str(), false},
                                {false, false, older_high.c_str(), true},
                                {false, false, next, true},
                                {false, false, same, false}};
    for (const Request& request : requests) {
        Settings settings = reusing();
        settings.timestamps = request.we_stamp;
        Conversation talk = in_time_wait_of(settings, request.old_stamped);
        talk.arrives(request.syn);
        if (request.honoured) {
            talk.sees("> S. 0:0(0)", because(Rule::SynReopens));
            talk.is_in(State::SynReceived);
        } else {
            talk.names(Rule::SynTooOld);
            talk.sees_nothing(); // "silently drop": a RST for an answer would end TIME-WAIT
            talk.is_in(State::TimeWait);
        }
    }
}

TEST(SynInTimeWait, IsNotHonouredWhereReuseIsOff)
{
    for (const bool stamped : {false, true}) {
        for (const char* syn : {"< S 2:2(0)", "< S 70000:70000(0)", "< S 70000:70000(0) win 65535 <TS val 9000 ecr 0>",
                                "< SF 70000:70010(10)"}) {
            Settings settings;
            settings.timestamps = stamped;
            Conversation talk = in_time_wait_of(settings, stamped);
            talk.arrives(syn);
            talk.sees("> . 2:2(0) ack 2", because(Rule::SynChallenged));
            talk.is_in(State::TimeWait);
        }
    }
}

TEST(SynInTimeWait, IsHonouredOnlyWhenItIsBare)
{
    for (const char* syn : {"< S. 70000:70000(0) ack 2", "< SF. 70000:70000(0) ack 2"}) {
        Conversation talk = in_time_wait(reusing());
        talk.arrives(syn);
        talk.sees("> . 2:2(0) ack 2", because(Rule::SynChallenged));
        talk.is_in(State::TimeWait);
    }
}

TEST(SynInTimeWait, IsNotHonouredWhileTheUserHasOctetsToRead)
{
    Settings settings = reusing();
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 1");
    talk.arrives("< F. 1:101(100) ack 2");
    talk.sees("> . 2:2(0) ack 102");

    talk.arrives("< S 70000:70000(0)");
    talk.sees("> . 2:2(0) ack 102", because(Rule::SynChallenged));
    talk.call(receive(1000));
    talk.delivers(100);
    talk.arrives("< S 70000:70000(0)");
    talk.sees("> S. 0:0(0) ack 70001", because(Rule::SynReopens));
}

TEST(ReopenedConnection, HasAnIssBeyondTheOldNumbers) // RFC 9293 section 3.6.1, MAY-2 (1)
{
    const Seq old_iss{1000}; // the old connection used 1000 and 1001
    for (const Seq planned : {Seq{1000}, Seq{1001}, Seq{1002}, Seq{999}, Seq{500'000}, Seq{4'000'000'000}}) {
        Conversation talk = in_time_wait_of(reusing(), false, {old_iss, planned});
        talk.arrives("< S 70000:70000(0)");
        talk.sees("> S. 0:0(0) ack 70001");
        EXPECT_TRUE(after(talk.tcb().snd.iss, old_iss + 1)) << planned.value();
        if (after(planned, old_iss + 1)) {
            EXPECT_EQ(talk.tcb().snd.iss, planned);
        }
    }
}

TEST(ReopenedConnection, IsNotHadWhereEveryIssIsZero)
{
    Settings settings = reusing();
    settings.without.random_iss = true;
    Conversation talk = in_time_wait(settings);

    talk.arrives("< S 70000:70000(0)");
    talk.sees("> . 2:2(0) ack 2", because(Rule::SynChallenged));
    talk.is_in(State::TimeWait);
}

TEST(ReopenedConnection, BecomesAConnectionLikeAnyOther)
{
    Conversation talk = in_time_wait(with_timestamps(reusing()));
    talk.arrives("< S 70000:70010(10) win 65535 <mss 500>");
    talk.sees("> S. 0:0(0) ack 70001");

    talk.arrives("< . 70011:70011(0) ack 1");
    talk.signals(Signal::Connected);
    talk.delivers(10);
    talk.sees("> . 1:1(0) ack 70011");
    talk.is_in(State::Established);
    talk.arrives("< R 70011:70011(0)");
    talk.signals(Signal::Reset);
    talk.is_in(State::Closed);
}

/// Reopened by a SYN 70000 after one second of TIME-WAIT.
Conversation reopened(Settings settings = reusing())
{
    Conversation talk = in_time_wait(settings);
    talk.waits(1s);
    talk.arrives("< S 70000:70000(0)");
    talk.sees("> S. 0:0(0) ack 70001", because(Rule::SynReopens));
    return talk;
}

TEST(ReopenedConnection, ReturnsToTimeWaitWhenTheSynIsRefused) // RFC 9293 section 3.6.1, MAY-2 (2)
{
    Conversation talk = reopened();

    talk.waits(500ms);
    talk.arrives("< R 70001:70001(0)");
    talk.names(Rule::SynProvedOld);
    talk.signals_nothing();
    talk.is_in(State::TimeWait);
    talk.arrives("< F. 1:1(0) ack 2"); // everything is as it was
    talk.sees("> . 2:2(0) ack 2", because(Rule::TimeWaitFinAgain));
    talk.waits(two_msl);
    talk.signals(Signal::Closed);
    talk.is_in(State::Closed);
}

TEST(ReopenedConnection, DoesNotProlongTimeWait)
{
    Conversation talk = reopened();
    talk.arrives("< R. 70001:70001(0) ack 1");
    talk.waits(2999ms);
    talk.is_in(State::TimeWait);
    talk.waits(1ms);
    talk.is_in(State::Closed);
}

TEST(ReopenedConnection, EndsWhenTimeWaitWasOverMeanwhile)
{
    Conversation talk = reopened();
    talk.waits(5s);
    talk.sees("> S. 0:0(0) ack 70001");
    talk.sees("> S. 0:0(0) ack 70001");

    talk.arrives("< R 70001:70001(0)");
    talk.names(Rule::SynProvedOld);
    talk.signals(Signal::Closed);
    talk.is_in(State::Closed);
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

TEST(ReopenedConnection, EndsInSilenceWhenNobodyAnswersAnyMore)
{
    Settings settings = reusing();
    settings.syn_retries = 1;
    settings.msl = 10s;
    Conversation talk = reopened(settings);
    talk.waits(1s);
    talk.sees("> S. 0:0(0) ack 70001");
    talk.waits(2s);
    talk.names(Rule::SynProvedOld);
    talk.signals_nothing();
    talk.is_in(State::TimeWait);
}

TEST(ReopenedConnection, ReturnsToTimeWaitWhenThePeerIsStillInTheOldOne) // in LAST-ACK: our ACK of its FIN was lost
{
    struct Old {
        Flags flags;
        std::uint32_t seq;
    };
    for (const Old& old : {Old{Flag::Fin | Flag::Ack, 1}, Old{Flag::Ack, 2}}) { // its FIN again, its challenge ACK
        Conversation talk = in_time_wait(reusing());
        const Seq old_next = talk.tcb().snd.nxt;
        talk.arrives("< S 70000:70000(0)");
        talk.sees("> S. 0:0(0) ack 70001");
        Segment segment;
        segment.flags = old.flags;
        segment.seq = Conversation::peer_iss + old.seq;
        segment.ack = old_next;
        talk.arrives(segment);
        talk.names(Rule::SynProvedOld);
        if (segment.fin()) talk.sees("> . 2:2(0) ack 2", because(Rule::TimeWaitFinAgain));
        talk.is_in(State::TimeWait);
    }
    Conversation fresh = reopened(); // the numbers of the new connection prove nothing
    fresh.arrives("< F. 1:1(0) ack 2 win 65535");
    fresh.sees("> . 1:1(0) ack 70001", because(Rule::SequenceUnacceptable));
    fresh.is_in(State::SynReceived);
}

TEST(ReopenedConnection, JudgesANewerSynAsTheFirstOne)
{
    Conversation talk = reopened();

    talk.arrives("< S 80000:80000(0)"); // the first one was old, this one is the peer's
    talk.sees("> S. 0:0(0) ack 80001", because(Rule::SynReopens));
    talk.is_in(State::SynReceived);
    talk.arrives("< R 80001:80001(0)");
    talk.is_in(State::TimeWait);
}

TEST(ReopenedConnection, TellsAUserWhoHasQueuedOctetsThatTheyAreLost)
{
    Conversation talk = reopened();
    talk.call(send(10));
    talk.arrives("< R 70001:70001(0)");
    talk.signals(Signal::Reset);
    talk.is_in(State::TimeWait);
}

TEST(ReopenedConnection, ThatItsUserHasClosedIsHisOwn)
{
    Conversation talk = reopened();
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 70001");
    talk.arrives("< R 70001:70001(0)");
    talk.signals(Signal::Reset);
    talk.is_in(State::Closed);
}

} // namespace
} // namespace tcpstage::tcp
