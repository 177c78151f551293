#include "ui/scene/plots/plots.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tcpstage::scene {

namespace {

Instant littleAfter(Instant last) { return last + (last - start_of_time) / 25; }

} // namespace

Instant endOfPlot(const StagedRun& staged) { return littleAfter(seriesOf(staged).lastEnd()); }

Instant endOfTimers(const StagedRun& staged)
{
    const Series& series = seriesOf(staged);
    Instant last = series.lastEnd();
    for (const trace::Side side : trace::both_sides)
        for (const TimerRun& run : series.of(side).timers)
            last = std::max(last, run.end == TimerRun::End::Running ? run.from : run.to);
    return littleAfter(last);
}

QString wayOf(const StagedRun& staged, trace::Side sender, const DisplayOptions& display)
{
    const trace::Trace& trace = staged.trace();
    return endpointName(trace.endpoint(sender), display.language) + QStringLiteral(" → ") +
           endpointName(trace.endpoint(trace::other(sender)), display.language);
}

std::vector<trace::Side> withRoom(std::vector<trace::Side> sides, const ViewInput& input)
{
    if (input.viewport.whole <= 0 || !input.display.presenting || sides.size() < 2) return sides;
    const Series& series = seriesOf(input.staged);
    return {series.of(trace::Side::Right).payload > series.of(trace::Side::Left).payload ? trace::Side::Right
                                                                                         : trace::Side::Left};
}

PlotRows rowsOf(const PlotStyle& style, QSizeF size, const std::vector<double>& shares, double legendHigh)
{
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

void drawNothing(PlotPen& pen, const PlotStyle& style, QSizeF size, const QString& words)
{
    double y = size.height() / 2;
    for (const QString& line : wrapped(words, Face::Sans, style.title, 500, size.width() - style.px(60), 4)) {
        pen.write({line, {size.width() / 2, y}, style.title, Ink::Muted, 500, Align::Centre});
        y += style.title * 1.5;
    }
}

} // namespace tcpstage::scene
