// Highlights the chain of causes of the selected item, and its effects, on the ladder.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostCauses = 24;
constexpr double nearest = 0.55; // opacity of the first link
constexpr double fading = 0.86;  // from link to link
constexpr double faintest = 0.14;

bool isAlong(const trace::Record& from, const trace::Record& to)
{
    return from.kind == trace::Kind::Sent && (to.kind == trace::Kind::Arrived || to.kind == trace::Kind::Lost) &&
           from.ref == to.ref;
}

} // namespace

/// The place of a step after scrolling: at an end of its arrow, or at the lifeline.
QPointF LadderBuilder::placeOf(trace::RecordId step) const
{
    const trace::Record record = staged_.trace().record(step);
    const bool ends = record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost;
    if (record.kind != trace::Kind::Sent && !ends) return {style_.x(record.side), y(staged_.timeMap.at(step))};
    const ArrowPlan& plan = plan_.arrow(record.ref);
    return (ends ? plan.to : plan.from) - QPointF{0, scroll_};
}

void LadderBuilder::dot(trace::RecordId step, double size, double opacity)
{
    const QPointF at = placeOf(step);
    if (at.y() > now_ + 1) return;
    const double radius = px(size);
    moving(Box{{at.x() - radius, at.y() - radius, 2 * radius, 2 * radius}, radius, Ink::Selection}, {}, opacity);
}

/// A link along the inner side of a lifeline, between two steps of the same end.
void LadderBuilder::bracket(trace::Side side, double from, double to, double opacity)
{
    const double inward = side == trace::Side::Left ? 1 : -1;
    const double lifeline = style_.x(side);
    const double x = lifeline + inward * (style_.band / 2 + px(7));
    const double width = px(2.6);
    moving(Line{{lifeline, from}, {x, from}, width, Ink::Selection, Stroke::Solid, 0}, {}, opacity);
    moving(Line{{x, from}, {x, to}, width, Ink::Selection, Stroke::Solid, 0}, {}, opacity);
    moving(Line{{x, to}, {lifeline, to}, width, Ink::Selection, Stroke::Solid, px(6)}, {}, opacity);
}

void LadderBuilder::link(trace::RecordId from, trace::RecordId to, double opacity)
{
    const trace::Record cause = staged_.trace().record(from);
    const trace::Record effect = staged_.trace().record(to);
    if (isAlong(cause, effect)) return halo(cause.ref, 7, opacity);
    const QPointF begin = placeOf(from);
    const QPointF end = placeOf(to);
    if (std::abs(end.y() - begin.y()) < px(3)) return;
    if (cause.kind != trace::Kind::Lost && cause.side == effect.side)
        return bracket(cause.side, begin.y(), end.y(), opacity);
    moving(Line{begin, end, px(2.4), Ink::Selection, Stroke::Dashed, px(8)}, {}, opacity);
}

void LadderBuilder::links()
{
    const trace::Trace& trace = staged_.trace();
    const trace::RecordId step = stepOf(staged_, selection_, moment_);
    if (step == trace::no_record || moment_.record == trace::no_record || step > moment_.record) return;
    const bool segment = selection_.kind == Ref::Kind::Segment;
    if (segment) halo(selection_.id, 9, 0.4);

    trace::RecordId later = step;
    double opacity = nearest;
    for (const trace::RecordId cause : causesOf(trace, step, mostCauses)) {
        link(cause, later, opacity);
        dot(cause, 4, opacity);
        later = cause;
        opacity = std::max(faintest, opacity * fading);
    }
    if (later != step) dot(later, 7, faintest); // the first cause

    trace::RecordId from = step;
    if (segment) {
        const trace::RecordId end = trace.transit(selection_.id).end_record;
        if (end != trace::no_record && end <= moment_.record) from = end;
        for (const Origin& origin : plansOf(staged_).origins(staged_, selection_.id, display_))
            for (const trace::TransitId because : origin.because)
                if (because != selection_.id) halo(because, 6, 0.22);
    }
    if (from != step || !segment)
        for (const trace::RecordId effect : effectsOf(trace, from))
            if (effect <= moment_.record) {
                link(from, effect, nearest);
                dot(effect, 4, nearest);
            }
    dot(step, 5.5, 0.9);
    if (from != step) dot(from, 5.5, 0.9);
}

void LadderBuilder::halo(trace::TransitId id, double width, double opacity)
{
    const trace::Transit& transit = staged_.trace().transit(id);
    if (moment_.record == trace::no_record || transit.sent_record > moment_.record) return;
    const ArrowPlan& plan = plan_.arrow(id);
    QPointF from = plan.from - QPointF{0, scroll_};
    QPointF to = plan.to - QPointF{0, scroll_};
    if (!clipToHeights(from, to, style_.header, std::min(now_, style_.height))) return;
    moving(Line{from, to, px(width), Ink::Selection, Stroke::Solid, 0}, {}, opacity);
}

} // namespace tcpstage::scene
