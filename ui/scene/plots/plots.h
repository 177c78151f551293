#pragma once
// The places of the charts of each plot, for its builder and for tests.

#include "ui/scene/plots/plot_frame.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/staged/series.h"

namespace tcpstage::scene {

/// A chart of a plot, with the data of one side.
struct Chart {
    trace::Side side = trace::Side::Left; // the sender
    QRectF whole;                         // including its labels
    PlotFrame frame;
};

/// The chart of each direction's segments; the first is the left side's. Values are octets after `firstSeq`.
std::vector<Chart> timeSequenceCharts(const ViewInput& input);
tcp::Seq firstSeq(const trace::Trace& trace, trace::Side sender);
/// The charts of the sides that send; values are octets.
std::vector<Chart> windowCharts(const ViewInput& input);
/// The charts of the sides that have timed something; values are seconds.
std::vector<Chart> roundTripCharts(const ViewInput& input);

/// "Client → Server"
QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display);
/// The sides that a plot has room for: in a projected half only the one that sends more.
std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const ViewInput& input);
/// The inside of a plot, cut into rows of these shares; the rest is for the legend.
struct PlotRows {
    std::vector<QRectF> charts;
    QRectF legend;
};
PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, double legendHigh);
/// Writes a text in the place of a plot without data.
void drawNothing(PlotPen& pen, const PlotStyle& style, QSizeF size, const QString& words);

} // namespace tcpstage::scene
