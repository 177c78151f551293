#pragma once
// The axes of a plot: time runs to the right, a quantity upwards.

#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_pen.h"
#include "ui/scene/staged/staged_run.h"

#include <QStringList>
#include <functional>

namespace tcpstage::scene {

struct PlotFrame {
    QRectF area; // of the data
    Instant from{};
    Instant to{};
    double low = 0;
    double high = 1;
    bool logarithmic = false;

    double x(Instant at) const;
    double y(double value) const;
    /// Whether a time that begins in the picture is within one column of pixels.
    bool isNarrow(Instant first, Instant last) const { return first >= from && x(last) - x(first) < 1; }
    bool sees(Instant at) const { return at >= from && at <= to; }
    bool sees(double value) const { return value >= low && value <= high; }
};

/// The part of the run that a view of this width, zoom and scroll shows; `end` is the time of the last mark.
struct TimeSpan {
    Instant from;
    Instant to;
};
TimeSpan spanShown(Instant end, const Viewport& viewport);
/// The scroll that keeps `now` in view.
double panFor(Instant now, Instant end, const Viewport& viewport);

/// The smallest step of 1, 2 or 5 times a power of ten with at most `most` ticks between low and high.
double niceStep(double low, double high, int most);
/// "0.25 s", "40 ms": `step` determines the unit, so that all ticks of an axis have the same.
QString timeText(Duration at, Duration step);

struct AxisTexts {
    QString heading;
    QStringList notes;                        // beside the heading, smaller: the first that fits
    std::function<QString(double)> valueText; // of a tick
    double tickOffset = 0;                    // ticks are where value + tickOffset is a multiple of the step
    bool whole = true;                        // ticks only at whole numbers
    bool times = true;                        // labels of the time axis
    bool rounds = false;                      // the time axis counts rounds, one for each second
};
/// The data area of a chart, inside the room for the labels of the axes.
QRectF dataArea(const PlotStyle& style, const QRectF& chart, double valueWidth, bool times);
void drawAxes(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, const QRectF& chart,
              const AxisTexts& texts);
/// Draws the now line over a chart, and shades the future.
void drawNow(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, Instant now);

/// Draws a quantity that changes in steps, with at most two marks in each column of pixels.
class StepLine {
public:
    StepLine(PlotPen& pen, const PlotFrame& frame, Line view, const Ref& ref)
        : pen_{pen}, frame_{frame}, view_{view}, ref_{ref}
    {}

    /// From `at` on the value is `value`; the jump has the Ref `cause`.
    void to(Instant at, double value, const Ref& cause);
    /// Whether all changes in a time that begins in the picture are in one column of pixels.
    bool isInOneColumn(Instant first, Instant last) const;
    /// From `at` on the value moves between two values in one column, and is `last` in the end.
    void through(Instant at, double low, double high, double last, const Ref& cause);
    /// From `at` on there is no value.
    void stop(Instant at);

private:
    void along(double x);
    void flush();

    PlotPen& pen_;
    const PlotFrame& frame_;
    Line view_;
    Ref ref_;
    Ref cause_;
    bool drawing_ = false;
    double x_ = 0;
    double value_ = 0;
    double low_ = 0; // of the column
    double high_ = 0;
};

} // namespace tcpstage::scene
