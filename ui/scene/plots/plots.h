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

/// Whether a segment takes sequence numbers of `sender` in the conversation.
bool takesNumbers(const trace::Transit& transit, trace::Side sender);
/// The first number of `sender`: its ISS, if its SYN is in the trace. Empty if it sends nothing. O(n).
std::optional<tcp::Seq> initialSeq(const trace::Trace& trace, trace::Side sender);
/// The chart of each direction's segments; the first is the left side's. Values are octets after `firstSeq`.
std::vector<Chart> timeSequenceCharts(const ViewInput& input);
/// The first number of `sender`, or the first after the last that the lesson has skipped. O(n).
tcp::Seq firstSeq(const trace::Trace& trace, trace::Side sender);
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

private:
    trace::Moment moment_;
    Instant now_;
};
/// The samples that hold at some time of the span, those before it left out.
std::span<const Sample> samplesIn(const SideSeries& series, const TimeSpan& span);
/// The segment that brought the sender's sample about.
Ref causeOf(const Sample& sample, trace::Side sender);

/// A line of what `value` says of each sample, until `end`; where that is empty, there is none. `cause` says what can
/// be clicked where it jumps.
template <typename Value, typename Cause>
void drawSamples(StepLine line, std::span<const Sample> samples, Instant end, const Value& value, const Cause& cause)
{
    for (const Sample& sample : samples) {
        if (const std::optional<double> now = value(sample))
            line.to(sample.at, *now, cause(sample));
        else
            line.stop(sample.at);
    }
    line.stop(end);
}

} // namespace tcpstage::scene
