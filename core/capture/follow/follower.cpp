#include "core/capture/follow/follower.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::uint32_t given_up_after = 3; // retransmissions without an answer
constexpr Duration least_reordering{3ms};
constexpr std::uint32_t long_past = 1U << 20U; // octets before the window

bool is_between(tcp::Seq first, tcp::Seq x, tcp::Seq last)
{
    return tcp::at_or_before(first, x) && tcp::at_or_before(x, last);
}

/// Whether the first block reports octets that were received before (RFC 2883 section 4).
bool reports_twice(const Header& header)
{
    const tcp::SackBlocks& blocks = header.options.sack;
    if (tcp::before(blocks[0].left, header.ack)) return true;
    return header.options.sack_count > 1 && tcp::at_or_after(blocks[0].left, blocks[1].left) &&
           tcp::at_or_before(blocks[0].right, blocks[1].right);
}

} // namespace

Seen Follower::take(trace::Side from, const Packet& packet)
{
    Passing it{packet, read_header(packet), ends_[trace::index(from)], ends_[trace::index(trace::other(from))], from,
               {}};
    Marks& marks = it.seen.marks;
    ++totals_.packets;
    totals_.octets[trace::index(from)] += it.header.payload_octets;
    if (packet.cut()) marks.set(Mark::Cut);
    if (port_reuse_ && totals_.packets == 1) marks.set(Mark::PortReuse);
    if (it.header.rst()) marks.set(Mark::Reset);
    if (packet.bad_checksum) {
        marks.set(Mark::BadChecksum);
        return it.seen;
    }
    if (it.header.options.sack_count > 0 && it.header.has_ack()) {
        marks.set(Mark::Sack);
        if (reports_twice(it.header)) marks.set(Mark::DSack);
    }
    if (it.header.rst())
        take_reset(it);
    else if (it.header.syn())
        it.header.has_ack() ? take_syn_ack(it) : take_syn(it);
    else
        take_other(it);
    if (it.seen.taken()) it.y.unanswered = 0;
    if (it.seen.has(Mark::Retransmission)) {
        ++totals_.retransmissions[trace::index(from)];
        ++it.x.unanswered;
        it.x.timing = false; // Karn's algorithm (RFC 6298 section 3)
    }
    return it.seen;
}

Totals Follower::totals() const
{
    Totals totals = totals_;
    const auto gave_up = [](const SeenEnd& end) { return end.unanswered >= given_up_after; };
    if (ends_[0].fin_acked && ends_[1].fin_acked)
        totals.ended = Ended::Orderly;
    else if (reset_by_)
        totals.ended = *reset_by_ == trace::Side::Left ? Ended::ResetByLeft : Ended::ResetByRight;
    else if (std::ranges::any_of(ends_, gave_up))
        totals.ended = Ended::TimedOut;
    return totals;
}

Duration Follower::reordering_time() const
{
    return std::max(least_reordering, ends_[0].round_trip + ends_[1].round_trip);
}

/// RFC 9293 sections 3.10.7.3 and 3.10.7.4, second step, with RFC 5961 section 3.2: the number must be the next one.
/// What is still under way makes that any number from the peer's last ACK to the last octet sent.
void Follower::take_reset(Passing& it)
{
    SeenEnd& x = it.x;
    SeenEnd& y = it.y;
    const tcp::Seq seq = it.header.seq;
    if (x.opened == SeenEnd::Opened::No && y.opened == SeenEnd::Opened::No) {
        x.begin(SeenEnd::Opened::Before, seq);
        y.begin(SeenEnd::Opened::Before, it.header.ack);
        x.gone = y.gone = true;
        reset_by_ = it.from;
        return;
    }
    if (y.gone) return;
    const tcp::State state = y.state();
    const bool own = x.opened != SeenEnd::Opened::No && !x.gone && is_between(x.una, seq, x.nxt);
    bool fits = y.has_ack ? is_between(y.ack, seq, tcp::later(x.nxt, y.ack)) : own;
    if (state == tcp::State::SynSent)
        fits = it.header.has_ack() && tcp::after(it.header.ack, y.iss) && tcp::at_or_before(it.header.ack, y.nxt);
    if (!fits) return it.seen.marks.set(Mark::Unacceptable);
    y.gone = true;
    y.listens = state == tcp::State::SynReceived && y.opened == SeenEnd::Opened::Passive;
    if (state == tcp::State::SynSent && totals_.begun == Begun::NoAnswer) totals_.begun = Begun::Refused;
    if (!reset_by_) reset_by_ = it.from;
    if (x.has_new_iss)
        x.renew();
    else if (own || state == tcp::State::SynSent)
        x.gone = true;
}

/// A RST that its end does not know of was not sent by it, and not taken.
void Follower::undo_reset(Passing& it)
{
    const bool goes_on = it.header.seq == it.x.nxt && it.header.has_ack() &&
                         (it.header.length() > 0 || tcp::after(it.header.ack, it.x.ack));
    if (!goes_on || reset_by_ != it.from) return;
    it.x.gone = it.y.gone = it.y.listens = false;
    reset_by_.reset();
}

void Follower::take_other(Passing& it)
{
    SeenEnd& x = it.x;
    if (!is_known(it)) return;
    if (x.gone) undo_reset(it);
    if (x.gone) return;
    x.has_new_iss = false; // its SYN was not its own
    if (x.opened == SeenEnd::Opened::Before && !x.spoke) {
        x.stamps = it.header.options.has_timestamps;
        x.ts_recent = it.header.options.timestamps.value;
        x.nxt = tcp::later(x.nxt, it.header.seq); // what the peer had not acknowledged was sent before the capture
    }
    x.spoke = true;
    if (!is_acceptable(it)) return;
    const bool is_old =
        it.header.length() > 0 ? tcp::at_or_before(it.header.end(), x.una) : tcp::before(it.header.seq, x.una);
    mark_ack(it);
    take_octets(it);
    if (it.header.has_ack()) take_ack(it, is_old);
    const tcp::Timestamps& stamps = it.header.options.timestamps;
    if (it.header.options.has_timestamps && tcp::at_or_before(it.header.seq, x.una) &&
        !tcp::before(tcp::Seq{stamps.value}, tcp::Seq{x.ts_recent}))
        x.ts_recent = stamps.value; // RFC 7323 section 4.3
}

/// RFC 9293 section 3.10.7.4, first and fifth step, and RFC 7323 section 5, with what the capture shows of the
/// receiver: all limits are those of the last ACK that passed, which its sender cannot have exceeded.
bool Follower::is_acceptable(Passing& it)
{
    const SeenEnd& x = it.x;
    const SeenEnd& y = it.y;
    const Header& header = it.header;
    const auto is_long_past = [](tcp::Seq number, tcp::Seq una, tcp::Seq edge) {
        return tcp::before(number, una) && una - number > std::max(long_past, edge - una);
    };
    bool fits = true;
    if (y.has_ack) {
        fits = tcp::at_or_before(header.seq, y.edge + 1U); // the octet after a closed window is a probe
        fits = fits && !is_long_past(header.seq, x.una, y.edge);
    }
    if (header.has_ack() && !x.has_ack && x.opened == SeenEnd::Opened::Active)
        fits = tcp::after(header.ack, y.iss) && tcp::at_or_before(header.ack, y.nxt); // the handshake's third segment
    if (header.has_ack() && x.has_ack) {
        fits = fits && (tcp::at_or_before(header.ack, y.nxt) || tcp::at_or_before(header.ack, x.edge + 1U) ||
                        (y.has_stray && header.ack == y.stray));
        fits = fits && !is_long_past(header.ack, y.una, x.edge);
    }
    if (!fits && !is_next_after_stray(it)) {
        it.seen.marks.set(Mark::Unacceptable);
        return false;
    }
    if (x.stamps && y.stamps && header.options.has_timestamps &&
        tcp::before(tcp::Seq{header.options.timestamps.value}, tcp::Seq{x.ts_recent})) {
        it.seen.marks.set(Mark::OldTimestamp);
        return false;
    }
    return true;
}

/// The capture may have lost so much that its numbers are out of date: then the next segment goes on where the one that
/// seemed unacceptable ended.
bool Follower::is_next_after_stray(Passing& it)
{
    SeenEnd& x = it.x;
    const bool next = x.has_stray && it.header.seq == x.stray && tcp::after(it.header.seq, x.nxt);
    if (next) it.seen.vouched = x.stray_number;
    x.has_stray = !next && it.header.length() > 0;
    x.stray = it.header.end();
    x.stray_fin = it.header.fin();
    x.stray_number = it.packet.number;
    return next;
}

} // namespace tcpstage::capture
