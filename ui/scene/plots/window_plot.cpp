// The congestion window over time: cwnd, ssthresh, octets in flight, and the phases (RFC 5681).

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/plots/rounds.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text cwndKey{"cwnd", "拥塞窗口 cwnd"};
constexpr Text ssthreshKey{"ssthresh", "慢启动门限 ssthresh"};
constexpr Text transitKey{"in flight", "在途数据"};
constexpr Text peersWindow{"peer's window (SND.WND)", "对方窗口（SND.WND）"};
constexpr Text octetsNote{"octets over time", "字节数随时间的变化"};
constexpr Text noneNote{"no congestion control: only the peer's window limits", "没有拥塞控制：只受对方窗口限制"};
constexpr Text shortNoneNote{"no congestion control", "没有拥塞控制"};
constexpr Text thresholdNone{"ssthresh: none yet (∞)", "ssthresh：尚无（∞）"};
constexpr Text timeoutWord{"timeout", "超时"};
constexpr double aboveHighest = 1.08; // the end of the axis
constexpr Text nothingSent{"Nobody has sent data in this run.", "这次运行中没有发送数据。"};

struct PhaseWords {
    Text name;
    Text sign;
    Ink ink;
    Term term;
};
const PhaseWords& wordsOf(Phase phase)
{
    static constexpr std::array<PhaseWords, 3> all{
        {{{"slow start", "慢启动"}, {"SS", "慢"}, Ink::StateOpening, Term::SlowStart},
         {{"congestion avoidance", "拥塞避免"}, {"CA", "避"}, Ink::StateOpen, Term::CongestionAvoidance},
         {{"fast recovery", "快速恢复"}, {"FR", "快"}, Ink::StateClosing, Term::FastRecovery}}};
    return all[static_cast<std::size_t>(phase) - 1];
}

bool controlled(const SideSeries& series) { return series.has(Seen::controlled); }

std::vector<trace::Side> sendersOf(const Series& series)
{
    std::vector<trace::Side> sides;
    for (const trace::Side side : trace::both_sides)
        if (series.of(side).payload > 0) sides.push_back(side);
    return sides;
}

bool anyControlled(const Series& series)
{
    return std::ranges::any_of(sendersOf(series), [&](trace::Side side) { return controlled(series.of(side)); });
}

/// The highest value in a span of time.
double highest(const SideSeries& series, const TimeSpan& span)
{
    const std::span<const Sample> samples = samplesIn(series, span);
    const auto greatest = [&](Plotted what) {
        const Extent extent = extentOf(series, samples, what);
        return extent.isEmpty() ? 0 : static_cast<double>(extent.high);
    };
    const double most =
        std::max({1.0, greatest(Plotted::Cwnd), greatest(Plotted::InFlight), greatest(Plotted::Ssthresh)});
    const double window = greatest(Plotted::Window);
    const bool alone = !controlled(series);
    return window <= most * (alone ? 20 : 2) ? std::max(most, window) : most;
}

/// The end of the axis of values.
double endOfAxis(const ViewInput& input, trace::Side side, const TimeSpan& span)
{
    double high = 1;
    for (const StagedRun* run : runsOnAxes(input))
        high = std::max(high, highest(seriesOf(*run).of(side), span));
    return high * aboveHighest;
}

/// Whether the peer's window is in the picture, and not above it.
bool showsWindow(const ViewInput& input, const SideSeries& series)
{
    if (series.payload == 0) return false;
    const bool left = &series == &seriesOf(input.staged).of(trace::Side::Left);
    const double high = endOfAxis(input, left ? trace::Side::Left : trace::Side::Right, {start_of_time, never});
    const Extent window = extentOf(series, series.samples, Plotted::Window);
    return !window.isEmpty() && static_cast<double>(window.low) <= high;
}

std::vector<Key> windowLegend(const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    const auto say = [&](const Text& text) { return inLanguage(text, input.display.language); };
    std::vector<Key> keys;
    const auto hasThreshold = [](const SideSeries& side) { return side.payload > 0 && side.has(Seen::ssthresh); };
    const bool control = anyControlled(seriesOf(input.staged));
    if (control) keys.push_back({Key::Sign::Line, Ink::Accent, say(cwndKey), refOf(Term::Cwnd)});
    if (control && anySide(input, hasThreshold))
        keys.push_back({Key::Sign::Dashed, Ink::Timer, say(ssthreshKey), refOf(Term::Ssthresh)});
    keys.push_back({Key::Sign::Line, Ink::SegmentData, say(transitKey), refOf(Term::BytesInFlight)});
    if (anySide(input, [&](const SideSeries& side) { return showsWindow(input, side); }))
        keys.push_back({Key::Sign::Dotted, Ink::Muted, say(peersWindow), refOf(Term::SndWnd)});
    for (const Phase phase : {Phase::SlowStart, Phase::CongestionAvoidance, Phase::FastRecovery}) {
        const auto has = [phase](const SideSeries& side) { return side.payload > 0 && side.has(Seen::in(phase)); };
        if (control && anySide(input, has))
            keys.push_back({Key::Sign::Swatch, wordsOf(phase).ink,
                            say(wordsOf(phase).sign) + say({": ", "："}) + say(wordsOf(phase).name),
                            refOf(wordsOf(phase).term)});
    }
    return keys;
}

class WindowPlot {
public:
    WindowPlot(PlotPen& pen, const PlotStyle& style, const ViewInput& input, const Chart& chart)
        : pen_{pen}, style_{style}, input_{input}, series_{seriesOf(input.staged).of(chart.side)}, chart_{chart},
          frame_{chart.frame}, past_{input}
    {}

    void draw()
    {
        drawAxes(pen_, style_, frame_, chart_.whole, axes());
        phases();
        timeouts();
        lines();
        drawNow(pen_, style_, frame_, past_.now());
    }

private:
    AxisTexts axes() const
    {
        AxisTexts texts;
        texts.heading = wayOf(input_.staged, chart_.side, input_.display);
        const bool control = controlled(series_);
        const auto happened = past_.samples(series_);
        const bool infinite =
            control && !happened.empty() && happened.back().cwnd > 0 && isUnlimited(happened.back().ssthresh);
        const auto say = [this](const Text& text) { return inLanguage(text, input_.display.language); };
        texts.notes << say(infinite ? thresholdNone : control ? octetsNote : noneNote);
        if (!control) texts.notes << say(shortNoneNote);
        texts.valueText = [](double value) { return QString::number(static_cast<qint64>(std::llround(value))); };
        return texts;
    }
    /// That have happened and are in view.
    std::span<const Sample> shown() const { return past_.samples(series_, frame_); }

    void line(const Line& view, Term term, Plotted what, std::optional<std::int64_t> latest = {})
    {
        drawSamples({pen_, frame_, view, refOf(term)}, series_, past_, frame_,
                    {what, 1, latest, [this](const Sample& sample) { return causeOf(sample, chart_.side); }});
    }

    void lines()
    {
        line(Line{{}, {}, style_.px(1.4), Ink::Muted, Stroke::Dotted}, Term::SndWnd, Plotted::Window);
        // Wider than cwnd, so that it is seen on both sides of it where both are equal.
        line(Line{{}, {}, style_.px(4.6), Ink::SegmentData}, Term::BytesInFlight, Plotted::InFlight, inFlightNow());
        line(Line{{}, {}, style_.px(1.8), Ink::Timer, Stroke::Dashed}, Term::Ssthresh, Plotted::Ssthresh);
        line(Line{{}, {}, style_.px(2), Ink::Accent}, Term::Cwnd, Plotted::Cwnd);
    }
    /// Of the latest sample, if it is in view: more segments may follow it at the same instant.
    std::optional<std::int64_t> inFlightNow() const
    {
        const std::span<const Sample> happened = past_.samples(series_);
        const std::span<const Sample> visible = shown();
        if (visible.empty() || &visible.back() != &happened.back()) return {};
        return input_.staged.trace().at(chart_.side, input_.staged.timeMap.moment(input_.time)).in_flight();
    }

    /// Draws the phases as a strip above the data.
    void phases()
    {
        Phase phase = Phase::None;
        double from = 0;
        const auto close = [&](double to) {
            if (phase != Phase::None && to - from >= 1) strip(phase, from, to);
        };
        const QRectF& area = frame_.area;
        const auto at = [&](Instant instant) { return std::clamp(frame_.x(instant), area.left(), area.right()); };
        const auto goesOn = [&](const SampleSummary& summary) { // or is narrower than a pixel
            const auto one = static_cast<std::uint8_t>(1U << static_cast<unsigned>(phase));
            return summary.in == one || (phase != Phase::None && at(summary.to) - from < 1);
        };
        walkSamples(
            series_, shown(), frame_, goesOn, [](const SampleSummary&, const Sample&) {},
            [&](const Sample& sample) {
                const Phase next = phaseOf(sample);
                const double x = at(sample.at);
                if (next == phase || (phase != Phase::None && x - from < 1)) return;
                close(x);
                phase = next;
                from = x;
            });
        close(at(past_.endIn(frame_)));
    }
    /// A tick where the retransmission timer has ended the growth.
    void timeouts()
    {
        const std::span<const Sample> visible = shown();
        if (visible.empty()) return;
        const Sample* before = &visible.front() == series_.samples.data() ? nullptr : &visible.front() - 1;
        double drawn = frame_.area.left() - 2;
        const auto hasNone = [&](const SampleSummary& summary) {
            return !summary.afterTimeout || frame_.x(summary.to) < drawn + 1;
        };
        const auto skip = [&](const SampleSummary&, const Sample& last) { before = &last; };
        walkSamples(series_, visible, frame_, hasNone, skip, [&](const Sample& sample) {
            const bool expired = sample.recovery == tcp::Recovery::Timeout && sample.cwnd > 0 &&
                                 (!before || before->recovery != tcp::Recovery::Timeout);
            before = &sample;
            if (!expired || !frame_.sees(sample.at)) return;
            drawn = snapped(frame_.x(sample.at));
            timeout(drawn);
        });
    }
    void timeout(double x)
    {
        const Ref ref = refOf(Term::TimeoutRecovery);
        pen_.still(Line{{x, frame_.area.top()}, {x, frame_.area.bottom()}, style_.px(1.4), Ink::Timer, Stroke::Dotted},
                   ref);
        // At the foot and before it: there the curves are high, since much was in flight.
        pen_.writeIfFree({inLanguage(timeoutWord, input_.display.language),
                          {x - style_.px(5), frame_.area.bottom() - style_.small * 0.6},
                          style_.small,
                          Ink::Timer,
                          600,
                          Align::Right,
                          Face::Sans,
                          ref});
    }

    void strip(Phase phase, double from, double to)
    {
        const PhaseWords& words = wordsOf(phase);
        const double high = std::round(style_.small * 1.45);
        const QRectF rect{from, frame_.area.top() - high, to - from, high};
        pen_.still(Box{rect, 0, words.ink}, refOf(words.term));
        pen_.still(Line{rect.topLeft(), {from, frame_.area.bottom()}, 1, words.ink});
        const auto say = [this](const Text& text) { return inLanguage(text, input_.display.language); };
        const QString name = firstThatFits({say(words.name), say(words.sign)}, Face::Sans, style_.small, 600,
                                           rect.width() - style_.px(6));
        if (name.isEmpty()) return;
        pen_.writeIfFree({name, baselineFor(rect.center(), style_.small), style_.small, Ink::OnState, 600,
                          Align::Centre, Face::Sans, refOf(words.term)});
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const SideSeries& series_;
    const Chart& chart_;
    const PlotFrame& frame_;
    Past past_;
};

} // namespace

std::vector<Chart> windowCharts(const ViewInput& input)
{
    const PlotStyle style{input.viewport, input.display};
    const Series& series = seriesOf(input.staged);
    const std::vector<trace::Side> sides = withRoom(sendersOf(series), input);
    const std::vector<double> shares(sides.size(), 1);
    const PlotRows rows = rowsOf(style, input.viewport.size, shares, windowLegend(input));
    const TimeSpan span = spanShown(endOfPlot(input.staged), input.viewport);
    std::vector<Chart> charts;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const double high = endOfAxis(input, sides[i], span);
        const double value = textWidth(QString::number(static_cast<qint64>(high) * 10), Face::Mono, style.small, 500);
        Chart chart{sides[i], rows.charts[i], {}};
        QRectF area = dataArea(style, chart.whole, std::max(value, style.px(34)), true);
        area.setTop(area.top() + std::round(style.small * 1.45)); // room for the phases
        chart.frame = {area, span.from, span.to, 0, high, false};
        charts.push_back(chart);
    }
    return charts;
}

Scene windowPlot(const ViewInput& input)
{
    const std::vector<Chart> charts = windowCharts(input);
    if (charts.empty()) return emptyPlot(input, nothingSent);
    if (input.display.windowUnits == WindowUnits::SegmentsByRound && anyControlled(seriesOf(input.staged)))
        return roundPlot(input);
    if (!haveRoom(charts, input)) return {input.viewport.size};
    return plotOf(input, charts, windowLegend(input), [&](PlotPen& pen, const PlotStyle& style, const Chart& chart) {
        WindowPlot{pen, style, input, chart}.draw();
    });
}

} // namespace tcpstage::scene
