#include "core/tcp/endpoint.h"

#include "core/tcp/turn.h"

#include <algorithm>
#include <cassert>

namespace tcpstage::tcp {

namespace {

void forget_unread(Connection& c)
{
    c.unread.clear();
    c.tcb.unread_bytes = 0;
}

/// Segments from or to an address that no host can have get no answer (RFC 9293 section 3.9.2.3, MUST-57, MUST-63).
/// Checked in CLOSED and LISTEN only: in the other states the peer is known.
bool is_between_hosts(Turn& turn)
{
    if (is_of_a_host(turn.c.local.address) && is_of_a_host(turn.c.remote.address)) return true;
    turn.because(Rule::AddressInvalid);
    return false;
}

void arrive(Turn& turn, Segment& segment)
{
    switch (turn.tcb.state) {
    case State::Closed:
        if (is_between_hosts(turn)) arrive_closed(turn, segment);
        return;
    case State::Listen:
        if (is_between_hosts(turn)) arrive_listen(turn, segment);
        return;
    case State::SynSent:
        return arrive_syn_sent(turn, segment);
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return arrive_otherwise(turn, segment);
    }
}

struct Handle {
    Turn& turn;

    void operator()(const Open& call) { open(turn, call); }
    void operator()(const Send& call) { send(turn, call); }
    void operator()(const Receive& call) { receive(turn, call); }
    void operator()(const Shutdown&) { shutdown(turn); }
    void operator()(const Close&) { close(turn); }
    void operator()(const Abort&) { abort(turn); }
    void operator()(Arrive& event)
    {
        if (event.segment.is_datagram()) return; // UDP: not for TCP
        turn.others_wait = event.others_wait;
        arrive(turn, event.segment);
        if (turn.c.settings->keepalive > Duration{0}) restart_keepalive(turn);
    }
    void operator()(const Expire&) { expire(turn); }
    void operator()(const PathMtu& notice) { take_path_mtu(turn, notice); }
    void operator()(const Skip& call) { skip(turn, call); }
};

} // namespace

void forget_data(Connection& c)
{
    c.send_queue.clear();
    c.held.clear();
    c.duplicate.reset();
    c.urgent_until.reset();
    c.out_of_order.clear();
    c.timing = false;
    c.ack_owed = false;
    c.ack_at_once = false;
    c.queued_segments = 0;
    c.probe_out = false;
    c.tcb.unsent_bytes = 0;
    c.tcb.out_of_order_bytes = 0;
    c.tcb.sacked_bytes = 0;
    c.tcb.recovery = Recovery::None;
    c.tcb.deadlines.fill(never);
}

void Turn::enter(State to, Rule rule)
{
    assert(is_legal(tcb.state, to));
    out.emplace_back(Entered{tcb.state, to, rule});
    if (tcb.state == State::SynReceived) c.reopened.reset();
    tcb.state = to;
}

void Turn::advance(std::uint32_t numbers, std::uint32_t octets)
{
    before_sending = tcb.progress();
    before_sending->octets = octets;
    tcb.unsent_bytes -= octets;
    tcb.snd.nxt += numbers;
    tcb.snd.max = later(tcb.snd.max, tcb.snd.nxt);
}

void finish(Turn& turn, Rule rule)
{
    turn.enter(State::Closed, rule);
    forget_data(turn.c);
    const bool orderly = rule == Rule::TimeWaitOver || rule == Rule::FinAckedLastAck || rule == Rule::WithoutTimeWait;
    if (!orderly) forget_unread(turn.c);
}

void back_to_listen(Turn& turn, Rule rule)
{
    // The user "need not be informed" (RFC 9293 section 3.10.7.4), but is if queued octets are lost.
    if (turn.c.send_queue.size() > 0) turn.signal_user(rule == Rule::GiveUpListen ? Signal::TimedOut : Signal::Reset);
    turn.enter(State::Listen, rule);
    forget_data(turn.c);
    turn.tcb = Tcb{};
    turn.tcb.state = State::Listen;
    turn.tcb.passive = true;
    turn.tcb.rto = turn.c.settings->rto_initial;
}

void enter_time_wait(Turn& turn, Rule rule)
{
    if (turn.c.settings->without.time_wait) {
        turn.because(rule);
        if (turn.c.ack_owed) send_ack(turn);
        turn.signal_user(Signal::Closed);
        return finish(turn, Rule::WithoutTimeWait);
    }
    turn.enter(State::TimeWait, rule);
    turn.tcb.deadlines.fill(never);
    turn.start(Timer::TimeWait, turn.c.settings->msl * 2);
}

void become_established(Turn& turn, Rule rule)
{
    turn.enter(State::Established, rule);
    turn.signal_user(Signal::Connected);
    turn.tcb.retransmissions = 0;
    turn.tcb.recovery = Recovery::None;
    turn.tcb.snd.recover = turn.tcb.snd.una;
    start_congestion_control(turn.tcb, turn.c.congestion, *turn.c.settings, turn.c.syn_repeated);
    if (turn.c.syn_timer_was_short) {
        turn.because(Rule::RtoAfterSyn);
        turn.tcb.rto = rto_after_syn;
        turn.tcb.backoff = 0;
    }
    if (turn.tcb.fin_queued) turn.enter(State::FinWait1, Rule::CloseEstablished);
}

Endpoint::Endpoint(SharedSettings settings, SocketAddress local, SocketAddress remote, IssPlan iss)
{
    connection_.settings = std::move(settings);
    connection_.local = local;
    connection_.remote = remote;
    connection_.iss = std::move(iss);
    connection_.tcb.rto = connection_.settings->rto_initial;
}

void Endpoint::handle(Event&& event, Instant now, Effects& effects)
{
    Turn turn{connection_, connection_.tcb, now, effects};
    if (connection_.settings->without.tcp) return handle_datagrams(turn, event);
    std::visit(Handle{turn}, event);
    output(turn);
}

void Endpoint::renew(SharedSettings settings, SocketAddress local, SocketAddress remote, IssPlan iss)
{
    Endpoint fresh{std::move(settings), local, remote, std::move(iss)};
    forget_data(connection_);
    fresh.connection_.send_queue = std::move(connection_.send_queue);
    fresh.connection_.out_of_order = std::move(connection_.out_of_order);
    fresh.connection_.unread = std::move(connection_.unread);
    fresh.connection_.held = std::move(connection_.held);
    *this = std::move(fresh);
}

void Endpoint::rebuild(const Segment& segment, std::uint16_t peer_mss, Instant now, Effects& effects)
{
    Turn turn{connection_, connection_.tcb, now, effects};
    take_cookie(turn, segment, peer_mss);
    output(turn);
}

void Endpoint::crash()
{
    Endpoint fresh{connection_.settings, connection_.local, connection_.remote, std::move(connection_.iss)};
    fresh.connection_.opened = connection_.opened;
    *this = std::move(fresh);
}

void Endpoint::change(const Settings& settings, Instant now)
{
    const bool keepalive_changes = connection_.settings->keepalive != settings.keepalive;
    connection_.settings = settings;
    Effects none;
    Turn turn{connection_, connection_.tcb, now, none};
    if (keepalive_changes) restart_keepalive(turn);
}

std::optional<Deadline> Endpoint::next_deadline() const
{
    const auto& deadlines = connection_.tcb.deadlines;
    const auto earliest = std::ranges::min_element(deadlines);
    if (*earliest == never) return {};
    return Deadline{all_timers[static_cast<std::size_t>(earliest - deadlines.begin())], *earliest};
}

} // namespace tcpstage::tcp
