#pragma once
// Where the charts of each plot stand, for its builder and for whoever wants to check a point of it.

#include "ui/scene/plots/plot_frame.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/staged/series.h"

namespace tcpstage::scene {

/// One chart of a plot: what it shows of a side.
struct Chart {
    trace::Side side = trace::Side::Left; // the sender
    QRectF whole;                         // with its texts
    PlotFrame frame;
};

/// The chart of each direction's segments; the first is the left side's. Values are octets after `firstSeq`.
std::vector<Chart> timeSequenceCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);
tcp::Seq firstSeq(const trace::Trace& trace, trace::Side sender);
/// The charts of the sides that send; values are octets.
std::vector<Chart> windowCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);
/// The charts of the sides that have timed something; values are seconds.
std::vector<Chart> roundTripCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);

/// Where the time axis of a plot ends: a little after the last thing that it shows.
Instant endShown(const StagedRun& staged, View view);
/// "Client → Server"
QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display);
/// The sides that a plot has room for: in a projected half only the one that sends more.
std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const Series& series, const Viewport& viewport,
                                  const DisplayOptions& display);
/// The inside of a plot, cut into rows of these shares; the rest is for the legend.
struct PlotRows {
    std::vector<QRectF> charts;
    QRectF legend;
};
PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, double legendHigh);
/// What is written where there is nothing to plot.
void drawNothing(PlotPen& pen, const PlotStyle& style, QSizeF size, const QString& words);

} // namespace tcpstage::scene
