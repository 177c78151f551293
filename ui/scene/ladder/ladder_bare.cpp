// The places of arrows, and all that is planned of a compressed ladder.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/words/labels.h"

#include <cmath>
#include <numbers>

namespace tcpstage::scene {

double ArrowEnds::degrees() const
{
    const QPointF along = to.x() >= from.x() ? to - from : from - to;
    const double angle = std::atan2(along.y(), along.x()) * 180 / std::numbers::pi;
    return std::abs(angle) < 0.05 ? 0 : angle;
}

ArrowEnds endsOf(const trace::Transit& transit, const TransitSpan& span, const LadderStyle& style)
{
    QPointF from{style.edge(transit.from), style.y(span.from)};
    QPointF to{style.edge(trace::other(transit.from)), style.y(span.to)};
    const double way = to.x() - from.x();
    if (transit.fate == trace::Fate::Lost) to.setX(from.x() + way * (isGhost(transit) ? 0.3 : 0.55));
    if (transit.reason == trace::Reason::FromThePast) from += (to - from) * 0.14;
    return {snapped(from), snapped(to)};
}

Block bare(const StagedRun& staged, const LadderStyle& style, trace::TransitId id)
{
    const trace::Transit transit = staged.trace().transit(id);
    const ArrowEnds ends = endsOf(transit, spanOf(transit, staged.timeMap), style);
    ArrowPlan plan;
    plan.from = ends.from;
    plan.to = ends.to;
    plan.degrees = ends.degrees();
    plan.capsule.kind = Capsule::Dot;
    const trace::RecordId settled = staged.timeMap.settled();
    const bool isFinal = transit.sent_record < settled && transit.end_record < settled;
    return {id, {std::move(plan)}, {}, isFinal, {}};
}

Block bareNetworks(const StagedRun& staged, const LadderStyle& style)
{
    Block block;
    for (std::size_t i = 0; i < staged.run.networks.size(); ++i)
        block.networks.push_back({i, std::round(style.y(timeOfChange(staged, i))), {}, {}});
    return block;
}

} // namespace tcpstage::scene
