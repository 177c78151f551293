// The congestion window over time: cwnd, ssthresh, octets in flight, and the phases (RFC 5681).

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text cwndKey{"cwnd", "拥塞窗口 cwnd"};
constexpr Text ssthreshKey{"ssthresh", "慢启动门限 ssthresh"};
constexpr Text transitKey{"in flight", "在途数据"};
constexpr Text peersWindow{"peer's window (SND.WND)", "对端窗口（SND.WND）"};
constexpr Text octetsNote{"octets over time", "字节数随时间的变化"};
constexpr Text noneNote{"no congestion control: only the peer's window limits", "没有拥塞控制：只受对端窗口限制"};
constexpr Text thresholdNone{"ssthresh: none yet (∞)", "ssthresh：尚无（∞）"};
constexpr Text nothingSent{"Nobody has sent data in this run.", "这次运行中没有发送数据。"};

struct PhaseWords {
    Text name;
    Text sign;
    Ink ink;
    Term term;
};
const PhaseWords& wordsOf(Phase phase)
{
    static constexpr std::array<PhaseWords, 4> all{
        {{{"slow start", "慢启动"}, {"SS", "慢"}, Ink::StateOpening, Term::SlowStart},
         {{"congestion avoidance", "拥塞避免"}, {"CA", "避"}, Ink::StateOpen, Term::CongestionAvoidance},
         {{"fast recovery", "快速恢复"}, {"FR", "快"}, Ink::StateClosing, Term::FastRecovery},
         {{"timeout", "超时"}, {"TO", "超"}, Ink::StateTimeWait, Term::TimeoutRecovery}}};
    return all[static_cast<std::size_t>(phase) - 1];
}

bool controlled(const SideSeries& series)
{
    return std::ranges::any_of(series.samples, [](const Sample& sample) { return sample.cwnd > 0; });
}

std::vector<Key> windowLegend(bool control, const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    const auto say = [&](const Text& text) { return inLanguage(text, input.display.language); };
    std::vector<Key> keys;
    if (control) {
        keys.push_back({Key::Sign::Line, Ink::Accent, say(cwndKey), refOf(Term::Cwnd)});
        keys.push_back({Key::Sign::Dashed, Ink::Timer, say(ssthreshKey), refOf(Term::Ssthresh)});
    }
    keys.push_back({Key::Sign::Line, Ink::SegmentData, say(transitKey), refOf(Term::BytesInFlight)});
    keys.push_back({Key::Sign::Dotted, Ink::Muted, say(peersWindow), refOf(Term::SndWnd)});
    if (control)
        for (const Phase phase : {Phase::SlowStart, Phase::CongestionAvoidance, Phase::FastRecovery, Phase::Timeout})
            keys.push_back({Key::Sign::Swatch, wordsOf(phase).ink,
                            say(wordsOf(phase).sign) + QStringLiteral(": ") + say(wordsOf(phase).name),
                            refOf(wordsOf(phase).term)});
    return keys;
}

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

class WindowPlot {
public:
    WindowPlot(PlotPen& pen, const PlotStyle& style, const ViewInput& input, const Chart& chart)
        : pen_{pen}, style_{style}, input_{input}, series_{seriesOf(input.staged).of(chart.side)}, chart_{chart},
          frame_{chart.frame}, moment_{input.staged.timeMap.moment(input.time)}, now_{input.staged.timeMap.clock(
                                                                                     input.time)}
    {}

    void draw()
    {
        drawAxes(pen_, style_, frame_, chart_.whole, axes());
        phases();
        lines();
        drawNow(pen_, style_, frame_, now_);
    }

private:
    AxisTexts axes() const
    {
        AxisTexts texts;
        texts.heading = wayOf(input_.staged, chart_.side, input_.display);
        const bool control = controlled(series_);
        const bool infinite =
            control && !shown().empty() && shown().back().cwnd > 0 && isUnlimited(shown().back().ssthresh);
        texts.note = inLanguage(infinite ? thresholdNone : control ? octetsNote : noneNote, input_.display.language);
        texts.valueText = [](double value) { return QString::number(static_cast<qint64>(std::llround(value))); };
        return texts;
    }
    /// The samples up to now.
    std::span<const Sample> shown() const
    {
        const auto& all = series_.samples;
        if (moment_.record == trace::no_record) return {};
        const auto end = std::ranges::upper_bound(all, moment_.record, {}, &Sample::record);
        return {all.data(), static_cast<std::size_t>(end - all.begin())};
    }
    Ref causeOf(const Sample& sample) const
    {
        if (sample.arrival == trace::no_transit) return {};
        return {Ref::Kind::Segment, trace::other(chart_.side), sample.arrival};
    }
    Instant end() const { return std::min(now_, frame_.to); }

    template <typename Value, typename Has> void line(const Line& view, Term term, const Has& has, const Value& value)
    {
        StepLine step{pen_, frame_, view, refOf(term)};
        for (const Sample& sample : shown()) {
            if (sample.at > frame_.to) break;
            if (has(sample))
                step.to(sample.at, value(sample), causeOf(sample));
            else
                step.stop(sample.at);
        }
        step.stop(end());
    }

    void lines()
    {
        const auto open = [](const Sample& sample) { return sample.state >= tcp::State::SynReceived; };
        line(Line{{}, {}, style_.px(1.4), Ink::Muted, Stroke::Dotted}, Term::SndWnd, open,
             [](const Sample& sample) { return static_cast<double>(sample.wnd); });
        line(Line{{}, {}, style_.px(1.6), Ink::SegmentData}, Term::BytesInFlight, open,
             [](const Sample& sample) { return static_cast<double>(sample.inFlight()); });
        line(
            Line{{}, {}, style_.px(1.8), Ink::Timer, Stroke::Dashed}, Term::Ssthresh,
            [&](const Sample& sample) { return open(sample) && sample.cwnd > 0 && !isUnlimited(sample.ssthresh); },
            [](const Sample& sample) { return static_cast<double>(sample.ssthresh); });
        line(
            Line{{}, {}, style_.px(2.4), Ink::Accent}, Term::Cwnd,
            [&](const Sample& sample) { return open(sample) && sample.cwnd > 0; },
            [](const Sample& sample) { return static_cast<double>(sample.cwnd); });
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
        for (const Sample& sample : shown()) {
            if (sample.at > frame_.to) break;
            const Phase next = phaseOf(sample);
            const double x = std::clamp(frame_.x(sample.at), area.left(), area.right());
            if (next == phase || (phase != Phase::None && x - from < 1)) continue; // the phase is narrower than a pixel
            close(x);
            phase = next;
            from = x;
        }
        close(std::clamp(frame_.x(end()), area.left(), area.right()));
    }
    void strip(Phase phase, double from, double to)
    {
        const PhaseWords& words = wordsOf(phase);
        const double high = std::round(style_.small * 1.45);
        const QRectF rect{from, frame_.area.top() - high, to - from, high};
        pen_.still(Box{rect, 0, words.ink}, refOf(words.term));
        pen_.still(Line{rect.topLeft(), {from, frame_.area.bottom()}, 1, words.ink}, {}, 0.6);
        for (const Text& text : {words.name, words.sign}) {
            const QString name = inLanguage(text, input_.display.language);
            if (textWidth(name, Face::Sans, style_.small, 600) > rect.width() - style_.px(6)) continue;
            pen_.writeIfFree({name, baselineFor(rect.center(), style_.small), style_.small, Ink::OnState, 600,
                              Align::Centre, Face::Sans, refOf(words.term)});
            return;
        }
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const SideSeries& series_;
    const Chart& chart_;
    const PlotFrame& frame_;
    trace::Moment moment_;
    Instant now_;
};

/// The highest value in a span of time.
double highest(const SideSeries& series, const TimeSpan& span)
{
    double most = 1;
    double window = 0;
    for (std::size_t i = 0; i < series.samples.size(); ++i) {
        const Sample& sample = series.samples[i];
        const bool over = i + 1 < series.samples.size() && series.samples[i + 1].at < span.from;
        if (over || sample.at > span.to || sample.state < tcp::State::SynReceived) continue;
        most = std::max({most, static_cast<double>(sample.cwnd), static_cast<double>(sample.inFlight())});
        if (sample.cwnd > 0 && !isUnlimited(sample.ssthresh)) most = std::max<double>(most, sample.ssthresh);
        window = std::max<double>(window, sample.wnd);
    }
    const bool alone = !controlled(series);
    return window <= most * (alone ? 20 : 2) ? std::max(most, window) : most;
}

} // namespace

std::vector<Chart> windowCharts(const ViewInput& input)
{
    const Viewport& viewport = input.viewport;
    const PlotStyle style{viewport, input.display};
    const Series& series = seriesOf(input.staged);
    const std::vector<trace::Side> sides = withRoom(sendersOf(series), input);
    const double room = viewport.size.width() - style.px(24);
    const PlotRows rows = rowsOf(style, viewport.size, std::vector<double>(sides.size(), 1.0),
                                 legendHeight(style, windowLegend(anyControlled(series), input), room));
    const TimeSpan span = spanShown(endOfPlot(input.staged), viewport);
    std::vector<Chart> charts;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const double high = highest(series.of(sides[i]), span) * 1.08;
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
    const Viewport& viewport = input.viewport;
    Scene scene;
    scene.size = viewport.size;
    const PlotStyle style{viewport, input.display};
    PlotPen pen{scene};
    const std::vector<Chart> charts = windowCharts(input);
    if (charts.empty()) {
        drawNothing(pen, style, viewport.size, inLanguage(nothingSent, input.display.language));
        return scene;
    }
    if (charts.front().frame.area.height() < style.title || viewport.size.width() < 160) return scene;
    const std::vector<Key> keys = windowLegend(anyControlled(seriesOf(input.staged)), input);
    const double high = legendHeight(style, keys, viewport.size.width() - style.px(24));
    drawLegend(pen, style, keys, rowsOf(style, viewport.size, {1}, high).legend);
    for (const Chart& chart : charts)
        WindowPlot{pen, style, input, chart}.draw();
    return scene;
}

} // namespace tcpstage::scene
