#pragma once
// The program's side of the helper: starts it, sends commands, receives events. The helper is killed when the thread
// that started it ends (PDEATHSIG), so that thread must live as long as the client.

#include "core/live/explain.h"
#include "core/live/message_check.h"

#include <boost/asio/generic/seq_packet_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace tcpstage::live {

/// The helper's path: beside the program, or where it is installed; empty if it is not found. The environment variable
/// TCPSTAGE_WIRE names another one.
std::string find_helper();

/// What the helper needs to start programs of the user (launch_protocol.h).
struct LaunchEnds {
    int orders = -1;                      // the launcher's end of the pair
    std::array<int, 2> outputs{};         // where the program of each side writes
    std::vector<std::string> environment; // of the programs: "NAME=value"
};

class Client {
public:
    using Listener = std::function<void(const Event&, std::span<const std::uint8_t> tail)>;

    /// Returns when the wire is ready: some milliseconds. `launch`: for stacks that run programs; else null.
    static tl::expected<std::unique_ptr<Client>, Trouble> start(boost::asio::io_context& io, const WireSetup& setup,
                                                                const LaunchEnds* launch = nullptr);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// `lost` is called at most once, with the reason: the helper has ended by itself, reported a failure, has not
    /// answered for 3 s, or has sent an invalid message. The helper is then killed, and no event follows.
    void listen(Listener listener, std::function<void(const Error&)> lost);
    /// Commands that are sent while events are reported are collected and sent together.
    void send(Command command, std::span<const std::uint8_t> data = {});
    /// For tests: sends octets that need not be a valid command.
    void send_octets(std::span<const std::uint8_t> octets);

    Device device() const { return device_; }
    ::pid_t process() const { return process_; }

private:
    Client(boost::asio::io_context& io, int socket, ::pid_t process);
    tl::expected<void, Trouble> await_ready(const WireSetup& setup);
    void read_on();
    void read_message();
    Result<void> report_events(std::span<const std::uint8_t> octets);
    void ask_for_life();
    void flush();
    void lose(const Error& reason);

    boost::asio::generic::seq_packet_protocol::socket socket_;
    boost::asio::steady_timer beat_;
    ::pid_t process_;
    Device device_ = Device::Auto;
    EventReader reader_;
    Listener listener_;
    std::function<void(const Error&)> lost_;
    int unanswered_ = 0; // beats without a sign of life
    bool reporting_ = false;
    std::vector<std::uint8_t> commands_; // not sent yet
    std::vector<std::uint8_t> message_ = std::vector<std::uint8_t>(largest_message_bytes);
};

} // namespace tcpstage::live
