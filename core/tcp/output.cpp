// What may be sent now: windows, Nagle, silly-window avoidance, acknowledgments (RFC 9293 sections 3.7 and 3.8).
#include "core/tcp/keyed_hash.h"
#include "core/tcp/steps.h"

#include <algorithm>
#include <utility>

namespace tcpstage::tcp {

namespace {

constexpr Duration fin_ack_patience{40ms};
constexpr Duration persist_max{60s};
/// RFC 6528: ISN = M + F(addresses, ports, secret), with M a clock that ticks every 4 microseconds.
Seq next_iss(Connection& c, Instant now)
{
    if (c.settings->without.random_iss) return Seq{0};
    const auto chosen = c.opened++;
    if (chosen < c.iss.given.size()) return c.iss.given[chosen];
    const std::uint64_t f = keyed_hash(c.iss.secret, c.local, c.remote);
    const auto clock = static_cast<std::uint64_t>(now.time_since_epoch() / Duration{4us});
    return Seq{static_cast<std::uint32_t>(f + clock)};
}

/// Appends a segment to the effects, to be filled in there and finished by transmit() before anything else is appended.
Transmit& draft(Turn& turn, Flags flags, Seq seq)
{
    static const Transmit blank; // copied, because GCC 12 clears a new one by "rep stos", which takes 8 ns
    auto& transmit = std::get<Transmit>(turn.out.emplace_back(blank));
    transmit.segment.source_port = turn.c.local.port;
    transmit.segment.destination_port = turn.c.remote.port;
    transmit.segment.flags = flags;
    transmit.segment.seq = seq;
    return transmit;
}

std::uint32_t widest_window(const Connection& c)
{
    return std::min(c.settings->receive_buffer, std::uint32_t{65535} << c.tcb.rcv_scale);
}

/// Finishes a draft.
void transmit(Turn& turn, Transmit& draft, bool retransmission)
{
    Connection& c = turn.c;
    Tcb& tcb = turn.tcb;
    Segment& segment = draft.segment;
    if (segment.has_ack()) {
        tcb.rcv.wnd = window_on_offer(c);
        segment.ack = tcb.rcv.nxt;
        tcb.rcv.last_ack_sent = tcb.rcv.nxt;
        c.ack_owed = false;
        c.ack_at_once = false;
        c.queued_segments = 0;
        turn.stop(Timer::DelayedAck);
    }
    if (tcb.ecn_echo && segment.has_ack() && !segment.syn() && !segment.rst())
        segment.flags = segment.flags | Flag::Ece;
    if (segment.rst())
        add_timestamps(turn, segment.options);
    else if (!segment.syn() && (tcb.timestamps || tcb.sack))
        add_ordinary_options(turn, segment.options);
    c.duplicate.reset();
    const std::uint32_t scale = segment.syn() ? 0 : tcb.rcv_scale;
    const std::uint32_t offered = segment.rst() ? 0 : tcb.rcv.wnd; // nothing more is taken after a reset
    segment.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(offered >> scale, 65535));
    draft.window_bytes = static_cast<std::uint32_t>(segment.window) << scale;
    draft.retransmission = retransmission;
    draft.before = std::exchange(turn.before_sending, std::nullopt);
}

/// To be called for each segment that takes sequence numbers and ends at `end`: measures its round trip unless it is a
/// retransmission (Karn's algorithm) or another one is being measured, and starts the retransmission timer if it is
/// off.
void watch(Turn& turn, Seq end, bool retransmission)
{
    Connection& c = turn.c;
    if (retransmission) {
        c.timing = false;
    } else if (!c.timing) {
        c.timing = true;
        c.timed = end;
        c.timed_since = turn.now;
    }
    if (!turn.running(Timer::Retransmit)) turn.start(Timer::Retransmit, turn.tcb.rto);
}

std::uint32_t usable_window(const Tcb& tcb)
{
    const Seq edge = tcb.snd.una + tcb.snd.wnd;
    return after(edge, tcb.snd.nxt) ? edge - tcb.snd.nxt : 0;
}

/// Whether to send `octets` now, where `limit` is a full segment: RFC 9293 section 3.8.6.2.1, with Nagle's algorithm of
/// section 3.7.4.
bool is_worth_sending(const Turn& turn, std::uint32_t octets, std::uint32_t limit)
{
    const Tcb& tcb = turn.tcb;
    if (octets == 0) return false;
    if (octets >= limit) return true;
    const bool all = octets == tcb.unsent_bytes;
    const bool only_syn = !turn.c.syn_acked && tcb.snd.nxt == tcb.snd.iss + 1;
    const bool idle = tcb.snd.nxt == tcb.snd.una || only_syn;
    const bool may_be_small = idle || !turn.c.settings->nagle; // Nagle's condition, in brackets in the RFC
    return may_be_small && (all || octets >= tcb.snd.max_wnd - tcb.snd.max_wnd / 2);
}

void send_text(Turn& turn, std::uint32_t octets)
{
    Tcb& tcb = turn.tcb;
    const bool last = octets == tcb.unsent_bytes;
    Transmit& text = draft(turn, last ? Flag::Psh | Flag::Ack : Flags{Flag::Ack}, tcb.snd.nxt);
    turn.c.send_queue.read(turn.c.send_queue.size() - tcb.unsent_bytes, octets, text.segment.payload);
    if (tcb.ecn) mark_new_text(turn, text.segment);
    turn.advance(octets, octets);
    turn.c.wait_explained = false;
    turn.stop(Timer::Persist);
    turn.c.persist_interval = Duration{0};
    turn.c.last_sent = turn.now;
    watch(turn, tcb.snd.nxt, false);
    transmit(turn, text, false);
}

/// Unsent data must wait: names the reason once, and starts the persist timer if nothing else would make it go.
void explain_wait(Turn& turn, std::uint32_t usable)
{
    Connection& c = turn.c;
    const Tcb& tcb = turn.tcb;
    const bool window = usable < std::min(tcb.unsent_bytes, tcb.snd.mss);
    const bool network = window && usable_window(tcb) > usable;
    if (!c.wait_explained)
        turn.because(network ? Rule::CongestionWaits : window ? Rule::WindowWaits : Rule::NagleWaits);
    c.wait_explained = true;
    if (tcb.in_flight() != 0 || turn.running(Timer::Persist)) return;
    if (c.settings->without.persist) return turn.because(Rule::WithoutPersist);
    c.persist_interval = std::max(tcb.rto, c.settings->persist_min);
    turn.start(Timer::Persist, c.persist_interval);
}

/// After more than one RTO without sending, cwnd falls back to its initial value (RFC 5681 section 4.1).
void restart_after_idle(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    if (turn.c.settings->congestion == Congestion::None || tcb.in_flight() != 0 || turn.c.last_sent == Instant{})
        return;
    if (turn.now - turn.c.last_sent <= tcb.rto) return;
    Tcb fresh = tcb;
    CongestionMemory ignored;
    start_congestion_control(fresh, ignored, *turn.c.settings, false);
    if (fresh.cwnd < tcb.cwnd) turn.because(Rule::RestartAfterIdle);
    tcb.cwnd = std::min(tcb.cwnd, fresh.cwnd);
}

void send_waiting_text(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    if (tcb.unsent_bytes == 0) return;
    restart_after_idle(turn);
    const std::uint32_t limit = payload_limit(turn);
    while (tcb.unsent_bytes > 0) {
        const std::uint32_t usable = std::min(usable_window(tcb), congestion_room(turn));
        const std::uint32_t octets = std::min({tcb.unsent_bytes, limit, usable});
        if (!is_worth_sending(turn, octets, limit)) return explain_wait(turn, usable);
        send_text(turn, octets);
    }
}

void send_fin(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    if (!tcb.fin_queued || tcb.fin_sent || tcb.unsent_bytes > 0 || turn.c.probe_out) return;
    if (tcb.state == State::CloseWait) turn.enter(State::LastAck, Rule::CloseCloseWait);
    Transmit& fin = draft(turn, Flag::Fin | Flag::Ack, tcb.snd.nxt);
    turn.advance(1, 0);
    tcb.fin_sent = true;
    watch(turn, tcb.snd.nxt, false);
    transmit(turn, fin, false);
}

void send_owed_ack(Turn& turn)
{
    Connection& c = turn.c;
    if (!c.ack_owed) return;
    const bool in_order = c.out_of_order.empty() && !c.duplicate; // else the peer needs each ACK (RFC 5681 section 4.2)
    if (turn.others_wait && c.settings->take_together && in_order) return;
    if (c.ack_at_once) return send_ack(turn);
    if (turn.running(Timer::DelayedAck)) return;
    const bool only_fin = c.settings->delayed_ack == Duration{0};
    if (!only_fin) turn.because(Rule::AckDelayed);
    turn.start(Timer::DelayedAck, only_fin ? fin_ack_patience : c.settings->delayed_ack);
}

bool may_send_text(State state)
{
    return is_synchronized(state) && state != State::TimeWait && state != State::FinWait2;
}

/// Counts one more ACK; false if the limit of AckThrottle is reached (RFC 5961 section 7: "a timestamp and a counter
/// can be used").
bool counts_within_limit(Turn& turn)
{
    Connection& c = turn.c;
    const AckThrottle& limit = c.settings->ack_throttle;
    if (limit.most == 0) return true;
    if (c.throttled_acks == 0 || turn.now - c.throttled_since >= limit.within) {
        c.throttled_acks = 0;
        c.throttled_since = turn.now;
    }
    if (c.throttled_acks >= limit.most) return false;
    ++c.throttled_acks;
    return true;
}

/// RFC 9293 section 3.8.4: SEG.SEQ = RCV.NXT - 1, no octets, and an acceptable ACK. The condition on the ACK keeps two
/// ends whose numbers disagree from answering each other for ever: each would have to acknowledge less than the other
/// believes it has sent.
bool is_keepalive_probe(const Tcb& tcb, const Segment& segment)
{
    return segment.length() == 0 && segment.has_ack() && segment.seq + 1 == tcb.rcv.nxt &&
           at_or_after(segment.ack, tcb.snd.una) && at_or_before(segment.ack, tcb.snd.max);
}

} // namespace

std::uint32_t window_on_offer(const Connection& c)
{
    const std::uint32_t room = std::min(widest_window(c), c.settings->receive_buffer -
                                                              std::min(c.settings->receive_buffer, c.tcb.unread_bytes));
    const std::uint32_t worthwhile =
        std::min<std::uint32_t>(c.settings->mss, std::max(1U, c.settings->receive_buffer / 2));
    if (c.settings->quirks.window_opens_at_once)
        return room >= worthwhile ? std::max(room, c.tcb.rcv.wnd) : c.tcb.rcv.wnd;
    return room >= c.tcb.rcv.wnd + worthwhile ? room : c.tcb.rcv.wnd;
}

void begin(Turn& turn) { begin_with(turn, next_iss(turn.c, turn.now)); }

void begin_beyond(Turn& turn, Seq used)
{
    constexpr std::uint32_t step = 65536; // used if the ISS clock has advanced less than the octets that were sent
    const Seq next = next_iss(turn.c, turn.now);
    begin_with(turn, after(next, used) ? next : used + step);
}

void begin_with(Turn& turn, Seq iss)
{
    Tcb& tcb = turn.tcb;
    const State state = tcb.state;
    const bool passive = tcb.passive;
    tcb = Tcb{};
    tcb.state = state;
    tcb.passive = passive;
    tcb.rto = turn.c.settings->rto_initial;
    tcb.snd.iss = iss;
    tcb.snd.una = tcb.snd.iss;
    tcb.snd.nxt = tcb.snd.iss;
    tcb.snd.max = tcb.snd.iss;
    tcb.rcv.wnd = widest_window(turn.c);
    turn.c.began = turn.now;
    turn.c.unread.clear();
    turn.c.syn_acked = false;
    turn.c.syn_repeated = false;
    turn.c.syn_timer_was_short = false;
    turn.c.probes = 0;
    turn.c.throttled_acks = 0;
}

void send_syn(Turn& turn, bool retransmission)
{
    Tcb& tcb = turn.tcb;
    const bool answer = tcb.state != State::SynSent;
    Transmit& syn = draft(turn, ecn_of_syn(turn) | (answer ? Flag::Syn | Flag::Ack : Flags{Flag::Syn}), tcb.snd.iss);
    syn.segment.options = syn_options(turn);
    const bool first = tcb.snd.nxt == tcb.snd.iss;
    if (first) turn.advance(1, 0);
    watch(turn, tcb.snd.iss + 1, retransmission || !first);
    transmit(turn, syn, retransmission);
}

void output(Turn& turn)
{
    if (may_send_text(turn.tcb.state)) {
        if (turn.tcb.recovery != Recovery::None) send_recovery(turn, false);
        send_waiting_text(turn);
        if (turn.c.settings->quirks.slow_start_counts_all) note_window_use(turn);
        if (turn.tcb.recovery != Recovery::None) send_recovery(turn, true);
        send_fin(turn);
    }
    send_owed_ack(turn);
}

void retransmit_front(Turn& turn)
{
    if (!turn.c.syn_acked) return send_syn(turn, true);
    const auto held = turn.c.held.blocks();
    retransmit(turn, turn.tcb.snd.una, held.empty() ? turn.tcb.snd.nxt : held.front().left);
}

void retransmit(Turn& turn, Seq from, Seq until)
{
    Tcb& tcb = turn.tcb;
    const std::uint32_t sent = turn.c.send_queue.size() - tcb.unsent_bytes; // from the front of the queue on
    const std::uint32_t offset = from - tcb.snd.una - (turn.c.syn_acked ? 0U : 1U);
    const std::uint32_t octets = std::min({sent - std::min(sent, offset), payload_limit(turn), until - from});
    const bool last = offset + octets == sent;
    const bool fin = tcb.fin_sent && last && after(until, from + octets);
    if (octets == 0 && !fin) return;
    Flags flags = last && octets > 0 ? Flag::Psh | Flag::Ack : Flags{Flag::Ack};
    if (fin) flags = flags | Flag::Fin;
    Transmit& again = draft(turn, flags, from);
    turn.c.send_queue.read(offset, octets, again.segment.payload);
    turn.c.retransmitted = later(turn.c.retransmitted, again.segment.end());
    watch(turn, again.segment.end(), true);
    transmit(turn, again, true);
}

void send_probe_octet(Turn& turn)
{
    turn.advance(1, 1);
    turn.c.probe_out = true;
}

void take_probe_octet_back(Turn& turn)
{
    turn.tcb.snd.nxt = turn.tcb.snd.nxt - 1;
    ++turn.tcb.unsent_bytes;
    turn.c.probe_out = false;
}

void send_probe(Turn& turn)
{
    Connection& c = turn.c;
    Tcb& tcb = turn.tcb;
    if (tcb.unsent_bytes == 0 && !c.probe_out) return;
    const std::uint32_t usable = std::min({usable_window(tcb), tcb.unsent_bytes, tcb.snd.mss});
    if (usable > 0) {
        turn.because(Rule::PersistSends);
        return send_text(turn, usable);
    }
    turn.because(Rule::PersistProbe);
    const bool again = c.probe_out || tcb.snd.max != tcb.snd.nxt;
    if (!c.probe_out) send_probe_octet(turn);
    Transmit& probe = draft(turn, Flag::Ack, tcb.snd.nxt - 1);
    c.send_queue.read(c.send_queue.size() - tcb.unsent_bytes - 1, 1, probe.segment.payload);
    ++c.probes;
    c.persist_interval = std::min(c.persist_interval * 2, persist_max);
    turn.start(Timer::Persist, c.persist_interval);
    transmit(turn, probe, again);
}

void send_keepalive(Turn& turn)
{
    turn.because(Rule::KeepAliveProbe);
    transmit(turn, draft(turn, Flag::Ack, turn.tcb.snd.nxt - 1), false);
}

void send_ack(Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    const bool fin_too = turn.c.settings->quirks.fin_with_every_ack && tcb.fin_sent && tcb.snd.una != tcb.snd.max &&
                         tcb.state != State::TimeWait && tcb.state != State::FinWait2;
    if (fin_too) return transmit(turn, draft(turn, Flag::Fin | Flag::Ack, tcb.snd.max - 1), true);
    send_plain_ack(turn);
}

void send_plain_ack(Turn& turn) { transmit(turn, draft(turn, Flag::Ack, turn.tcb.snd.nxt), false); }

void send_challenge_ack(Turn& turn, Rule rule)
{
    turn.because(rule);
    if (!counts_within_limit(turn)) return turn.because(Rule::ChallengeLimited);
    send_plain_ack(turn);
}

bool may_acknowledge(Turn& turn, const Segment& segment)
{
    const bool fin_alone = segment.fin() && segment.payload.empty();
    const bool carries = !segment.payload.empty() || (fin_alone && !turn.c.settings->quirks.fin_with_every_ack);
    const bool awaited = (carries && !segment.syn()) || is_keepalive_probe(turn.tcb, segment);
    if (awaited || counts_within_limit(turn)) return true;
    turn.because(segment.syn() ? Rule::ChallengeLimited : Rule::AckLimited);
    return false;
}

void send_reset(Turn& turn, bool with_ack)
{
    transmit(turn, draft(turn, with_ack ? Flag::Rst | Flag::Ack : Flags{Flag::Rst}, turn.tcb.snd.nxt), false);
}

void refuse(Turn& turn, const Segment& segment)
{
    const bool numbered = segment.has_ack();
    Transmit& reset = draft(turn, numbered ? Flags{Flag::Rst} : Flag::Rst | Flag::Ack, numbered ? segment.ack : Seq{0});
    if (!numbered) reset.segment.ack = segment.end();
}

} // namespace tcpstage::tcp
