#include "core/live/loopback.h"

#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/tcp.h>

namespace tcpstage::live {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds between_samples{1};

std::int64_t machine_time()
{
    using std::chrono::nanoseconds;
    return std::chrono::duration_cast<nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Asio's sockets are inherited by programs we start (dumpcap), and then close() here would send no FIN.
void keep_to_this_process(tcp::socket& socket) { ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC); }

tcp::socket bound_socket(boost::asio::io_context& io)
{
    tcp::socket socket{io, tcp::v4()};
    keep_to_this_process(socket);
    socket.bind({boost::asio::ip::address_v4::loopback(), 0});
    socket.non_blocking(true);
    return socket;
}

Signal signal_of(const error_code& error)
{
    if (error == boost::asio::error::connection_refused) return Signal::Refused;
    return error == boost::asio::error::timed_out ? Signal::TimedOut : Signal::Reset;
}

} // namespace

std::optional<Trouble> try_gauges()
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
    for (const Side side : both_sides) {
        End& end = ends_[index(side)];
        end.setup = setup[index(side)];
        end.socket = bound_socket(io);
        end.port = end.socket->local_endpoint().port();
    }
    sample();
}

Loopback::Tcp::endpoint Loopback::endpoint(Side side) const
{
    return {boost::asio::ip::address_v4::loopback(), ends_[index(side)].port};
}

void Loopback::stop() { tick_.cancel(); }

void Loopback::obey(const Command& command, std::span<const std::uint8_t> data)
{
    if (command.kind != Command::Kind::Call || command.side > 1) return;
    boost::asio::post(io_, [this, command, octets = std::vector<std::uint8_t>{data.begin(), data.end()}] {
        const Side side = static_cast<Side>(command.side);
        for (const Side end : both_sides) // how both stand before it
            if (look(end)) tell(Event::Kind::Settled, end);
        Event event;
        event.kind = Event::Kind::Called;
        event.side = command.side;
        event.detail = command.call;
        event.at = machine_time();
        event.octets = static_cast<std::uint32_t>(octets.size());
        event.value = call(side, command, octets, event.octets);
        listener_(event, {});
        for (const Side end : both_sides)
            if (ends_[index(end)].acceptor) take_connection(end); // before anybody looks: the SYN came first
        settle(side);
    });
}

int Loopback::call(Side side, const Command& command, std::span<const std::uint8_t> data, std::uint32_t& octets)
{
    const auto which = static_cast<Call>(command.call);
    switch (which) {
    case Call::Listen:
        return listen(side);
    case Call::Connect:
        return connect(side);
    case Call::Send:
        return send(side, data);
    case Call::Read:
        octets = command.octets;
        return read(side, octets);
    case Call::Shutdown:
    case Call::Close:
    case Call::Abort:
        return finish(side, which);
    case Call::Crash:
    case Call::Accept:
        break;
    }
    return EOPNOTSUPP;
}

int Loopback::listen(Side side)
{
    End& end = ends_[index(side)];
    if (end.open || end.acceptor || !end.socket) return EISCONN;
    error_code error;
    end.acceptor.emplace(io_);
    end.acceptor->assign(tcp::v4(), end.socket->release(error), error);
    end.socket.reset();
    const int on = 1;
    ::setsockopt(end.acceptor->native_handle(), IPPROTO_TCP, TCP_SAVE_SYN, &on, sizeof on); // absent before Linux 4.2
    if (!error) end.acceptor->non_blocking(true, error);
    if (!error) end.acceptor->listen(1, error);
    if (!error) await_connection(side);
    return error.value();
}

void Loopback::await_connection(Side side)
{
    ends_[index(side)].acceptor->async_wait(tcp::acceptor::wait_read, [this, side](error_code error) {
        if (error || !ends_[index(side)].acceptor) return;
        take_connection(side);
        settle(side);
        if (ends_[index(side)].acceptor) await_connection(side);
    });
}

void Loopback::take_connection(Side side)
{
    End& end = ends_[index(side)];
    error_code error;
    tcp::socket socket{io_};
    end.acceptor->accept(socket, error);
    if (error) return; // nobody is there yet
    keep_to_this_process(socket);
    if (socket.remote_endpoint(error) != endpoint(other(side))) return; // a stranger: closed at once
    end.acceptor.reset();
    end.socket = std::move(socket);
    end.socket->non_blocking(true);
    end.open = end.connected = true;
    tell_saved_syn(side);
    told(side, Signal::Connected);
    await_data(side);
}

/// A listener keeps the headers of the SYN that it took, if it is asked to.
void Loopback::tell_saved_syn(Side side)
{
    std::array<std::uint8_t, 128> packet{};
    socklen_t size = packet.size();
    if (::getsockopt(ends_[index(side)].socket->native_handle(), IPPROTO_TCP, TCP_SAVED_SYN, packet.data(), &size) != 0)
        return;
    Event event;
    event.kind = Event::Kind::Saved;
    event.side = static_cast<std::uint8_t>(side);
    event.at = machine_time();
    listener_(event, std::span{packet}.first(size));
}

int Loopback::connect(Side side)
{
    End& end = ends_[index(side)];
    if (end.open || end.acceptor || !end.socket) return EISCONN;
    end.open = true;
    end.socket->async_connect(endpoint(other(side)), [this, side](error_code error) {
        End& own = ends_[index(side)];
        if (!own.socket) return;
        if (error) return failed(side, error);
        own.connected = true;
        told(side, Signal::Connected);
        await_data(side);
        write_on(side);
        settle(side);
    });
    return 0;
}

int Loopback::send(Side side, std::span<const std::uint8_t> data)
{
    End& end = ends_[index(side)];
    if (!end.open) return ENOTCONN;
    if (!end.after_writing.empty()) return EPIPE;
    if (end.waiting.size() + data.size() > most_queued_bytes) return ENOBUFS;
    end.waiting.insert(end.waiting.end(), data.begin(), data.end());
    write_on(side);
    return 0;
}

void Loopback::write_on(Side side)
{
    End& end = ends_[index(side)];
    if (!end.connected || end.writing || !end.socket) return;
    if (end.waiting.empty()) {
        for (const Call call : std::exchange(end.after_writing, {}))
            finish_now(side, call);
        return;
    }
    end.writing = true;
    end.socket->async_write_some(boost::asio::buffer(end.waiting), [this, side](error_code error, std::size_t taken) {
        End& own = ends_[index(side)];
        own.writing = false;
        if (error || !own.socket) return;
        own.waiting.erase(own.waiting.begin(), own.waiting.begin() + static_cast<std::ptrdiff_t>(taken));
        write_on(side);
        settle(side);
    });
}

int Loopback::read(Side side, std::uint32_t& octets)
{
    End& end = ends_[index(side)];
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
        await_data(side); // its end may stand behind what was read
    else
        boost::asio::post(io_, [this, side, error] { failed(side, error); }); // a kernel tells it only once
    return 0;
}

int Loopback::finish(Side side, Call call)
{
    End& end = ends_[index(side)];
    if (!end.open && !end.acceptor) return ENOTCONN;
    if (call != Call::Abort && !end.waiting.empty())
        end.after_writing.push_back(call);
    else
        finish_now(side, call);
    return 0;
}

void Loopback::finish_now(Side side, Call call)
{
    End& end = ends_[index(side)];
    error_code ignored;
    if (call == Call::Shutdown && end.socket) {
        end.socket->shutdown(tcp::socket::shutdown_send, ignored);
        return;
    }
    if (call == Call::Abort && end.socket) end.socket->set_option(tcp::socket::linger{true, 0}, ignored);
    if (end.socket) end.socket->close(ignored);
    end.socket.reset();
    end.acceptor.reset();
    end.open = end.connected = false;
}

void Loopback::await_data(Side side)
{
    End& end = ends_[index(side)];
    if (!end.socket || end.ended) return;
    end.socket->async_wait(tcp::socket::wait_read, [this, side](error_code error) {
        if (error || !ends_[index(side)].socket) return;
        take_data(side);
    });
}

/// Data is taken at once or left to the user; its end and errors are noticed either way.
void Loopback::take_data(Side side)
{
    End& end = ends_[index(side)];
    std::array<std::uint8_t, 16384> buffer{};
    std::uint32_t taken = 0;
    error_code error;
    std::size_t got = 1;
    while (!error && got > 0 && end.setup.reads_at_once) {
        got = end.socket->read_some(boost::asio::buffer(buffer), error);
        taken += static_cast<std::uint32_t>(got);
    }
    if (!end.setup.reads_at_once) end.socket->receive(boost::asio::buffer(buffer, 1), tcp::socket::message_peek, error);
    if (taken > 0) tell(Event::Kind::Delivered, side, 0, taken);
    if (error == boost::asio::error::eof) {
        end.ended = true;
        told(side, Signal::PeerClosed);
    } else if (error && error != boost::asio::error::would_block) {
        return failed(side, error);
    }
    settle(side);
    if (end.setup.reads_at_once) await_data(side);
}

void Loopback::failed(Side side, const error_code& error)
{
    told(side, signal_of(error));
    finish_now(side, Call::Close);
    settle(side);
}

void Loopback::sample()
{
    tick_.expires_after(between_samples);
    tick_.async_wait([this](error_code error) {
        if (error) return;
        for (const Side side : both_sides)
            if (look(side)) tell(Event::Kind::Settled, side);
        sample();
    });
}

bool Loopback::look(Side side)
{
    End& end = ends_[index(side)];
    const auto octets = boost::asio::ip::address_v4::loopback().to_bytes();
    FourNumbers connection;
    std::copy(octets.begin(), octets.end(), connection.local.begin());
    connection.remote = connection.local;
    connection.local_port = end.port;
    connection.remote_port = ends_[index(other(side))].port;
    const std::int64_t asked = machine_time();
    const auto found = diagnosis_.look(connection);
    if (!found) return false;
    const Gauges& gauges = *found;
    Gauges same_time = gauges;
    same_time.expires_ms = end.seen.expires_ms;
    const bool same = std::memcmp(&same_time, &end.seen, sizeof same_time) == 0;
    if (same && end.told_again) return false;
    end.told_again = same;
    end.seen = gauges;
    Event event;
    event.kind = Event::Kind::Looked;
    event.side = static_cast<std::uint8_t>(side);
    event.at = machine_time();
    event.value = asked;
    listener_(event, {reinterpret_cast<const std::uint8_t*>(&gauges), sizeof gauges});
    return true;
}

void Loopback::settle(Side side)
{
    look(side);
    tell(Event::Kind::Settled, side);
    if (look(other(side))) tell(Event::Kind::Settled, other(side));
}

void Loopback::tell(Event::Kind kind, Side side, std::uint8_t detail, std::uint32_t octets)
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
