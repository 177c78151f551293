#include "ui/scene/plots/plot_frame.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

double part(Duration of, Duration whole)
{
    return static_cast<double>(of.count()) / static_cast<double>(std::max<std::int64_t>(1, whole.count()));
}

/// The values of the ticks between low and high.
std::vector<double> ticks(const PlotFrame& frame, int most, const AxisTexts& texts)
{
    std::vector<double> values;
    if (frame.logarithmic) {
        for (double decade = std::pow(10, std::floor(std::log10(frame.low))); decade <= frame.high; decade *= 10)
            for (const double factor : {1.0, 2.0, 5.0})
                if (frame.sees(decade * factor)) values.push_back(decade * factor);
        return values;
    }
    double step = niceStep(frame.low, frame.high, most);
    if (texts.whole) step = std::max(1.0, step);
    const double first = std::ceil((frame.low + texts.tickOffset) / step - 1e-9) * step - texts.tickOffset;
    for (double value = first; value <= frame.high + step * 1e-6; value += step)
        values.push_back(value);
    return values;
}

void valueAxis(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, const AxisTexts& texts)
{
    const int most = std::max(2, static_cast<int>(frame.area.height() / (style.small * 2.4)));
    for (const double value : ticks(frame, most, texts)) {
        const double y = snapped(frame.y(value));
        pen.still(Line{{frame.area.left(), y}, {frame.area.right(), y}, 1, Ink::Rule}, {}, 0.7);
        const QString text = texts.valueText(value);
        if (!text.isEmpty())
            pen.writeIfFree({text,
                             {frame.area.left() - style.px(6), baselineFor(y, style.small)},
                             style.small,
                             Ink::Muted,
                             500,
                             Align::Right,
                             Face::Mono});
    }
}

void timeAxis(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, const AxisTexts& texts)
{
    const double from = static_cast<double>((frame.from - start_of_time).count());
    const double to = static_cast<double>((frame.to - start_of_time).count());
    const double widest = textWidth(QStringLiteral("0000.00 ms"), Face::Mono, style.small, 500) + style.px(10);
    const int most = std::max(2, static_cast<int>(frame.area.width() / widest));
    constexpr double round = 1e9;
    const double step = std::max(texts.rounds ? round : 1.0, niceStep(from, to, most));
    for (double at = std::ceil(from / step) * step; at <= to; at += step) {
        const Duration since{static_cast<std::int64_t>(at)};
        const double x = snapped(frame.x(start_of_time + since));
        pen.still(Line{{x, frame.area.bottom()}, {x, frame.area.bottom() + style.px(4)}, 1, Ink::Faint});
        if (!texts.times) continue;
        const QString text = texts.rounds ? QString::number(std::llround(at / round))
                                          : timeText(since, Duration{static_cast<std::int64_t>(step)});
        const double half = textWidth(text, Face::Mono, style.small, 500) / 2;
        const double middle = std::min(x, frame.area.right() + style.px(8) - half);
        pen.writeIfFree({text,
                         {middle, frame.area.bottom() + style.px(6) + style.small},
                         style.small,
                         Ink::Muted,
                         500,
                         Align::Centre,
                         Face::Mono});
    }
}

} // namespace

double PlotFrame::x(Instant at) const { return area.left() + area.width() * part(at - from, to - from); }

double PlotFrame::y(double value) const
{
    const double up = logarithmic ? std::log(std::max(value, low / 10) / low) / std::log(high / low)
                                  : (value - low) / std::max(1e-12, high - low);
    return area.bottom() - area.height() * up;
}

TimeSpan spanShown(Instant end, const Viewport& viewport)
{
    const double all = std::max(1.0, viewport.size.width() * viewport.zoom);
    const auto whole =
        static_cast<double>(std::max<std::int64_t>(1'000'000, (std::max(end, viewport.until) - start_of_time).count()));
    const Instant from = start_of_time + Duration{std::llround(whole * viewport.scroll / all)};
    return {from, from + Duration{std::max<std::int64_t>(1000, std::llround(whole / viewport.zoom))}};
}

double panFor(Instant now, Instant end, const Viewport& viewport)
{
    const double all = viewport.size.width() * viewport.zoom;
    const double wanted =
        all * part(now - start_of_time, std::max(end, viewport.until) - start_of_time) - viewport.size.width() * 0.7;
    return std::clamp(wanted, 0.0, all - viewport.size.width());
}

double niceStep(double low, double high, int most)
{
    const double least = std::max(1e-9, (high - low) / std::max(1, most));
    const double decade = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (decade * factor >= least * (1 - 1e-9)) return decade * factor;
    return decade * 10;
}

QString timeText(Duration at, Duration step)
{
    struct Unit {
        double nanoseconds;
        const char* name;
    };
    const auto fine = static_cast<double>(step.count());
    const Unit unit = fine >= 1e7 ? Unit{1e9, "s"} : fine >= 1e4 ? Unit{1e6, "ms"} : Unit{1e3, "µs"};
    int decimals = 0;
    for (double shown = fine / unit.nanoseconds; shown < 1 - 1e-9 && decimals < 3; shown *= 10)
        ++decimals;
    const double value = static_cast<double>(at.count()) / unit.nanoseconds;
    return QString::number(value, 'f', decimals) + u' ' + QString::fromUtf8(unit.name);
}

QRectF dataArea(const PlotStyle& style, const QRectF& chart, double valueWidth, bool times)
{
    const double below = times ? style.small * 1.9 : style.px(6);
    return chart.adjusted(valueWidth + style.px(10), style.title * 1.75, -style.px(10), -below);
}

void drawAxes(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, const QRectF& chart, const AxisTexts& texts)
{
    const double base = chart.top() + style.title;
    const QString heading = elided(texts.heading, Face::Sans, style.title, 700, chart.width());
    pen.write({heading, {chart.left(), base}, style.title, Ink::Text, 700});
    const double x = chart.left() + textWidth(heading, Face::Sans, style.title, 700) + style.px(12);
    for (const QString& note : texts.notes) {
        if (x + textWidth(note, Face::Sans, style.small, 500) > chart.right()) continue;
        pen.write({note, {x, base}, style.small, Ink::Muted, 500});
        break;
    }
    valueAxis(pen, style, frame, texts);
    timeAxis(pen, style, frame, texts);
    pen.still(Line{frame.area.bottomLeft(), frame.area.bottomRight(), 1.2, Ink::Faint});
    pen.still(Line{frame.area.topLeft(), frame.area.bottomLeft(), 1.2, Ink::Faint});
}

void drawNow(PlotPen& pen, const PlotStyle& style, const PlotFrame& frame, Instant now)
{
    if (!frame.sees(now)) return;
    const double x = snapped(frame.x(now));
    pen.moving(Line{{x, frame.area.top()}, {x, frame.area.bottom()}, style.px(1.4), Ink::Now, Stroke::Dotted});
}

void StepLine::to(Instant at, double value, const Ref& cause)
{
    const double x = std::clamp(frame_.x(at), frame_.area.left(), frame_.area.right());
    if (!drawing_) {
        drawing_ = true;
        x_ = x;
        value_ = low_ = high_ = value;
        cause_ = cause;
        return;
    }
    if (value == value_) return;
    if (at < frame_.from) { // the line begins at the left edge
        value_ = low_ = high_ = value;
        return;
    }
    if (x - x_ >= 1) along(x);
    low_ = std::min({low_, value_, value});
    high_ = std::max({high_, value_, value});
    value_ = value;
    if (cause.kind != Ref::Kind::Nothing) cause_ = cause;
}

bool StepLine::isInOneColumn(Instant first, Instant last) const
{
    if (!frame_.isNarrow(first, last)) return false;
    return !drawing_ || frame_.x(first) - x_ >= 1 || frame_.x(last) - x_ < 1;
}

void StepLine::through(Instant at, double low, double high, double last, const Ref& cause)
{
    if (!drawing_) to(at, low, cause);
    if (low == value_ && high == value_) return;
    const double x = std::clamp(frame_.x(at), frame_.area.left(), frame_.area.right());
    if (x - x_ >= 1) along(x);
    low_ = std::min({low_, value_, low});
    high_ = std::max({high_, value_, high});
    value_ = last;
    if (cause.kind != Ref::Kind::Nothing) cause_ = cause;
}

void StepLine::stop(Instant at)
{
    if (!drawing_) return;
    along(std::clamp(frame_.x(at), frame_.area.left(), frame_.area.right()));
    flush();
    drawing_ = false;
}

void StepLine::along(double x)
{
    flush();
    if (x > x_ && frame_.sees(value_)) {
        Line line = view_;
        line.from = {x_, frame_.y(value_)};
        line.to = {x, frame_.y(value_)};
        pen_.still(line, ref_);
    }
    x_ = x;
    low_ = high_ = value_;
}

void StepLine::flush()
{
    const double low = std::clamp(low_, frame_.low, frame_.high);
    const double high = std::clamp(high_, frame_.low, frame_.high);
    if (high > low) {
        Line line = view_;
        line.from = {x_, frame_.y(low)};
        line.to = {x_, frame_.y(high)};
        line.stroke = Stroke::Solid;
        pen_.still(line, cause_.kind == Ref::Kind::Nothing ? ref_ : cause_);
    }
    low_ = high_ = value_;
    cause_ = {};
}

} // namespace tcpstage::scene
