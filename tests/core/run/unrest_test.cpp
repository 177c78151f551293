// A run that does not come to rest gives the reason.

#include "core/run/unrest.h"

#include "core/sim/world.h"
#include "tests/core/lesson/lesson.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace tcpstage::run {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> warned_of(const run::Run& run)
{
    std::vector<std::string> sentences;
    for (const Error& warning : run.warnings)
        sentences.push_back(said_in_both(warning));
    return sentences;
}

std::vector<std::string> warned_of(const std::string& rest) { return warned_of(run(lesson::lesson(rest))); }

std::size_t count(const trace::Trace& trace, tcp::Rule rule)
{
    std::size_t found = 0;
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Reason && record.rule() == rule) ++found;
    return found;
}

/// Injects forged octets into both ends; from then on neither accepts the other's segments.
const std::string blind_octets = "inject:\n"
                                 "  - {at: 5 s, from: client, segment: \"P. 101:111(10) ack 301 win 65535\"}\n"
                                 "  - {at: 5 s, from: server, segment: \"P. 301:311(10) ack 101 win 65535\"}\n";

std::string storm(const std::string& network, const std::string& tcp)
{
    return fmt::format("network: {{{}}}\ntcp: {{{}}}\n{}{}", network, tcp, lesson::handshake, blind_octets);
}

TEST(AckStorm, EndsWhereAnEndLimitsItsAcks)
{
    const run::Run result = run(lesson::lesson(storm("delay: 100 ms", "")));

    EXPECT_THAT(result.warnings, IsEmpty());
    EXPECT_EQ(count(result.trace, tcp::Rule::AckLimited), 2U); // one at each end
    EXPECT_LT(result.trace.records().size(), 300U);
    EXPECT_LT(result.trace.end(), start_of_time + 10s);
}

TEST(AckStorm, EndsWhereOnlyOneEndLimitsItsAcks)
{
    for (const trace::Side side : trace::both_sides) {
        lesson::Scenario scenario = lesson::lesson(storm("delay: 100 ms", ""));
        scenario.setup.endpoints[trace::index(side)].settings.ack_throttle.most = 0;
        const run::Run result = run(scenario);

        EXPECT_THAT(result.warnings, IsEmpty());
        EXPECT_LT(result.trace.records().size(), 300U);
    }
}

TEST(AckStorm, EndsThoughTheNetworkDuplicates) // a duplicated ACK is answered twice
{
    for (int seed = 1; seed <= 20; ++seed) {
        const run::Run result =
            run(lesson::lesson(fmt::format("seed: {}\n", seed) + storm("delay: 100 ms, duplicate: 20 %", "")));

        EXPECT_THAT(result.warnings, IsEmpty()) << seed;
        EXPECT_LT(result.trace.records().size(), 1000U) << seed;
    }
}

TEST(AckStorm, EndsWhateverTheTimestampsSay) // PAWS rejects all after a future timestamp
{
    const std::string lesson_of_storm =
        "network: {delay: 100 ms}\ntcp: {timestamps: on}\n" + lesson::handshake +
        "inject:\n"
        "  - {at: 5 s, from: client, segment: \". 101:101(0) ack 301 win 65535 <TS val 90000000 ecr 0>\"}\n"
        "  - {at: 5 s, from: server, segment: \". 301:301(0) ack 101 win 65535 <TS val 90000000 ecr 0>\"}\n"
        "  - {at: 6 s, from: client, segment: \". 101:101(0) ack 301 win 65535 <TS val 1 ecr 0>\"}\n";
    const run::Run result = run(lesson::lesson(lesson_of_storm));

    EXPECT_THAT(result.warnings, IsEmpty());
    EXPECT_GE(count(result.trace, tcp::Rule::PawsRejects), 20U);
    EXPECT_LT(result.trace.records().size(), 300U);
}

TEST(AckStorm, OfTwoOpeningsEndsWithThem) // forged SYNs: each end waits for an ISS that the other never chose
{
    const std::string crossing = "network: {delay: 10 ms, duplicate: 10 %}\n"
                                 "steps:\n  - wait: 5 ms\n  - client: connect\n  - server: connect\n"
                                 "inject:\n"
                                 "  - {at: 0 s, from: client, segment: \"S 9000:9000(0) win 65535\"}\n"
                                 "  - {at: 0 s, from: server, segment: \"S 7000:7000(0) win 65535\"}\n";
    const run::Run result = run(lesson::lesson(crossing));

    EXPECT_THAT(result.warnings, IsEmpty());
    EXPECT_GT(count(result.trace, tcp::Rule::ChallengeLimited) + count(result.trace, tcp::Rule::AckLimited), 0U);
    EXPECT_LT(result.trace.records().size(), 5000U);
}

TEST(AckStorm, IsCutOffAndNamedWhereNoEndLimitsItsAcks)
{
    const run::Run result = run(lesson::lesson(storm("delay: 100 ms", "ack_throttle: off")));

    EXPECT_THAT(
        warned_of(result),
        ElementsAre(AllOf(HasSubstr("the run was stopped at 55 s: both ends answer each other's ACKs without end"),
                          HasSubstr("write ack_throttle: 10 in 5 s"))));
    EXPECT_LT(result.trace.records().size(), 8U * longest_storm);
}

TEST(AckStorm, IsCutOffAndNamedThoughItGrows)
{
    const run::Run result =
        run(lesson::lesson("seed: 1\n" + storm("delay: 100 ms, duplicate: 20 %", "ack_throttle: off")));

    EXPECT_THAT(warned_of(result), ElementsAre(HasSubstr("an ACK storm")));
    EXPECT_LT(result.trace.records().size(), 20U * longest_storm);
}

TEST(AckStorm, IsCutOffAndNamedWhereTheWayIsTooLongForTheLimit) // under ten ACKs in 5 s
{
    const run::Run result = run(lesson::lesson(storm("delay: 600 ms", "")));

    EXPECT_EQ(count(result.trace, tcp::Rule::AckLimited), 0U);
    EXPECT_THAT(warned_of(result), ElementsAre(AllOf(HasSubstr("an ACK storm"), HasSubstr("allow fewer ACKs"))));
    EXPECT_LT(result.trace.records().size(), 8U * longest_storm);
    EXPECT_THAT(run(lesson::lesson(storm("delay: 600 ms", "ack_throttle: 5 in 1 min"))).warnings, IsEmpty());
}

TEST(AckStorm, IsNotCutOffBeforeTheLessonIsOver)
{
    const run::Run result = run(lesson::lesson(storm("delay: 100 ms", "ack_throttle: off") +
                                               "  - {at: 200 s, from: client, segment: \"R 111:111(0)\"}\n" +
                                               "  - {at: 200 s, from: server, segment: \"R 311:311(0)\"}\n"));

    EXPECT_THAT(result.warnings, IsEmpty());
    EXPECT_GT(count(result.trace, tcp::Rule::SequenceUnacceptable), 2 * longest_storm - 100);
}

TEST(AckStorm, IsCutOffWhileAStepWaitsForAState)
{
    EXPECT_THAT(warned_of("network: {delay: 100 ms}\ntcp: {ack_throttle: off}\n" + lesson::handshake +
                          "  - wait: client CLOSED\n" + blind_octets),
                ElementsAre(HasSubstr("never ended"), HasSubstr("an ACK storm")));
}

TEST(EndlessRun, OfWindowProbesSaysSo)
{
    EXPECT_THAT(
        warned_of("tcp: {receive_buffer: 1000, reads: by hand}\n" + lesson::handshake + "  - client: send 5000\n"),
        ElementsAre(AllOf(HasSubstr("after 5 probes that changed nothing"), HasSubstr("a window stays closed"),
                          HasSubstr("end: 10 s"), HasSubstr("receiver read"))));
}

TEST(EndlessRun, OfKeepAliveProbesSaysSo)
{
    EXPECT_THAT(warned_of("tcp: {keepalive: 10 min}\n" + lesson::handshake),
                ElementsAre(AllOf(HasSubstr("after 5 probes"), HasSubstr("keep-alive probes"),
                                  HasSubstr("let both ends close"))));
}

const std::string never_read = "network: {delay: 50 ms}\ntcp: {receive_buffer: 1000, reads: by hand}\n" +
                               lesson::handshake + "  - client: send 5000\n";

TEST(EndlessRun, OfProbesEndsAfterAFew)
{
    const run::Run result = run(lesson::lesson(never_read));
    EXPECT_EQ(count(result.trace, tcp::Rule::PersistProbe), most_probes);
    EXPECT_EQ(result.trace.transits().back().end_record + 1U, result.trace.records().size()) << "the last is answered";

    const run::Run idle =
        run(lesson::lesson("network: {delay: 50 ms}\ntcp: {keepalive: 10 min}\n" + lesson::handshake));
    EXPECT_LE(count(idle.trace, tcp::Rule::KeepAliveProbe), most_probes + 1) << "both ends probe";
}

TEST(EndlessRun, OfProbesGoesOnWhileTheLessonDoes)
{
    const run::Run longer = run(lesson::lesson(never_read + "  - wait: 10 min\n"));
    EXPECT_GT(count(longer.trace, tcp::Rule::PersistProbe), 2 * most_probes) << "the steps say how long";
    EXPECT_EQ(warned_of(longer).size(), 1U);

    const run::Run ended = run(lesson::lesson("end: 10 min\n" + never_read));
    EXPECT_GT(count(ended.trace, tcp::Rule::PersistProbe), 2 * most_probes) << "`end` says how long";
    EXPECT_THAT(ended.warnings, IsEmpty());

    const run::Run faulty = run(lesson::lesson(never_read + "faults:\n  - drop: {from: server, nth: 10}\n"));
    EXPECT_GT(count(faulty.trace, tcp::Rule::PersistProbe), most_probes) << "a fault counts on";
    EXPECT_EQ(warned_of(faulty).size(), 1U) << "it has happened";

    const run::Run alone = run(lesson::lesson(never_read + "  - wait: 1 s\n  - server: crash\n"));
    EXPECT_THAT(alone.warnings, IsEmpty()) << "a probe that is refused ends the run";
}

TEST(EndlessRun, OfProbesEndsAWaitForWhatNeverComes)
{
    EXPECT_THAT(warned_of(never_read + "  - wait: client CLOSED\n"),
                ElementsAre(HasSubstr("never ended"), HasSubstr("after 5 probes")));
}

TEST(EndlessRun, OfRetransmissionsSaysSo)
{
    EXPECT_THAT(
        warned_of("network: {loss: 100 %}\ntcp: {syn_retries: 60, rto_max: 24 h}\nsteps:\n  - client: connect\n"),
        ElementsAre(AllOf(HasSubstr("retransmitted again and again"), HasSubstr("fewer retries"))));
}

TEST(EndlessRun, OfALongTimerSaysSo)
{
    EXPECT_THAT(warned_of("tcp: {msl: 24 h}\n" + lesson::handshake + "  - client: close\n  - server: close\n"),
                ElementsAre(AllOf(HasSubstr("a timer is due later"), HasSubstr("shorter time"))));
}

/// A trace cut off by the limit on records.
trace::Trace cut_off(const std::string& rest, Instant end)
{
    const lesson::Scenario scenario = lesson::lesson(rest);
    trace::Trace trace = sim::empty_trace(scenario.setup);
    sim::World world{scenario.setup};
    trace::Recorder recorder{trace};
    for (const lesson::Step& step : scenario.steps) {
        if (const auto* made = std::get_if<lesson::CallStep>(&step.action))
            world.call(made->side, made->call, recorder, made->data, made->octets);
        else
            world.run_until(world.now() + 1s, recorder);
    }
    world.run_until(end, recorder);
    return trace;
}

TEST(Unrest, IsExplainedFromTheLastRecords)
{
    const Instant end = start_of_time + 300s;
    const std::string network = "network: {delay: 10 ms}\n";
    const std::string slow_reader = "tcp: {receive_buffer: 1000, reads: by hand}\n";

    EXPECT_EQ(unrest_of(cut_off(storm("delay: 100 ms", "ack_throttle: off"), end)), Unrest::AckStorm);
    EXPECT_EQ(unrest_of(cut_off(network + "tcp: {keepalive: 1 s}\n" + lesson::handshake, end)), Unrest::KeepAlive);
    EXPECT_EQ(unrest_of(cut_off(network + slow_reader + lesson::handshake + "  - client: send 5000\n", end)),
              Unrest::ClosedWindow);
    EXPECT_EQ(unrest_of(cut_off("network: {loss: 100 %}\ntcp: {syn_retries: 60}\nsteps:\n  - client: connect\n", end)),
              Unrest::Unanswered);
    EXPECT_EQ(unrest_of(cut_off("network: {rate: 1 Mbit/s}\ntcp: {mss: 100}\n" + lesson::handshake +
                                    "  - client: send 100000\n",
                                start_of_time + 1500ms)),
              Unrest::Transfer);
    EXPECT_EQ(unrest_of(cut_off(network + lesson::handshake, end)), Unrest::Other);
}

TEST(Unrest, OfARealRunIsExplainedFromItsVariables)
{
    const tcp::Tcb quiet;
    tcp::Tcb sending;
    sending.snd.nxt = sending.snd.una + 100;
    tcp::Tcb unanswered = sending;
    unanswered.retransmissions = 2;
    tcp::Tcb waiting;
    waiting.deadlines[static_cast<std::size_t>(tcp::Timer::Persist)] = start_of_time + 1s;

    EXPECT_EQ(unrest_of(quiet, quiet), Unrest::Other);
    EXPECT_EQ(unrest_of(sending, quiet), Unrest::Transfer);
    EXPECT_EQ(unrest_of(quiet, unanswered), Unrest::Unanswered);
    EXPECT_EQ(unrest_of(unanswered, waiting), Unrest::ClosedWindow);
}

TEST(Unrest, IsSaidInBothLanguages)
{
    for (int i = 0; i <= static_cast<int>(Unrest::Other); ++i) {
        const auto unrest = static_cast<Unrest>(i);
        for (const Text text : {cause_of(unrest), advice_for(unrest, true), advice_for(unrest, false)})
            EXPECT_TRUE(!text.en.empty() && !text.zh.empty() && text.en != text.zh) << i;
    }
}

} // namespace
} // namespace tcpstage::run
