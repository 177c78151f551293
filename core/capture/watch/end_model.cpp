#include "core/capture/watch/end_model.h"

#include <algorithm>

namespace tcpstage::capture {

tcp::Seq EndModel::next_after(const tcp::Segment& segment) const
{
    tcp::Seq next = tcb_.rcv.nxt;
    const tcp::Seq end = segment.end() - (segment.fin() ? 1U : 0U);
    if (tcp::at_or_before(segment.seq, next)) next = tcp::later(next, end);
    for (const Held& held : held_)
        if (tcp::at_or_before(held.left, next)) next = tcp::later(next, held.right);
    const auto fin = segment.fin() ? std::optional{segment.end() - 1U} : fin_;
    return fin && next == *fin ? next + 1U : next;
}

tcp::Segment EndModel::as_state_change(const tcp::Segment& segment) const
{
    if (!syn_received_ || segment.syn() || segment.rst()) return segment;
    tcp::Segment change = segment;
    change.payload = {};
    change.flags = change.flags.without(tcp::Flag::Fin);
    change.seq = tcb_.rcv.nxt;
    const auto fin = segment.fin() ? std::optional{segment.end() - 1U} : fin_;
    const bool complete = fin && tcp::at_or_before(tcb_.rcv.nxt, *fin) && tcp::after(next_after(segment), *fin);
    if (complete) change.flags = change.flags | tcp::Flag::Fin;
    return change;
}

void EndModel::take(const tcp::Segment& segment)
{
    const bool is_first = !syn_received_;
    if (is_first) {
        held_.clear();
        fin_.reset();
    }
    const bool is_old =
        segment.length() > 0 ? tcp::at_or_before(segment.end(), tcb_.rcv.nxt) : tcp::before(segment.seq, tcb_.rcv.nxt);
    if (is_first || !is_old || segment.syn()) received(segment); // RFC 9293 section 3.10.7.4, first step
    if (!syn_received_) return;
    if (segment.fin()) fin_ = segment.end() - 1U;
    tcb_.rcv.nxt = next_after(segment);
    hold(segment);
    release();
    const tcp::Options& options = segment.options;
    if (tcb_.timestamps && options.has_timestamps && tcp::at_or_before(segment.seq, tcb_.rcv.last_ack_sent))
        tcb_.ts_recent = options.timestamps.value; // RFC 7323 section 4.3
    tcb_.sacked_bytes = 0;
    for (std::size_t i = 0; i < options.sack_count; ++i)
        if (tcp::after(options.sack[i].left, tcb_.snd.una))
            tcb_.sacked_bytes += options.sack[i].right - options.sack[i].left;
}

void EndModel::sent(const tcp::Segment& segment)
{
    SegmentTcb::sent(segment);
    release(); // what it acknowledges it has, captured or not
}

std::optional<tcp::Segment> EndModel::catch_up(tcp::Seq ack)
{
    if (!syn_received_ || !fin_ || tcp::after(tcb_.rcv.nxt, *fin_) || !tcp::after(ack, *fin_)) return {};
    tcb_.rcv.nxt = *fin_;
    tcp::Segment fin;
    fin.flags = tcp::Flag::Fin;
    fin.seq = *fin_;
    return fin;
}

void EndModel::choose_iss(tcp::Seq iss)
{
    if (!syn_sent_) tcb_.snd.iss = tcb_.snd.una = tcb_.snd.nxt = tcb_.snd.max = iss;
}

void EndModel::sent_unseen(tcp::Seq until)
{
    tcb_.snd.nxt = tcp::later(tcb_.snd.nxt, until);
    tcb_.snd.max = tcp::later(tcb_.snd.max, until);
}

/// Keeps what is beyond the next octet.
void EndModel::hold(const tcp::Segment& segment)
{
    Held held{segment.seq, segment.end() - (segment.fin() ? 1U : 0U)};
    if (!tcp::after(held.left, tcb_.rcv.nxt) || held.left == held.right) return;
    std::erase_if(held_, [&](const Held& other) {
        if (tcp::after(other.left, held.right) || tcp::after(held.left, other.right)) return false;
        if (tcp::before(other.left, held.left)) held.left = other.left;
        held.right = tcp::later(held.right, other.right);
        return true;
    });
    const auto place =
        std::ranges::find_if(held_, [&](const Held& other) { return tcp::after(other.left, held.left); });
    held_.insert(place, held);
}

void EndModel::release()
{
    std::erase_if(held_, [&](const Held& held) { return tcp::at_or_before(held.right, tcb_.rcv.nxt); });
    tcb_.out_of_order_bytes = 0;
    for (const Held& held : held_)
        tcb_.out_of_order_bytes += held.right - held.left;
}

} // namespace tcpstage::capture
