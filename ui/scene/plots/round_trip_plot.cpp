// The sender's round-trip times (RFC 6298): samples, SRTT, the band of RTTVAR, and the RTO with its back-off.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text sampleKey{"sample", "样本"};
constexpr Text srttKey{"SRTT", "SRTT（平滑值）"};
constexpr Text varKey{"SRTT ± RTTVAR", "SRTT ± RTTVAR（偏差）"};
constexpr Text rtoKey{"RTO", "RTO（重传超时）"};
constexpr Text backOffKey{"×2: back-off", "×2：退避加倍"};
constexpr Text timeNote{"round-trip time and timeout over time", "往返时间和超时随时间的变化"};
constexpr Text shortTimeNote{"seconds over time", "秒数随时间的变化"};
constexpr Text nothingTimed{"No round trip was measured in this run.", "这次运行中没有测得往返时间。"};
constexpr double mostLinear = 12; // if max / min is larger, the axis is logarithmic

double inSeconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

std::vector<Key> roundTripLegend(const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    const auto say = [&](const Text& text) { return inLanguage(text, input.display.language); };
    std::vector<Key> keys;
    const auto measured = [](const SideSeries& side) { return !side.roundTrips.empty(); };
    if (anySide(input, measured))
        keys.push_back({Key::Sign::Dot, Ink::SegmentData, say(sampleKey), refOf(Term::RttSample)});
    const auto smoothed = [](const SideSeries& side) {
        return std::ranges::any_of(side.samples, [](const Sample& sample) { return sample.srtt > Duration{0}; });
    };
    if (anySide(input, smoothed)) {
        keys.push_back({Key::Sign::Line, Ink::Accent, say(srttKey), refOf(Term::Srtt)});
        keys.push_back({Key::Sign::Swatch, Ink::Caption, say(varKey), refOf(Term::Rttvar)});
    }
    keys.push_back({Key::Sign::Dashed, Ink::Timer, say(rtoKey), refOf(Term::Rto)});
    const auto backsOff = [](const SideSeries& side) {
        return !side.samples.empty() && (side.samples.back().seen & Seen::backoff) != 0;
    };
    if (anySide(input, backsOff))
        keys.push_back(
            {Key::Sign::Letter, Ink::Lost, say(backOffKey).mid(3), refOf(Term::BackOff), QStringLiteral("×2")});
    return keys;
}

bool alive(const Sample& sample) { return sample.state > tcp::State::Listen; }

/// Whether the side has measured a round trip or backed off.
bool timed(const SideSeries& series)
{
    return !series.roundTrips.empty() ||
           std::ranges::any_of(series.samples, [](const Sample& s) { return s.backoff > 0 || s.srtt > Duration{0}; });
}

std::vector<trace::Side> timedSides(const Series& series)
{
    std::vector<trace::Side> sides;
    for (const trace::Side side : trace::both_sides)
        if (timed(series.of(side))) sides.push_back(side);
    return sides;
}

class RoundTripPlot {
public:
    RoundTripPlot(PlotPen& pen, const PlotStyle& style, const ViewInput& input, const Chart& chart)
        : pen_{pen}, style_{style}, input_{input}, series_{seriesOf(input.staged).of(chart.side)}, chart_{chart},
          frame_{chart.frame}, past_{input}
    {}

    void draw()
    {
        AxisTexts texts;
        texts.heading = endpointName(input_.staged.trace().endpoint(chart_.side), input_.display.language);
        for (const Text& note : {timeNote, shortTimeNote})
            texts.notes << inLanguage(note, input_.display.language);
        texts.valueText = [](double value) { return shortDuration(Duration{std::llround(value * 1e9)}); };
        texts.whole = false;
        drawAxes(pen_, style_, frame_, chart_.whole, texts);
        band();
        line(Line{{}, {}, style_.px(1.8), Ink::Timer, Stroke::Dashed}, Term::Rto, &Sample::rto);
        line(Line{{}, {}, style_.px(2.2), Ink::Accent}, Term::Srtt, &Sample::srtt);
        samples();
        backOffs();
        drawNow(pen_, style_, frame_, past_.now());
    }

private:
    /// That have happened and are in view.
    std::span<const Sample> shown() const { return past_.samples(series_, frame_.to); }
    double column(Instant at) const { return std::clamp(frame_.x(at), frame_.area.left(), frame_.area.right()); }

    void line(const Line& view, Term term, Duration Sample::*value)
    {
        const auto length = [value](const Sample& sample) -> std::optional<double> {
            if (!alive(sample) || sample.*value <= Duration{0}) return {};
            return inSeconds(sample.*value);
        };
        drawSamples({pen_, frame_, view, refOf(term)}, shown(), past_.endIn(frame_), length,
                    [](const Sample&) { return Ref{}; });
    }

    void band()
    {
        const Sample* last = nullptr;
        double from = 0;
        const auto close = [&](double to) {
            if (!last || !alive(*last) || last->srtt == Duration{0} || to - from < 0.5) return;
            const double low = std::max(inSeconds(last->srtt - last->rttvar), frame_.low);
            const double high = std::min(inSeconds(last->srtt + last->rttvar), frame_.high);
            if (high <= low) return;
            pen_.still(Box{{from, frame_.y(high), to - from, frame_.y(low) - frame_.y(high)}, 0, Ink::Caption},
                       refOf(Term::Rttvar));
        };
        for (const Sample& sample : shown()) {
            const double x = column(sample.at);
            if (last && x - from < 1 && x > frame_.area.left()) {
                last = &sample;
                continue;
            }
            close(x);
            last = &sample;
            from = x;
        }
        close(column(past_.endIn(frame_)));
    }

    void samples()
    {
        const double size = style_.px(7);
        double drawn = -10;
        for (const RoundTrip& trip : series_.roundTrips) {
            if (!past_.has(trip.record) || trip.at > frame_.to) break;
            const double value = inSeconds(trip.length);
            if (!frame_.sees(trip.at) || !frame_.sees(value)) continue;
            const QPointF at{frame_.x(trip.at), frame_.y(value)};
            const bool dense = static_cast<double>(series_.roundTrips.size()) > frame_.area.width();
            if (dense && at.x() - drawn < 1) continue;
            drawn = at.x();
            const Ref ref = trip.ack == trace::no_transit
                                ? refOf(Term::RttSample)
                                : Ref{Ref::Kind::Segment, trace::other(chart_.side), trip.ack};
            const QRectF dot{at - QPointF{size / 2, size / 2}, QSizeF{size, size}};
            if (input_.selection == ref && trip.ack != trace::no_transit)
                pen_.moving(Box{dot.adjusted(-3, -3, 3, 3), size, Ink::None, Ink::Selection, style_.px(2)});
            pen_.still(Box{dot, size / 2, Ink::SegmentData}, ref);
        }
    }

    void backOffs()
    {
        std::uint8_t before = 0;
        for (const Sample& sample : shown()) {
            const bool more = sample.backoff > before && alive(sample);
            before = sample.backoff;
            if (!more || !frame_.sees(sample.at) || !frame_.sees(inSeconds(sample.rto))) continue;
            const QString factor =
                QStringLiteral("×%1").arg(std::uint64_t{1} << std::min<unsigned>(sample.backoff, 40));
            pen_.writeIfFree({factor,
                              {frame_.x(sample.at) + style_.px(4), frame_.y(inSeconds(sample.rto)) - style_.px(4)},
                              style_.small,
                              Ink::Lost,
                              600,
                              Align::Left,
                              Face::Sans,
                              refOf(Term::BackOff)});
        }
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const SideSeries& series_;
    const Chart& chart_;
    const PlotFrame& frame_;
    Past past_;
};

struct Bounds {
    double low = 1e9;
    double high = 0;
};

void widen(Bounds& bounds, const SideSeries& series, const TimeSpan& span)
{
    const auto take = [&](Duration duration) {
        if (duration <= Duration{0}) return;
        bounds.low = std::min(bounds.low, inSeconds(duration));
        bounds.high = std::max(bounds.high, inSeconds(duration));
    };
    for (const Sample& sample : samplesIn(series, span)) {
        if (!alive(sample)) continue;
        take(sample.srtt);
        take(sample.rto);
    }
    for (const RoundTrip& trip : series.roundTrips)
        if (trip.at >= span.from && trip.at <= span.to) take(trip.length);
}

Bounds boundsOf(const ViewInput& input, trace::Side side, const TimeSpan& span)
{
    Bounds bounds;
    for (const StagedRun* run : runsOnAxes(input))
        widen(bounds, seriesOf(*run).of(side), span);
    return bounds.high > 0 ? bounds : Bounds{0.1, 1};
}

} // namespace

std::vector<Chart> roundTripCharts(const ViewInput& input)
{
    const PlotStyle style{input.viewport, input.display};
    const Series& series = seriesOf(input.staged);
    const std::vector<trace::Side> sides = withRoom(timedSides(series), input);
    const std::vector<double> shares(sides.size(), 1);
    const PlotRows rows = rowsOf(style, input.viewport.size, shares, roundTripLegend(input));
    const TimeSpan span = spanShown(endOfPlot(input.staged), input.viewport);
    std::vector<Chart> charts;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Bounds bounds = boundsOf(input, sides[i], span);
        const bool logarithmic = bounds.high > bounds.low * mostLinear;
        const double value = textWidth(QStringLiteral("000.00 ms"), Face::Mono, style.small, 500);
        Chart chart{sides[i], rows.charts[i], {}};
        chart.frame = {
            dataArea(style, chart.whole, value, true), span.from,  span.to, logarithmic ? bounds.low * 0.7 : 0,
            bounds.high * (logarithmic ? 1.5 : 1.12),  logarithmic};
        charts.push_back(chart);
    }
    return charts;
}

Scene roundTripPlot(const ViewInput& input)
{
    const std::vector<Chart> charts = roundTripCharts(input);
    if (charts.empty()) return emptyPlot(input, nothingTimed);
    if (!haveRoom(charts, input)) return {input.viewport.size};
    return plotOf(input, charts, roundTripLegend(input), [&](PlotPen& pen, const PlotStyle& style, const Chart& chart) {
        RoundTripPlot{pen, style, input, chart}.draw();
    });
}

} // namespace tcpstage::scene
