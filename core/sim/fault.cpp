#include "core/sim/fault.h"

#include <algorithm>

namespace tcpstage::sim {

bool SegmentMatch::matches(const tcp::Segment& segment, trace::Side sender, Instant sent) const
{
    if (until && sent >= *until) return false;
    if (from && *from != sender) return false;
    if (flags && flags->without(tcp::Flag::Psh) != segment.flags.without(tcp::Flag::Psh)) return false;
    if (seq && *seq != segment.seq) return false;
    if (ack && !(segment.has_ack() && *ack == segment.ack)) return false;
    return !payload_bytes || *payload_bytes == segment.payload.size();
}

bool SegmentMatch::chooses(std::uint32_t count) const
{
    if (all) return std::ranges::find(except, count) == except.end();
    return nth.empty() ? count == 1 : std::ranges::find(nth, count) != nth.end();
}

bool is_seen_by_faults(const trace::Transit& transit)
{
    return transit.copy_of == trace::no_transit && transit.connection == trace::the_conversation &&
           transit.reason != trace::Reason::FromThePast && transit.reason != trace::Reason::NobodyThere;
}

void apply(const Fault& fault, const Link& link, Instant now, Passage& passage)
{
    if (passage.fate == trace::Fate::Lost && fault.kind != Fault::Kind::Drop) return;
    const auto by = [&](trace::Reason lesson, trace::Reason person) { return fault.by_hand ? person : lesson; };
    switch (fault.kind) {
    case Fault::Kind::Drop:
        passage = {.ends = now + link.settings().delay / 2,
                   .fate = trace::Fate::Lost,
                   .reason = by(trace::Reason::Dropped, trace::Reason::DroppedByHand)};
        return;
    case Fault::Kind::Delay:
        passage.ends += fault.by;
        passage.reason = by(trace::Reason::Delayed, trace::Reason::DelayedByHand);
        return;
    case Fault::Kind::Duplicate:
        passage.duplicated = true;
        passage.copy_ends = fault.by > Duration{0} ? passage.ends + fault.by : link.copy_of(passage.ends);
        passage.copied = by(trace::Reason::Duplicated, trace::Reason::DuplicatedByHand);
        return;
    case Fault::Kind::Corrupt:
        passage.corrupted = true;
        passage.reason = by(trace::Reason::Corrupted, trace::Reason::CorruptedByHand);
        return;
    case Fault::Kind::Edit:
        passage.reason = by(trace::Reason::Edited, trace::Reason::EditedByHand);
        return;
    }
}

} // namespace tcpstage::sim
