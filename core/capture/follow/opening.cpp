// How a connection begins: SYNs, and captures that begin later.
#include "core/capture/follow/follower.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

using Opened = SeenEnd::Opened;

void note_offers(SeenEnd& end, const Header& syn)
{
    end.knows_scale = true;
    end.scales = syn.options.has_window_scale;
    end.scale = std::min(syn.options.window_scale, largest_scale);
    end.stamps = syn.options.has_timestamps;
    end.ts_recent = syn.options.timestamps.value;
    end.window = syn.window;
}

/// The SYN of `end` was not captured; the other end acknowledges it by `ack`.
void begin_unseen(SeenEnd& end, Opened how, tcp::Seq ack)
{
    end.begin(how, ack - 1U);
    end.nxt = ack;
}

} // namespace

/// After begin(): the segment is the end's SYN.
void Follower::note_syn(Passing& it)
{
    it.x.nxt = it.header.end();
    it.x.timing = true;
    it.x.timed = it.x.iss + 1U;
    it.x.timed_at = it.packet.at;
    it.seen.new_octets = it.header.payload_octets;
    note_offers(it.x, it.header);
}

void Follower::take_syn(Passing& it)
{
    SeenEnd& x = it.x;
    SeenEnd& y = it.y;
    const tcp::Seq seq = it.header.seq;
    if (x.has_new_iss && seq == x.new_iss) return it.seen.marks.set(Mark::Retransmission);
    if (x.opened == Opened::Active && !x.is_over() && seq == x.iss) {
        if (!x.knows_scale) { // the SYN,ACK was captured before
            note_offers(x, it.header);
            return it.seen.marks.set(Mark::OutOfOrder);
        }
        it.seen.marks.set(Mark::Retransmission);
        if (!x.spoke && y.opened == Opened::Passive) x.peer_syn = x.syn_acked = false; // the SYN,ACK did not arrive
        return;
    }
    const bool lives = x.opened != Opened::No && !x.is_over() && x.syn_acked;
    if (lives) {
        x.has_new_iss = true;
        x.new_iss = seq;
        x.new_scales = it.header.options.has_window_scale;
        x.new_scale = std::min(it.header.options.window_scale, largest_scale);
        x.new_stamps = it.header.options.has_timestamps;
        return;
    }
    if (x.opened != Opened::No && x.is_over()) it.seen.marks.set(Mark::PortReuse);
    x.begin(Opened::Active, seq);
    note_syn(it);
    reset_by_.reset();
    totals_.begun = Begun::NoAnswer;
    if (y.opened != Opened::Active || y.syn_acked || y.gone) return;
    x.peer_syn = y.peer_syn = true; // RFC 9293 section 3.5, figure 7: both open at the same time
    totals_.begun = Begun::Handshake;
}

void Follower::take_syn_ack(Passing& it)
{
    SeenEnd& x = it.x;
    SeenEnd& y = it.y;
    const Header& header = it.header;
    if (y.has_new_iss && header.ack == y.new_iss + 1U) { // the peer had restarted, and its new SYN is answered
        y.renew();
        x = SeenEnd{};
    }
    if (x.is_over() || (x.opened == Opened::Passive && !x.syn_acked && header.seq != x.iss)) {
        x.begin(Opened::Passive, header.seq);
        x.peer_syn = true;
        note_syn(it);
        reset_by_.reset();
    } else if (header.seq != x.iss || x.opened == Opened::Before) {
        return it.seen.marks.set(Mark::Unacceptable);
    } else if (x.opened == Opened::Passive || x.has_ack) {
        it.seen.marks.set(Mark::Retransmission);
        if (x.opened == Opened::Passive && !x.spoke) x.syn_acked = false; // the ACK did not arrive
    }
    if (y.opened == Opened::No) {
        begin_unseen(y, Opened::Active, header.ack);
        it.seen.marks.set(Mark::UnseenSegment);
    }
    x.ack = header.ack;
    x.window = header.window;
    x.edge = header.ack + header.window;
    x.has_ack = true;
    if (tcp::at_or_before(header.ack, y.iss) || tcp::after(header.ack, y.nxt))
        return it.seen.marks.set(Mark::Unacceptable); // RFC 9293 section 3.10.7.3, first step
    if (y.gone) return;
    totals_.begun = Begun::Handshake;
    y.peer_syn = true;
    acknowledge(it);
}

/// Whether the sender of a segment without SYN is known, or becomes so by it.
bool Follower::is_known(Passing& it)
{
    SeenEnd& x = it.x;
    SeenEnd& y = it.y;
    const Header& header = it.header;
    const bool waits = x.opened == Opened::Active && !x.peer_syn; // in SYN-SENT: the SYN,ACK was not captured
    if (waits && y.opened == Opened::Passive && header.has_ack() && tcp::after(header.ack, y.iss))
        x.peer_syn = x.syn_acked = true; // the SYN,ACK has arrived after all
    if (x.opened != Opened::No && !(waits && y.opened == Opened::No)) return true;
    if (!header.has_ack()) {
        it.seen.marks.set(Mark::Unacceptable);
        return false;
    }
    if (waits) {
        begin_unseen(y, Opened::Passive, header.ack);
        y.peer_syn = x.peer_syn = x.syn_acked = true;
        x.una = x.iss + 1U;
    } else if (y.opened == Opened::No) {
        x.begin(Opened::Before, header.seq);
        y.begin(Opened::Before, header.ack);
        x.peer_syn = x.syn_acked = y.peer_syn = y.syn_acked = true;
        return true;
    } else if (y.opened == Opened::Active && tcp::after(header.ack, y.iss) && tcp::at_or_before(header.ack, y.nxt)) {
        begin_unseen(x, Opened::Passive, header.seq);
        x.peer_syn = true; // whether its SYN,ACK has arrived, the answer shows
    } else {
        it.seen.marks.set(Mark::Unacceptable); // such as the answer of a connection that is older than the capture
        return false;
    }
    it.seen.marks.set(Mark::UnseenSegment);
    totals_.begun = Begun::Handshake;
    return true;
}

} // namespace tcpstage::capture
