#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/looks.h"
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

namespace tcpstage {

namespace {

using testing::lessonIds;
using testing::staged;
using testing::StagedRunPtr;
using testing::texts;
using testing::timeOfStep;

const Viewport wide{{1200, 700}, 0, 1};

DisplayOptions looking(Look look)
{
    DisplayOptions display;
    display.look = look;
    return display;
}

Scene plot(const StagedRun& told, Look look, StageTime time, const Viewport& view = wide)
{
    return lookScene(told, time, view, {}, looking(look));
}
Scene atEnd(const StagedRun& told, Look look, const Viewport& view = wide)
{
    return plot(told, look, told.timeMap.end(), view);
}

/// The ids of the segments that have a stroke.
std::set<TransitId> struck(const Scene& scene, Side side)
{
    std::set<TransitId> ids;
    for (const Mark& mark : scene.still)
        if (std::holds_alternative<Line>(mark.shape) && mark.ref.kind == Ref::Kind::Segment && mark.ref.side == side)
            ids.insert(mark.ref.id);
    return ids;
}

bool near(QPointF a, QPointF b) { return std::abs(a.x() - b.x()) < 0.05 && std::abs(a.y() - b.y()) < 0.05; }

/// A line between two points, whichever way.
bool hasLine(const Scene& scene, QPointF a, QPointF b)
{
    return std::ranges::any_of(scene.still, [&](const Mark& mark) {
        const auto* line = std::get_if<Line>(&mark.shape);
        return line && ((near(line->from, a) && near(line->to, b)) || (near(line->from, b) && near(line->to, a)));
    });
}

double place(Seq seq, Seq base) { return static_cast<double>(static_cast<std::int32_t>(seq - base)); }

TEST(TimeSequence, HasAStrokeForEverySegmentThatTakesNumbersAtItsTimeFromSeqToEnd)
{
    for (const char* id : {"sliding-window", "sack-recovery", "whole-connection", "retransmission-timeout"}) {
        const auto told = staged(id);
        const Scene scene = atEnd(*told, Look::TimeSequence);
        const auto transits = told->trace().transits();
        for (const Chart& chart : timeSequenceCharts(*told, wide, looking(Look::TimeSequence))) {
            const Seq base = firstSeq(told->trace(), chart.side);
            std::set<TransitId> wanted;
            for (TransitId transit = 0; transit < transits.size(); ++transit) {
                const Segment& segment = transits[transit].segment;
                if (transits[transit].from != chart.side || segment.length() == 0) continue;
                wanted.insert(transit);
                if (segment.payload.empty()) continue; // a diamond
                const double x = chart.frame.x(transits[transit].sent);
                EXPECT_TRUE(hasLine(scene, {x, chart.frame.y(place(segment.seq, base))},
                                    {x, chart.frame.y(place(segment.end(), base))}))
                    << id << " segment " << transit + 1;
            }
            const std::set<TransitId> found = struck(scene, chart.side);
            EXPECT_TRUE(std::ranges::includes(found, wanted)) << id;
        }
    }
}

TEST(TimeSequence, ShowsNothingThatHasNotHappened)
{
    const auto told = staged("sliding-window");
    for (std::size_t step = 0; step < told->timeMap.stepCount(); ++step) {
        const Moment moment = told->timeMap.moment(timeOfStep(*told, step));
        const Scene scene = plot(*told, Look::TimeSequence, timeOfStep(*told, step));
        for (const Side side : both_sides)
            for (const TransitId id : struck(scene, side))
                ASSERT_LE(told->trace().transit(id).sent_record, moment.record) << step;
    }
}

TEST(TimeSequence, DrawsTheLineOfAcknowledgmentsWhereTheSenderLearnsOfThem)
{
    const auto told = staged("bufferbloat");
    const Scene scene = atEnd(*told, Look::TimeSequence);
    const Chart chart = timeSequenceCharts(*told, wide, looking(Look::TimeSequence)).front();
    const Seq base = firstSeq(told->trace(), Side::Left);
    const auto& samples = seriesOf(*told).of(Side::Left).samples;
    std::size_t steps = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        if (samples[i].una == samples[i - 1].una || samples[i - 1].state < State::Established) continue;
        if (samples[i].state == State::Closed) continue;
        const bool alone =
            chart.frame.x(samples[i].at) - chart.frame.x(samples[i - 1].at) >= 1 &&
            (i + 1 == samples.size() || chart.frame.x(samples[i + 1].at) - chart.frame.x(samples[i].at) >= 1);
        if (!alone) continue; // joined with others in one column of pixels
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
    const auto told = staged("retransmission-timeout");
    const Scene scene = atEnd(*told, Look::TimeSequence);
    EXPECT_TRUE(texts(scene).contains(QStringLiteral("R")));
    for (const Mark& mark : scene.still) {
        const auto* line = std::get_if<Line>(&mark.shape);
        if (!line || mark.ref.kind != Ref::Kind::Segment || line->headLength == 0) continue;
        const Transit& transit = told->trace().transit(mark.ref.id);
        EXPECT_EQ(line->ink == Ink::Lost, transit.retransmission || transit.fate == Fate::Lost) << mark.ref.id;
    }
    EXPECT_TRUE(std::ranges::any_of(scene.still, [](const Mark& mark) {
        return std::holds_alternative<Cross>(mark.shape) && mark.ref.kind == Ref::Kind::Segment;
    }));
}

TEST(TimeSequence, DrawsEverySackBlockWhenItArrives)
{
    const auto told = staged("sack-recovery");
    const Scene scene = atEnd(*told, Look::TimeSequence);
    const auto charts = timeSequenceCharts(*told, wide, looking(Look::TimeSequence));
    std::size_t blocks = 0;
    const auto transits = told->trace().transits();
    for (TransitId id = 0; id < transits.size(); ++id) {
        const Transit& transit = transits[id];
        if (transit.segment.options.sack_count == 0 || transit.fate != Fate::Arrived) continue;
        const PlotFrame& frame = charts[index(other(transit.from))].frame;
        const Seq base = firstSeq(told->trace(), other(transit.from));
        const SackBlock& block = transit.segment.options.sack[0];
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
    const auto told = staged("sliding-window");
    const auto whole = timeSequenceCharts(*told, wide, looking(Look::TimeSequence)).front();
    Viewport near = wide;
    near.zoom = 8;
    near.scroll = wide.size.width() * 2;
    const auto part = timeSequenceCharts(*told, near, looking(Look::TimeSequence)).front();
    EXPECT_NEAR(static_cast<double>((part.frame.to - part.frame.from).count()),
                static_cast<double>((whole.frame.to - whole.frame.from).count()) / 8, 1e3);
    EXPECT_NEAR(static_cast<double>((part.frame.from - whole.frame.from).count()),
                static_cast<double>((whole.frame.to - whole.frame.from).count()) / 4, 1e3);
    for (const TransitId id : struck(atEnd(*told, Look::TimeSequence, near), Side::Left)) {
        const Transit& transit = told->trace().transit(id);
        EXPECT_TRUE(part.frame.sees(transit.sent) || part.frame.sees(transit.ends)) << id; // a stroke, or a jump
    }
}

TEST(TimeSequence, KeepsTheNowLineInView)
{
    const auto told = staged("slow-start");
    Viewport near = wide;
    near.zoom = 6;
    for (std::size_t step = 0; step < told->timeMap.stepCount(); step += 5) {
        const StageTime time = timeOfStep(*told, step);
        near.scroll = followingPan(*told, time, near, looking(Look::TimeSequence));
        const Chart chart = timeSequenceCharts(*told, near, looking(Look::TimeSequence)).front();
        EXPECT_TRUE(chart.frame.sees(told->timeMap.clock(time))) << step;
    }
}

/// A transfer of so many segments.
StagedRunPtr bulk(std::uint32_t segments)
{
    Scenario scenario = *find_lesson("slow-start");
    scenario.notes.clear();
    scenario.setup.faults.clear();
    scenario.expect = {};
    for (Step& step : scenario.steps)
        if (auto* made = std::get_if<CallStep>(&step.action); made && made->call == Call::Send)
            made->data = Bytes::pattern(segments * 1460);
    return tell(std::move(scenario));
}

TEST(TimeSequence, DrawsAFewMarksForEachColumnOfPixelsHoweverManySegmentsThereAre)
{
    const auto told = bulk(4000);
    ASSERT_GT(told->trace().transits().size(), 5000U);
    const Scene scene = atEnd(*told, Look::TimeSequence);
    EXPECT_LT(scene.still.size() + scene.moving.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*told, Look::Window).still.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*told, Look::RoundTrip).still.size(), 10 * wide.size.width());
    EXPECT_LT(atEnd(*told, Look::Timers).still.size(), 10 * wide.size.width());
}

TEST(WindowPlot, StandsWhereCwndAndWhatIsInFlightAre)
{
    const auto told = staged("slow-start");
    const Scene scene = atEnd(*told, Look::Window);
    const auto charts = windowCharts(*told, wide, looking(Look::Window));
    ASSERT_EQ(charts.size(), 1U);
    const PlotFrame& frame = charts.front().frame;
    const auto& samples = seriesOf(*told).of(charts.front().side).samples;
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
        const QStringList words = texts(atEnd(*staged(id), Look::Window, {{2400, 900}, 0, 1}));
        return words.contains(QString::fromLatin1(phase));
    };
    EXPECT_TRUE(shows("slow-start", "slow start"));
    EXPECT_TRUE(shows("congestion-avoidance", "congestion avoidance"));
    EXPECT_TRUE(shows("fast-retransmit", "fast recovery") || shows("sack-recovery", "fast recovery"));
    EXPECT_TRUE(shows("timeout-collapse", "timeout"));
}

TEST(WindowPlot, SaysThatThereIsNoThresholdYet)
{
    const auto told = staged("slow-start");
    EXPECT_TRUE(
        texts(plot(*told, Look::Window, told->timeMap.end() / 2)).contains(QStringLiteral("ssthresh: none yet (∞)")));
}

TEST(RoundTripPlot, HasAPointForEveryMeasurement)
{
    for (const char* id : {"slow-start", "bufferbloat", "whole-connection"}) {
        const auto told = staged(id);
        const Scene scene = atEnd(*told, Look::RoundTrip);
        for (const Chart& chart : roundTripCharts(*told, wide, looking(Look::RoundTrip))) {
            const auto records = told->trace().records();
            const auto measured = std::ranges::count_if(records, [&](const Record& record) {
                return record.kind == Kind::Reason && record.side == chart.side && record.rule() == Rule::RttMeasured;
            });
            const auto& trips = seriesOf(*told).of(chart.side).roundTrips;
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
    const auto told = staged("three-way-handshake");
    const auto& trips = seriesOf(*told).of(Side::Left).roundTrips;
    ASSERT_FALSE(trips.empty());
    const Transit& ack = told->trace().transit(trips.front().ack);
    EXPECT_EQ(trips.front().length, ack.ends - told->trace().transit(0).sent);
}

TEST(RoundTripPlot, MarksTheBackOff)
{
    const QStringList words = texts(atEnd(*staged("syn-lost"), Look::RoundTrip));
    EXPECT_FALSE(words.filter(QStringLiteral("×2")).isEmpty());
}

TEST(TimersLane, HasABarForEveryStartOfATimer)
{
    for (const std::string& id : lessonIds()) {
        const auto told = staged(id);
        for (const Side side : both_sides) {
            const auto& runs = seriesOf(*told).of(side).timers;
            const auto set = std::ranges::count_if(told->trace().records(), [&](const Record& record) {
                return record.kind == Kind::TimerSet && record.side == side && record.connection == the_conversation;
            });
            EXPECT_EQ(static_cast<std::size_t>(set), runs.size()) << id;
            for (const TimerRun& run : runs)
                if (run.end == TimerRun::End::Expired) {
                    EXPECT_EQ(run.to, run.due) << id;
                }
        }
    }
}

TEST(TimersLane, TellsExpiredFromCancelled)
{
    const auto told = staged("retransmission-timeout");
    const Scene scene = atEnd(*told, Look::Timers);
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

TEST(MatrixView, CutsNoStateWhenProjectedAndNamesEachSectionOtherwise)
{
    const auto told = staged("three-way-handshake");
    DisplayOptions display;
    display.look = Look::Matrix;
    for (const Language language : {Language::English, Language::Chinese}) {
        display.language = language;
        display.presenting = true;
        for (const QString& words : texts(stateMatrix(*told, {}, {QSizeF{1890, 772}, 0, 1}, {}, display)))
            EXPECT_FALSE(words.contains(u'…')) << words.toStdString();
        display.presenting = false;
        for (const QSizeF size : {QSizeF{1280, 800}, QSizeF{1920, 1080}, QSizeF{3840, 2160}}) {
            const QStringList words = texts(stateMatrix(*told, {}, {size, 0, 1}, {}, display));
            // a section in each cell: "3.10.7.4 (1)" or "RFC 5961 4.2"; "taken" alone stands without
            const auto sections = std::ranges::count_if(words, [](const QString& text) {
                return text.startsWith(QStringLiteral("3.10.7")) || text.startsWith(QStringLiteral("RFC "));
            });
            const auto cells = static_cast<std::ptrdiff_t>(state_count * 8);
            EXPECT_EQ(sections + words.count(QStringLiteral("taken")) + words.count(QStringLiteral("收下")), cells)
                << size.width();
        }
    }
}

TEST(MatrixView, HasACellForEveryStateAndKindOfSegment)
{
    const auto told = staged("three-way-handshake");
    std::set<std::uint32_t> cells;
    for (const Mark& mark : atEnd(*told, Look::Matrix).still)
        if (mark.ref.kind == Ref::Kind::Cell) cells.insert(mark.ref.id);
    EXPECT_EQ(cells.size(), 88U);
}

} // namespace

} // namespace tcpstage
