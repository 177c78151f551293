// Plots of runs with many events in each column of pixels: they cover what all those events cover.

#include "core/lesson/library.h"
#include "tests/ui/scene/again.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/staged/series.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {

namespace {

using testing::StagedRunPtr;

/// A transfer of some 20,000 segments, of which some are lost.
const StagedRunPtr& transfer()
{
    static const StagedRunPtr staged = [] {
        const auto lesson = lesson::read_scenario(
            "title: {en: a, zh: b}\nendpoints: {client: {}, server: {}}\n"
            "network: {delay: 5 ms}\ntcp: {sack: true, window_scale: true, receive_buffer: 400000}\nseed: 1\nfaults:\n"
            "- drop: {from: client, nth: [300, 301, 305, 2000, 2003, 6000, 6100, 9000]}\nsteps:\n- server: listen\n"
            "- client: connect\n- wait: [client ESTABLISHED]\n- client: send 19000000\n- wait: 1 h\n",
            "dense.yaml");
        return stageRun(*lesson);
    }();
    return staged;
}

/// What is covered in each column of pixels, in pixels.
struct Covered {
    double top = 1e9;
    double bottom = -1e9;
    void take(double a, double b)
    {
        top = std::min({top, a, b});
        bottom = std::max({bottom, a, b});
    }
};
using Cover = std::map<int, Covered>;

void take(Cover& cover, double from, double to, double a, double b)
{
    for (int x = static_cast<int>(std::floor(from)); x <= static_cast<int>(std::floor(to)); ++x)
        cover[x].take(a, b);
}

/// Whether each column of `part` is covered by `all`, within a pixel to each side.
::testing::AssertionResult isCovered(const Cover& part, const Cover& all)
{
    if (part.empty() != all.empty()) return ::testing::AssertionFailure() << "one of them is empty";
    for (const auto& [x, wanted] : part) {
        Covered near;
        for (int other = x - 1; other <= x + 1; ++other)
            if (const auto found = all.find(other); found != all.end())
                near.take(found->second.top, found->second.bottom);
        if (wanted.top < near.top - 1.5 || wanted.bottom > near.bottom + 1.5)
            return ::testing::AssertionFailure() << "column " << x << ": " << wanted.top << " to " << wanted.bottom
                                                 << " in " << near.top << " to " << near.bottom;
    }
    return ::testing::AssertionSuccess();
}

Cover drawn(const Scene& scene, const std::function<bool(const Mark&, const Line&)>& which)
{
    Cover cover;
    for (const Mark& mark : scene.still)
        if (const auto* line = std::get_if<Line>(&mark.shape); line && which(mark, *line))
            take(cover, std::min(line->from.x(), line->to.x()), std::max(line->from.x(), line->to.x()), line->from.y(),
                 line->to.y());
    return cover;
}

/// A line that changes in steps, from all its samples.
Cover stepped(std::span<const Sample> samples, const PlotFrame& frame, Instant end,
              const std::function<std::optional<double>(const Sample&)>& value)
{
    Cover cover;
    const auto y = [&](double of) { return frame.y(std::clamp(of, frame.low, frame.high)); };
    std::optional<double> before;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::optional<double> now = value(samples[i]);
        const Instant until = i + 1 < samples.size() ? samples[i + 1].at : end;
        const double x = frame.x(std::max(samples[i].at, frame.from));
        if (now && before && samples[i].at > frame.from) take(cover, x, x, y(*before), y(*now));
        if (now && until >= frame.from && frame.sees(*now)) take(cover, x, frame.x(until), y(*now), y(*now));
        before = now;
    }
    return cover;
}

std::vector<ViewInput> inputs(View view)
{
    DisplayOptions display;
    display.view = view;
    std::vector<ViewInput> all;
    for (const QSizeF& size : {QSizeF{1200, 700}, QSizeF{500, 460}})
        for (const double zoom : {1.0, 2.5})
            for (const double part : {1.0, 0.6}) {
                Viewport viewport{size, (zoom - 1) * 0.4 * size.width(), zoom};
                viewport.legend = false;
                const StageTime time{
                    static_cast<std::int64_t>(part * static_cast<double>(transfer()->timeMap.end().count()))};
                all.push_back({*transfer(), time, viewport, {}, display});
            }
    return all;
}

void expectLine(const ViewInput& input, const Scene& scene, const Chart& chart, Ink ink, Plotted what, double scale)
{
    const Past past{input};
    const SideSeries& series = seriesOf(input.staged).of(chart.side);
    const Cover wanted = stepped(past.samples(series, chart.frame.to), chart.frame, past.endIn(chart.frame),
                                 [&](const Sample& sample) -> std::optional<double> {
                                     const auto value = valueOf(sample, what);
                                     if (!value) return {};
                                     return static_cast<double>(*value) * scale;
                                 });
    const Cover found = drawn(scene, [&](const Mark&, const Line& line) { return line.ink == ink; });
    EXPECT_TRUE(isCovered(wanted, found)) << "of " << static_cast<int>(what);
    EXPECT_TRUE(isCovered(found, wanted)) << "more than " << static_cast<int>(what);
}

TEST(DensePlots, CoverTheSamplesOfTheWindow)
{
    ASSERT_GT(transfer()->trace().transits().size(), 15'000U);
    for (const ViewInput& input : inputs(View::Window)) {
        const Scene scene = viewScene(input);
        for (const Chart& chart : windowCharts(input)) {
            expectLine(input, scene, chart, Ink::Accent, Plotted::Cwnd, 1);
            expectLine(input, scene, chart, Ink::SegmentData, Plotted::InFlight, 1);
        }
    }
}

TEST(DensePlots, ShowASingleValueThatIsFarFromAllOthersOfItsColumn)
{
    const ViewInput input{*transfer(), transfer()->timeMap.end(), {{500, 400}}};
    const Past past{input};
    SideSeries series;
    for (std::uint32_t i = 0; i < 15'000; ++i) {
        Sample sample;
        sample.at = start_of_time + (past.now() - start_of_time) / 15'000 * i;
        sample.record = i;
        sample.state = tcp::State::Established;
        sample.cwnd = i % 97 == 3 ? 90'000 : i % 101 == 5 ? 1'000 : 40'000 + i % 7;
        series.samples.push_back(sample);
    }
    series.sampleSummaries.follow(series.samples, 0);
    const PlotFrame frame{{0, 0, 500, 400}, start_of_time, past.now(), 0, 100'000, false};
    Scene scene{{500, 400}};
    PlotPen pen{scene};
    drawSamples({pen, frame, Line{{}, {}, 1, Ink::Accent}, {}}, series, past, frame, {Plotted::Cwnd});
    const Cover wanted = stepped(series.samples, frame, past.now(),
                                 [](const Sample& sample) { return std::optional{static_cast<double>(sample.cwnd)}; });
    const Cover found = drawn(scene, [](const Mark&, const Line&) { return true; });
    EXPECT_TRUE(isCovered(wanted, found));
    EXPECT_TRUE(isCovered(found, wanted));
    EXPECT_LT(scene.still.size(), 1100U) << "two marks in each column";
}

TEST(DensePlots, CoverTheTimesOfRoundTrips)
{
    for (const ViewInput& input : inputs(View::RoundTrip)) {
        const Scene scene = viewScene(input);
        const std::vector<Chart> charts = roundTripCharts(input);
        if (charts.size() != 1) continue; // both have the same inks
        expectLine(input, scene, charts.front(), Ink::Timer, Plotted::Rto, 1e-9);
        expectLine(input, scene, charts.front(), Ink::Accent, Plotted::Srtt, 1e-9);
    }
}

TEST(DensePlots, CoverEverySegmentAndTheLineOfAcknowledgments)
{
    for (const ViewInput& input : inputs(View::TimeSequence)) {
        const Scene scene = viewScene(input);
        const Chart chart = timeSequenceCharts(input).front();
        const PlotFrame& frame = chart.frame;
        const Past past{input};
        const trace::Trace& trace = transfer()->trace();
        const auto place = [&](tcp::Seq seq) {
            return frame.y(static_cast<double>(static_cast<std::int32_t>(seq - firstSeq(*transfer(), chart.side))));
        };
        std::array<Cover, 2> wanted; // without and with losses and retransmissions
        for (const trace::Transit& transit : trace.transits()) {
            if (transit.from != chart.side || transit.segment.payload.empty() || !frame.sees(transit.sent) ||
                !past.has(transit.sent_record))
                continue;
            const bool gone = transit.fate == trace::Fate::Lost && past.has(transit.end_record);
            take(wanted[gone || transit.retransmission ? 1 : 0], frame.x(transit.sent), frame.x(transit.sent),
                 place(transit.segment.seq), place(transit.segment.end()));
        }
        for (const bool lost : {false, true}) {
            const Cover found = drawn(scene, [&](const Mark& mark, const Line& line) {
                return mark.ref.kind == Ref::Kind::Segment && mark.ref.side == chart.side &&
                       chart.whole.contains(line.from) && line.ink == (lost ? Ink::Lost : Ink::SegmentData) &&
                       line.from.x() == line.to.x();
            });
            EXPECT_TRUE(isCovered(wanted[lost ? 1 : 0], found)) << (lost ? "lost" : "sent");
            EXPECT_TRUE(isCovered(found, wanted[lost ? 1 : 0])) << "more than " << (lost ? "lost" : "sent");
        }
        const SideSeries& series = seriesOf(*transfer()).of(chart.side);
        const Cover acked = stepped(past.samples(series, frame.to), frame, past.endIn(frame),
                                    [&](const Sample& sample) -> std::optional<double> {
                                        if (sample.state <= tcp::State::Listen) return {};
                                        return static_cast<double>(
                                            static_cast<std::int32_t>(sample.una - firstSeq(*transfer(), chart.side)));
                                    });
        const Cover found = drawn(scene, [&](const Mark& mark, const Line& line) {
            const bool ofChart = chart.whole.contains(line.from);
            return ofChart && line.ink == Ink::SegmentData &&
                   (mark.ref.kind != Ref::Kind::Segment || mark.ref.side != chart.side);
        });
        EXPECT_TRUE(isCovered(acked, found));
        EXPECT_TRUE(isCovered(found, acked));
    }
}

TEST(DensePlots, CoverEachBlockThatIsAcknowledgedSelectively)
{
    std::string drops;
    for (int nth = 200; nth < 6000; nth += 37)
        drops += (drops.empty() ? "" : ", ") + std::to_string(nth);
    const auto lesson =
        lesson::read_scenario("title: {en: a, zh: b}\nendpoints: {client: {}, server: {}}\nnetwork: {delay: 5 ms}\n"
                              "tcp: {sack: true, window_scale: true, receive_buffer: 400000}\nseed: 1\nfaults:\n"
                              "- drop: {from: client, nth: [" +
                                  drops +
                                  "]}\nsteps:\n- server: listen\n- client: connect\n"
                                  "- wait: [client ESTABLISHED]\n- client: send 9000000\n- wait: 1 h\n",
                              "blocks.yaml");
    const StagedRunPtr lossy = stageRun(*lesson);
    DisplayOptions display;
    display.view = View::TimeSequence;
    for (const double width : {1200.0, 500.0}) {
        Viewport viewport{{width, 600}, 0, 1};
        viewport.legend = false;
        const ViewInput input{*lossy, lossy->timeMap.end(), viewport, {}, display};
        const Chart chart = timeSequenceCharts(input).front();
        const PlotFrame& frame = chart.frame;
        const Past past{input};
        const auto place = [&](tcp::Seq seq) {
            const auto octets = static_cast<std::int32_t>(seq - firstSeq(*lossy, chart.side));
            return frame.y(std::clamp(static_cast<double>(octets), frame.low, frame.high));
        };
        std::map<int, std::vector<std::pair<double, double>>> drawnIn; // by column: from top to bottom
        for (const Mark& mark : viewScene(input).still)
            if (const auto* box = std::get_if<Box>(&mark.shape);
                box && box->fill == Ink::Selection && mark.ref.kind == Ref::Kind::Segment)
                for (int x : {-1, 0, 1})
                    drawnIn[static_cast<int>(std::lround(box->rect.center().x())) + x].emplace_back(box->rect.top(),
                                                                                                    box->rect.bottom());
        int blocks = 0;
        for (const Selection& selection : seriesOf(*lossy).of(chart.side).selections) {
            if (!frame.sees(selection.at) || !past.has(selection.record)) continue;
            const tcp::Options options = lossy->trace().transit(selection.id).segment.options;
            for (std::size_t i = 0; i < options.sack_count; ++i, ++blocks) {
                const double bottom = place(options.sack[i].left);
                const double top = place(options.sack[i].right);
                if (bottom <= top) continue;
                const auto& near = drawnIn[static_cast<int>(std::lround(frame.x(selection.at)))];
                EXPECT_TRUE(std::ranges::any_of(
                    near, [&](const auto& box) { return box.first <= top + 1e-6 && box.second >= bottom - 1e-6; }))
                    << top << " to " << bottom << " at " << frame.x(selection.at);
            }
        }
        EXPECT_GT(blocks, 2400) << "more than columns";
    }
}

TEST(DensePlots, CoverTheTimeInWhichATimerRuns)
{
    for (const ViewInput& input : inputs(View::Timers)) {
        Cover found;
        for (const Mark& mark : viewScene(input).still)
            if (const auto* box = std::get_if<Box>(&mark.shape); box && box->fill == Ink::Timer)
                take(found, box->rect.left(), box->rect.right(), 0, 0);
        ASSERT_FALSE(found.empty());
        const int first = found.begin()->first;
        const int last = found.rbegin()->first;
        EXPECT_GT(static_cast<int>(found.size()), (last - first) * 9 / 10) << "it runs nearly all the time";
    }
}

/// The parts of all segments that a side has sent.
std::array<SendingSummary::Part, 3> partsOf(const SideSeries& side)
{
    std::optional<SendingSummary> all;
    const auto take = [&](const SendingSummary& more) { all ? all->take(more) : void(all.emplace(more)); };
    side.sendingSummaries.walk(
        side.sendings, 0, side.sendings.size(), [](const SendingSummary&) { return true; },
        [&](const SendingSummary& summary, const Sending&) { take(summary); },
        [&](const Sending& sending) { take(SendingSummary{sending}); });
    return all ? all->parts : std::array<SendingSummary::Part, 3>{};
}

TEST(Series, GrowIntoThoseOfTheWholeRun)
{
    for (const char* id : {"sack-recovery", "timeout-collapse", "slow-start", "bufferbloat"})
        for (const trace::Source source : {trace::Source::Simulated, trace::Source::Live}) {
            const trace::Trace& all = testing::stagedRun(id)->trace();
            Series whole;
            whole.follow(all);
            Series grown;
            testing::Again again{all, source};
            while (again.left() > 0) {
                again.goOn(5);
                grown.follow(again.trace());
            }
            for (const trace::Side side : trace::both_sides) {
                const SideSeries& a = whole.of(side);
                const SideSeries& b = grown.of(side);
                EXPECT_EQ(a.samples.size(), b.samples.size()) << id;
                EXPECT_EQ(a.roundTrips.size(), b.roundTrips.size()) << id;
                ASSERT_EQ(a.rounds.size(), b.rounds.size()) << id;
                for (std::size_t i = 0; i < a.rounds.size(); ++i)
                    EXPECT_EQ(a.rounds[i].record, b.rounds[i].record) << id << " round " << i;
                EXPECT_EQ(a.timerEnds, b.timerEnds) << id;
                EXPECT_EQ(a.initial, b.initial) << id;
                for (std::size_t i = 0; i < a.timers.size(); ++i)
                    EXPECT_EQ(a.timers[i].size(), b.timers[i].size()) << id;
                ASSERT_EQ(a.selections.size(), b.selections.size()) << id;
                for (std::size_t i = 0; i < a.selections.size(); ++i)
                    EXPECT_EQ(a.selections[i].id, b.selections[i].id) << id;
                for (std::size_t kind = 0; kind < 3; ++kind) {
                    EXPECT_EQ(partsOf(a)[kind].count, partsOf(b)[kind].count) << id << " kind " << kind;
                    EXPECT_EQ(partsOf(a)[kind].first, partsOf(b)[kind].first) << id << " kind " << kind;
                    EXPECT_EQ(partsOf(a)[kind].extent.high, partsOf(b)[kind].extent.high) << id << " kind " << kind;
                }
            }
        }
}

/// The summaries of a run that grows are those of the whole run.
TEST(Summaries, CountEachItemOnce)
{
    std::vector<RoundTrip> items;
    Summaries<RoundTrip, RoundTripSummary> summaries;
    std::size_t same = 0;
    for (const std::size_t size : {5U, 8U, 100U, 90U, 700U, 640U, 641U}) {
        same = std::min(same, size > 10 ? size - 10 : 0);
        items.resize(same);
        while (items.size() < size)
            items.push_back({start_of_time, static_cast<trace::RecordId>(items.size()), trace::no_transit,
                             Duration{static_cast<std::int64_t>(items.size() * 7 % 64 + size)}});
        summaries.follow(items, same);
        for (std::size_t first = 0; first < size; first += 3) {
            const std::size_t last = std::min(size, first + 1 + first * 5 % 400);
            Extent found;
            std::size_t count = 0;
            summaries.walk(
                items, first, last, [](const RoundTripSummary&) { return true; },
                [&](const RoundTripSummary& summary, const RoundTrip& end) {
                    found.take(summary.extent);
                    EXPECT_GE(end.record, first + count);
                    count = end.record + 1 - first;
                },
                [&](const RoundTrip& one) {
                    found.take(one.length.count());
                    ++count;
                });
            const auto [least, greatest] = std::minmax_element(
                items.begin() + static_cast<std::ptrdiff_t>(first), items.begin() + static_cast<std::ptrdiff_t>(last),
                [](const RoundTrip& a, const RoundTrip& b) { return a.length < b.length; });
            EXPECT_EQ(count, last - first);
            EXPECT_EQ(found.low, least->length.count()) << first << " to " << last << " of " << size;
            EXPECT_EQ(found.high, greatest->length.count()) << first << " to " << last << " of " << size;
        }
        same = size;
    }
}

} // namespace

} // namespace tcpstage::scene
