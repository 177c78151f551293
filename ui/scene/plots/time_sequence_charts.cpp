// The places, the axes and the legend of the plot of sequence numbers over time.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/plots/sendings.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr Text segmentKey{"segment (seq to seq + len)", "报文段（seq 到 seq + len）"};
constexpr Text ackKey{"acknowledged (SND.UNA)", "已确认（SND.UNA）"};
constexpr Text edgeOfWindow{"edge of the window", "窗口右边界"};
constexpr Text sackKey{"SACK block", "SACK 块"};
constexpr Text retransmittedKey{"retransmission", "重传"};
constexpr Text lostKey{"lost", "丢失"};
constexpr Text diamondKey{"SYN, FIN", "SYN、FIN"};

/// The numbers that the axes of a chart hold.
Extent numbersShown(const ViewInput& input, trace::Side side, const TimeSpan& span)
{
    Extent range;
    for (const StagedRun* run : runsOnAxes(input)) {
        const SideSeries& series = seriesOf(*run).of(side);
        range.take(numbersOf(series, sendingsIn(series, span), firstSeq(*run, side)).numbers);
    }
    if (!range.isEmpty()) return range;
    const auto alive = [&](const Sample& sample) { return sample.at <= span.to && sample.state > tcp::State::Listen; };
    const auto& samples = seriesOf(input.staged).of(side).samples;
    const auto last = std::ranges::find_if(samples.rbegin(), samples.rend(), alive);
    if (last == samples.rend()) return {0, 1};
    Extent current; // nothing was sent
    current.take(static_cast<std::int64_t>(offset(last->nxt, firstSeq(input.staged, side))));
    return current;
}

} // namespace

std::vector<Key> timeSequenceLegend(const ViewInput& input)
{
    if (!input.viewport.legend) return {};
    const auto say = [&](const Text& text) { return inLanguage(text, input.display.language); };
    std::vector<Key> keys{{Key::Sign::Stroke, Ink::SegmentData, say(segmentKey), {}}};
    const auto add = [&](bool SideSeries::*has, Key key) {
        if (anySide(input, [has](const SideSeries& side) { return side.*has; })) keys.push_back(std::move(key));
    };
    add(&SideSeries::again,
        {Key::Sign::Letter, Ink::Lost, say(retransmittedKey), refOf(Term::Retransmission), QStringLiteral("R")});
    add(&SideSeries::lost, {Key::Sign::Cross, Ink::Lost, say(lostKey), refOf(Term::Loss)});
    add(&SideSeries::selective, {Key::Sign::Swatch, Ink::Selection, say(sackKey), refOf(Term::OptionSack)});
    keys.push_back({Key::Sign::Line, Ink::SegmentData, say(ackKey), refOf(Term::SndUna)});
    keys.push_back({Key::Sign::Dashed, Ink::Accent, say(edgeOfWindow), refOf(Term::WindowEdge)});
    add(&SideSeries::control, {Key::Sign::Letter, Ink::SegmentSyn, say(diamondKey), refOf(Term::FlagSyn), {u'◆'}});
    return keys;
}

std::vector<Chart> timeSequenceCharts(const ViewInput& input)
{
    const StagedRun& staged = input.staged;
    const PlotStyle style{input.viewport, input.display};
    const Series& series = seriesOf(staged);
    const std::vector<trace::Side> sides = withRoom({trace::Side::Left, trace::Side::Right}, input);
    const std::vector<const StagedRun*> runs = runsOnAxes(input);
    const auto sends = [&](trace::Side side) {
        return std::ranges::any_of(runs, [&](const StagedRun* run) { return seriesOf(*run).of(side).payload > 0; });
    };
    const auto silent = [&](trace::Side side) { return !sends(side) && sends(trace::other(side)); };
    std::vector<double> shares;
    shares.reserve(sides.size());
    for (const trace::Side side : sides)
        shares.push_back(silent(side) ? 1 : silent(trace::other(side)) ? 2.1 : 1);
    const PlotRows rows = rowsOf(style, input.viewport.size, shares, timeSequenceLegend(input));
    const TimeSpan span = spanShown(endOfPlot(staged), input.viewport);
    std::vector<Chart> charts;
    for (const trace::Side side : sides) {
        const tcp::Seq base = firstSeq(staged, side);
        const Extent range = numbersShown(input, side, span);
        const auto low = static_cast<double>(range.low);
        const auto high = static_cast<double>(range.high);
        const double more = std::max(1.0, (high - low) * 0.12);
        double value = style.px(34);
        for (const double end : {low, high + more}) {
            const tcp::Seq seq = base + static_cast<std::uint32_t>(static_cast<std::int64_t>(std::max(0.0, end)));
            captions::Base label = series.of(side).initial.value_or(tcp::Seq{});
            label.near = base;
            const QString digits = oneNumberText(seq, label, input.display.numbers) + u'0';
            value = std::max(value, textWidth(digits, Face::Mono, style.small, 500));
        }
        Chart chart{side, rows.charts[charts.size()], {}};
        chart.frame = {
            dataArea(style, chart.whole, value, true), span.from, span.to, low - more * 0.6, high + more, false};
        charts.push_back(chart);
    }
    // Both charts have the same time axis, so their data areas begin at the same x.
    double begin = 0;
    for (const Chart& chart : charts)
        begin = std::max(begin, chart.frame.area.left());
    for (Chart& chart : charts)
        chart.frame.area.setLeft(begin);
    return charts;
}

} // namespace tcpstage::scene
