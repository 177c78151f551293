#include "core/live/watch/sampled_connection.h"

#include "core/live/observe/only_report.h"
#include "core/live/watch/target.h"
#include "core/live/watch/watch_play.h"

namespace tcpstage::live {

namespace {

using tcp::State;

/// What an end must be in at least, if the other one is in that state. CLOSED: nothing is known.
State other_state(State state)
{
    switch (state) {
    case State::SynReceived:
        return State::SynSent;
    case State::Established:
    case State::FinWait1:
        return State::Established;
    case State::FinWait2:
        return State::CloseWait;
    case State::CloseWait:
    case State::LastAck:
        return State::FinWait1;
    case State::Closing:
        return State::Closing;
    case State::TimeWait:
        return State::LastAck;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
        break;
    }
    return State::Closed;
}

bool is_over(State state) { return state == State::Closed || state == State::TimeWait; }

} // namespace

SampledConnection::SampledConnection(const FourNumbers& ends, std::uint32_t number)
    : ends_{ends.local_port >= ends.remote_port ? ends : ends.turned()}, number_{number}, trace_{trace::Source::Live,
                                                                                                 endpoints()},
      observer_{trace_, machine_time(), [](const Departure&) { return std::nullopt; }, Vantage::TcpInfo}
{
    trace_.set_began(observer_.start() - clock_difference());
    observer_.open(trace::Side::Right);
}

bool SampledConnection::sample(Diagnosis& diagnosis)
{
    std::array<bool, 2> changed{};
    for (const trace::Side side : trace::both_sides)
        changed[trace::index(side)] = ask(diagnosis, side);
    bool all_over = true; // of the ends that are on this machine
    for (const trace::Side side : trace::both_sides) {
        const auto& seen = seen_[trace::index(side)];
        if (changed[trace::index(side)]) take(side, *seen);
        all_over = all_over && (!seen || is_over(static_cast<State>(seen->state)));
    }
    over_ = all_over && (seen_[0] || seen_[1]);
    return changed[0] || changed[1];
}

capture::Connection SampledConnection::summary(std::int64_t since) const
{
    capture::Connection summary;
    summary.number = number_;
    summary.ends = {local_of(ends_), remote_of(ends_)};
    summary.began = Instant{Duration{observer_.start() - since}};
    summary.ended = summary.began + (trace_.end() - start_of_time);
    summary.totals.begun = capture::Begun::MidStream;
    for (const trace::Side side : trace::both_sides) {
        const std::size_t own = trace::index(side);
        const std::size_t peer = trace::index(trace::other(side));
        summary.states[own] = observer_.tcb(side).state;
        if (first_[own] && static_cast<State>(first_[own]->state) < State::Established)
            summary.totals.begun = capture::Begun::Handshake;
        if (!last_info_[own]) continue;
        const std::uint64_t acked = last_info_[own]->bytes_acked; // with the opener's SYN
        if (!last_info_[peer]) summary.totals.octets[own] = acked - (side == trace::Side::Left && acked > 0 ? 1U : 0U);
        summary.totals.octets[peer] = last_info_[own]->bytes_received;
        summary.totals.retransmissions[own] = last_info_[own]->retransmitted_segments;
    }
    if (over_) summary.totals.ended = capture::Ended::Orderly;
    return summary;
}

run::LessonRun SampledConnection::lesson_run() const { return watched_run(trace_, number_, Vantage::TcpInfo); }

std::array<trace::EndpointInfo, 2> SampledConnection::endpoints() const
{
    return {trace::EndpointInfo{"client", local_of(ends_)}, trace::EndpointInfo{"server", remote_of(ends_)}};
}

/// Whether the kernel says something new of an end; nothing, if it is on another machine.
bool SampledConnection::ask(Diagnosis& diagnosis, trace::Side side)
{
    const auto found = diagnosis.sample(side == trace::Side::Left ? ends_ : ends_.turned());
    std::optional<TcpInfo>& seen = seen_[trace::index(side)];
    if (!found) return false;
    TcpInfo tcp_info = *found;
    if (static_cast<State>(tcp_info.state) == State::Listen) tcp_info = {}; // the connection itself is gone
    if (!seen && tcp_info.state == 0) return false;
    TcpInfo same_time = tcp_info;
    if (seen) same_time.expires_ms = seen->expires_ms;
    const bool changed = !seen || !(same_time == *seen);
    if (!seen) first_[trace::index(side)] = tcp_info;
    if (tcp_info.has_info != 0) last_info_[trace::index(side)] = tcp_info;
    seen = tcp_info;
    return changed;
}

void SampledConnection::take(trace::Side side, const TcpInfo& tcp_info)
{
    const auto state = static_cast<State>(tcp_info.state);
    if (side == trace::Side::Right && observer_.tcb(side).state == State::Closed && state > State::SynSent)
        observer_.conclude(side, State::Listen); // it waited for the connection, most likely
    Event event;
    event.kind = Event::Kind::Sampled;
    event.side = static_cast<std::uint8_t>(side);
    event.detail = only_report;
    event.at = machine_time();
    observer_.take(event, {reinterpret_cast<const std::uint8_t*>(&tcp_info), sizeof tcp_info});
    const trace::Side peer = trace::other(side);
    const State must = other_state(static_cast<State>(tcp_info.state));
    const State known = observer_.tcb(peer).state;
    if (!seen_[trace::index(peer)] && must != known && (known == State::Closed || must != State::Closed))
        observer_.conclude(peer, must);
    event.kind = Event::Kind::Settled;
    observer_.take(event, {});
}

} // namespace tcpstage::live
