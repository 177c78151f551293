// Sequence numbers over time at the sender, as in Stevens and tcptrace: a stroke for each segment, the line of
// acknowledgments below and the window's right edge above.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/plots/sendings.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace tcpstage::scene {

namespace {

constexpr Text numberNote{"sequence number over time", "序号随时间的变化"};
constexpr Text edgeNote{"window's edge {}: above", "窗口右边界 {}：在图外上方"};

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
          base_{firstSeq(input.staged, chart.side)}, label_{series_.initial.value_or(tcp::Seq{}),
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
        const auto fits = [&](const SampleSummary& summary) {
            return summary.haveAll(Plotted::Edge) && acked.isInOneColumn(summary.from, summary.to) &&
                   edge.isInOneColumn(summary.from, summary.to) &&
                   areNear(summary.una, summary.of(Plotted::Acknowledged), base_);
        };
        const auto whole = [&](const SampleSummary& summary, const Sample& last) {
            const Ref cause = causeOf(last, chart_.side);
            const auto through = [&](StepLine& line, Plotted what, double end) {
                const Extent& extent = summary.of(what);
                const double una = offset(summary.una, base_);
                line.through(summary.from, una + static_cast<double>(extent.low),
                             una + static_cast<double>(extent.high), end, cause);
            };
            through(acked, Plotted::Acknowledged, offset(last.una, base_));
            through(edge, Plotted::Edge, edgeOf(last));
        };
        const auto one = [&](const Sample& sample) {
            if (!isShown(sample)) {
                acked.stop(sample.at);
                edge.stop(sample.at);
                return;
            }
            const Ref cause = causeOf(sample, chart_.side);
            acked.to(sample.at, offset(sample.una, base_), cause);
            if (sample.state > tcp::State::SynSent) edge.to(sample.at, edgeOf(sample), cause);
        };
        walkSamples(series_, past_.samples(series_, frame_), frame_, fits, whole, one);
        acked.stop(past_.endIn(frame_));
        edge.stop(past_.endIn(frame_));
        edgeIsAbove();
    }
    bool isShown(const Sample& sample) const { return sample.state > tcp::State::Listen && isNear(sample.una, base_); }
    double edgeOf(const Sample& sample) const { return offset(sample.una, base_) + sample.wnd; }
    void edgeIsAbove()
    {
        const std::span<const Sample> happened = past_.samples(series_, frame_.to);
        const auto hasEdge = [&](const Sample& sample) {
            return isShown(sample) && sample.state > tcp::State::SynSent;
        };
        const auto last = std::ranges::find_if(happened.rbegin(), happened.rend(), hasEdge);
        if (last != happened.rend() && edgeOf(*last) > frame_.high) edgeIsAbove(edgeOf(*last));
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
        const auto& all = series_.selections;
        const auto first = std::ranges::lower_bound(all, frame_.from, {}, &Selection::at);
        const auto last = std::ranges::partition_point(first, all.end(), [&](const Selection& selection) {
            return selection.at <= frame_.to && past_.has(selection.record);
        });
        const bool dense = isDense(static_cast<std::size_t>(last - first), frame_);
        std::vector<tcp::SackBlock> column; // of all arrivals in one column of pixels: the later ones add their newest
        for (auto selection = first; selection != last;) {
            const double x = frame_.x(selection->at);
            const Ref ref{Ref::Kind::Segment, trace::other(chart_.side), selection->id};
            const trace::Transit transit = trace_.transit(selection->id);
            const std::span<const tcp::SackBlock> blocks{transit.segment.options.sack};
            column.clear();
            for (const tcp::SackBlock& block : blocks.first(transit.segment.options.sack_count))
                join(column, block);
            for (++selection; dense && selection != last && frame_.x(selection->at) < x + 1; ++selection)
                join(column, selection->newest);
            for (const tcp::SackBlock& block : column)
                sackBlock(block, x, ref);
        }
    }
    /// Adds a block to others: to one that it touches, if there is one.
    static void join(std::vector<tcp::SackBlock>& blocks, const tcp::SackBlock& block)
    {
        for (tcp::SackBlock& known : blocks) {
            if (tcp::before(known.right, block.left) || tcp::before(block.right, known.left)) continue;
            if (tcp::before(block.left, known.left)) known.left = block.left;
            if (tcp::before(known.right, block.right)) known.right = block.right;
            return;
        }
        blocks.push_back(block);
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

    /// Joins strokes of one kind in the same column of pixels.
    struct Column {
        double x = -10;
        double low = 0;
        double high = 0;
        trace::TransitId first = trace::no_transit;
        std::size_t count = 0;
    };
    using Kind = Sending::Kind;

    void strokes()
    {
        const auto [first, end] = sendingsIn(series_, {frame_.from, frame_.to});
        const auto& all = series_.sendings;
        const auto begin = all.begin();
        const auto last =
            std::partition_point(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end),
                                 [&](const Sending& stroke) { return past_.has(stroke.record); });
        const auto fits = [&](const SendingSummary& summary) {
            const Extent numbers = summary.extent();
            if (!past_.has(summary.last) || areFar(summary.seq, numbers, base_)) return past_.has(summary.last);
            return dense() && areNear(summary.seq, numbers, base_) && isInOneColumn(summary);
        };
        const auto whole = [&](const SendingSummary& summary, const Sending&) {
            if (areFar(summary.seq, summary.extent(), base_)) return;
            for (std::size_t i = 0; i < summary.parts.size(); ++i)
                if (const SendingSummary::Part& part = summary.parts[i]; part.count > 0)
                    stroke(static_cast<Kind>(i), part, summary.seq);
        };
        series_.sendingSummaries.walk(all, first, static_cast<std::size_t>(last - begin), fits, whole,
                                      [&](const Sending& one) {
                                          if (!isNear(one.seq, base_)) return;
                                          const bool gone = one.lost != trace::no_record && past_.has(one.lost);
                                          stroke(one.kind(gone), {{0, one.length}, one.sent, one.id, 1}, one.seq);
                                      });
        for (const Kind kind : {Kind::Plain, Kind::Again, Kind::Gone})
            finish(kind);
        for (const Words& letter : letters_)
            pen_.writeIfFree(letter);
    }

    /// Whether the strokes of each kind all join the latest column, or all begin another one.
    bool isInOneColumn(const SendingSummary& summary) const
    {
        if (!frame_.isNarrow(summary.from, summary.to)) return false;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (summary.parts[i].count > 0 && columns_[i].count > 0 &&
                frame_.x(summary.parts[i].sent) - columns_[i].x < 1 && frame_.x(summary.to) - columns_[i].x >= 1)
                return false;
        return true;
    }

    /// Draws one stroke, or those of one kind in one column. Their numbers count from `seq`.
    void stroke(Kind kind, const SendingSummary::Part& strokes, tcp::Seq seq)
    {
        const double x = frame_.x(strokes.sent);
        const double low = frame_.y(offset(seq, base_) + static_cast<double>(strokes.extent.low));
        const double high = frame_.y(offset(seq, base_) + static_cast<double>(strokes.extent.high));
        Column& column = columns_[static_cast<std::size_t>(kind)];
        const bool joins = column.count > 0 && x - column.x < 1 && dense();
        if (!joins) {
            finish(kind);
            column = {x, low, high, strokes.first, 0};
        }
        column.low = std::max(column.low, low);
        column.high = std::min(column.high, high);
        column.count += strokes.count;
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

    void finish(Kind kind)
    {
        Column& column = columns_[static_cast<std::size_t>(kind)];
        if (column.count == 0) return;
        const trace::Transit& transit = trace_.transit(column.first);
        const Ref ref{Ref::Kind::Segment, chart_.side, column.first};
        const Ink ink = kind == Kind::Plain ? inkOf(transit.segment) : Ink::Lost;
        const QPointF foot{column.x, column.low};
        const QPointF top{column.x, column.high};
        if (input_.selection == ref) pen_.moving(Line{foot, top, style_.px(7), Ink::Selection}, {}, 0.55);
        const bool control = transit.segment.payload.empty() && column.count == 1;
        if (control)
            diamond(foot, top, ink, ref);
        else
            arrow(foot, top, ink, ref);
        if (kind == Kind::Gone) pen_.still(Cross{top, style_.px(4), style_.px(1.8), Ink::Lost}, ref);
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
                            {top.x() + style_.px(8), top.y() + style_.small * 0.35},
                            style_.small,
                            Ink::Lost,
                            700,
                            Align::Left,
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
};

} // namespace

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
