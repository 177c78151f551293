// Sequence numbers over time at the sender, as in Stevens and tcptrace: a stroke for each segment, the line of
// acknowledgments below and the window's right edge above.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text segmentKey{"segment (seq to seq + len)", "报文段（seq 到 seq + len）"};
constexpr Text ackKey{"acknowledged (SND.UNA)", "已确认（SND.UNA）"};
constexpr Text edgeOfWindow{"edge of the window", "窗口右边界"};
constexpr Text sackKey{"SACK block", "SACK 块"};
constexpr Text retransmittedKey{"retransmission", "重传"};
constexpr Text lostKey{"lost", "丢失"};
constexpr Text diamondKey{"SYN, FIN", "SYN、FIN"};
constexpr Text numberNote{"sequence number over time", "序号随时间的变化"};
constexpr Text edgeNote{"window's edge {}: above", "窗口右边界 {}：在图外上方"};

double offset(tcp::Seq seq, tcp::Seq base) { return static_cast<double>(static_cast<std::int32_t>(seq - base)); }
/// Whether a number is not beyond a skip from `base`: no window is larger than 2^30.
bool isNear(tcp::Seq seq, tcp::Seq base) { return std::abs(offset(seq, base)) <= 1U << 30U; }

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

/// The first transit sent at or after `from`.
std::size_t firstSince(trace::Sequence<trace::Transit> transits, Instant from)
{
    const auto at = std::ranges::lower_bound(transits, from, {}, &trace::Transit::sent);
    return static_cast<std::size_t>(at - transits.begin());
}

class TimeSequence {
public:
    TimeSequence(PlotPen& pen, const PlotStyle& style, const ViewInput& input, const Chart& chart)
        : pen_{pen}, style_{style}, input_{input}, trace_{input.staged.trace()},
          series_{seriesOf(input.staged).of(chart.side)}, chart_{chart}, frame_{chart.frame}, past_{input},
          base_{firstSeq(trace_, chart.side)}, label_{initialSeq(trace_, chart.side).value_or(tcp::Seq{}),
                                                      captions::letter_of(trace_, chart.side)}
    {
        label_.near = base_;
    }

    void draw()
    {
        drawAxes(pen_, style_, frame_, chart_.whole, axes());
        lines();
        sackBlocks();
        strokes();
        drawNow(pen_, style_, frame_, past_.now());
    }

private:
    QString number(double value) const
    {
        const tcp::Seq seq = base_ + static_cast<std::uint32_t>(static_cast<std::int64_t>(value));
        return oneNumberText(seq, label_, input_.display.numbers);
    }
    AxisTexts axes() const
    {
        AxisTexts texts;
        texts.heading = wayOf(input_.staged, chart_.side, input_.display);
        texts.notes << inLanguage(numberNote, input_.display.language);
        texts.valueText = [this](double value) { return value < 0 ? QString{} : number(value); };
        const Numbers numbers = input_.display.numbers;
        if (numbers == Numbers::Absolute || numbers == Numbers::Both) texts.tickOffset = base_.value();
        return texts;
    }

    void lines()
    {
        StepLine acked{pen_, frame_, Line{{}, {}, style_.px(1.8), Ink::SegmentData}, refOf(Term::SndUna)};
        StepLine edge{pen_, frame_, Line{{}, {}, style_.px(1.8), Ink::Accent, Stroke::Dashed}, refOf(Term::WindowEdge)};
        double above = -1;
        for (const Sample& sample : past_.samples(series_, frame_.to)) {
            const Ref cause = causeOf(sample, chart_.side);
            if (sample.state <= tcp::State::Listen || !isNear(sample.una, base_)) {
                acked.stop(sample.at);
                edge.stop(sample.at);
                continue;
            }
            acked.to(sample.at, offset(sample.una, base_), cause);
            if (sample.state == tcp::State::SynSent) continue;
            const double limit = offset(sample.una, base_) + sample.wnd;
            edge.to(sample.at, limit, cause);
            above = limit;
        }
        acked.stop(past_.endIn(frame_));
        edge.stop(past_.endIn(frame_));
        if (above > frame_.high) edgeIsAbove(above);
    }
    void edgeIsAbove(double limit)
    {
        QString words = inLanguage(edgeNote, input_.display.language);
        words.replace(QStringLiteral("{}"), number(limit));
        pen_.writeIfFree({QStringLiteral("↑ ") + words,
                          {frame_.area.left() + style_.px(8), frame_.area.top() + style_.small},
                          style_.small,
                          Ink::Accent,
                          500,
                          Align::Left,
                          Face::Sans,
                          refOf(Term::WindowEdge)});
    }

    void sackBlocks()
    {
        const auto transits = trace_.transits();
        for (std::size_t i = 0; i < transits.size() && transits[i].sent <= frame_.to; ++i) {
            const trace::Transit& transit = transits[i];
            const tcp::Options& options = transit.segment.options;
            if (transit.from == chart_.side || options.sack_count == 0 || !arrived(transit) ||
                transit.connection != trace::the_conversation)
                continue;
            if (!frame_.sees(transit.ends)) continue;
            const double x = frame_.x(transit.ends);
            for (std::size_t block = 0; block < options.sack_count; ++block)
                if (x >= nextSack_ || block > 0)
                    sackBlock(options.sack[block], x,
                              {Ref::Kind::Segment, transit.from, static_cast<trace::TransitId>(i)});
            if (x >= nextSack_) nextSack_ = x + 1;
        }
    }
    void sackBlock(const tcp::SackBlock& block, double x, const Ref& ref)
    {
        const double low = std::clamp(offset(block.left, base_), frame_.low, frame_.high);
        const double high = std::clamp(offset(block.right, base_), frame_.low, frame_.high);
        if (high <= low) return;
        pen_.still(
            Box{{x - style_.px(1.5), frame_.y(high), style_.px(3), frame_.y(low) - frame_.y(high)}, 0, Ink::Selection},
            ref, 0.75);
    }
    bool arrived(const trace::Transit& transit) const
    {
        return transit.fate == trace::Fate::Arrived && transit.end_record != trace::no_record &&
               past_.has(transit.end_record);
    }

    /// Joins strokes of one kind in the same column of pixels.
    struct Column {
        double x = -10;
        double low = 0;
        double high = 0;
        trace::TransitId first = trace::no_transit;
        std::size_t count = 0;
    };
    enum Class : std::uint8_t { Plain, Again, Gone };

    void strokes()
    {
        const auto transits = trace_.transits();
        for (std::size_t i = firstSince(transits, frame_.from); i < transits.size(); ++i) {
            const trace::Transit& transit = transits[i];
            if (transit.sent > frame_.to || !past_.has(transit.sent_record)) break;
            if (!takesNumbers(transit, chart_.side) || !isNear(transit.segment.seq, base_)) continue;
            const bool gone = transit.fate == trace::Fate::Lost && transit.end_record != trace::no_record &&
                              past_.has(transit.end_record);
            stroke(gone ? Gone : transit.retransmission ? Again : Plain, static_cast<trace::TransitId>(i));
        }
        for (const Class kind : {Plain, Again, Gone})
            finish(kind);
        for (const Words& letter : letters_)
            pen_.writeIfFree(letter);
    }

    void stroke(Class kind, trace::TransitId id)
    {
        const trace::Transit& transit = trace_.transit(id);
        const double x = frame_.x(transit.sent);
        const double low = frame_.y(offset(transit.segment.seq, base_));
        const double high = frame_.y(offset(transit.segment.seq, base_) + transit.segment.length());
        Column& column = columns_[kind];
        const bool joins = column.count > 0 && x - column.x < 1 && dense();
        if (!joins) {
            finish(kind);
            column = {x, low, high, id, 0};
        }
        column.low = std::max(column.low, low);
        column.high = std::min(column.high, high);
        ++column.count;
    }
    /// Whether there are more segments than columns of pixels; only then are strokes joined.
    bool dense()
    {
        if (!dense_) {
            const auto transits = trace_.transits();
            const std::size_t seen = firstSince(transits, frame_.to) - firstSince(transits, frame_.from);
            dense_ = static_cast<double>(seen) > frame_.area.width();
        }
        return *dense_;
    }

    void finish(Class kind)
    {
        Column& column = columns_[kind];
        if (column.count == 0) return;
        const trace::Transit& transit = trace_.transit(column.first);
        const Ref ref{Ref::Kind::Segment, chart_.side, column.first};
        const Ink ink = kind == Plain ? inkOf(transit.segment) : Ink::Lost;
        const QPointF foot{column.x, column.low};
        const QPointF top{column.x, column.high};
        if (input_.selection == ref) pen_.moving(Line{foot, top, style_.px(7), Ink::Selection}, {}, 0.55);
        const bool control = transit.segment.payload.empty() && column.count == 1;
        if (control)
            diamond(foot, top, ink, ref);
        else
            arrow(foot, top, ink, ref);
        if (kind == Gone) pen_.still(Cross{top, style_.px(4), style_.px(1.8), Ink::Lost}, ref);
        if (transit.retransmission) letter(top, ref);
        column = {};
    }
    void arrow(QPointF foot, QPointF top, Ink ink, const Ref& ref)
    {
        const double tall = foot.y() - top.y();
        const double head = tall > style_.px(9) ? style_.px(6) : 0;
        pen_.still(Line{foot, {top.x(), std::min(top.y(), foot.y() - 1)}, style_.px(1.8), ink, Stroke::Solid, head},
                   ref);
        if (head > 0)
            pen_.still(
                Line{{foot.x() - style_.px(3), foot.y()}, {foot.x() + style_.px(3), foot.y()}, style_.px(1.4), ink},
                ref);
    }
    /// Two arrow heads, back to back.
    void diamond(QPointF foot, QPointF top, Ink ink, const Ref& ref)
    {
        const QPointF middle = (foot + top) / 2;
        const double reach = style_.px(7);
        for (const double way : {-reach, reach})
            pen_.still(Line{middle, middle + QPointF{0, way}, 1, ink, Stroke::Solid, reach}, ref);
    }
    void letter(QPointF top, const Ref& ref)
    {
        letters_.push_back({QStringLiteral("R"),
                            {top.x(), top.y() - style_.px(8)},
                            style_.small,
                            Ink::Lost,
                            700,
                            Align::Centre,
                            Face::Sans,
                            ref});
    }

    PlotPen& pen_;
    const PlotStyle& style_;
    const ViewInput& input_;
    const trace::Trace& trace_;
    const SideSeries& series_;
    const Chart& chart_;
    const PlotFrame& frame_;
    Past past_;
    tcp::Seq base_;
    captions::Base label_;
    std::array<Column, 3> columns_{};
    std::vector<Words> letters_;
    std::optional<bool> dense_;
    double nextSack_ = -1;
};

/// The numbers that a side sends within a span of time.
struct Range {
    double low = 0;
    double high = 1;
    bool any = false;

    void take(double from, double to)
    {
        low = any ? std::min(low, from) : from;
        high = any ? std::max(high, to) : to;
        any = true;
    }
};

void takeSent(Range& range, const trace::Trace& trace, trace::Side sender, const TimeSpan& span)
{
    const tcp::Seq base = firstSeq(trace, sender);
    const auto transits = trace.transits();
    for (std::size_t i = firstSince(transits, span.from); i < transits.size() && transits[i].sent <= span.to; ++i) {
        const tcp::Segment& segment = transits[i].segment;
        if (!takesNumbers(transits[i], sender) || !isNear(segment.seq, base)) continue;
        const double first = offset(segment.seq, base);
        range.take(first, first + segment.length());
    }
}

} // namespace

tcp::Seq firstSeq(const trace::Trace& trace, trace::Side sender)
{
    std::optional<tcp::Seq> skipped;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id) {
        const trace::Record record = trace.record(id);
        const bool here = record.kind == trace::Kind::Called && record.call() == trace::Call::Skip;
        if (here && record.side == sender) skipped = trace.at(sender, trace.moment_after(id)).snd.nxt;
    }
    return skipped.value_or(initialSeq(trace, sender).value_or(tcp::Seq{}));
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
        const tcp::Seq base = firstSeq(staged.trace(), side);
        Range range;
        for (const StagedRun* run : runs)
            takeSent(range, run->trace(), side, span);
        for (const Sample& sample : series.of(side).samples)
            if (!range.any && sample.at <= span.to && sample.state > tcp::State::Listen)
                range.low = range.high = offset(sample.nxt, base); // nothing was sent: the current number
        const double more = std::max(1.0, (range.high - range.low) * 0.12);
        double value = style.px(34);
        for (const double end : {range.low, range.high + more}) {
            const tcp::Seq seq = base + static_cast<std::uint32_t>(static_cast<std::int64_t>(std::max(0.0, end)));
            captions::Base label = initialSeq(staged.trace(), side).value_or(tcp::Seq{});
            label.near = base;
            const QString digits = oneNumberText(seq, label, input.display.numbers) + u'0';
            value = std::max(value, textWidth(digits, Face::Mono, style.small, 500));
        }
        Chart chart{side, rows.charts[charts.size()], {}};
        chart.frame = {dataArea(style, chart.whole, value, true),
                       span.from,
                       span.to,
                       range.low - more * 0.6,
                       range.high + more,
                       false};
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

Scene timeSequence(const ViewInput& input)
{
    const std::vector<Chart> charts = timeSequenceCharts(input);
    if (!haveRoom(charts, input)) return {input.viewport.size};
    const auto draw = [&](PlotPen& pen, const PlotStyle& style, const Chart& chart) {
        TimeSequence{pen, style, input, chart}.draw();
    };
    return plotOf(input, charts, timeSequenceLegend(input), draw);
}

} // namespace tcpstage::scene
