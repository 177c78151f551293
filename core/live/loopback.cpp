#include "core/live/loopback.h"

#include "core/live/clocks.h"

#include <boost/asio/write.hpp>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>

namespace tcpstage::live {

namespace {

using Tcp = boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds between_samples{1};

// Programs that this one starts (dumpcap) would inherit Asio's sockets, and close() here would then send no FIN.
void keep_to_this_process(Tcp::socket& socket) { ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC); }

Tcp::socket bound_socket(boost::asio::io_context& io)
{
    Tcp::socket socket{io, Tcp::v4()};
    keep_to_this_process(socket);
    socket.bind({boost::asio::ip::address_v4::loopback(), 0});
    socket.non_blocking(true);
    return socket;
}

tcp::Signal signal_of(const error_code& error)
{
    if (error == boost::asio::error::connection_refused) return tcp::Signal::Refused;
    return error == boost::asio::error::timed_out ? tcp::Signal::TimedOut : tcp::Signal::Reset;
}

} // namespace

std::optional<Trouble> try_tcp_info()
{
    const Diagnosis diagnosis;
    if (!diagnosis.open()) return Trouble{Stage::Diagnosis, errno};
    try {
        boost::asio::io_context io{1};
        bound_socket(io);
    } catch (const boost::system::system_error& error) {
        return Trouble{Stage::BindLoopback, error.code().value()};
    }
    return {};
}

Loopback::Loopback(boost::asio::io_context& io, const std::array<StackSetup, 2>& setup, Listener listener)
    : io_{io}, listener_{std::move(listener)}, tick_{io}
{
    for (const trace::Side side : trace::both_sides) {
        End& end = ends_[trace::index(side)];
        end.setup = setup[trace::index(side)];
        end.socket = bound_socket(io);
        end.port = end.socket->local_endpoint().port();
    }
    sample();
}

Loopback::Tcp::endpoint Loopback::endpoint(trace::Side side) const
{
    return {boost::asio::ip::address_v4::loopback(), ends_[trace::index(side)].port};
}

void Loopback::stop() { tick_.cancel(); }

void Loopback::obey(const Command& command, std::span<const std::uint8_t> data)
{
    if (command.kind != Command::Kind::Call || command.side > 1) return;
    boost::asio::post(io_, [this, command, octets = std::vector<std::uint8_t>{data.begin(), data.end()}] {
        const trace::Side side = static_cast<trace::Side>(command.side);
        for (const trace::Side end : trace::both_sides) // the state of both before the call
            if (sample(end)) report(Event::Kind::Settled, end);
        Event event;
        event.kind = Event::Kind::Called;
        event.side = command.side;
        event.detail = command.call;
        event.at = machine_time();
        event.octets = static_cast<std::uint32_t>(octets.size());
        event.value = call(side, command, octets, event.octets);
        listener_(event, {});
        for (const trace::Side end : trace::both_sides)
            if (ends_[trace::index(end)].acceptor) take_connection(end); // before the next sample: the SYN came first
        settle(side);
    });
}

int Loopback::call(trace::Side side, const Command& command, std::span<const std::uint8_t> data, std::uint32_t& octets)
{
    const auto which = static_cast<trace::Call>(command.call);
    switch (which) {
    case trace::Call::Listen:
        return listen(side);
    case trace::Call::Connect:
        return connect(side);
    case trace::Call::Send:
        return send(side, data);
    case trace::Call::Read:
        octets = command.octets;
        return read(side, octets);
    case trace::Call::Shutdown:
    case trace::Call::Close:
    case trace::Call::Abort:
        return finish(side, which);
    case trace::Call::Crash:
    case trace::Call::Accept:
    case trace::Call::Skip:
        break;
    }
    return EOPNOTSUPP;
}

int Loopback::listen(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    if (end.open || end.acceptor || !end.socket) return EISCONN;
    error_code error;
    end.acceptor.emplace(io_);
    end.acceptor->assign(Tcp::v4(), end.socket->release(error), error);
    end.socket.reset();
    const int on = 1;
    ::setsockopt(end.acceptor->native_handle(), IPPROTO_TCP, TCP_SAVE_SYN, &on, sizeof on); // absent before Linux 4.2
    if (!error) end.acceptor->non_blocking(true, error);
    if (!error) end.acceptor->listen(1, error);
    if (!error) await_connection(side);
    return error.value();
}

void Loopback::await_connection(trace::Side side)
{
    ends_[trace::index(side)].acceptor->async_wait(Tcp::acceptor::wait_read, [this, side](error_code error) {
        if (error || !ends_[trace::index(side)].acceptor) return;
        take_connection(side);
        settle(side);
        if (ends_[trace::index(side)].acceptor) await_connection(side);
    });
}

void Loopback::take_connection(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    error_code error;
    Tcp::socket socket{io_};
    end.acceptor->accept(socket, error);
    if (error) return; // no connection yet
    keep_to_this_process(socket);
    if (socket.remote_endpoint(error) != endpoint(trace::other(side))) return; // another peer: closed at once
    end.acceptor.reset();
    end.socket = std::move(socket);
    end.socket->non_blocking(true);
    end.open = end.connected = true;
    report_saved_syn(side);
    signal_user(side, tcp::Signal::Connected);
    await_data(side);
}

/// Reports the headers of the SYN, which a listener with TCP_SAVE_SYN keeps.
void Loopback::report_saved_syn(trace::Side side)
{
    std::array<std::uint8_t, 128> packet{};
    socklen_t size = packet.size();
    if (::getsockopt(ends_[trace::index(side)].socket->native_handle(), IPPROTO_TCP, TCP_SAVED_SYN, packet.data(),
                     &size) != 0)
        return;
    Event event;
    event.kind = Event::Kind::Saved;
    event.side = static_cast<std::uint8_t>(side);
    event.at = machine_time();
    listener_(event, std::span{packet}.first(size));
}

int Loopback::connect(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    if (end.open || end.acceptor || !end.socket) return EISCONN;
    end.open = true;
    end.socket->async_connect(endpoint(trace::other(side)), [this, side](error_code error) {
        End& own = ends_[trace::index(side)];
        if (!own.socket) return;
        if (error) return failed(side, error);
        own.connected = true;
        signal_user(side, tcp::Signal::Connected);
        await_data(side);
        write_on(side);
        settle(side);
    });
    return 0;
}

int Loopback::send(trace::Side side, std::span<const std::uint8_t> data)
{
    End& end = ends_[trace::index(side)];
    if (!end.open) return ENOTCONN;
    if (!end.after_writing.empty()) return EPIPE;
    if (end.waiting.size() + data.size() > most_queued_bytes) return ENOBUFS;
    end.waiting.insert(end.waiting.end(), data.begin(), data.end());
    write_on(side);
    return 0;
}

void Loopback::write_on(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    if (!end.connected || end.writing || !end.socket) return;
    if (end.waiting.empty()) {
        for (const trace::Call call : std::exchange(end.after_writing, {}))
            finish_now(side, call);
        return;
    }
    end.writing = true;
    end.socket->async_write_some(boost::asio::buffer(end.waiting), [this, side](error_code error, std::size_t taken) {
        End& own = ends_[trace::index(side)];
        own.writing = false;
        if (error || !own.socket) return;
        own.waiting.erase(own.waiting.begin(), own.waiting.begin() + static_cast<std::ptrdiff_t>(taken));
        write_on(side);
        settle(side);
    });
}

int Loopback::read(trace::Side side, std::uint32_t& octets)
{
    End& end = ends_[trace::index(side)];
    const std::uint32_t wanted = std::exchange(octets, 0);
    if (!end.socket || !end.connected) return ENOTCONN;
    std::vector<std::uint8_t> buffer(std::min<std::size_t>(wanted, 65536));
    error_code error;
    while (octets < wanted) {
        const auto size = std::min<std::size_t>(buffer.size(), wanted - octets);
        const std::size_t got = end.socket->read_some(boost::asio::buffer(buffer, size), error);
        if (error || got == 0) break;
        octets += static_cast<std::uint32_t>(got);
    }
    if (!error || error == boost::asio::error::would_block || error == boost::asio::error::eof)
        await_data(side); // the end of the data may follow what was read
    else
        boost::asio::post(io_, [this, side, error] { failed(side, error); }); // a kernel reports it only once
    return 0;
}

int Loopback::finish(trace::Side side, trace::Call call)
{
    End& end = ends_[trace::index(side)];
    if (!end.open && !end.acceptor) return ENOTCONN;
    if (call != trace::Call::Abort && !end.waiting.empty())
        end.after_writing.push_back(call);
    else
        finish_now(side, call);
    return 0;
}

void Loopback::finish_now(trace::Side side, trace::Call call)
{
    End& end = ends_[trace::index(side)];
    error_code ignored;
    if (call == trace::Call::Shutdown && end.socket) {
        end.socket->shutdown(Tcp::socket::shutdown_send, ignored);
        return;
    }
    if (call == trace::Call::Abort && end.socket) end.socket->set_option(Tcp::socket::linger{true, 0}, ignored);
    if (end.socket) end.socket->close(ignored);
    end.socket.reset();
    end.acceptor.reset();
    end.open = end.connected = false;
}

void Loopback::await_data(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    if (!end.socket || end.ended) return;
    end.socket->async_wait(Tcp::socket::wait_read, [this, side](error_code error) {
        if (error || !ends_[trace::index(side)].socket) return;
        take_data(side);
    });
}

/// Data is read at once or left to the user; the end of data and errors are noticed either way.
void Loopback::take_data(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    std::array<std::uint8_t, 16384> buffer{};
    std::uint32_t taken = 0;
    error_code error;
    std::size_t got = 1;
    while (!error && got > 0 && end.setup.reads_at_once) {
        got = end.socket->read_some(boost::asio::buffer(buffer), error);
        taken += static_cast<std::uint32_t>(got);
    }
    if (!end.setup.reads_at_once) end.socket->receive(boost::asio::buffer(buffer, 1), Tcp::socket::message_peek, error);
    if (taken > 0) report(Event::Kind::Delivered, side, 0, taken);
    if (error == boost::asio::error::eof) {
        end.ended = true;
        signal_user(side, tcp::Signal::PeerClosed);
    } else if (error && error != boost::asio::error::would_block) {
        return failed(side, error);
    }
    settle(side);
    if (end.setup.reads_at_once) await_data(side);
}

void Loopback::failed(trace::Side side, const error_code& error)
{
    signal_user(side, signal_of(error));
    finish_now(side, trace::Call::Close);
    settle(side);
}

void Loopback::sample()
{
    tick_.expires_after(between_samples);
    tick_.async_wait([this](error_code error) {
        if (error) return;
        for (const trace::Side side : trace::both_sides)
            if (sample(side)) report(Event::Kind::Settled, side);
        sample();
    });
}

bool Loopback::sample(trace::Side side)
{
    End& end = ends_[trace::index(side)];
    FourNumbers connection;
    connection.local = connection.remote = widened(boost::asio::ip::address_v4::loopback().to_bytes());
    connection.local_port = end.port;
    connection.remote_port = ends_[trace::index(trace::other(side))].port;
    const std::int64_t asked = machine_time();
    const auto found = diagnosis_.sample(connection);
    if (!found) return false;
    const TcpInfo& tcp_info = *found;
    TcpInfo same_time = tcp_info;
    same_time.expires_ms = end.seen.expires_ms;
    const bool same = same_time == end.seen;
    if (same && end.reported_again) return false;
    end.reported_again = same;
    end.seen = tcp_info;
    Event event;
    event.kind = Event::Kind::Sampled;
    event.side = static_cast<std::uint8_t>(side);
    event.at = machine_time();
    event.value = asked;
    listener_(event, {reinterpret_cast<const std::uint8_t*>(&tcp_info), sizeof tcp_info});
    return true;
}

void Loopback::settle(trace::Side side)
{
    sample(side);
    report(Event::Kind::Settled, side);
    if (sample(trace::other(side))) report(Event::Kind::Settled, trace::other(side));
}

void Loopback::report(Event::Kind kind, trace::Side side, std::uint8_t detail, std::uint32_t octets)
{
    Event event;
    event.kind = kind;
    event.side = static_cast<std::uint8_t>(side);
    event.detail = detail;
    event.at = machine_time();
    event.octets = octets;
    listener_(event, {});
}

} // namespace tcpstage::live
