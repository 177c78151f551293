// What an open connection carries: octets, ACKs, windows and FINs.
#include "core/capture/follow/follower.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::uint32_t fast_after = 3; // duplicate ACKs (RFC 5681 section 3.2)

} // namespace

void Follower::take_octets(Passing& it)
{
    SeenEnd& x = it.x;
    const SeenEnd& y = it.y;
    const Header& header = it.header;
    Marks& marks = it.seen.marks;
    const bool shut = y.has_ack && y.window == 0;
    const bool one_at_most = header.payload_octets <= 1 && !header.fin();
    x.kept_alive = false;
    if (one_at_most && header.seq == x.nxt - 1U && (shut || x.una == x.nxt)) {
        x.kept_alive = !shut;
        return marks.set(shut ? Mark::WindowProbe : Mark::KeepAlive);
    }
    if (tcp::after(header.seq, x.nxt)) {
        marks.set(Mark::Gap);
        x.gaps.open(x.nxt, header.seq, it.packet.at);
        x.nxt = header.seq;
    }
    if (header.length() == 0) return;
    if (tcp::before(header.seq, x.nxt)) {
        take_old(it);
    } else {
        if (one_at_most && shut) {
            x.probed = true;
            return marks.set(Mark::WindowProbe);
        }
        if (!x.timing) {
            x.timing = true;
            x.timed = header.end();
            x.timed_at = it.packet.at;
        }
        it.seen.new_octets = header.payload_octets;
        x.nxt = header.end();
        x.probed = false;
    }
    if (y.has_ack && header.payload_octets > 0 && header.seq + header.payload_octets == y.ack + y.window)
        marks.set(Mark::WindowFull);
    if (header.fin()) take_fin(it);
    if (x.has_all_before_fin()) it.y.peer_fin = true;
}

/// Octets below the next expected one.
void Follower::take_old(Passing& it)
{
    SeenEnd& x = it.x;
    const Header& header = it.header;
    Marks& marks = it.seen.marks;
    const tcp::Seq end = header.end();
    const tcp::Seq known = tcp::before(end, x.nxt) ? end : x.nxt;
    const bool asked = header.seq == x.una && it.y.duplicate_acks >= fast_after && !x.fast;
    const Instant opened = x.gaps.opened(header.seq, known);
    if (!asked && opened != never && it.packet.at - opened < reordering_time()) {
        marks.set(Mark::OutOfOrder);
    } else {
        marks.set(Mark::Retransmission);
        const bool needless = tcp::at_or_before(end, x.una);
        if (needless) marks.set(Mark::Spurious);
        if (asked) marks.set(Mark::FastRetransmission);
        x.fast = x.fast || asked;
        const tcp::Options& options = header.options;
        x.again = {header.seq, end, options.timestamps.value, options.has_timestamps, needless ? 0 : it.packet.number};
    }
    it.seen.new_octets = x.gaps.fill(header.seq, known) + (end - known);
    it.seen.new_octets = std::min(it.seen.new_octets, header.payload_octets);
    x.nxt = tcp::later(x.nxt, end);
}

void Follower::take_fin(Passing& it)
{
    SeenEnd& x = it.x;
    const tcp::Seq number = it.header.end() - 1U;
    if (x.has_fin) {
        if (number == x.fin && it.seen.has(Mark::Retransmission)) x.fin_acked = false; // the ACK did not arrive
        return;
    }
    x.has_fin = true;
    x.fin = number;
    x.closed_second = it.y.has_fin && it.header.has_ack() && tcp::after(it.header.ack, it.y.fin);
}

/// Compares a segment with the last ACK of its sender, before it counts.
void Follower::mark_ack(Passing& it)
{
    SeenEnd& x = it.x;
    const SeenEnd& y = it.y;
    const Header& header = it.header;
    Marks& marks = it.seen.marks;
    if (header.window == 0 && !header.fin()) marks.set(Mark::ZeroWindow);
    if (!header.is_bare_ack() || header.fin() || !x.has_ack || header.ack != x.ack) return;
    if (header.seq != x.nxt) return; // a keep-alive or a probe
    const std::uint32_t window = x.scaled(header.window, both_scale());
    const bool waits = tcp::before(y.una, y.nxt);
    const bool selects = header.options.sack_count > 0 && !it.seen.has(Mark::DSack);
    if (y.kept_alive && window == x.window) {
        marks.set(Mark::KeepAliveAck);
    } else if (waits && (window == x.window || selects)) {
        marks.set(Mark::DuplicateAck);
        ++x.duplicate_acks;
    } else if (window > x.window) {
        marks.set(Mark::WindowUpdate);
    }
}

/// `is_old`: the peer has all octets before its number, so it takes nothing from the segment (RFC 9293
/// section 3.10.7.4, first step).
void Follower::take_ack(Passing& it, bool is_old)
{
    SeenEnd& x = it.x;
    SeenEnd& y = it.y;
    const tcp::Seq ack = it.header.ack;
    if (!x.has_ack || tcp::at_or_after(ack, x.ack)) take_window(it);
    if (y.has_fin && tcp::after(ack, y.fin)) x.peer_fin = true;
    find_needless(it);
    if (is_old) return;
    if (tcp::after(ack, y.nxt)) {
        if (!y.probed || ack != y.nxt + 1U) it.seen.marks.set(Mark::UnseenSegment);
        y.nxt = ack;
        y.probed = false;
        take_stray(it);
    }
    acknowledge(it);
}

/// What seemed unacceptable is acknowledged: the capture had lost what was before it.
void Follower::take_stray(Passing& it)
{
    SeenEnd& y = it.y;
    if (!y.has_stray || it.header.ack != y.stray) return;
    y.has_stray = false;
    it.seen.vouched = y.stray_number;
    if (!y.stray_fin || y.has_fin) return;
    y.has_fin = it.x.peer_fin = true;
    y.fin = y.stray - 1U;
    it.x.closed_second = it.x.closed_second || it.header.fin();
}

void Follower::take_window(Passing& it)
{
    SeenEnd& x = it.x;
    const std::uint16_t offered = it.header.window;
    const bool knows_scale = x.knows_scale && it.y.knows_scale;
    x.window = x.scaled(offered, both_scale());
    const std::uint32_t reach = knows_scale ? x.window : static_cast<std::uint32_t>(offered) << largest_scale;
    const tcp::Seq edge = it.header.ack + reach;
    x.edge = x.has_ack ? tcp::later(x.edge, edge) : edge;
    x.ack = it.header.ack;
    x.has_ack = true;
}

/// The ACK has arrived, though an earlier one with the same number may have been lost.
void Follower::acknowledge(Passing& it)
{
    SeenEnd& y = it.y;
    const tcp::Seq ack = it.header.ack;
    if (tcp::before(ack, y.una)) return;
    if (tcp::after(ack, y.iss) && y.peer_syn) y.syn_acked = true;
    if (y.has_fin && tcp::after(ack, y.fin)) y.fin_acked = true;
    if (ack == y.una) return;
    y.una = ack;
    y.fast = false;
    it.x.duplicate_acks = 0;
    y.gaps.forget_before(ack);
    if (!y.timing || tcp::before(ack, y.timed)) return;
    y.timing = false;
    const Duration round_trip = it.packet.at - y.timed_at;
    if (round_trip <= Duration::zero()) return; // the clock of the capture went back
    it.seen.round_trip = round_trip;
    if (y.round_trip == Duration::zero() || round_trip < y.round_trip) y.round_trip = round_trip;
}

void Follower::find_needless(Passing& it)
{
    SeenEnd::Again& again = it.y.again;
    if (again.number == 0) return;
    const tcp::Options& options = it.header.options;
    bool needless = it.seen.has(Mark::DSack) && tcp::before(options.sack[0].left, again.end) &&
                    tcp::before(again.seq, options.sack[0].right);
    if (tcp::after(it.header.ack, again.seq) && again.has_stamp) { // the first ACK of it
        again.has_stamp = false;
        needless = needless ||
                   (options.has_timestamps && tcp::before(tcp::Seq{options.timestamps.echo}, tcp::Seq{again.stamp}));
    }
    if (!needless) return;
    it.seen.needless = again.number;
    again.number = 0;
}

} // namespace tcpstage::capture
