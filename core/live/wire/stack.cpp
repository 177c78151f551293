#include "core/live/wire/stack.h"

#include "core/live/stack_settings.h"
#include "core/live/wire/failure.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

constexpr std::size_t sockets_for_connections = 4;
constexpr int backlog = 8;

sockaddr_in address_of(const std::array<std::uint8_t, 4>& address, std::uint16_t port)
{
    sockaddr_in socket{};
    socket.sin_family = AF_INET;
    socket.sin_port = htons(port);
    std::memcpy(&socket.sin_addr, address.data(), address.size());
    return socket;
}

void set_options(int socket, const StackSetup& setup)
{
    for (const SocketOption& option : socket_options_of(setup)) {
        const int number = static_cast<int>(option.value);
        const bool is_word = !option.word.empty();
        ::setsockopt(socket, option.level, option.option,
                     is_word ? static_cast<const void*>(option.word.data()) : &number,
                     is_word ? static_cast<socklen_t>(option.word.size()) : sizeof number);
    }
}

void reuse_address(int socket)
{
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

Descriptor bound_socket(const StackSetup& setup)
{
    Descriptor socket{needed(Stage::Socket, ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))};
    if (setup.choose_iss && !choose_iss(socket.get(), setup.iss)) throw Failure{Stage::Socket, errno};
    reuse_address(socket.get());
    set_options(socket.get(), setup);
    const sockaddr_in address = address_of(setup.address, setup.port);
    needed(Stage::Bind, ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
    return socket;
}

} // namespace

Stack::Stack(trace::Side side, const WireSetup& setup)
    : side_{side}, setup_{setup.stacks[trace::index(side)]}, reads_at_once_{setup_.reads_at_once}
{
    const StackSetup& peer = setup.stacks[trace::index(trace::other(side))];
    connection_ = {widened(setup_.address), widened(peer.address), setup_.port, peer.port};
    if (!diagnosis_.open()) throw Failure{Stage::Diagnosis, errno};
    if (setup_.runs_program) return;
    for (std::size_t i = 0; i < sockets_for_connections; ++i)
        unused_.push_back(bound_socket(setup_));
}

Stack::Outcome Stack::call(trace::Call call, std::span<const std::uint8_t> data, std::uint32_t octets)
{
    switch (call) {
    case trace::Call::Listen:
        return listen();
    case trace::Call::Connect:
        return connect();
    case trace::Call::Send:
        return send(data);
    case trace::Call::Read:
        return read(octets);
    case trace::Call::Shutdown:
    case trace::Call::Close:
    case trace::Call::Abort:
        return finish(call);
    case trace::Call::Crash:  // no kernel forgets its connections
    case trace::Call::Accept: // connections are accepted at once
    case trace::Call::Skip:   // no kernel has sent what was not sent
        break;
    }
    return {EOPNOTSUPP};
}

Stack::Outcome Stack::listen()
{
    if (listener_.open() || socket_.open()) return {EISCONN};
    if (unused_.empty()) return {EMFILE};
    listener_ = std::move(unused_.back());
    unused_.pop_back();
    return {::listen(listener_.get(), backlog) == 0 ? 0 : errno};
}

Stack::Outcome Stack::connect()
{
    if (listener_.open() || socket_.open()) return {EISCONN};
    if (unused_.empty()) return {EMFILE};
    socket_ = std::move(unused_.back());
    unused_.pop_back();
    ended_ = false;
    error_ = 0;
    std::array<std::uint8_t, 4> address{};
    std::copy_n(connection_.remote.begin(), address.size(), address.begin());
    const sockaddr_in peer = address_of(address, connection_.remote_port);
    const int result = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer);
    connecting_ = result != 0 && errno == EINPROGRESS;
    return {result == 0 || connecting_ ? 0 : errno};
}

Stack::Outcome Stack::send(std::span<const std::uint8_t> data)
{
    const auto octets = static_cast<std::uint32_t>(data.size());
    if (!socket_.open()) return {ENOTCONN, octets};
    if (!after_waiting_.empty()) return {EPIPE, octets};
    if (waiting_.size() + data.size() > most_queued_bytes) return {ENOBUFS, octets};
    if (waiting_.empty() && !connecting_) {
        const ssize_t taken = ::send(socket_.get(), data.data(), data.size(), MSG_NOSIGNAL);
        if (taken < 0 && errno != EAGAIN) return {errno, octets};
        data = data.subspan(static_cast<std::size_t>(std::max<ssize_t>(taken, 0)));
    }
    waiting_.append(reinterpret_cast<const char*>(data.data()), data.size());
    send_waiting();
    return {0, octets};
}

void Stack::send_waiting()
{
    if (connecting_ || !socket_.open()) return;
    while (!waiting_.empty()) {
        const ssize_t taken = ::send(socket_.get(), waiting_.data(), waiting_.size(), MSG_NOSIGNAL);
        if (taken <= 0) return;
        waiting_.erase(0, static_cast<std::size_t>(taken));
    }
    for (const trace::Call call : std::exchange(after_waiting_, {}))
        finish_now(call);
}

Stack::Outcome Stack::read(std::uint32_t octets)
{
    if (!socket_.open()) return {ENOTCONN};
    std::array<char, 16384> buffer{};
    Outcome outcome;
    octets = std::min(octets, most_octets_at_once);
    while (outcome.octets < octets) {
        const std::size_t wanted = std::min<std::size_t>(buffer.size(), octets - outcome.octets);
        const ssize_t got = ::recv(socket_.get(), buffer.data(), wanted, 0);
        if (got < 0 && errno != EAGAIN) error_ = errno;
        if (got <= 0) break;
        outcome.octets += static_cast<std::uint32_t>(got);
    }
    return outcome;
}

Stack::Outcome Stack::finish(trace::Call call)
{
    if (!socket_.open() && !listener_.open()) return {ENOTCONN};
    if (call == trace::Call::Abort || waiting_.empty() || !socket_.open())
        finish_now(call);
    else
        after_waiting_.push_back(call);
    return {};
}

void Stack::finish_now(trace::Call call)
{
    if (call == trace::Call::Shutdown && socket_.open()) {
        ::shutdown(socket_.get(), SHUT_WR);
        return;
    }
    if (call == trace::Call::Abort && socket_.open()) {
        const linger at_once{1, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    waiting_.clear();
    connecting_ = false;
    socket_.reset();
    listener_.reset();
}

void Stack::signal_user(Reporter& reporter, tcp::Signal signal)
{
    Event event;
    event.kind = Event::Kind::Signal;
    event.side = static_cast<std::uint8_t>(side_);
    event.detail = static_cast<std::uint8_t>(signal);
    event.at = now();
    reporter.report(event);
}

void Stack::proceed(Reporter& reporter)
{
    if (listener_.open()) take_connection(reporter);
    if (!socket_.open()) return;
    if (connecting_) notice_connected(reporter);
    send_waiting();
    if (!socket_.open() || connecting_ || ended_) return;
    if (reads_at_once_) read_all(reporter);
    if (!ended_) notice_end(reporter);
}

void Stack::take_connection(Reporter& reporter)
{
    Descriptor taken{::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (!taken.open()) return;
    socket_ = std::move(taken);
    listener_.reset(); // a lesson has only one connection
    ended_ = false;
    error_ = 0;
    signal_user(reporter, tcp::Signal::Connected);
}

void Stack::notice_connected(Reporter& reporter)
{
    int reason = 0;
    socklen_t size = sizeof reason;
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &reason, &size);
    if (reason != 0) {
        notice_error(reporter, reason);
        return;
    }
    tcp_info info{};
    size = sizeof info;
    if (::getsockopt(socket_.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return;
    if (info.tcpi_state == TCP_SYN_SENT || info.tcpi_state == TCP_SYN_RECV || info.tcpi_state == TCP_CLOSE) return;
    connecting_ = false;
    signal_user(reporter, tcp::Signal::Connected);
}

void Stack::notice_error(Reporter& reporter, int reason)
{
    ended_ = true;
    connecting_ = false;
    error_ = 0;
    waiting_.clear();
    signal_user(reporter, reason == ECONNREFUSED ? tcp::Signal::Refused
                          : reason == ETIMEDOUT  ? tcp::Signal::TimedOut
                                                 : tcp::Signal::Reset);
    socket_.reset();
}

void Stack::read_all(Reporter& reporter)
{
    const Outcome outcome = read(most_octets_at_once);
    if (outcome.octets == 0) return;
    Event event;
    event.kind = Event::Kind::Delivered;
    event.side = static_cast<std::uint8_t>(side_);
    event.at = now();
    event.octets = outcome.octets;
    reporter.report(event);
}

/// Notices the end of the peer's data, or an error, without reading any data.
void Stack::notice_end(Reporter& reporter)
{
    if (error_ != 0) return notice_error(reporter, error_);
    char octet = 0;
    const ssize_t got = ::recv(socket_.get(), &octet, 1, MSG_PEEK);
    if (got == 0) {
        ended_ = true;
        signal_user(reporter, tcp::Signal::PeerClosed);
    } else if (got < 0 && errno != EAGAIN) {
        notice_error(reporter, errno);
    }
}

} // namespace tcpstage::live
