#include "ui/scene/plots/held_blocks.h"

#include <algorithm>

namespace tcpstage {

namespace {

/// How far `seq` lies beyond `base`; negative: before it.
std::int32_t beyond(Seq seq, Seq base) { return static_cast<std::int32_t>(seq - base); }

/// The octets of a segment that lay in the receiver's window when it came.
SackBlock taken(const Trace& trace, const Flight& flight, Side receiver)
{
    const Tcb before =
        trace.at(receiver, flight.end_record == 0 ? Moment{} : trace.moment_after(flight.end_record - 1));
    const Seq first = flight.segment.seq + (flight.segment.syn() ? 1U : 0U);
    const Seq edge = before.rcv.nxt + before.rcv.wnd;
    const Seq end = first + flight.segment.payload.size();
    return {first, beyond(end, edge) > 0 ? edge : end};
}

} // namespace

std::vector<SackBlock> heldBlocks(const Trace& trace, Side receiver, Moment moment)
{
    const Tcb tcb = trace.at(receiver, moment);
    std::vector<SackBlock> found;
    if (tcb.out_of_order_bytes == 0 || moment.record == no_record) return found;
    const Seq next = tcb.rcv.nxt;
    for (const Flight& flight : trace.flights()) {
        if (flight.sent > moment.at) break;
        const bool here = flight.from != receiver && flight.connection == the_conversation &&
                          flight.fate == Fate::Arrived && !flight.corrupted && flight.end_record != no_record &&
                          flight.end_record <= moment.record;
        if (!here || flight.segment.payload.empty() || beyond(flight.segment.end(), next) <= 0) continue;
        const SackBlock block = taken(trace, flight, receiver);
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
