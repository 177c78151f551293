#pragma once
// The user's two programs, as the program sees them: starts and ends them through the helper's launcher, and reads what
// they write. They end with this object.

#include "core/live/client.h"
#include "core/live/launch_protocol.h"
#include "core/trace/record.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <optional>
#include <string_view>

namespace tcpstage::live {

/// Why a program is not running any more.
struct ProgramEnd {
    int status = 0; // as waitpid() gives it
    /// The shell found no such program, or may not execute it.
    bool was_not_found() const;
    /// "exit status 7", "signal 15 (Terminated)"
    OwnedText text() const;
};

class Programs {
public:
    struct Listener {
        std::function<void(trace::Side, std::string_view line)> wrote; // without the line's end
        std::function<void(trace::Side, const ProgramEnd&)> ended;
        std::function<void(const Error&)> failed; // the launcher could not be set up, or is gone
    };

    /// `variables`: of the programs' environment beside this program's own, "NAME=value". Errors: an errno.
    static tl::expected<std::unique_ptr<Programs>, Trouble> make(boost::asio::io_context& io,
                                                                 std::vector<std::string> variables);
    ~Programs();
    Programs(const Programs&) = delete;
    Programs& operator=(const Programs&) = delete;

    /// For Client::start(). To be closed when the helper has started.
    const LaunchEnds& launch() const { return launch_; }
    void close_launch_ends();
    void listen(Listener listener);

    /// `command`: a line for the shell, shorter than longest_command_bytes.
    void start(trace::Side side, std::string_view command);
    void terminate(trace::Side side) { order(LaunchOrder::Kind::Terminate, side); }
    void kill(trace::Side side) { order(LaunchOrder::Kind::Kill, side); }
    /// Ends both, and all that they have started: by SIGTERM, then by SIGKILL. Takes half a second at most.
    void end();

private:
    struct Output {
        explicit Output(boost::asio::io_context& io) : source{io} {}
        boost::asio::posix::stream_descriptor source;
        std::array<char, 4096> octets{};
        std::string line; // not ended yet
    };

    explicit Programs(boost::asio::io_context& io) : orders_{io}, outputs_{Output{io}, Output{io}} {}
    void order(LaunchOrder::Kind kind, trace::Side side, std::string_view command = {});
    void await_report();
    void read_on(trace::Side side);
    void take(trace::Side side, std::string_view octets);
    void take_rest(trace::Side side);

    boost::asio::generic::seq_packet_protocol::socket orders_;
    std::array<Output, 2> outputs_;
    LaunchEnds launch_;
    Listener listener_;
    bool over_ = false;
};

} // namespace tcpstage::live
