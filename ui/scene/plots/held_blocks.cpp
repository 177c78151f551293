#include "ui/scene/plots/held_blocks.h"

#include "ui/scene/plots/sendings.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

/// The distance of `seq` from `base`; negative: before it.
std::int32_t beyond(tcp::Seq seq, tcp::Seq base) { return static_cast<std::int32_t>(seq - base); }

/// The octets of a segment that were in the receiver's window when it arrived.
tcp::SackBlock taken(const trace::Trace& trace, const trace::Transit& transit, trace::Side receiver)
{
    const tcp::Tcb before =
        trace.at(receiver, transit.end_record == 0 ? trace::Moment{} : trace.moment_after(transit.end_record - 1));
    const tcp::Seq first = transit.segment.seq + (transit.segment.syn() ? 1U : 0U);
    const tcp::Seq edge = before.rcv.nxt + before.rcv.wnd;
    const tcp::Seq end = first + transit.segment.payload.size();
    const bool windowed = before.state != tcp::State::Listen && before.state != tcp::State::SynSent;
    return {first, windowed && beyond(end, edge) > 0 ? edge : end};
}

} // namespace

std::vector<tcp::SackBlock> heldBlocks(const StagedRun& staged, trace::Side receiver, trace::Moment moment)
{
    const trace::Trace& trace = staged.trace();
    const tcp::Tcb tcb = trace.at(receiver, moment);
    std::vector<tcp::SackBlock> found;
    if (tcb.out_of_order_bytes == 0 || moment.record == trace::no_record) return found;
    const tcp::Seq next = tcb.rcv.nxt;
    const bool opening =
        tcb.state == tcp::State::SynSent || tcb.state == tcp::State::SynReceived; // text of a SYN waits
    const auto take = [&](const Sending& sending) {
        if (beyond(sending.seq + sending.length, next) <= 0) return;
        const trace::Transit transit = trace.transit(sending.id);
        const bool here = transit.fate == trace::Fate::Arrived && !transit.corrupted &&
                          transit.end_record != trace::no_record && transit.end_record <= moment.record;
        if (!here || transit.segment.payload.empty() || beyond(transit.segment.end(), next) <= 0) return;
        const tcp::SackBlock block = taken(trace, transit, receiver);
        const std::int32_t ahead = beyond(block.left, next);
        if ((ahead > 0 || (opening && ahead == 0)) && beyond(block.right, block.left) > 0) found.push_back(block);
    };
    const auto areTaken = [&](const SendingSummary& summary) { return areBehind(summary.seq, summary.extent(), next); };
    const SideSeries& series = seriesOf(staged).of(trace::other(receiver));
    const SendingRange sent = sendingsIn(series, {start_of_time, moment.at});
    series.sendingSummaries.walk(
        series.sendings, sent.first, sent.last, areTaken, [](const SendingSummary&, const Sending&) {}, take);
    std::ranges::sort(found,
                      [&](const tcp::SackBlock& a, const tcp::SackBlock& b) { return a.left - next < b.left - next; });
    std::vector<tcp::SackBlock> merged;
    for (const tcp::SackBlock& block : found) {
        if (merged.empty() || beyond(block.left, merged.back().right) > 0)
            merged.push_back(block);
        else if (beyond(block.right, merged.back().right) > 0)
            merged.back().right = block.right;
    }
    return merged;
}

} // namespace tcpstage::scene
