#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/staged/series.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::StagedRunPtr;
using testing::texts;
using testing::timeOfStep;

const Viewport wide{{1200, 700}, 0, 1};

DisplayOptions looking(View view)
{
    DisplayOptions display;
    display.view = view;
    return display;
}

Scene plot(const StagedRun& staged, View view, StageTime time, const Viewport& viewport = wide)
{
    return viewScene({staged, time, viewport, {}, looking(view)});
}
Scene atEnd(const StagedRun& staged, View view, const Viewport& viewport = wide)
{
    return plot(staged, view, staged.timeMap.end(), viewport);
}

/// The ids of the segments that are drawn as a line.
std::set<trace::TransitId> struck(const Scene& scene, trace::Side side)
{
    std::set<trace::TransitId> ids;
    for (const Mark& mark : scene.still)
        if (std::holds_alternative<Line>(mark.shape) && mark.ref.kind == Ref::Kind::Segment && mark.ref.side == side)
            ids.insert(mark.ref.id);
    return ids;
}

bool near(QPointF a, QPointF b) { return std::abs(a.x() - b.x()) < 0.05 && std::abs(a.y() - b.y()) < 0.05; }

/// Whether there is a line between two points, in either direction.
bool hasLine(const Scene& scene, QPointF a, QPointF b)
{
    return std::ranges::any_of(scene.still, [&](const Mark& mark) {
        const auto* line = std::get_if<Line>(&mark.shape);
        return line && ((near(line->from, a) && near(line->to, b)) || (near(line->from, b) && near(line->to, a)));
    });
}

double place(tcp::Seq seq, tcp::Seq base) { return static_cast<double>(static_cast<std::int32_t>(seq - base)); }

TEST(TimeSequence, HasAStrokeForEverySegmentThatTakesNumbersAtItsTimeFromSeqToEnd)
{
    for (const char* id : {"sliding-window", "sack-recovery", "whole-connection", "retransmission-timeout"}) {
        const auto staged = stagedRun(id);
        const Scene scene = atEnd(*staged, View::TimeSequence);
        const auto transits = staged->trace().transits();
        for (const Chart& chart : timeSequenceCharts({*staged, {}, wide, {}, looking(View::TimeSequence)})) {
            const tcp::Seq base = firstSeq(*staged, chart.side);
            std::set<trace::TransitId> wanted;
            for (trace::TransitId transit = 0; transit < transits.size(); ++transit) {
                const tcp::Segment& segment = transits[transit].segment;
                if (transits[transit].from != chart.side || segment.length() == 0) continue;
                wanted.insert(transit);
                if (segment.payload.empty()) continue; // drawn as a diamond
                const double x = chart.frame.x(transits[transit].sent);
                EXPECT_TRUE(hasLine(scene, {x, chart.frame.y(place(segment.seq, base))},
                                    {x, chart.frame.y(place(segment.end(), base))}))
                    << id << " segment " << transit + 1;
            }
            const std::set<trace::TransitId> found = struck(scene, chart.side);
            EXPECT_TRUE(std::ranges::includes(found, wanted)) << id;
        }
    }
}

TEST(TimeSequence, ShowsNothingThatHasNotHappened)
{
    const auto staged = stagedRun("sliding-window");
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
        const trace::Moment moment = staged->timeMap.moment(timeOfStep(*staged, step));
        const Scene scene = plot(*staged, View::TimeSequence, timeOfStep(*staged, step));
        for (const trace::Side side : trace::both_sides)
            for (const trace::TransitId id : struck(scene, side))
                ASSERT_LE(staged->trace().transit(id).sent_record, moment.record) << step;
    }
}

TEST(TimeSequence, DrawsTheLineOfAcknowledgmentsWhereTheSenderLearnsOfThem)
{
    const auto staged = stagedRun("bufferbloat");
    const Scene scene = atEnd(*staged, View::TimeSequence);
    const Chart chart = timeSequenceCharts({*staged, {}, wide, {}, looking(View::TimeSequence)}).front();
    const tcp::Seq base = firstSeq(*staged, trace::Side::Left);
    const auto& samples = seriesOf(*staged).of(trace::Side::Left).samples;
    std::size_t steps = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        if (samples[i].una == samples[i - 1].una || samples[i - 1].state < tcp::State::Established) continue;
        if (samples[i].state == tcp::State::Closed) continue;
        const bool alone =
            chart.frame.x(samples[i].at) - chart.frame.x(samples[i - 1].at) >= 1 &&
            (i + 1 == samples.size() || chart.frame.x(samples[i + 1].at) - chart.frame.x(samples[i].at) >= 1);
        if (!alone) continue; // merged with others in one column of pixels
        const double x = chart.frame.x(samples[i].at);
        EXPECT_TRUE(hasLine(scene, {x, chart.frame.y(place(samples[i - 1].una, base))},
                            {x, chart.frame.y(place(samples[i].una, base))}))
            << i;
        ++steps;
    }
    EXPECT_GT(steps, 3U);
}

TEST(TimeSequence, MarksRetransmissionsByColourAndLetter)
{
    const auto staged = stagedRun("retransmission-timeout");
    const Scene scene = atEnd(*staged, View::TimeSequence);
    EXPECT_TRUE(texts(scene).contains(QStringLiteral("R")));
    for (const Mark& mark : scene.still) {
        const auto* line = std::get_if<Line>(&mark.shape);
        if (!line || mark.ref.kind != Ref::Kind::Segment || line->headLength == 0) continue;
        const trace::Transit& transit = staged->trace().transit(mark.ref.id);
        EXPECT_EQ(line->ink == Ink::Lost, transit.retransmission || transit.fate == trace::Fate::Lost) << mark.ref.id;
    }
    EXPECT_TRUE(std::ranges::any_of(scene.still, [](const Mark& mark) {
        return std::holds_alternative<Cross>(mark.shape) && mark.ref.kind == Ref::Kind::Segment;
    }));
}

TEST(TimeSequence, DrawsEverySackBlockWhenItArrives)
{
    const auto staged = stagedRun("sack-recovery");
    const Scene scene = atEnd(*staged, View::TimeSequence);
    const auto charts = timeSequenceCharts({*staged, {}, wide, {}, looking(View::TimeSequence)});
    std::size_t blocks = 0;
    const auto transits = staged->trace().transits();
    for (trace::TransitId id = 0; id < transits.size(); ++id) {
        const trace::Transit& transit = transits[id];
        if (transit.segment.options.sack_count == 0 || transit.fate != trace::Fate::Arrived) continue;
        const PlotFrame& frame = charts[trace::index(trace::other(transit.from))].frame;
        const tcp::Seq base = firstSeq(*staged, trace::other(transit.from));
        const tcp::SackBlock& block = transit.segment.options.sack[0];
        EXPECT_TRUE(std::ranges::any_of(scene.still, [&](const Mark& mark) {
            const auto* box = std::get_if<Box>(&mark.shape);
            return box && box->fill == Ink::Selection && mark.ref.id == id &&
                   std::abs(box->rect.center().x() - frame.x(transit.ends)) < 0.05 &&
                   std::abs(box->rect.bottom() - frame.y(place(block.left, base))) < 0.05 &&
                   std::abs(box->rect.top() - frame.y(place(block.right, base))) < 0.05;
        })) << id;
        ++blocks;
    }
    EXPECT_GT(blocks, 2U);
}

TEST(TimeSequence, StretchesTimeAndShowsOnlyAPartOfIt)
{
    const auto staged = stagedRun("sliding-window");
    const auto whole = timeSequenceCharts({*staged, {}, wide, {}, looking(View::TimeSequence)}).front();
    Viewport near = wide;
    near.zoom = 8;
    near.scroll = wide.size.width() * 2;
    const auto part = timeSequenceCharts({*staged, {}, near, {}, looking(View::TimeSequence)}).front();
    EXPECT_NEAR(static_cast<double>((part.frame.to - part.frame.from).count()),
                static_cast<double>((whole.frame.to - whole.frame.from).count()) / 8, 1e3);
    EXPECT_NEAR(static_cast<double>((part.frame.from - whole.frame.from).count()),
                static_cast<double>((whole.frame.to - whole.frame.from).count()) / 4, 1e3);
    for (const trace::TransitId id : struck(atEnd(*staged, View::TimeSequence, near), trace::Side::Left)) {
        const trace::Transit& transit = staged->trace().transit(id);
        EXPECT_TRUE(part.frame.sees(transit.sent) || part.frame.sees(transit.ends)) << id; // a line or a jump
    }
}

TEST(TimeSequence, KeepsTheNowLineInView)
{
    const auto staged = stagedRun("slow-start");
    Viewport near = wide;
    near.zoom = 6;
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 5) {
        const StageTime time = timeOfStep(*staged, step);
        near.scroll = followingPan({*staged, time, near, {}, looking(View::TimeSequence)});
        const Chart chart = timeSequenceCharts({*staged, {}, near, {}, looking(View::TimeSequence)}).front();
        EXPECT_TRUE(chart.frame.sees(staged->timeMap.clock(time))) << step;
    }
}

/// A transfer of `segments` segments.
StagedRunPtr bulk(std::uint32_t segments)
{
    lesson::Scenario scenario = *lesson::find_lesson("slow-start");
    scenario.notes.clear();
    scenario.setup.faults.clear();
    scenario.expect = {};
    for (lesson::Step& step : scenario.steps)
        if (auto* made = std::get_if<lesson::CallStep>(&step.action); made && made->call == trace::Call::Send)
            made->data = Bytes::pattern(segments * 1460);
    return stageRun(std::move(scenario));
}

TEST(TimeSequence, DrawsAFewMarksForEachColumnOfPixelsHoweverManySegmentsThereAre)
{
    const auto staged = bulk(4000);
    ASSERT_GT(staged->trace().transits().size(), 5000U);
    const Scene scene = atEnd(*staged, View::TimeSequence);
    EXPECT_LT(scene.still.size() + scene.moving.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*staged, View::Window).still.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*staged, View::RoundTrip).still.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*staged, View::Timers).still.size(), 10 * wide.size.width());
}

TEST(WindowPlot, StandsWhereCwndAndWhatIsInFlightAre)
{
    const auto staged = stagedRun("slow-start");
    const Scene scene = atEnd(*staged, View::Window);
    const auto charts = windowCharts({*staged, {}, wide, {}, looking(View::Window)});
    ASSERT_EQ(charts.size(), 1U);
    const PlotFrame& frame = charts.front().frame;
    const auto& samples = seriesOf(*staged).of(charts.front().side).samples;
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const bool alone = frame.x(samples[i].at) - frame.x(samples[i - 1].at) >= 1 &&
                           (i + 1 == samples.size() || frame.x(samples[i + 1].at) - frame.x(samples[i].at) >= 1);
        if (!alone || samples[i].cwnd == samples[i - 1].cwnd || samples[i - 1].cwnd == 0 || samples[i].cwnd == 0)
            continue;
        const double x = frame.x(samples[i].at);
        EXPECT_TRUE(hasLine(scene, {x, frame.y(samples[i - 1].cwnd)}, {x, frame.y(samples[i].cwnd)})) << i;
        ++jumps;
    }
    EXPECT_GT(jumps, 0U);
    for (const Sample& sample : samples)
        EXPECT_LE(sample.cwnd, frame.high);
}

TEST(WindowPlot, NamesThePhasesOfTheSender)
{
    const auto shows = [](const char* id, const char* phase) {
        const QStringList words = texts(atEnd(*stagedRun(id), View::Window, {{2400, 900}, 0, 1}));
        return words.contains(QString::fromLatin1(phase));
    };
    EXPECT_TRUE(shows("slow-start", "slow start"));
    EXPECT_TRUE(shows("congestion-avoidance", "congestion avoidance"));
    EXPECT_TRUE(shows("fast-retransmit", "fast recovery") || shows("sack-recovery", "fast recovery"));
    EXPECT_TRUE(shows("timeout-collapse", "timeout")) << "a tick";
}

TEST(WindowPlot, NamesThePhaseInWhichItBegins)
{
    const auto staged = stagedRun("congestion-avoidance");
    Viewport near{{1600, 900}, 0, 4};
    near.legend = false;
    near.scroll = near.size.width() * 2.9;
    const Chart chart = windowCharts({*staged, {}, near, {}, looking(View::Window)}).front();
    const auto& samples = seriesOf(*staged).of(chart.side).samples;
    const auto after = std::ranges::upper_bound(samples, chart.frame.from, {}, &Sample::at);
    ASSERT_NE(after, samples.begin());
    ASSERT_EQ(phaseOf(*std::prev(after)), Phase::CongestionAvoidance);
    EXPECT_FALSE(texts(atEnd(*staged, View::Window, near)).contains(QStringLiteral("slow start")));
    EXPECT_TRUE(texts(atEnd(*staged, View::Window, near)).contains(QStringLiteral("congestion avoidance")));
}

TEST(WindowPlot, HasSlowStartAfterATimeoutAsTextbooksDo)
{
    const auto& samples = seriesOf(*stagedRun("timeout-collapse")).of(trace::Side::Left).samples;
    bool collapsed = false;
    std::size_t after = 0;
    for (const Sample& sample : samples) {
        if (sample.recovery != tcp::Recovery::Timeout || sample.state < tcp::State::Established) continue;
        collapsed = true;
        const Phase wanted = sample.cwnd < sample.ssthresh ? Phase::SlowStart : Phase::CongestionAvoidance;
        EXPECT_EQ(phaseOf(sample), wanted) << sample.cwnd;
        after += wanted == Phase::SlowStart ? 1 : 0;
    }
    EXPECT_TRUE(collapsed);
    EXPECT_GT(after, 0U);
}

TEST(WindowPlot, SaysThatThereIsNoThresholdYet)
{
    const auto staged = stagedRun("slow-start");
    EXPECT_TRUE(texts(plot(*staged, View::Window, staged->timeMap.end() / 2))
                    .contains(QStringLiteral("ssthresh: none yet (∞)")));
}

TEST(RoundTripPlot, HasAPointForEveryMeasurement)
{
    for (const char* id : {"slow-start", "bufferbloat", "whole-connection"}) {
        const auto staged = stagedRun(id);
        const Scene scene = atEnd(*staged, View::RoundTrip);
        for (const Chart& chart : roundTripCharts({*staged, {}, wide, {}, looking(View::RoundTrip)})) {
            const auto records = staged->trace().records();
            const auto measured = std::ranges::count_if(records, [&](const trace::Record& record) {
                return record.kind == trace::Kind::Reason && record.side == chart.side &&
                       record.rule() == tcp::Rule::RttMeasured;
            });
            const auto& trips = seriesOf(*staged).of(chart.side).roundTrips;
            EXPECT_EQ(static_cast<std::size_t>(measured), trips.size()) << id;
            for (const RoundTrip& trip : trips)
                EXPECT_TRUE(std::ranges::any_of(scene.still, [&](const Mark& mark) {
                    const auto* box = std::get_if<Box>(&mark.shape);
                    const QPointF wanted{chart.frame.x(trip.at),
                                         chart.frame.y(static_cast<double>(trip.length.count()) / 1e9)};
                    return box && box->fill == Ink::SegmentData && near(box->rect.center(), wanted);
                })) << id;
        }
    }
}

TEST(RoundTripPlot, MeasuresFromTheSendingOfASegmentToItsAck)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto& trips = seriesOf(*staged).of(trace::Side::Left).roundTrips;
    ASSERT_FALSE(trips.empty());
    const trace::Transit& ack = staged->trace().transit(trips.front().ack);
    EXPECT_EQ(trips.front().length, ack.ends - staged->trace().transit(0).sent);
}

TEST(RoundTripPlot, MarksTheBackOff)
{
    const QStringList words = texts(atEnd(*stagedRun("syn-lost"), View::RoundTrip));
    EXPECT_FALSE(words.filter(QStringLiteral("×2")).isEmpty());
}

TEST(TimersLane, HasABarForEveryStartOfATimer)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        for (const trace::Side side : trace::both_sides) {
            const auto& runs = seriesOf(*staged).of(side).timers;
            const auto set = std::ranges::count_if(staged->trace().records(), [&](const trace::Record& record) {
                return record.kind == trace::Kind::TimerSet && record.side == side &&
                       record.connection == trace::the_conversation;
            });
            std::size_t started = 0;
            for (const std::vector<TimerRun>& ofOne : runs) {
                started += ofOne.size();
                for (const TimerRun& run : ofOne)
                    if (run.end == TimerRun::End::Expired) {
                        EXPECT_EQ(run.to, run.due) << id;
                    }
            }
            EXPECT_EQ(static_cast<std::size_t>(set), started) << id;
        }
    }
}

TEST(TimersLane, TellsExpiredFromCancelled)
{
    const auto staged = stagedRun("retransmission-timeout");
    const Scene scene = atEnd(*staged, View::Timers);
    const auto count = [&](auto is) { return std::ranges::count_if(scene.still, is); };
    EXPECT_GT(count([](const Mark& mark) {
                  const auto* box = std::get_if<Box>(&mark.shape);
                  return box && box->fill == Ink::Lost && mark.ref.kind == Ref::Kind::Timer;
              }),
              0);
    EXPECT_GT(count([](const Mark& mark) {
                  return std::holds_alternative<Cross>(mark.shape) && mark.ref.kind == Ref::Kind::Timer;
              }),
              0);
    const QStringList words = texts(scene);
    EXPECT_TRUE(words.contains(QStringLiteral("Client RTO")));
}

TEST(Plots, ChooseTicksThatPeopleRead)
{
    EXPECT_EQ(niceStep(0, 100, 5), 20);
    EXPECT_EQ(niceStep(0, 100, 10), 10);
    EXPECT_EQ(niceStep(0, 65535, 6), 20000);
    EXPECT_EQ(timeText(Duration{300'000'000}, Duration{100'000'000}), QStringLiteral("0.3 s"));
    EXPECT_EQ(timeText(Duration{2'000'000'000}, Duration{1'000'000'000}), QStringLiteral("2 s"));
    EXPECT_EQ(timeText(Duration{5'000'000}, Duration{1'000'000}), QStringLiteral("5 ms"));
}

} // namespace

} // namespace tcpstage::scene
