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
    if (anySide(input, [](const SideSeries& side) { return side.has(Seen::timed); })) {
        keys.push_back({Key::Sign::Line, Ink::Accent, say(srttKey), refOf(Term::Srtt)});
        keys.push_back({Key::Sign::Swatch, Ink::Caption, say(varKey), refOf(Term::Rttvar)});
    }
    keys.push_back({Key::Sign::Dashed, Ink::Timer, say(rtoKey), refOf(Term::Rto)});
    if (anySide(input, [](const SideSeries& side) { return side.has(Seen::backoff); }))
        keys.push_back(
            {Key::Sign::Letter, Ink::Lost, say(backOffKey).mid(3), refOf(Term::BackOff), QStringLiteral("×2")});
    return keys;
}

bool alive(const Sample& sample) { return sample.state > tcp::State::Listen; }

/// Whether the side has measured a round trip or backed off.
bool timed(const SideSeries& series) { return !series.roundTrips.empty() || series.has(Seen::backoff | Seen::timed); }

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
        line(Line{{}, {}, style_.px(1.8), Ink::Timer, Stroke::Dashed}, Term::Rto, Plotted::Rto);
        line(Line{{}, {}, style_.px(2.2), Ink::Accent}, Term::Srtt, Plotted::Srtt);
        samples();
        backOffs();
        drawNow(pen_, style_, frame_, past_.now());
    }

private:
    /// That have happened and are in view.
    std::span<const Sample> shown() const { return past_.samples(series_, frame_); }
    double column(Instant at) const { return std::clamp(frame_.x(at), frame_.area.left(), frame_.area.right()); }

    void line(const Line& view, Term term, Plotted what)
    {
        drawSamples({pen_, frame_, view, refOf(term)}, series_, past_, frame_, {what, 1e-9});
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
        const auto isNarrow = [&](Instant first, Instant until) {
            return last && column(until) - from < 1 && column(first) > frame_.area.left();
        };
        const auto take = [&](const Sample& sample) {
            if (!isNarrow(sample.at, sample.at)) {
                close(column(sample.at));
                from = column(sample.at);
            }
            last = &sample;
        };
        walkSamples(
            series_, shown(), frame_, [&](const SampleSummary& summary) { return isNarrow(summary.from, summary.to); },
            [&](const SampleSummary&, const Sample& latest) { last = &latest; }, take);
        close(column(past_.endIn(frame_)));
    }

    void samples()
    {
        const auto& trips = series_.roundTrips;
        const bool dense = static_cast<double>(trips.size()) > frame_.area.width();
        const auto first = std::ranges::lower_bound(trips, frame_.from, {}, &RoundTrip::at);
        for (auto trip = first; trip != trips.end() && past_.has(trip->record) && trip->at <= frame_.to;) {
            const double value = inSeconds(trip->length);
            const bool drawn = frame_.sees(value);
            if (drawn) sample(*trip, {frame_.x(trip->at), frame_.y(value)});
            if (drawn && dense) {
                const double next = frame_.x(trip->at) + 1;
                trip = std::ranges::partition_point(std::next(trip), trips.end(),
                                                    [&](const RoundTrip& other) { return frame_.x(other.at) < next; });
            } else {
                ++trip;
            }
        }
    }
    void sample(const RoundTrip& trip, QPointF at)
    {
        const double size = style_.px(7);
        const Ref ref = trip.ack == trace::no_transit ? refOf(Term::RttSample)
                                                      : Ref{Ref::Kind::Segment, trace::other(chart_.side), trip.ack};
        const QRectF dot{at - QPointF{size / 2, size / 2}, QSizeF{size, size}};
        if (input_.selection == ref && trip.ack != trace::no_transit)
            pen_.moving(Box{dot.adjusted(-3, -3, 3, 3), size, Ink::None, Ink::Selection, style_.px(2)});
        pen_.still(Box{dot, size / 2, Ink::SegmentData}, ref);
    }

    void backOffs()
    {
        const std::span<const Sample> visible = shown();
        if (visible.empty()) return;
        std::uint8_t before = &visible.front() == series_.samples.data() ? 0 : (&visible.front() - 1)->backoff;
        double written = frame_.area.left() - 2;
        const auto hasNone = [&](const SampleSummary& summary) {
            return !summary.backsOff || frame_.x(summary.to) < written + 1;
        };
        const auto skip = [&](const SampleSummary&, const Sample& last) { before = last.backoff; };
        walkSamples(series_, visible, frame_, hasNone, skip, [&](const Sample& sample) {
            const bool more = sample.backoff > before && alive(sample);
            before = sample.backoff;
            if (!more || !frame_.sees(sample.at) || !frame_.sees(inSeconds(sample.rto))) return;
            written = frame_.x(sample.at);
            const QString factor =
                QStringLiteral("×%1").arg(std::uint64_t{1} << std::min<unsigned>(sample.backoff, 40));
            pen_.writeIfFree({factor,
                              {written + style_.px(4), frame_.y(inSeconds(sample.rto)) - style_.px(4)},
                              style_.small,
                              Ink::Lost,
                              600,
                              Align::Left,
                              Face::Sans,
                              refOf(Term::BackOff)});
        });
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
    const std::span<const Sample> samples = samplesIn(series, span);
    Extent extent = extentOf(series, samples, Plotted::Srtt);
    extent.take(extentOf(series, samples, Plotted::Rto));
    const auto& trips = series.roundTrips;
    const auto first = std::ranges::lower_bound(trips, span.from, {}, &RoundTrip::at);
    const auto last = std::ranges::upper_bound(first, trips.end(), span.to, {}, &RoundTrip::at);
    const auto all = [](const RoundTripSummary&) { return true; };
    const auto whole = [&](const RoundTripSummary& summary, const RoundTrip&) { extent.take(summary.extent); };
    const auto one = [&](const RoundTrip& trip) { extent.take(RoundTripSummary{trip}.extent); };
    series.tripSummaries.walk(trips, static_cast<std::size_t>(first - trips.begin()),
                              static_cast<std::size_t>(last - trips.begin()), all, whole, one);
    if (extent.isEmpty()) return;
    bounds.low = std::min(bounds.low, inSeconds(Duration{extent.low}));
    bounds.high = std::max(bounds.high, inSeconds(Duration{extent.high}));
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
