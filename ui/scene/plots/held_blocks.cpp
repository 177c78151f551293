#include "ui/scene/plots/held_blocks.h"

#include <algorithm>

namespace tcpstage {

namespace {

/// How far `seq` lies beyond `base`; negative: before it.
std::int32_t beyond(Seq seq, Seq base) { return static_cast<std::int32_t>(seq - base); }

/// The octets of a segment that lay in the receiver's window when it came.
SackBlock taken(const Trace& trace, const Transit& transit, Side receiver)
{
    const Tcb before =
        trace.at(receiver, transit.end_record == 0 ? Moment{} : trace.moment_after(transit.end_record - 1));
    const Seq first = transit.segment.seq + (transit.segment.syn() ? 1U : 0U);
    const Seq edge = before.rcv.nxt + before.rcv.wnd;
    const Seq end = first + transit.segment.payload.size();
    return {first, beyond(end, edge) > 0 ? edge : end};
}

} // namespace

std::vector<SackBlock> heldBlocks(const Trace& trace, Side receiver, Moment moment)
{
    const Tcb tcb = trace.at(receiver, moment);
    std::vector<SackBlock> found;
    if (tcb.out_of_order_bytes == 0 || moment.record == no_record) return found;
    const Seq next = tcb.rcv.nxt;
    for (const Transit& transit : trace.transits()) {
        if (transit.sent > moment.at) break;
        const bool here = transit.from != receiver && transit.connection == the_conversation &&
                          transit.fate == Fate::Arrived && !transit.corrupted && transit.end_record != no_record &&
                          transit.end_record <= moment.record;
        if (!here || transit.segment.payload.empty() || beyond(transit.segment.end(), next) <= 0) continue;
        const SackBlock block = taken(trace, transit, receiver);
        if (beyond(block.left, next) > 0 && beyond(block.right, block.left) > 0) found.push_back(block);
    }
    std::ranges::sort(found, [&](const SackBlock& a, const SackBlock& b) { return a.left - next < b.left - next; });
    std::vector<SackBlock> merged;
    for (const SackBlock& block : found) {
        if (merged.empty() || beyond(block.left, merged.back().right) > 0)
            merged.push_back(block);
        else if (beyond(block.right, merged.back().right) > 0)
            merged.back().right = block.right;
    }
    return merged;
}

} // namespace tcpstage
