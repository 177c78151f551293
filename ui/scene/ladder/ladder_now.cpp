// Draws the current moment: the now line with its clock, and the running timers.

#include "core/captions/captured.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double leastTimer = 0.85; // of the usual size of its words

} // namespace

void LadderBuilder::timers(trace::Side side)
{
    const trace::RecordId latest = latest_[trace::index(side)];
    const trace::Trace& trace = staged_.trace();
    const auto before = [&](trace::RecordId event) {
        return event == 0 ? trace::Moment{} : trace.moment_after(event - 1);
    };
    const tcp::Tcb tcb = trace.at(side, latest == moment_.record ? moment_ : before(latest));
    const trace::RecordId head = headAt(staged_, moment_);
    const tcp::Tcb earlier = trace.at(side, head == trace::no_record ? trace::Moment{} : before(head));
    const Instant clock = staged_.timeMap.clock(time_);
    const auto& items = plan_.beside(side);
    const auto after =
        std::ranges::upper_bound(items, order(latest), {}, [](const BesideItem& item) { return order(item.record); });
    double top = now_ + px(7);
    if (after != items.begin()) top = std::max(top, std::prev(after)->bottom - scroll_ + px(4));
    const Align align = side == trace::Side::Left ? Align::Right : Align::Left;
    for (const tcp::Timer timer : tcp::all_timers) {
        const TimerStart* start = staged_.runIndex.timerAt(side, timer, latest);
        Instant due = tcb.deadline(timer);
        const bool isAnew = start && (due != start->due || (start->record < head && earlier.deadline(timer) == never));
        if (isAnew && due != never) due = earlier.deadline(timer); // it will be set with the segment that needs it
        if (due == never || !start || due != start->due || !seen(top, top + px(34))) continue;
        const Duration exact = std::max(Duration{0}, due - clock);
        // A question about the expiry stands just before it: what is left there is no time that a person should read.
        const Duration rest = exact < (due - start->since) / 2000 ? Duration{0} : exact;
        const double whole = std::max(1.0, static_cast<double>((due - start->since).count()));
        const double part = std::min(1.0, static_cast<double>(rest.count()) / whole);
        const Ref ref{Ref::Kind::Timer, side, static_cast<std::uint32_t>(timer)};
        const double edge = outside(side, px(8));
        const double room = (side == trace::Side::Left ? edge : style_.width - edge) - px(2);
        QString name = shortName(timer, display_.language) + u' ' + shortDuration(rest);
        double pixels = style_.tagPixels;
        while (pixels > style_.tagPixels * leastTimer && textWidth(name, Face::Sans, pixels, 600) > room)
            --pixels;
        if (textWidth(name, Face::Sans, pixels, 600) > room) { // its colour and its bar say that it is a timer
            name = shortDuration(rest);
            pixels = style_.tagPixels;
        }
        moving(Label{name, {edge, top + px(12)}, pixels, Ink::Timer, Face::Sans, 600, align, 0}, ref);
        const double length = std::min(px(72), style_.column);
        const double left = side == trace::Side::Left ? edge - length : edge;
        const double shown = std::max(px(2), length * part);
        moving(Box{{left, top + px(17), length, px(5)}, px(2.5), Ink::Track}, ref);
        moving(Box{{side == trace::Side::Left ? edge - shown : edge, top + px(17), shown, px(5)}, px(2.5), Ink::Timer},
               ref);
        top += px(28);
    }
}

/// "t = 0.100 s"; with ~ if that is the estimated time of the present step. In brackets while it waits for the other
/// of two worlds.
Label LadderBuilder::clockLabel(QPointF at, Align align) const
{
    trace::RecordId step = moment_.record;
    if (step != trace::no_record && !is_step(staged_.trace().record(step).kind))
        step = staged_.trace().record(step).cause;
    const bool waits = staged_.timeMap.clockWaits(time_);
    const QString pattern = waits               ? QStringLiteral("(%1)")
                            : isEstimated(step) ? QStringLiteral("t ~ %1")
                                                : QStringLiteral("t = %1");
    const QString words =
        pattern.arg(QString::fromStdString(to_seconds(staged_.timeMap.clock(time_), staged_.clockDecimals)));
    return {words, at, style_.clockPixels, waits ? Ink::Muted : Ink::Now, Face::Mono, 600, align, 0};
}

bool LadderBuilder::isEstimated(trace::RecordId record) const
{
    const trace::Trace& trace = staged_.trace();
    return record != trace::no_record && captions::is_captured(trace) &&
           captions::is_estimated(trace, trace.record(record));
}

/// An arrow's line. The part towards an end whose time is estimated is dotted.
void LadderBuilder::shaft(Line line, const trace::Transit& transit, const Ref& ref, double opacity)
{
    constexpr double estimated = 0.3; // of the whole
    const QPointF part = (line.to - line.from) * estimated;
    const auto dotted = [&](QPointF from, QPointF to, double head) {
        still(Line{from, to, line.width, line.ink, Stroke::Dotted, head}, ref, opacity);
        scene_.hints.push_back({QRectF{from, to}.normalized(), estimatedMeaning(display_.language)});
    };
    if (isEstimated(transit.sent_record)) {
        dotted(line.from, line.from + part, 0);
        line.from += part;
    }
    if (isEstimated(transit.end_record)) {
        dotted(line.to - part, line.to, line.headLength);
        line.to -= part;
        line.headLength = 0;
    }
    still(line, ref, opacity);
}

void addWordsAcross(Spans& spans, std::span<const Mark> marks, double height, double reach, double gap)
{
    for (const Mark& mark : marks) {
        const auto* label = std::get_if<Label>(&mark.shape);
        if (!label || std::abs(label->at.y() - height) > reach) continue;
        if (const auto span = across(lettersOf(*label).grown(gap), height)) spans.push_back(*span);
    }
}

/// The intervals that text covers at a height, from left to right.
Spans LadderBuilder::wordsAcross(double height) const
{
    Spans words;
    const double reach = style_.right - style_.left; // the longest and highest that a label on an arrow can be
    addWordsAcross(words, std::span{scene_.still}.subspan(firstStill_), height, reach, px(3));
    addWordsAcross(words, std::span{scene_.moving}.subspan(firstMoving_), height, reach, px(3));
    std::erase_if(words, [&](const auto& span) { return span.second <= style_.left || span.first >= style_.right; });
    std::ranges::sort(words);
    return words;
}

/// The line has gaps where text is written on arrows and beside the lifelines.
void LadderBuilder::nowLine()
{
    const double line = std::round(now_);
    if (!seen(line, line)) return;
    const double width = std::max(1.0, std::round(px(1.2)));
    const auto dots = [&](double from, double to) {
        if (to > from) moving(Line{{from, line}, {to, line}, width, Ink::Now, Stroke::Dotted, 0});
    };
    double from = outside(trace::Side::Left, px(6));
    const double end = outside(trace::Side::Right, px(6));
    for (const auto& [begins, ends] : wordsAcross(line)) {
        dots(from, std::min(begins, end));
        from = std::max(from, ends);
    }
    dots(from, end);
    if (!clockBeside()) return;
    const double right = style_.width - px(10);
    dots(right - clockWidth(style_.clockPixels, staged_.clockDecimals), right);
    moving(clockLabel({right, line - px(5)}, Align::Right));
}

} // namespace tcpstage::scene
