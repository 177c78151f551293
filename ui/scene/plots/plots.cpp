#include "ui/scene/plots/plots.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tcpstage::scene {

namespace {

constexpr double goodChart = 3; // times the size of its heading: the height of its data
constexpr double leastChart = 1.7;

Instant littleAfter(Instant last) { return last + (last - start_of_time) / 25; }

} // namespace

Instant endOfPlot(const StagedRun& staged) { return littleAfter(seriesOf(staged).lastEnd()); }

Instant endOfTimers(const StagedRun& staged)
{
    const Series& series = seriesOf(staged);
    Instant last = series.lastEnd();
    for (const trace::Side side : trace::both_sides)
        for (const std::vector<TimerRun>& runs : series.of(side).timers)
            if (!runs.empty())
                last = std::max(last, runs.back().end == TimerRun::End::Running ? runs.back().from : runs.back().to);
    return littleAfter(last);
}

tcp::Seq firstSeq(const StagedRun& staged, trace::Side sender)
{
    const SideSeries& series = seriesOf(staged).of(sender);
    return series.skippedTo ? *series.skippedTo : series.initial.value_or(tcp::Seq{});
}

std::vector<const StagedRun*> runsOnAxes(const ViewInput& input)
{
    std::vector<const StagedRun*> runs{&input.staged};
    if (input.other) runs.push_back(input.other);
    return runs;
}

QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display)
{
    const trace::Trace& trace = staged.trace();
    return endpointName(trace.endpoint(sender), display.language) + QStringLiteral(" → ") +
           endpointName(trace.endpoint(trace::other(sender)), display.language);
}

std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const ViewInput& input)
{
    const bool projectedHalf = input.viewport.whole > 0 && input.display.presenting;
    if (sides.size() < 2 || (!projectedHalf && !input.viewport.sparing)) return sides;
    const Series& series = seriesOf(input.staged);
    return {series.of(trace::Side::Right).payload > series.of(trace::Side::Left).payload ? trace::Side::Right
                                                                                         : trace::Side::Left};
}

bool haveRoom(const std::vector<Chart>& charts, const ViewInput& input)
{
    const PlotStyle style{input.viewport, input.display};
    const auto [low, high] =
        std::ranges::minmax(charts, {}, [](const Chart& chart) { return chart.frame.area.height(); });
    const bool good = !input.display.presenting && (!input.viewport.sparing || input.viewport.text > 1);
    return high.frame.area.height() >= style.title * (good ? goodChart : leastChart) &&
           low.frame.area.height() >= style.title * leastChart;
}

PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, const std::vector<Key>& legend)
{
    const double legendHigh = legendHeight(style, legend, size.width() - style.px(24));
    const double margin = style.px(12);
    const QRectF inside = QRectF{{}, size}.adjusted(margin, margin * 0.6, -margin, -margin * 0.5);
    const double gap = style.px(4);
    const auto gaps = static_cast<double>(shares.empty() ? 0 : shares.size() - 1);
    const double room = std::max(0.0, inside.height() - legendHigh - gap - gaps * gap);
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    PlotRows rows;
    double top = inside.top();
    for (const double share : shares) {
        const double high = std::floor(room * share / all);
        rows.charts.push_back({inside.left(), top, inside.width(), high});
        top += high + gap;
    }
    rows.legend = {inside.left(), inside.bottom() - legendHigh, inside.width(), legendHigh};
    return rows;
}

Scene emptyPlot(const ViewInput& input, const Text& words)
{
    Scene scene{input.viewport.size};
    const PlotStyle style{input.viewport, input.display};
    PlotPen pen{scene};
    const double room = scene.size.width() - style.px(60);
    const QStringList lines = wrapped(inLanguage(words, input.display.language), Face::Sans, style.title, 500, room, 4);
    double y = scene.size.height() / 2 - style.title * (static_cast<double>(lines.size()) * 0.75 - 1);
    for (const QString& line : lines) {
        pen.write({line, {scene.size.width() / 2, y}, style.title, Ink::Muted, 500, Align::Centre});
        y += style.title * 1.5;
    }
    return scene;
}

Scene plotOf(const ViewInput& input, const std::vector<Chart>& charts, const std::vector<Key>& legend,
             const DrawChart& draw)
{
    Scene scene{input.viewport.size};
    if (scene.size.width() < 160) return scene;
    const PlotStyle style{input.viewport, input.display};
    PlotPen pen{scene};
    drawLegend(pen, style, legend, rowsOf(style, scene.size, {1}, legend).legend);
    for (const Chart& chart : charts)
        draw(pen, style, chart);
    return scene;
}

std::span<const Sample> Past::samples(const SideSeries& series, Instant until) const
{
    if (moment_.record == trace::no_record) return {};
    const auto& all = series.samples;
    const auto happened = std::ranges::upper_bound(all, moment_.record, {}, &Sample::record);
    const auto end =
        std::upper_bound(all.begin(), happened, until, [](Instant at, const Sample& sample) { return at < sample.at; });
    return {all.begin(), end};
}

std::span<const Sample> Past::samples(const SideSeries& series, const PlotFrame& frame) const
{
    const std::span<const Sample> happened = samples(series, frame.to);
    const std::span<const Sample> held = samplesIn(series, {frame.from, frame.to});
    if (happened.empty()) return {};
    const auto before = static_cast<std::size_t>(held.data() - series.samples.data());
    return happened.subspan(std::min(before, happened.size() - 1));
}

std::span<const Sample> samplesIn(const SideSeries& series, const TimeSpan& span)
{
    const auto& all = series.samples;
    auto first = std::ranges::lower_bound(all, span.from, {}, &Sample::at);
    if (first != all.begin()) --first; // it holds when the span begins
    const auto end = std::ranges::upper_bound(first, all.end(), span.to, {}, &Sample::at);
    return {first, end};
}

void drawSamples(StepLine line, const SideSeries& series, const Past& past, const PlotFrame& frame,
                 const LineValues& values)
{
    const std::span<const Sample> samples = past.samples(series, frame);
    const Sample* last = samples.empty() ? nullptr : &samples.back();
    const auto cause = [&](const Sample& sample) { return values.cause ? values.cause(sample) : Ref{}; };
    const auto valueAt = [&](const Sample& sample) {
        const std::optional<std::int64_t> value = valueOf(sample, values.what);
        return &sample == last && value && values.latest ? values.latest : value;
    };
    const auto scaled = [&](std::int64_t value) { return static_cast<double>(value) * values.scale; };
    const auto fits = [&](const SampleSummary& summary) {
        const bool same = summary.haveAll(values.what) || summary.of(values.what).isEmpty();
        return same && line.isInOneColumn(summary.from, summary.to);
    };
    const auto whole = [&](const SampleSummary& summary, const Sample& latest) {
        const Extent& extent = summary.of(values.what);
        if (const auto value = valueOf(latest, values.what))
            line.through(summary.from, scaled(extent.low), scaled(extent.high), scaled(*value), cause(latest));
        else
            line.stop(summary.from);
    };
    const auto one = [&](const Sample& sample) {
        if (const std::optional<std::int64_t> value = valueAt(sample))
            line.to(sample.at, scaled(*value), cause(sample));
        else
            line.stop(sample.at);
    };
    walkSamples(series, samples, frame, fits, whole, one);
    line.stop(past.endIn(frame));
}

Extent extentOf(const SideSeries& series, std::span<const Sample> samples, Plotted what)
{
    Extent extent;
    const auto first = static_cast<std::size_t>(samples.data() - series.samples.data());
    const auto all = [](const SampleSummary&) { return true; };
    const auto whole = [&](const SampleSummary& summary, const Sample&) { extent.take(summary.of(what)); };
    const auto one = [&](const Sample& sample) {
        if (const auto value = valueOf(sample, what)) extent.take(*value);
    };
    if (!samples.empty()) series.sampleSummaries.walk(series.samples, first, first + samples.size(), all, whole, one);
    return extent;
}

Ref causeOf(const Sample& sample, trace::Side sender)
{
    if (sample.arrival == trace::no_transit) return {};
    return {Ref::Kind::Segment, trace::other(sender), sample.arrival};
}

} // namespace tcpstage::scene
