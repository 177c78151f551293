// Loss detection and retransmission: RFC 5681 (fast retransmit), RFC 6582 (NewReno), RFC 6675 (SACK), and recovery
// after a retransmission timeout.
#include "core/tcp/recovery/congestion.h"
#include "core/tcp/steps.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr std::uint32_t duplicate_threshold = 3; // DupThresh

bool is_controlled(const Turn& turn) { return turn.c.settings->congestion != Congestion::None; }

/// A contiguous range between SND.UNA and SND.NXT that the peer has not reported to hold.
struct Hole {
    Seq left;
    Seq right;
    bool lost = false; // RFC 6675 IsLost()
};

/// Calls visit(Hole) for each hole, the last first. A hole above the highest SACK block is never `lost`.
template <typename Visitor> void each_hole(const Turn& turn, Visitor visit)
{
    const Tcb& tcb = turn.tcb;
    const auto blocks = turn.c.held.blocks();
    std::uint32_t bytes_above = 0;
    std::uint32_t blocks_above = 0;
    Seq right = tcb.snd.nxt;
    for (std::size_t i = blocks.size(); i > 0; --i) {
        const SackBlock& block = blocks[i - 1];
        const bool lost = blocks_above >= duplicate_threshold || bytes_above > (duplicate_threshold - 1) * tcb.snd.mss;
        if (before(block.right, right)) visit(Hole{block.right, right, lost});
        bytes_above += block.right - block.left;
        ++blocks_above;
        right = block.left;
    }
    const bool lost = blocks_above >= duplicate_threshold || bytes_above > (duplicate_threshold - 1) * tcb.snd.mss;
    if (before(tcb.snd.una, right)) visit(Hole{tcb.snd.una, right, lost});
}

std::uint32_t retransmitted_in(const Turn& turn, const Hole& hole)
{
    const Seq high = turn.c.retransmitted;
    if (at_or_before(high, hole.left)) return 0;
    return (before(high, hole.right) ? high : hole.right) - hole.left;
}

/// Octets in flight by SetPipe() of RFC 6675. After a retransmission timeout, everything sent before it and not held
/// counts as lost.
std::uint32_t pipe(const Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    std::uint32_t octets = 0;
    each_hole(turn, [&](const Hole& hole) {
        octets += retransmitted_in(turn, hole);
        if (tcb.recovery == Recovery::Timeout) {
            const Seq fresh = later(hole.left, later(tcb.snd.recover, turn.c.retransmitted));
            if (before(fresh, hole.right)) octets += hole.right - fresh;
        } else if (!hole.lost) {
            octets += hole.right - hole.left;
        }
    });
    return octets;
}

bool first_hole_is_lost(const Turn& turn)
{
    bool lost = false;
    each_hole(turn, [&](const Hole& hole) {
        if (hole.left == turn.tcb.snd.una) lost = hole.lost;
    });
    return lost;
}

/// The first octets in a hole that were not retransmitted yet: NextSeg() of RFC 6675, rule 1 (lost holes only) or, with
/// `any`, rule 3.
std::optional<Hole> next_hole(const Turn& turn, bool any)
{
    const Tcb& tcb = turn.tcb;
    const bool timeout = tcb.recovery == Recovery::Timeout;
    const Seq limit = timeout || turn.c.held.empty() ? tcb.snd.recover : turn.c.held.highest();
    std::optional<Hole> next;
    each_hole(turn, [&](Hole hole) {
        hole.left = later(hole.left, turn.c.retransmitted);
        if (after(hole.right, limit)) hole.right = limit;
        if (before(hole.left, hole.right) && (hole.lost || any || timeout)) next = hole;
    });
    return next;
}

/// After cwnd was reduced for a loss, ECE does not reduce it again in the same window, and CWR is due (RFC 3168 section
/// 6.1.2).
void remember_cut(Tcb& tcb)
{
    if (!tcb.ecn) return;
    tcb.snd.cut = tcb.snd.max;
    tcb.cwr_owed = true;
}

void enter_fast_recovery(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    turn.because(Rule::FastRetransmit);
    tcb.recovery = Recovery::Fast;
    tcb.snd.recover = tcb.snd.max;
    // Data sent by limited transmit beyond cwnd does not count (RFC 5681 section 3.2 step 2). Losses and marks of one
    // window reduce cwnd once only (RFC 3168 section 6.1.2).
    const bool cut_already = tcb.ecn && before(tcb.snd.una, tcb.snd.cut);
    if (!cut_already) reduce(tcb, turn.c.congestion, *turn.c.settings, std::min(tcb.in_flight(), tcb.cwnd));
    remember_cut(tcb);
    if (!tcb.sack) tcb.cwnd += duplicate_threshold * tcb.snd.mss;
    turn.c.retransmitted = tcb.snd.una;
    retransmit_front(turn);
}

void leave_recovery(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    const bool reno = turn.c.settings->congestion == Congestion::Reno; // RFC 5681 section 3.2 step 6, else RFC 6582
    if (tcb.recovery == Recovery::Fast && !tcb.sack) {
        const std::uint32_t careful = std::max(tcb.in_flight(), tcb.snd.mss) + tcb.snd.mss;
        tcb.cwnd = reno ? tcb.ssthresh : std::min(tcb.ssthresh, careful);
    }
    tcb.recovery = Recovery::None;
    turn.because(Rule::RecoveryOver);
}

/// NewReno's partial ACK (RFC 6582 section 3.2 step 3): retransmits at SND.UNA and deflates cwnd.
void take_partial_ack(Turn& turn, std::uint32_t acked)
{
    Tcb& tcb = turn.tcb;
    turn.because(Rule::PartialAck);
    tcb.cwnd -= std::min(tcb.cwnd, acked);
    if (acked >= tcb.snd.mss) tcb.cwnd += tcb.snd.mss;
    tcb.cwnd = std::max(tcb.cwnd, tcb.snd.mss);
    retransmit_front(turn);
}

void grow_after(Turn& turn, const Progress& progress)
{
    if (progress.congested) return;
    const Settings& settings = *turn.c.settings;
    const bool less = settings.quirks.slow_start_counts_all && progress.acked > progress.early; // Linux: "delivered"
    grow(turn.tcb, turn.c.congestion, settings, progress.acked - (less ? progress.early : 0), progress.flight,
         turn.now);
}

void repair_after_progress(Turn& turn, const Progress& progress)
{
    Tcb& tcb = turn.tcb;
    const bool reno = turn.c.settings->congestion == Congestion::Reno && !tcb.sack && tcb.recovery == Recovery::Fast;
    const bool over = reno || at_or_after(tcb.snd.una, tcb.snd.recover);
    if (tcb.recovery == Recovery::Fast) {
        if (over) return leave_recovery(turn);
        if (!tcb.sack) take_partial_ack(turn, progress.acked);
        return;
    }
    grow_after(turn, progress);
    if (over) return leave_recovery(turn);
    if (is_controlled(turn) || tcb.in_flight() == 0) return; // with congestion control, send_recovery() continues
    turn.because(Rule::RetransmitNext);
    retransmit_front(turn);
}

/// SND.UNA has reached a SACK block but not passed it: the receiver has discarded octets that it had reported (RFC 2018
/// section 8), so all earlier reports are forgotten. The octets at SND.UNA are retransmitted whether they were reported
/// or not (section 5).
void forget_sack(Turn& turn, Seq una)
{
    turn.because(Rule::SackReneged);
    turn.c.held.clear();
    if (turn.tcb.recovery != Recovery::None) turn.c.retransmitted = una;
}

} // namespace

std::uint32_t take_sack(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    Scoreboard& held = turn.c.held;
    const Seq una = later(tcb.snd.una, at_or_before(segment.ack, tcb.snd.max) ? segment.ack : tcb.snd.una);
    held.acknowledge(una);
    if (!held.empty() && held.blocks().front().left == una) forget_sack(turn, una);
    std::uint32_t fresh = 0;
    for (std::size_t i = 0; i < segment.options.sack_count; ++i) {
        const SackBlock& block = segment.options.sack[i];
        const bool plausible =
            before(block.left, block.right) && after(block.left, una) && at_or_before(block.right, tcb.snd.max);
        if (plausible) fresh += held.insert(block);
    }
    tcb.sacked_bytes = held.bytes();
    return fresh;
}

void after_progress(Turn& turn, const Progress& progress)
{
    Tcb& tcb = turn.tcb;
    tcb.duplicate_acks = 0;
    turn.c.retransmitted = later(turn.c.retransmitted, tcb.snd.una);
    if (tcb.recovery != Recovery::None) return repair_after_progress(turn, progress);
    grow_after(turn, progress);
}

void after_duplicate_ack(Turn& turn, std::uint32_t newly_held)
{
    Tcb& tcb = turn.tcb;
    ++tcb.duplicate_acks;
    turn.because(newly_held > 0 ? Rule::AckSelective : Rule::AckDuplicate);
    if (!is_controlled(turn) || tcb.recovery == Recovery::Timeout) return;
    if (tcb.recovery == Recovery::Fast) {
        if (!tcb.sack) tcb.cwnd += tcb.snd.mss; // a segment has left the network (RFC 5681 section 3.2 step 4)
        return;
    }
    const bool lost = tcb.duplicate_acks >= duplicate_threshold || (tcb.sack && first_hole_is_lost(turn));
    if (lost && at_or_after(tcb.snd.una, tcb.snd.recover)) enter_fast_recovery(turn);
}

void begin_timeout_recovery(Turn& turn, std::uint32_t flight)
{
    Tcb& tcb = turn.tcb;
    collapse(tcb, turn.c.congestion, *turn.c.settings, flight);
    remember_cut(tcb);
    tcb.recovery = Recovery::Timeout;
    tcb.snd.recover = tcb.snd.max;
    tcb.duplicate_acks = 0;
    turn.c.retransmitted = tcb.snd.una;
}

void send_recovery(Turn& turn, bool all)
{
    const Tcb& tcb = turn.tcb;
    if (!is_controlled(turn) || tcb.recovery == Recovery::None || (tcb.recovery == Recovery::Fast && !tcb.sack)) return;
    if (!turn.c.syn_acked) return; // no data was sent
    while (congestion_room(turn) >= std::min(tcb.snd.mss, tcb.cwnd)) {
        const auto hole = next_hole(turn, all);
        if (!hole || before(hole->left, turn.c.retransmitted)) return;
        turn.because(tcb.recovery == Recovery::Fast ? Rule::SackRetransmit : Rule::RetransmitNext);
        retransmit(turn, hole->left, hole->right);
    }
}

void note_window_use(Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    WindowUse& use = turn.c.congestion.use;
    if (tcb.snd.nxt == use.sent && tcb.unsent_bytes == 0) return;
    use.sent = tcb.snd.nxt;
    const bool limited = congestion_room(turn) < tcb.snd.mss;
    const bool over = at_or_after(tcb.snd.una, use.until);
    if (!over && !limited && (use.limited || tcb.in_flight() <= use.most)) return;
    use.most = tcb.in_flight();
    use.limited = limited;
    use.until = tcb.snd.nxt;
}

std::uint32_t congestion_room(const Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    if (!is_controlled(turn)) return UINT32_MAX;
    const bool by_pipe = tcb.recovery == Recovery::Timeout || (tcb.recovery == Recovery::Fast && tcb.sack);
    const std::uint32_t under_way = by_pipe ? pipe(turn) : tcb.in_flight();
    const bool limited_transmit = tcb.recovery == Recovery::None && tcb.duplicate_acks > 0; // RFC 3042
    const std::uint32_t extra = limited_transmit ? std::min(tcb.duplicate_acks, 2U) * tcb.snd.mss : 0;
    return tcb.cwnd + extra > under_way ? tcb.cwnd + extra - under_way : 0;
}

} // namespace tcpstage::tcp
