#pragma once
// Forwards segments between two stacks as commanded: one thread, one io_context. Each event is reported together with
// all its consequences; what the kernel's own timers do is reported when it is noticed.

#include "core/live/wire/connections.h"
#include "core/live/wire/reporter.h"
#include "core/live/wire/stack.h"
#include "core/live/wire/wire.h"

#include <boost/asio/generic/seq_packet_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>

namespace tcpstage::live {

class Server {
public:
    Server(int program, Wire wire, std::array<Stack, 2> stacks, bool passes);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Runs until the program ends or closes its end of the pair.
    void run();

private:
    using Packet = std::shared_ptr<std::vector<std::uint8_t>>;
    struct Held {
        std::size_t from = 0;
        Packet packet;
        std::uint32_t connection = 0;
    };
    struct Arrival {
        std::uint32_t frame = 0;
        std::size_t from = 0;
        Packet packet;
        std::uint32_t connection = 0;
        bool copy = false;
        bool lost = false; // it is dropped at this time, as commanded
    };

    void await_command();
    void await_segments(std::size_t side);
    void await_due();
    void await_tick();
    void flush();

    void obey(std::span<const std::uint8_t> message);
    /// False: the command is not valid now.
    bool obey(const Command& command, std::span<const std::uint8_t> data);
    void call(const Command& command, std::span<const std::uint8_t> data);
    void make(const Command& command, std::span<const std::uint8_t> data);
    /// Makes the call that waits for the state that `side` is in now.
    void react(std::size_t side);
    bool decide(const Command& command);
    bool inject(const Command& command, std::span<const std::uint8_t> data);
    void release_all();

    void sample_both();
    void deliver_due();
    /// False: it did not arrive.
    bool deliver(const Arrival& arrival);
    /// Reports all consequences of what was done to `side`.
    void settle(std::size_t side);
    /// Reads what both stacks have sent by themselves.
    bool take_segments();
    void take(std::size_t side, std::span<const std::uint8_t> packet);
    /// The connections to sample on a side: all that something was done to.
    bool sample(std::size_t side, bool always);
    bool sample(std::uint32_t connection, std::size_t side, bool always);
    void touch(std::uint32_t connection);
    void sample_programs();
    void count_losses();
    void report(Event::Kind kind, std::size_t side, std::uint32_t frame = UINT32_MAX, std::int64_t value = 0);

    boost::asio::io_context io_{1};
    boost::asio::generic::seq_packet_protocol::socket program_;
    std::array<boost::asio::posix::stream_descriptor, 2> readable_;
    boost::asio::steady_timer due_;
    boost::asio::steady_timer tick_;
    Wire wire_;
    std::array<Stack, 2> stacks_;
    Reporter reporter_;
    bool passes_;
    bool flushing_ = false;
    std::uint32_t frames_ = 0;
    std::size_t held_bytes_ = 0;
    std::map<std::uint32_t, Held> held_;
    std::multimap<std::int64_t, Arrival> arrivals_; // by time
    bool runs_programs_;
    bool listens_ = false;    // of the user's programs that on the right side
    Connections connections_; // without programs only the lesson's
    std::vector<std::uint32_t> touched_;
    std::array<std::optional<Command>, 2> reactions_; // calls that wait for a state
    std::vector<std::uint8_t> message_ = std::vector<std::uint8_t>(largest_message_bytes);
};

} // namespace tcpstage::live
