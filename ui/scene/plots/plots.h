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

/// A chart for each direction, the left side's first. Values are octets after firstSeq().
std::vector<Chart> timeSequenceCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);
tcp::Seq firstSeq(const trace::Trace& trace, trace::Side sender);
/// A chart for each side that sends; values are octets.
std::vector<Chart> windowCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);
/// A chart for each side with a round-trip measurement or a back-off; values are seconds.
std::vector<Chart> roundTripCharts(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);

/// The end of a plot's time axis: a little after its last mark.
Instant endShown(const StagedRun& staged, View view);
/// "Client → Server"
QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display);
/// The sides for which a plot has room: in a half plot of a presentation only the one that sends more.
std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const Series& series, const Viewport& viewport,
                                  const DisplayOptions& display);
/// The area of a plot, divided into charts and the legend.
struct PlotRows {
    std::vector<QRectF> charts;
    QRectF legend;
};
PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, double legendHigh);
/// Writes a text in the place of a plot without data.
void drawNothing(PlotPen& pen, const PlotStyle& style, QSizeF size, const QString& words);

} // namespace tcpstage::scene
