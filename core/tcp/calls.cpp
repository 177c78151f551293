// The user's calls: RFC 9293 sections 3.10.1 to 3.10.6.
#include "core/tcp/turn.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

void no_connection(Turn& turn)
{
    turn.because(Rule::NoConnection);
    turn.signal_user(Signal::NoConnection);
}

bool queue_data(Turn& turn, const Bytes& data)
{
    const Connection& c = turn.c;
    if (c.send_queue.size() > c.settings->send_buffer || data.size() > c.settings->send_buffer - c.send_queue.size()) {
        turn.because(Rule::SendBufferFull);
        turn.signal_user(Signal::NoBuffer);
        return false;
    }
    turn.c.send_queue.append(data);
    turn.tcb.unsent_bytes += data.size();
    const Duration limit = c.settings->user_timeout;
    if (limit > Duration{0} && !turn.running(Timer::UserTimeout)) turn.start(Timer::UserTimeout, limit);
    return true;
}

/// Reports an OPEN to an address that no host can have (RFC 9293 section 3.9.1.1, MUST-46). A passive OPEN may leave
/// the remote address unspecified: 0.0.0.0.
bool refuses_address(Turn& turn, bool active)
{
    const Address remote = turn.c.remote.address;
    if (is_of_a_host(remote) || (!active && remote == Address{})) return false;
    turn.because(Rule::OpenAddress);
    turn.signal_user(Signal::BadAddress);
    return true;
}

void open_actively(Turn& turn, Rule rule)
{
    begin(turn);
    turn.tcb.passive = false;
    turn.enter(State::SynSent, rule);
    send_syn(turn, false);
}

/// The RFC's CLOSE, which shutdown() and close() share. False, and reported to the user, if the state forbids it.
bool close_sending(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    switch (tcb.state) {
    case State::Closed:
        no_connection(turn);
        return false;
    case State::Listen:
        finish(turn, Rule::CloseListen);
        return true;
    case State::SynSent:
        finish(turn, Rule::CloseSynSent);
        return true;
    case State::SynReceived:
        tcb.fin_queued = true;
        if (tcb.unsent_bytes == 0)
            turn.enter(State::FinWait1, Rule::CloseSynReceived);
        else
            turn.because(Rule::CloseWaits);
        return true;
    case State::Established:
        tcb.fin_queued = true;
        turn.enter(State::FinWait1, Rule::CloseEstablished);
        if (tcb.unsent_bytes != 0) turn.because(Rule::CloseWaits);
        return true;
    case State::CloseWait: // LAST-ACK is entered when the FIN is sent: see output.cpp
        if (tcb.fin_queued) break;
        tcb.fin_queued = true;
        if (tcb.unsent_bytes != 0) turn.because(Rule::CloseWaits);
        return true;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        break;
    }
    turn.because(Rule::CloseAgain);
    turn.signal_user(Signal::Closing);
    return false;
}

/// close() with octets unread loses them; a reset lets the peer know (RFC 9293 section 3.6.1, SHLD-3).
bool reset_for_unread(Turn& turn)
{
    if (turn.tcb.unread_bytes == 0 || !is_synchronized(turn.tcb.state) || turn.tcb.state == State::TimeWait)
        return false;
    if (turn.c.settings->quirks.unread_is_lost) return false;
    turn.because(Rule::CloseUnread);
    send_reset(turn, turn.c.settings->quirks.abort_acknowledges);
    finish(turn, Rule::CloseUnread);
    return true;
}

/// Whether a window that can grow by `opened` octets deserves an ACK of its own (RFC 9293 section 3.8.6.2.2).
bool is_worth_announcing(const Connection& c, std::uint32_t opened)
{
    const std::uint32_t buffer = c.settings->receive_buffer;
    if (opened >= std::max(1U, buffer / 2)) return true;
    if (opened < 2U * c.settings->mss) return false;
    if (!c.settings->quirks.window_opens_at_once) return true;
    const bool delayed = c.tcb.deadline(Timer::DelayedAck) != never; // the delayed ACK will announce it
    return !delayed && (opened >= buffer / 4 || buffer <= 8U * c.settings->mss);
}

} // namespace

void open(Turn& turn, const Open& call)
{
    const State state = turn.tcb.state;
    if (state != State::Closed && !(state == State::Listen && call.active)) {
        turn.because(Rule::OpenAgain);
        turn.signal_user(Signal::AlreadyOpen);
        return;
    }
    if (refuses_address(turn, call.active)) return;
    if (call.active) return open_actively(turn, Rule::OpenActive);
    turn.c.unread.clear();
    turn.tcb = Tcb{};
    turn.tcb.rto = turn.c.settings->rto_initial;
    turn.tcb.passive = true;
    turn.enter(State::Listen, Rule::OpenPassive);
}

void send(Turn& turn, const Send& call)
{
    switch (turn.tcb.state) {
    case State::Closed:
        return no_connection(turn);
    case State::Listen:
        if (refuses_address(turn, true)) return;
        open_actively(turn, Rule::SendOpens);
        queue_data(turn, call.data);
        return;
    case State::SynSent:
    case State::SynReceived:
        if (turn.tcb.fin_queued) break;
        if (queue_data(turn, call.data)) turn.because(Rule::SendWaits);
        return;
    case State::Established:
    case State::CloseWait:
        if (turn.tcb.fin_queued) break;
        queue_data(turn, call.data);
        return;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        break;
    }
    turn.because(Rule::SendAfterClose);
    turn.signal_user(Signal::Closing);
}

void receive(Turn& turn, const Receive& call)
{
    Connection& c = turn.c;
    if (turn.tcb.state == State::Closed && c.unread.empty()) return no_connection(turn);
    std::uint32_t wanted = call.octets;
    std::size_t taken = 0;
    while (wanted > 0 && taken < c.unread.size()) {
        Bytes& first = c.unread[taken];
        const Bytes part = first.slice(0, wanted);
        wanted -= part.size();
        turn.tcb.unread_bytes -= part.size();
        turn.tcb.delivered_bytes += part.size();
        first = first.from(part.size());
        if (first.empty()) ++taken;
        turn.out.emplace_back(Deliver{part});
    }
    c.unread.erase(c.unread.begin(), c.unread.begin() + static_cast<std::ptrdiff_t>(taken));

    if (!is_synchronized(turn.tcb.state)) return;
    if (!is_worth_announcing(c, window_on_offer(c) - turn.tcb.rcv.wnd)) return;
    turn.because(Rule::WindowOpens);
    c.ack_owed = true;
    c.ack_at_once = true;
}

void shutdown(Turn& turn) { close_sending(turn); }

void close(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    if (reset_for_unread(turn)) return;
    const bool half_closed = tcb.fin_queued && !tcb.reads_closed && tcb.state != State::Closed;
    const bool done = half_closed || close_sending(turn);
    if (done && tcb.state != State::Closed) tcb.reads_closed = true;
}

void abort(Turn& turn)
{
    switch (turn.tcb.state) {
    case State::Closed:
        return no_connection(turn);
    case State::Listen:
    case State::SynSent:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return finish(turn, Rule::AbortSilent);
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
        send_reset(turn, turn.c.settings->quirks.abort_acknowledges);
        finish(turn, Rule::AbortReset);
    }
}

void skip(Turn& turn, const Skip& call)
{
    Tcb& tcb = turn.tcb;
    if (!call.sent) {
        for (Seq* const number : {&tcb.rcv.nxt, &tcb.rcv.last_ack_sent, &tcb.snd.wl1})
            *number += call.octets;
        tcb.delivered_bytes += call.octets;
        turn.c.urgent_until.reset();
        return;
    }
    for (Seq* const number : {&tcb.snd.una, &tcb.snd.nxt, &tcb.snd.max, &tcb.snd.wl2})
        *number += call.octets;
    tcb.snd.recover = tcb.snd.una;
    if (tcb.ecn) tcb.snd.cut = tcb.snd.una;
    turn.c.retransmitted = tcb.snd.una;
}

} // namespace tcpstage::tcp
