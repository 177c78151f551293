// Explains differences between runs that are both correct. The "real" runs come from the engine, set up like a kernel,
// with their Reason records removed, because kernels do not say which rules they follow.

#include "core/compare/compare.h"
#include "core/compare/latitude.h"

#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>

namespace tcpstage::compare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using DifferenceKind = Difference::Kind;

const std::string opened = lesson::handshake;
const std::string sends = opened + "  - client: send 100\n  - wait: 500 ms\n";
const std::string closes = sends + "  - client: close\n  - wait: server CLOSE-WAIT\n  - server: close\n"
                                   "  - wait: client TIME-WAIT\n  - wait: 1 s\n";

trace::Trace simulated(const std::string& options, const std::string& steps)
{
    return run::run(lesson::lesson(options + steps)).trace;
}

/// The run as a live trace without rules. `changed` may edit each transit, `silent` selects signals to leave out, and
/// `state` may edit each TCB.
trace::Trace real(const trace::Trace& lesson_run, const std::function<void(trace::Transit&)>& changed = {},
                  const std::function<bool(const trace::Record&)>& silent = {},
                  const std::function<void(tcp::Tcb&)>& state = {})
{
    trace::Trace trace{trace::Source::Live,
                       {lesson_run.endpoint(trace::Side::Left), lesson_run.endpoint(trace::Side::Right)}};
    for (trace::Transit transit : lesson_run.transits()) {
        if (changed) changed(transit);
        trace.launch(transit);
    }
    std::array<tcp::Tcb, 2> last{};
    for (trace::RecordId id = 0; id < lesson_run.records().size(); ++id) {
        trace::Record record = lesson_run.record(id);
        if (record.kind == trace::Kind::TimerExpired && record.timer() == tcp::Timer::TimeWait)
            break; // a kernel's TIME-WAIT lasts longer than the run
        const bool unheard = record.kind == trace::Kind::Signal && silent && silent(record);
        if (record.kind == trace::Kind::Reason || unheard)
            record = {record.at, 0, trace::no_record, 0, trace::Kind::TimerCancelled};
        trace.append(record);
        for (const trace::Side side : trace::both_sides) {
            tcp::Tcb tcb = lesson_run.at(side, lesson_run.moment_after(id));
            if (state) state(tcb);
            if (tcb != last[trace::index(side)]) trace.snapshot(side, id, last[trace::index(side)] = tcb);
        }
    }
    return trace;
}
trace::Trace real(const std::string& options, const std::string& steps) { return real(simulated(options, steps)); }

/// The first difference of that kind. Fails if there is none.
Difference only_difference(const trace::Trace& first, const trace::Trace& second, DifferenceKind kind)
{
    const Comparison comparison = compare(first, second, usual_tolerance(first, second));
    const auto found = std::ranges::find(comparison.differences, kind, &Difference::kind);
    EXPECT_NE(found, comparison.differences.end());
    return found == comparison.differences.end() ? Difference{} : *found;
}

TEST(Latitude, IsSaidInBothLanguagesWithItsSection)
{
    for (const LatitudeInfo& latitude : all_latitudes()) {
        EXPECT_EQ(&info(latitude.latitude), &latitude);
        EXPECT_TRUE(latitude.section.starts_with("RFC ")) << latitude.id;
        EXPECT_FALSE(latitude.sentence.en.empty() || latitude.sentence.zh.empty()) << latitude.id;
    }
}

TEST(Latitude, IsInEachOptionThatASynOffers)
{
    const trace::Trace plain = simulated("", opened);
    const trace::Trace rich = real("tcp: {mss: 1000, window_scale: on, sack: on, timestamps: on}\n", opened);

    EXPECT_THAT(only_difference(plain, rich, DifferenceKind::Options).latitudes,
                ElementsAre(Latitude::MssOffered, Latitude::WindowScaleOffered, Latitude::SackOffered,
                            Latitude::TimestampsOffered));
    EXPECT_THAT(sentence(only_difference(plain, rich, DifferenceKind::Options), plain, rich).en,
                HasSubstr("Each end offers the options that it supports and wants (MSS: RFC 9293 3.7.1; window scale: "
                          "RFC 7323 2.2; SACK: "
                          "RFC 2018 2; timestamps: RFC 7323 3.2)."));
    const trace::Trace selective = real("tcp: {sack: on}\n", opened);
    const Difference one = only_difference(plain, selective, DifferenceKind::Options);
    EXPECT_THAT(one.latitudes, ElementsAre(Latitude::SackOffered));
    const OwnedText text = sentence(one, plain, selective);
    EXPECT_THAT(text.en, HasSubstr("only if its SYN permits them. (RFC 2018 2)"));
    EXPECT_THAT(text.zh, HasSubstr("只有一端的 SYN 允许，才会向它发送选择确认（SACK）。（RFC 2018 2）"));
}

TEST(Latitude, IsInTheWindowThatIsFirstOffered)
{
    const trace::Trace plain = simulated("", opened);
    const trace::Trace kernel = real("tcp: {receive_buffer: 64240}\n", opened);
    const Difference window = only_difference(plain, kernel, DifferenceKind::Window);

    EXPECT_THAT(window.latitudes, ElementsAre(Latitude::WindowOffered));
    const OwnedText text = sentence(window, plain, kernel);
    EXPECT_EQ(text.en,
              "The client offers a window of 65535 octets on the left, 64240 on the right. 64240 is 44 segments of "
              "1460. The window is the room that a receiver has, and each TCP chooses the size of its own "
              "buffer. (RFC 9293 3.8.6)");
    EXPECT_THAT(text.zh, HasSubstr("64240 正好是 44 个 1460 字节的报文段。"));
}

TEST(Latitude, IsInTheSizeOfSegments)
{
    const std::string much = opened + "  - client: send 3000\n  - wait: 2 s\n";
    const trace::Trace small = simulated("tcp: {mss: 1000}\n", much);
    const trace::Trace large = real("tcp: {mss: 3000}\n", much);

    const Difference numbers = only_difference(small, large, DifferenceKind::Numbers);
    EXPECT_EQ(small.transit(numbers.transits[0]).segment.payload.size(), 1000U);
    EXPECT_EQ(large.transit(numbers.transits[1]).segment.payload.size(), 3000U);
    EXPECT_THAT(numbers.latitudes, ElementsAre(Latitude::MssOffered));
    EXPECT_THAT(only_difference(small, large, DifferenceKind::OnlyFirst).latitudes, ElementsAre(Latitude::MssOffered));
}

TEST(Latitude, IsInTheAckOfAReset)
{
    const trace::Trace plain = simulated("", sends + "  - client: abort\n  - wait: 1 s\n");
    const trace::Trace kernel = real(plain, [](trace::Transit& transit) {
        if (!transit.segment.rst()) return;
        transit.segment.flags = tcp::Flag::Rst | tcp::Flag::Ack;
        transit.segment.ack = tcp::Seq{301};
    });

    for (const auto& [first, second] : {std::pair{&plain, &kernel}, std::pair{&kernel, &plain}}) {
        const Difference reset = only_difference(*first, *second, DifferenceKind::Numbers);
        EXPECT_THAT(reset.latitudes, ElementsAre(Latitude::ResetWithAck));
        EXPECT_THAT(sentence(reset, *first, *second).en, HasSubstr("sequence number alone"));
        EXPECT_THAT(sentence(reset, *first, *second).zh, HasSubstr("（RFC 9293 3.5.3）"));
    }
}

TEST(Latitude, IsInTheLengthOfATimerAndBothAreSaid)
{
    const std::string lost = "faults: [{drop: {from: client, len: 100}}]\n";
    const trace::Trace plain = simulated("tcp: {rto_min: 700 ms}\n" + lost, sends + "  - wait: 2 s\n");
    const trace::Trace kernel = real("tcp: {rto_min: 900 ms}\n" + lost, sends + "  - wait: 2 s\n");
    const Difference later = only_difference(plain, kernel, DifferenceKind::Time);

    EXPECT_THAT(later.latitudes, ElementsAre(Latitude::RtoValue));
    EXPECT_THAT(later.timer_ran, ElementsAre(Duration{700ms}, Duration{900ms}));
    EXPECT_THAT(sentence(later, plain, kernel).en,
                HasSubstr("It was set to 700 ms on the left, to 900 ms on the right."));
    EXPECT_THAT(sentence(later, plain, kernel).zh, HasSubstr("左边设为 700 ms，右边设为 900 ms。"));
    const Difference earlier = only_difference(kernel, plain, DifferenceKind::Time);
    EXPECT_THAT(earlier.latitudes, ElementsAre(Latitude::RtoValue));
    EXPECT_THAT(earlier.timer_ran, ElementsAre(Duration{900ms}, Duration{700ms}));
}

TEST(Latitude, IsInALossProbeThatDoesNotWaitForTheRto)
{
    const std::string lost = "faults: [{drop: {from: client, len: 100}}]\n";
    const trace::Trace plain = simulated("tcp: {rto_min: 900 ms}\n" + lost, sends + "  - wait: 2 s\n");
    const trace::Trace probing = real(simulated("tcp: {rto_min: 400 ms}\n" + lost, sends + "  - wait: 2 s\n"), {}, {},
                                      [](tcp::Tcb& tcb) { tcb.rto = 3s; }); // what a kernel reports

    EXPECT_THAT(only_difference(plain, probing, DifferenceKind::Time).latitudes, ElementsAre(Latitude::TailLossProbe));
}

TEST(Latitude, IsNotInATimerThatWasOnlySetLater)
{
    const std::string lost = "faults: [{drop: {from: client, len: 100}}]\n";
    const trace::Trace plain = simulated("tcp: {rto_min: 900 ms}\n" + lost, sends + "  - wait: 2 s\n");
    const trace::Trace slower =
        simulated("tcp: {rto_min: 900 ms}\nnetwork: {delay: 150 ms}\n" + lost, sends + "  - wait: 2 s\n");

    for (const Difference& difference : compare(plain, slower).differences)
        EXPECT_TRUE(difference.latitudes.empty()) << sentence(difference, plain, slower).en;
}

TEST(Latitude, IsInTheLengthOfTimeWaitThatOutlastsARealRun)
{
    const trace::Trace plain = simulated("tcp: {msl: 100 ms}\n", closes);
    const trace::Trace kernel = real("tcp: {msl: 30 s}\n", closes);
    const Difference first = only_difference(plain, kernel, DifferenceKind::OnlyFirst);

    EXPECT_THAT(first.latitudes, ElementsAre(Latitude::TimeWaitLength));
    EXPECT_THAT(first.timer_ran, ElementsAre(Duration{200ms}, Duration{60s}));
    const Difference second = only_difference(kernel, plain, DifferenceKind::OnlySecond);
    EXPECT_THAT(second.latitudes, ElementsAre(Latitude::TimeWaitLength));
    EXPECT_THAT(sentence(second, kernel, plain).en,
                HasSubstr("It was set to 60 s on the left, to 200 ms on the right."));
}

TEST(Latitude, IsInTheFormOfAWindowProbeAndInWhenItIsSent)
{
    const std::string full = opened + "  - client: send 2000\n  - wait: 6 s\n";
    const std::string by_hand = "  server: {iss: 300, tcp: {receive_buffer: 1000, reads: by hand}}\n";
    const auto lesson_of = [&](const std::string& options) {
        return run::run(*lesson::read_scenario("title: {en: A, zh: 一}\nendpoints:\n  client: {iss: 100}\n" + by_hand +
                                                   options + full,
                                               "test.yaml"))
            .trace;
    };
    const trace::Trace plain = lesson_of("tcp: {persist_min: 2 s}\n");
    const trace::Trace kernel = real(lesson_of("tcp: {persist_min: 1 s}\n"), [](trace::Transit& transit) {
        if (transit.segment.payload.size() != 1) return;
        transit.segment.payload = {};
        transit.segment.seq = transit.segment.seq - 1U;
    });

    EXPECT_THAT(only_difference(plain, kernel, DifferenceKind::Numbers).latitudes, ElementsAre(Latitude::ProbeForm));
    const Difference sooner = only_difference(plain, kernel, DifferenceKind::Time);
    EXPECT_THAT(sooner.latitudes, ElementsAre(Latitude::ProbeInterval));
    EXPECT_THAT(sooner.timer_ran, ElementsAre(Duration{2s}, Duration{1s}));
}

TEST(Latitude, IsInWhatAUserHearsAfterClose)
{
    const trace::Trace plain = simulated("", closes);
    const trace::Trace kernel = real(plain, {}, [](const trace::Record& lesson_run) {
        return lesson_run.side == trace::Side::Left && lesson_run.signal() == tcp::Signal::PeerClosed;
    });
    const Difference unheard = only_difference(plain, kernel, DifferenceKind::Signal);

    EXPECT_EQ(unheard.side, trace::Side::Left);
    EXPECT_THAT(unheard.latitudes, ElementsAre(Latitude::CloseGivesUp));
}

TEST(Latitude, IsInTheCongestionWindowThatNoKernelGoesWithout)
{
    const std::string much = opened + "  - client: send 60000\n  - wait: 3 s\n";
    const trace::Trace plain = simulated("", much);
    const trace::Trace kernel = real("tcp: {congestion: reno}\n", much);
    const Comparison comparison = compare(plain, kernel, usual_tolerance(plain, kernel));

    const auto first = std::ranges::find_if(comparison.differences,
                                            [](const Difference& d) { return d.transits[1] != trace::no_transit; });
    ASSERT_NE(first, comparison.differences.end());
    EXPECT_THAT(first->latitudes, ElementsAre(Latitude::InitialWindow)) << sentence(*first, plain, kernel).en;
    EXPECT_TRUE(std::ranges::any_of(comparison.differences, [](const Difference& d) {
        return d.because == tcp::Rule::CongestionWaits && d.followed_by == 1;
    }));
}

TEST(Explanation, OfAnAckThatARealRunHasNotIsThatItWaits)
{
    const std::string answers = opened + "  - client: send 100\n  - wait: 150 ms\n  - server: send 50\n  - wait: 1 s\n";
    const trace::Trace plain = simulated("", answers);
    const trace::Trace kernel = real("tcp: {delayed_ack: 200 ms}\n", answers);

    const Difference first = only_difference(plain, kernel, DifferenceKind::OnlyFirst);
    EXPECT_EQ(first.because, tcp::Rule::AckDelayed);
    EXPECT_EQ(first.followed_by, 1);
    const Difference second = only_difference(kernel, plain, DifferenceKind::OnlySecond);
    EXPECT_EQ(second.because, tcp::Rule::AckDelayed);
    EXPECT_EQ(second.followed_by, 0);
    // Where only the engine waits, the engine's own rule explains the difference.
    const trace::Trace patient = simulated("tcp: {delayed_ack: 200 ms}\n", answers);
    const Difference hasty = only_difference(patient, real(plain), DifferenceKind::OnlySecond);
    EXPECT_EQ(hasty.because, tcp::Rule::AckDelayed);
    EXPECT_EQ(hasty.followed_by, 0);
}

TEST(Explanation, OfAFinWhoseAckGoesWithAnotherFinIsSaidWhicheverRunComesFirst)
{
    const std::string steps =
        opened + "  - client: close\n  - wait: server CLOSE-WAIT\n  - server: close\n  - wait: 1 s\n";
    const trace::Trace plain = simulated("", steps);
    const trace::Trace kernel = real("tcp: {combine_fin_ack: on}\n", steps);

    EXPECT_EQ(only_difference(plain, kernel, DifferenceKind::OnlyFirst).because, tcp::Rule::FinAckWaits);
    EXPECT_EQ(only_difference(kernel, plain, DifferenceKind::OnlySecond).because, tcp::Rule::FinAckWaits);
}

TEST(Comparison, SaysNothingOfSegmentsThatCannotBeSeen)
{
    const trace::Trace plain = simulated("tcp: {msl: 100 ms}\n", closes);
    trace::Trace sampled{trace::Source::Live, {plain.endpoint(trace::Side::Left), plain.endpoint(trace::Side::Right)}};
    for (trace::Record record : plain.records()) {
        if (record.kind != trace::Kind::Called && record.kind != trace::Kind::Entered &&
            record.kind != trace::Kind::Signal)
            continue;
        record.cause = trace::no_record;
        record.certainty = trace::Certainty::Sampled;
        sampled.append(record);
    }

    using Both = std::pair<const trace::Trace*, const trace::Trace*>;
    for (const auto& [first, second] : {Both{&plain, &sampled}, Both{&sampled, &plain}}) {
        const Comparison comparison = compare(*first, *second, 50ms);
        for (const Difference& difference : comparison.differences)
            ADD_FAILURE() << sentence(difference, *first, *second).en;
        EXPECT_EQ(summary(comparison, *first, *second).en,
                  "Everything visible in both runs is the same; the segments of one run are not visible.");
    }
}

TEST(Comparison, TakesWhatARealUserHearsLaterForTheSame)
{
    const trace::Trace plain = simulated("", closes);
    trace::Trace later{trace::Source::Live, {plain.endpoint(trace::Side::Left), plain.endpoint(trace::Side::Right)}};
    for (const trace::Transit& transit : plain.transits())
        later.launch(transit);
    std::vector<trace::Record> lesson_run;
    for (trace::Record record : plain.records()) {
        if (record.kind == trace::Kind::Signal) {
            lesson_run.push_back(record);
            record = {record.at, 0, trace::no_record, 0, trace::Kind::TimerCancelled};
        }
        later.append(record);
    }
    for (trace::Record record : lesson_run) {
        record.at = plain.end();
        record.cause = trace::no_record;
        later.append(record);
    }

    for (const Difference& difference : compare(plain, later, 50ms).differences)
        EXPECT_NE(difference.kind, DifferenceKind::Signal) << sentence(difference, plain, later).en;
}

} // namespace
} // namespace tcpstage::compare
