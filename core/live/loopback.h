#pragma once
// Ordinary sockets on 127.0.0.1 (Vantage::Watch and Vantage::TcpInfo): nothing can be held or lost there, but the
// kernel can be asked for its state. The kernel chooses the ports; only this program's own peer is accepted, once.

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

/// The step that does not work on this machine; empty: everything works.
std::optional<Trouble> try_tcp_info();
std::optional<Trouble> try_watching();

class Loopback {
public:
    using Listener = std::function<void(const Event&, std::span<const std::uint8_t> tail)>;

    /// Reserves a port for each side. Errors are thrown as boost::system::system_error.
    Loopback(boost::asio::io_context& io, const std::array<StackSetup, 2>& setup, Listener listener);
    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;

    /// Carries out calls only, each as soon as the io_context is free; ignores other commands (for Vantage::Wire).
    void obey(const Command& command, std::span<const std::uint8_t> data);
    std::uint16_t port(trace::Side side) const { return ends_[trace::index(side)].port; }
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
        std::vector<std::uint8_t> waiting; // data of SEND that the kernel has not taken yet
        bool writing = false;
        std::vector<trace::Call> after_writing;
        TcpInfo seen;
        bool reported_again = false; // a later sample was the same, so the time of the change is certain
    };

    int call(trace::Side side, const Command& command, std::span<const std::uint8_t> data, std::uint32_t& octets);
    int listen(trace::Side side);
    int connect(trace::Side side);
    int send(trace::Side side, std::span<const std::uint8_t> data);
    int read(trace::Side side, std::uint32_t& octets);
    int finish(trace::Side side, trace::Call call);
    void finish_now(trace::Side side, trace::Call call);
    void await_connection(trace::Side side);
    void take_connection(trace::Side side);
    void report_saved_syn(trace::Side side);
    void await_data(trace::Side side);
    void take_data(trace::Side side);
    void write_on(trace::Side side);
    void failed(trace::Side side, const boost::system::error_code& error);
    void sample();
    bool sample(trace::Side side);
    void report(Event::Kind kind, trace::Side side, std::uint8_t detail = 0, std::uint32_t octets = 0);
    void signal_user(trace::Side side, tcp::Signal signal)
    {
        report(Event::Kind::Signal, side, static_cast<std::uint8_t>(signal));
    }
    void settle(trace::Side side);
    Tcp::endpoint endpoint(trace::Side side) const;

    boost::asio::io_context& io_;
    Listener listener_;
    Diagnosis diagnosis_;
    boost::asio::steady_timer tick_;
    std::array<End, 2> ends_;
};

} // namespace tcpstage::live
