#pragma once
// The places of the charts of each plot, for its builder and for tests.

#include "ui/scene/plots/plot_frame.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/staged/series.h"

#include <functional>
#include <optional>
#include <span>

namespace tcpstage::scene {

/// A chart of a plot, with the data of one side.
struct Chart {
    trace::Side side = trace::Side::Left; // the sender
    QRectF whole;                         // including its labels
    PlotFrame frame;
};

/// The chart of each direction's segments; the first is the left side's. Values are octets after `firstSeq`.
std::vector<Chart> timeSequenceCharts(const ViewInput& input);
/// The first number of `sender`, or the first after the last that the lesson has skipped.
tcp::Seq firstSeq(const StagedRun& staged, trace::Side sender);
/// The charts of the sides that send; values are octets.
std::vector<Chart> windowCharts(const ViewInput& input);
/// The charts of the sides that have timed something; values are seconds.
std::vector<Chart> roundTripCharts(const ViewInput& input);

/// The runs whose values the axes of a plot hold: that which is shown, and the other of two worlds.
std::vector<const StagedRun*> runsOnAxes(const ViewInput& input);
/// "Client → Server"
QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display);
/// Whether something is true of a side, so that the legend has its sign; of a projected half the legend is for both.
template <typename Has> bool anySide(const ViewInput& input, const Has& has)
{
    if (input.display.presenting && input.viewport.whole > 0) return true;
    const Series& series = seriesOf(input.staged);
    return has(series.of(trace::Side::Left)) || has(series.of(trace::Side::Right));
}
/// The sides that a plot has room for: in a projected half, or in a sparing view, only the one that sends more.
std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const ViewInput& input);
/// The inside of a plot, cut into rows of these shares; the rest is for the legend.
struct PlotRows {
    std::vector<QRectF> charts;
    QRectF legend;
};
PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, const std::vector<Key>& legend);
/// Says that there is nothing to plot.
Scene emptyPlot(const ViewInput& input, const Text& words);
/// A plot: its legend, and each of its charts by `draw`. Nothing where the view is too narrow for it.
using DrawChart = std::function<void(PlotPen&, const PlotStyle&, const Chart&)>;
Scene plotOf(const ViewInput& input, const std::vector<Chart>& charts, const std::vector<Key>& legend,
             const DrawChart& draw);

/// Whether the charts have room for more than their axes. At least one is not low, except in a sparing view with the
/// smallest letters.
bool haveRoom(const std::vector<Chart>& charts, const ViewInput& input);

/// How much of the run has happened at the time that a plot shows.
class Past {
public:
    explicit Past(const ViewInput& input)
        : moment_{input.staged.timeMap.moment(input.time)}, now_{input.staged.timeMap.clock(input.time)}
    {}

    bool has(trace::RecordId record) const { return moment_.record != trace::no_record && record <= moment_.record; }
    Instant now() const { return now_; }
    /// Where what goes on ends in a chart: now, or at the right edge.
    Instant endIn(const PlotFrame& frame) const { return std::min(now_, frame.to); }
    /// The samples that have happened, until an instant.
    std::span<const Sample> samples(const SideSeries& series, Instant until = never) const;
    /// Those that hold at some time that is in view.
    std::span<const Sample> samples(const SideSeries& series, const PlotFrame& frame) const;
    /// How many records have happened.
    std::size_t records() const { return moment_.record == trace::no_record ? 0 : std::size_t{moment_.record} + 1; }

private:
    trace::Moment moment_;
    Instant now_;
};
/// The samples that hold at some time of the span, those before it left out.
std::span<const Sample> samplesIn(const SideSeries& series, const TimeSpan& span);
/// The segment that brought the sender's sample about.
Ref causeOf(const Sample& sample, trace::Side sender);

/// Whether a picture has so many of them that those in one column of pixels are not told apart.
inline bool isDense(std::size_t items, const PlotFrame& frame)
{
    return static_cast<double>(items) > 4 * frame.area.width();
}

/// Goes over `samples`, a part of those of `series`, as Summaries::walk() does. Each is an item unless there are many.
template <typename Fits, typename Whole, typename One>
void walkSamples(const SideSeries& series, std::span<const Sample> samples, const PlotFrame& frame, const Fits& fits,
                 const Whole& whole, const One& one)
{
    if (samples.empty()) return;
    const bool dense = isDense(samples.size(), frame);
    const auto first = static_cast<std::size_t>(samples.data() - series.samples.data());
    const auto together = [&](const SampleSummary& summary) { return dense && fits(summary); };
    series.sampleSummaries.walk(series.samples, first, first + samples.size() - 1, together, whole, one);
    one(samples.back()); // which may still go on
}

/// What a line shows of samples.
struct LineValues {
    Plotted what;
    double scale = 1;                          // of its values
    std::optional<std::int64_t> latest{};      // instead of the last sample's
    std::function<Ref(const Sample&)> cause{}; // what can be clicked where it jumps
};
/// A line of the samples that have happened, until now; where they have no value, there is none.
void drawSamples(StepLine line, const SideSeries& series, const Past& past, const PlotFrame& frame,
                 const LineValues& values);
/// The least and the greatest value of samples, which are a part of those of `series`.
Extent extentOf(const SideSeries& series, std::span<const Sample> samples, Plotted what);

} // namespace tcpstage::scene
