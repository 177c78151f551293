#include "core/terminal/ss_line.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::terminal {

namespace {

using tcp::State;

std::string_view ss_state(State state)
{
    constexpr std::array<std::string_view, tcp::state_count> names{"UNCONN",  "LISTEN",     "SYN-SENT",   "SYN-RECV",
                                                                   "ESTAB",   "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT",
                                                                   "CLOSING", "LAST-ACK",   "TIME-WAIT"};
    return names[static_cast<std::size_t>(state)];
}

/// "3.900ms", "59sec", "1min59sec": as ss writes a rest of time, with its odd "ms" after seconds.
std::string rest_text(Duration rest)
{
    auto ms = std::max<std::int64_t>(0, rest / Duration{1ms});
    const std::int64_t minutes = ms / 60'000;
    std::int64_t seconds = ms / 1000 % 60;
    ms %= 1000;
    std::string text;
    if (minutes > 0) {
        ms = 0;
        text = fmt::format("{}min", minutes);
        if (minutes > 9) seconds = 0;
    }
    if (seconds > 0) {
        if (seconds > 9) ms = 0;
        text += fmt::format("{}{}", seconds, ms > 0 ? "." : "sec");
    }
    if (ms > 0) text += fmt::format("{:03}ms", ms);
    return text;
}

/// How often the timer of probes has expired since the peer was heard last.
std::uint32_t unanswered(const SsMoment& at, tcp::Timer timer)
{
    std::uint32_t count = 0;
    for (trace::RecordId id = at.moment.record + 1; id-- > 0;) {
        const trace::Heading heading = at.trace.heading(id);
        if (heading.side != at.side || heading.connection != trace::the_conversation) continue;
        if (heading.kind == trace::Kind::Arrived) break;
        if (heading.kind == trace::Kind::TimerExpired && at.trace.record(id).timer() == timer) ++count;
    }
    return count;
}

std::string timer_text(const SsMoment& at, const tcp::Tcb& tcb)
{
    struct Known {
        tcp::Timer timer;
        std::string_view name;
    };
    constexpr std::array known{Known{tcp::Timer::Retransmit, "on"}, Known{tcp::Timer::Persist, "persist"},
                               Known{tcp::Timer::TimeWait, "timewait"}, Known{tcp::Timer::KeepAlive, "keepalive"}};
    const auto runs = std::ranges::find_if(known, [&](const Known& each) { return tcb.deadline(each.timer) != never; });
    if (runs == known.end()) return {};
    const bool probes = runs->timer == tcp::Timer::Persist || runs->timer == tcp::Timer::KeepAlive;
    const std::uint32_t count = probes                                  ? unanswered(at, runs->timer)
                                : runs->timer == tcp::Timer::Retransmit ? tcb.retransmissions
                                                                        : 0;
    return fmt::format("timer:({},{},{})", runs->name, rest_text(tcb.deadline(runs->timer) - at.now), count);
}

const tcp::IpSocket& own_socket(const SsMoment& at) { return at.trace.endpoint(at.side).socket; }
const tcp::IpSocket& peer_socket(const SsMoment& at) { return at.trace.endpoint(trace::other(at.side)).socket; }

std::string anybody(const tcp::IpAddress& address) { return address.is_v6() ? "[::]:*" : "0.0.0.0:*"; }

/// Whether the peer's FIN, which takes a number, waits to be read.
bool end_waits(const SsMoment& at, State state)
{
    const bool came = state == State::CloseWait || state == State::LastAck || state == State::Closing;
    const bool by_hand = at.scenario.setup.endpoints[trace::index(at.side)].settings.reads == tcp::Reads::ByHand;
    return came && by_hand && !at.program.has_read_end(at.moment.record);
}

/// Of UDP: whether the program has a socket, and whether it is connected.
struct Datagrams {
    bool open = false;
    bool connected = false;
};
Datagrams datagrams_of(const SsMoment& at)
{
    Datagrams now;
    for (const captions::ProgramLine& line : at.program.until(at.moment.record)) {
        if (line.call == captions::SocketCall::Bind) now.open = true;
        if (line.call == captions::SocketCall::Connect) now = {true, true};
        if (line.call == captions::SocketCall::Close || line.call == captions::SocketCall::Restart) now = {};
    }
    return now;
}

std::optional<SsSocket> datagram_socket(const SsMoment& at)
{
    const Datagrams now = datagrams_of(at);
    if (!now.open) return {};
    return SsSocket{std::string{ss_state(now.connected ? State::Established : State::Closed)},
                    at.trace.at(at.side, at.moment).unread_bytes,
                    0,
                    tcp::to_text(own_socket(at)),
                    now.connected ? tcp::to_text(peer_socket(at)) : anybody(own_socket(at).address),
                    {}};
}

bool is_udp(const SsMoment& at) { return at.trace.endpoint(at.side).without.tcp; }

std::optional<SsSocket> socket_of(const SsMoment& at)
{
    if (is_udp(at)) return datagram_socket(at);
    const tcp::Tcb tcb = at.trace.at(at.side, at.moment);
    if (tcb.state == State::Closed) return {};
    SsSocket socket{std::string{ss_state(tcb.state)}, 0, 0, tcp::to_text(own_socket(at)),
                    tcp::to_text(peer_socket(at)),    {}};
    if (tcb.state == State::Listen) {
        socket.recv_q = at.program.waiting_for_accept(at.moment.record);
        socket.send_q = at.scenario.setup.endpoints[trace::index(at.side)].settings.backlog;
        socket.peer = anybody(own_socket(at).address);
        return socket;
    }
    socket.timer = timer_text(at, tcb);
    if (tcb.state == State::SynReceived || tcb.state == State::TimeWait) return socket; // no socket yet, or no more
    const bool fin_waits = tcb.fin_queued && !tcb.fin_sent;
    socket.recv_q = tcb.unread_bytes + (end_waits(at, tcb.state) ? 1 : 0);
    socket.send_q = tcb.in_flight() + tcb.unsent_bytes + (fin_waits ? 1 : 0);
    return socket;
}

} // namespace

std::string ss_text(const SsSocket& socket)
{
    std::string text =
        fmt::format("{} {:<6} {:<6} {} {}", socket.state, socket.recv_q, socket.send_q, socket.local, socket.peer);
    if (!socket.timer.empty()) text += " " + socket.timer;
    return text;
}

std::string ss_command(const SsMoment& at, bool timers)
{
    const std::string_view more = timers ? "o" : "";
    if (is_udp(at)) return fmt::format("ss -Huan{} sport = :{}", more, own_socket(at).port);
    if (at.trace.at(at.side, at.moment).state == State::Listen)
        return fmt::format("ss -Htln{} sport = :{}", more, own_socket(at).port);
    return fmt::format("ss -Htan{} dst {}", more, tcp::to_text(peer_socket(at)));
}

std::string ss_line(const SsMoment& at, bool timers)
{
    auto socket = socket_of(at);
    if (!socket) return {};
    if (!timers) socket->timer.clear();
    return ss_text(*socket);
}

} // namespace tcpstage::terminal
