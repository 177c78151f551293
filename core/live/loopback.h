#pragma once
// Ordinary sockets on 127.0.0.1 (rungs "watch" and "gauges"): nothing can be held or lost there, but the kernel can be
// asked. Ports are the kernel's choice; only our own peer is accepted, and then nobody any more.

#include "core/live/diagnosis.h"
#include "core/live/explain.h"
#include "core/live/protocol.h"
#include "core/trace/record.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tcpstage::live {

/// What does not work here; empty: all does.
std::optional<Trouble> try_gauges();
std::optional<Trouble> try_watching();

class Loopback {
public:
    using Listener = std::function<void(const Event&, std::span<const std::uint8_t> tail)>;

    /// Reserves a port for each side. Errors are thrown as boost::system::system_error.
    Loopback(boost::asio::io_context& io, const std::array<StackSetup, 2>& setup, Listener listener);
    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;

    /// Calls only, each as soon as the io_context is free; everything else needs a wire of our own.
    void obey(const Command& command, std::span<const std::uint8_t> data);
    std::uint16_t port(Side side) const { return ends_[index(side)].port; }
    void stop();

private:
    using Tcp = boost::asio::ip::tcp;
    struct End {
        StackSetup setup;
        std::uint16_t port = 0;
        std::optional<Tcp::acceptor> acceptor;
        std::optional<Tcp::socket> socket; // bound, until it is used for LISTEN or CONNECT
        bool open = false;                 // the socket has a connection, or is about to
        bool connected = false;
        bool ended = false;
        std::vector<std::uint8_t> waiting; // of SEND
        bool writing = false;
        std::vector<Call> after_writing;
        Gauges seen;
        bool told_again = false; // what was seen, by a later look: then it is certain when
    };

    int call(Side side, const Command& command, std::span<const std::uint8_t> data, std::uint32_t& octets);
    int listen(Side side);
    int connect(Side side);
    int send(Side side, std::span<const std::uint8_t> data);
    int read(Side side, std::uint32_t& octets);
    int finish(Side side, Call call);
    void finish_now(Side side, Call call);
    void await_connection(Side side);
    void take_connection(Side side);
    void tell_saved_syn(Side side);
    void await_data(Side side);
    void take_data(Side side);
    void write_on(Side side);
    void failed(Side side, const boost::system::error_code& error);
    void sample();
    bool look(Side side);
    void tell(Event::Kind kind, Side side, std::uint8_t detail = 0, std::uint32_t octets = 0);
    void told(Side side, Signal signal) { tell(Event::Kind::Told, side, static_cast<std::uint8_t>(signal)); }
    void settle(Side side);
    Tcp::endpoint endpoint(Side side) const;

    boost::asio::io_context& io_;
    Listener listener_;
    Diagnosis diagnosis_;
    boost::asio::steady_timer tick_;
    std::array<End, 2> ends_;
};

} // namespace tcpstage::live
