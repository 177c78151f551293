#include "ui/scene/plots/rounds.h"

#include "ui/scene/marks/fonts.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tcpstage::scene {

namespace {

constexpr Text roundsNote{"cwnd in segments (MSS) by transmission round", "拥塞窗口（报文段数）随传输轮次的变化"};
constexpr Text shortRoundsNote{"segments by round", "报文段数随轮次的变化"};
constexpr Text cwndInSegments{"cwnd", "拥塞窗口 cwnd"};
constexpr Text ssthreshInSegments{"ssthresh", "慢启动门限 ssthresh"};
constexpr Text timeoutSign{"timeout", "超时"};
constexpr std::size_t leastRounds = 8; // on the axis
constexpr double leastApart = 3;       // pixels, of rounds with dots

Instant placeOf(double round) { return start_of_time + Duration{std::llround(round * 1e9)}; }

std::vector<Key> roundLegend(const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    std::vector<Key> keys{
        {Key::Sign::Line, Ink::Accent, inLanguage(cwndInSegments, input.display.language), refOf(Term::Cwnd)}};
    if (anySide(input, [](const SideSeries& side) { return side.has(Seen::ssthresh); }))
        keys.push_back({Key::Sign::Dashed, Ink::Timer, inLanguage(ssthreshInSegments, input.display.language),
                        refOf(Term::Ssthresh)});
    return keys;
}

class RoundPlot {
public:
    RoundPlot(PlotPen& pen, const PlotStyle& style, const ViewInput& input, const Chart& chart, double mss)
        : pen_{pen}, style_{style}, input_{input}, chart_{chart}, frame_{chart.frame}, mss_{mss}
    {
        const std::span<const Round> all{seriesOf(input.staged).of(chart.side).rounds};
        const Past past{input};
        rounds_ = all.first(static_cast<std::size_t>(
            std::ranges::partition_point(all, [&](const Round& round) { return past.has(round.record); }) -
            all.begin()));
    }

    void draw()
    {
        AxisTexts texts;
        texts.heading = wayOf(input_.staged, chart_.side, input_.display);
        for (const Text& note : {roundsNote, shortRoundsNote})
            texts.notes << inLanguage(note, input_.display.language);
        texts.valueText = [](double value) { return QString::number(static_cast<qint64>(std::llround(value))); };
        texts.rounds = true;
        drawAxes(pen_, style_, frame_, chart_.whole, texts);
        const double apart = frame_.x(placeOf(1)) - frame_.x(placeOf(0));
        if (apart < style_.px(leastApart)) return dense();
        for (std::size_t i = 0; i < rounds_.size(); ++i)
            round(i);
    }

private:
    QPointF at(std::size_t round, double octets) const
    {
        return {frame_.x(placeOf(static_cast<double>(round + 1))), frame_.y(octets / mss_)};
    }

    /// Of many rounds, in each column of pixels from the least to the largest cwnd; dots and numbers have no room.
    void dense()
    {
        for (std::size_t i = 0; i < rounds_.size();) {
            const double x = at(i, 0).x();
            Extent cwnd;
            Extent ssthresh;
            std::size_t next = i;
            for (; next < rounds_.size() && at(next, 0).x() < x + 1; ++next) {
                cwnd.take(rounds_[next].cwnd);
                if (!isUnlimited(rounds_[next].ssthresh)) ssthresh.take(rounds_[next].ssthresh);
            }
            if (next < rounds_.size()) cwnd.take(rounds_[next].cwnd); // so that it is one line
            column(i, cwnd, Ink::Accent, Stroke::Solid, refOf(Term::Cwnd));
            if (!ssthresh.isEmpty()) column(i, ssthresh, Ink::Timer, Stroke::Dashed, refOf(Term::Ssthresh));
            i = next;
        }
    }
    void column(std::size_t i, const Extent& octets, Ink ink, Stroke stroke, Ref ref)
    {
        const QPointF low = at(i, static_cast<double>(octets.low)) + QPointF{0, style_.px(1)};
        pen_.still(
            Line{low, at(i, static_cast<double>(octets.high)) - QPointF{0, style_.px(1)}, style_.px(1.8), ink, stroke},
            ref);
    }
    void round(std::size_t i)
    {
        const Round& now = rounds_[i];
        const QPointF here = at(i, now.cwnd);
        const Ref ref{Ref::Kind::Step, chart_.side, now.record};
        if (i > 0)
            pen_.still(Line{at(i - 1, rounds_[i - 1].cwnd), here, style_.px(2.2), Ink::Accent}, refOf(Term::Cwnd));
        if (!isUnlimited(now.ssthresh)) {
            const QPointF middle = at(i, now.ssthresh);
            const double half = (frame_.x(placeOf(1)) - frame_.x(placeOf(0))) / 2;
            pen_.still(
                Line{middle - QPointF{half, 0}, middle + QPointF{half, 0}, style_.px(1.8), Ink::Timer, Stroke::Dashed},
                refOf(Term::Ssthresh));
        }
        const double radius = style_.px(3.5);
        pen_.still(Box{{here - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}}, radius, Ink::Accent}, ref);
        const QString words = now.timeout ? inLanguage(timeoutSign, input_.display.language) + u' ' + segments(now.cwnd)
                                          : segments(now.cwnd);
        // The line comes down to a timeout steeply, and goes up from it: the place to its left is free.
        const QPointF place =
            here + (now.timeout ? QPointF{-style_.px(8), style_.small * 0.3} : QPointF{0, -style_.px(8)});
        pen_.writeIfFree({words, place, style_.small, now.timeout ? Ink::Timer : Ink::Text, 600,
                          now.timeout ? Align::Right : Align::Centre, Face::Sans, ref});
    }
    /// "9", "8.5"
    QString segments(double octets) const
    {
        const double value = octets / mss_;
        const bool whole = std::abs(value - std::round(value)) < 0.05;
        return QString::number(value, 'f', whole ? 0 : 1);
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const Chart& chart_;
    const PlotFrame& frame_;
    double mss_;
    std::span<const Round> rounds_;
};

double mssOf(const StagedRun& staged, trace::Side side)
{
    if (!seriesOf(staged).of(side).has(Seen::controlled)) return 1;
    const auto& samples = seriesOf(staged).of(side).samples;
    const auto open = std::ranges::find_if(samples, [](const Sample& sample) { return sample.cwnd > 0; });
    if (open == samples.end()) return 1;
    return std::max<double>(1, staged.trace().at(side, staged.trace().moment_after(open->record)).snd.mss);
}

/// What the axes of a side hold.
struct RoundAxes {
    std::size_t rounds = leastRounds;
    double segments = 0;
};
RoundAxes axesOf(const ViewInput& input, trace::Side side)
{
    RoundAxes axes;
    for (const StagedRun* run : runsOnAxes(input)) {
        const std::vector<Round>& rounds = seriesOf(*run).of(side).rounds;
        double most = 1;
        for (const Round& round : rounds)
            most = std::max<double>({most, static_cast<double>(round.cwnd),
                                     isUnlimited(round.ssthresh) ? 0.0 : static_cast<double>(round.ssthresh)});
        axes.rounds = std::max(axes.rounds, rounds.size());
        axes.segments = std::max(axes.segments, most / mssOf(*run, side));
    }
    return axes;
}

} // namespace

Scene roundPlot(const ViewInput& input)
{
    const PlotStyle style{input.viewport, input.display};
    std::vector<Chart> charts = windowCharts(input);
    const std::vector<Key> legend = roundLegend(input);
    const PlotRows rows = rowsOf(style, input.viewport.size, std::vector<double>(charts.size(), 1), legend);
    for (std::size_t i = 0; i < charts.size(); ++i) {
        Chart& chart = charts[i];
        const RoundAxes axes = axesOf(input, chart.side);
        chart.whole = rows.charts[i];
        chart.frame = {dataArea(style, chart.whole, style.px(34), true),
                       placeOf(0.4),
                       placeOf(static_cast<double>(axes.rounds) + 0.6),
                       0,
                       axes.segments * 1.15,
                       false};
    }
    if (!charts.empty() && !haveRoom(charts, input)) return {input.viewport.size};
    return plotOf(input, charts, legend, [&](PlotPen& pen, const PlotStyle& size, const Chart& chart) {
        RoundPlot{pen, size, input, chart, mssOf(input.staged, chart.side)}.draw();
    });
}

} // namespace tcpstage::scene
