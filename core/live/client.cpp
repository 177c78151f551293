#include "core/live/client.h"

#include "core/base/say.h"
#include "core/live/child.h"
#include "core/live/clocks.h"
#include "core/live/launch_protocol.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tcpstage::live {

namespace {

namespace fs = std::filesystem;
using boost::system::error_code;

constexpr int ready_within_ms = 15'000; // long, for a machine under heavy load
constexpr int slice_ms = 250;
constexpr std::chrono::milliseconds between_beats{500};
constexpr int most_unanswered = 6; // beats: 3 s. Counted, because this process may have been stopped meanwhile
constexpr std::array<int, 3> standard_descriptors{STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};

/// Starts the helper in a session of its own without a terminal: descriptors 0 to 2 are /dev/null, 3 is one end of the
/// socket pair, and those of launch_protocol.h follow. Returns -1 and sets errno if it cannot be started.
::pid_t spawn(const std::string& program, int pair_end, const LaunchEnds* launch)
{
    std::vector<std::pair<int, int>> passed{{pair_end, protocol_descriptor}}; // from, to
    if (launch != nullptr) {
        passed.emplace_back(launch->orders, launch_descriptor);
        for (std::size_t side = 0; side < 2; ++side)
            passed.emplace_back(launch->outputs[side], output_descriptors[side]);
    }
    const int last = passed.back().second;
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    for (auto& [from, to] : passed) // first out of the way of each other
        from = ::fcntl(from, F_DUPFD_CLOEXEC, last + 1);
    for (const auto& [from, to] : passed)
        ::posix_spawn_file_actions_adddup2(&actions, from, to);
    for (const int standard : standard_descriptors)
        ::posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, last + 1);
    posix_spawnattr_t attributes{};
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    std::string name = program;
    std::string option = launch_argument;
    std::array<char*, 3> arguments{name.data(), launch != nullptr ? option.data() : nullptr, nullptr};
    std::vector<std::string> variables = launch != nullptr ? launch->environment : std::vector<std::string>{};
    std::vector<char*> environment;
    for (std::string& variable : variables)
        environment.push_back(variable.data());
    environment.push_back(nullptr);
    ::pid_t process = -1;
    const int reason =
        ::posix_spawn(&process, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    for (const auto& [from, to] : passed)
        ::close(from);
    errno = reason;
    return reason == 0 ? process : -1;
}

/// Waits for a message. False: none arrives in time, or the helper is stopped.
bool await_message(int socket, ::pid_t process)
{
    bool stopped = false;
    for (int waited_ms = 0; waited_ms < ready_within_ms; waited_ms += slice_ms) {
        pollfd readable{socket, POLLIN, 0};
        if (::poll(&readable, 1, slice_ms) == 1) return true;
        if (std::exchange(stopped, is_stopped(process)) && stopped) return false;
    }
    return false;
}

Error ended()
{
    return {{"tcpstage-wire has ended unexpectedly", "tcpstage-wire 意外结束"}, {}, {"run it again", "请重新运行"}};
}

Error silent()
{
    return {{"tcpstage-wire no longer answers (is it stopped?) and was killed",
             "tcpstage-wire 不再应答（是否被暂停？），已将其结束"},
            {},
            {"run it again", "请重新运行"}};
}

Error senseless(const Error& refused)
{
    return {say({"tcpstage-wire sent an invalid message ({}) and was killed",
                 "tcpstage-wire 发来无意义的内容（{}），已将其结束"},
                refused.what),
            {},
            {"build or install both programs together", "请一起构建或安装这两个程序"}};
}

} // namespace

std::string find_helper()
{
    if (const char* given = std::getenv("TCPSTAGE_WIRE")) return given;
    std::error_code error;
    const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& place :
         {folder, folder.parent_path() / "lib/tcpstage", folder.parent_path() / "libexec/tcpstage"})
        if (::access((place / "tcpstage-wire").c_str(), X_OK) == 0) return place / "tcpstage-wire";
    return {};
}

tl::expected<std::unique_ptr<Client>, Trouble> Client::start(boost::asio::io_context& io, const WireSetup& setup,
                                                             const LaunchEnds* launch)
{
    const auto failed = [](int reason) { return tl::unexpected<Trouble>{Trouble{Stage::Start, reason}}; };
    const std::string program = find_helper();
    if (program.empty()) return failed(ENOENT);
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) return failed(errno);
    const ::pid_t process = spawn(program, pair[1], launch);
    const int reason = errno;
    ::close(pair[1]);
    if (process < 0) {
        ::close(pair[0]);
        return failed(reason);
    }
    std::unique_ptr<Client> client{new Client{io, pair[0], process}};
    if (const auto ready = client->await_ready(setup); !ready) return tl::unexpected<Trouble>{ready.error()};
    return client;
}

Client::Client(boost::asio::io_context& io, int socket, ::pid_t process)
    : socket_{io, {AF_UNIX, 0}, socket}, beat_{io}, process_{process}, reader_{machine_time()}
{}

Client::~Client()
{
    error_code ignored;
    socket_.close(ignored);
    end_child(process_);
}

tl::expected<void, Trouble> Client::await_ready(const WireSetup& setup)
{
    const auto failed = [](Stage stage, int reason) { return tl::unexpected<Trouble>{Trouble{stage, reason}}; };
    const int socket = socket_.native_handle();
    const auto octets = octets_of(setup);
    const bool sent = ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL) == std::ssize(octets);
    if (!sent || !await_message(socket, process_)) {
        ::kill(process_, SIGKILL);
        return failed(Stage::Start, sent ? ETIMEDOUT : EPIPE);
    }
    const ssize_t size = ::recv(socket, message_.data(), message_.size(), MSG_DONTWAIT);
    if (size <= 0) return failed(Stage::Start, EPIPE);
    auto left = std::span<const std::uint8_t>{message_}.first(static_cast<std::size_t>(size));
    const auto first = reader_.next(left, machine_time());
    if (!first || !left.empty()) {
        ::kill(process_, SIGKILL);
        return failed(Stage::Start, EPROTO);
    }
    if (first->event.kind == Event::Kind::Failed)
        return failed(static_cast<Stage>(first->event.detail), static_cast<int>(first->event.value));
    device_ = static_cast<Device>(first->event.detail);
    return {};
}

void Client::listen(Listener listener, std::function<void(const Error&)> lost)
{
    listener_ = std::move(listener);
    lost_ = std::move(lost);
    read_on();
    ask_for_life();
}

void Client::read_on()
{
    socket_.async_wait(boost::asio::socket_base::wait_read, [this](error_code error) {
        if (!error && lost_) read_message();
    });
}

void Client::read_message()
{
    const ssize_t size = ::recv(socket_.native_handle(), message_.data(), message_.size(), MSG_DONTWAIT | MSG_TRUNC);
    const bool again =
        errno == EAGAIN || errno == EINTR || errno == ECONNRESET; // ECONNRESET comes before the last messages
    if (size < 0 && again) return read_on();
    if (size <= 0) return lose(ended());
    unanswered_ = 0;
    const auto length = static_cast<std::size_t>(size);
    const auto reported =
        report_events(std::span<const std::uint8_t>{message_}.first(std::min(length, message_.size())));
    if (!reported) return lose(reported.error());
    flush();
    read_on();
}

Result<void> Client::report_events(std::span<const std::uint8_t> octets)
{
    const std::int64_t now = machine_time();
    reporting_ = true;
    while (!octets.empty()) {
        const auto read = reader_.next(octets, now);
        if (!read) return tl::unexpected<Error>{senseless(read.error())};
        const Event& event = read->event;
        if (event.kind == Event::Kind::Alive) continue;
        if (event.kind == Event::Kind::Failed) {
            const Trouble trouble{static_cast<Stage>(event.detail), static_cast<int>(event.value)};
            return tl::unexpected<Error>{trouble.error()};
        }
        listener_(event, read->tail);
    }
    reporting_ = false;
    return {};
}

/// Sends a ping regularly; a working helper answers within microseconds.
void Client::ask_for_life()
{
    beat_.expires_after(between_beats);
    beat_.async_wait([this](error_code error) {
        if (error || !lost_) return;
        if (unanswered_ == most_unanswered) return lose(silent());
        ++unanswered_;
        Command ping;
        ping.kind = Command::Kind::Ping;
        send(ping);
        ask_for_life();
    });
}

void Client::lose(const Error& reason)
{
    error_code ignored;
    beat_.cancel();
    socket_.cancel(ignored);
    ::kill(process_, SIGKILL);
    if (const auto lost = std::exchange(lost_, {})) lost(reason);
}

void Client::send(Command command, std::span<const std::uint8_t> data)
{
    command.data_bytes = static_cast<std::uint32_t>(data.size());
    if (commands_.size() + sizeof command + data.size() > largest_message_bytes) flush();
    const auto* const octets = reinterpret_cast<const std::uint8_t*>(&command);
    commands_.insert(commands_.end(), octets, octets + sizeof command);
    commands_.insert(commands_.end(), data.begin(), data.end());
    if (!reporting_) flush();
}

void Client::flush()
{
    if (commands_.empty()) return;
    send_octets(commands_);
    commands_.clear();
}

/// A helper that does not read counts as one that does not answer; the next beat reports it.
void Client::send_octets(std::span<const std::uint8_t> octets)
{
    const int socket = socket_.native_handle();
    while (unanswered_ < most_unanswered &&
           ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EINTR)) {
        pollfd writable{socket, POLLOUT, 0};
        if (::poll(&writable, 1, static_cast<int>(between_beats.count())) == 0) ++unanswered_;
    }
}

} // namespace tcpstage::live
