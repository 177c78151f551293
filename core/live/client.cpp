#include "core/live/client.h"

#include "core/base/say.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tcpstage::live {

namespace {

namespace fs = std::filesystem;
using boost::system::error_code;

constexpr int ready_within_ms = 15'000; // of a machine that has much else to do
constexpr std::chrono::seconds end_within{2};

/// The helper with one end of the pair as its descriptor 3; -1 and errno when it cannot be started.
::pid_t spawn(const std::string& program, int pair_end)
{
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pair_end, protocol_descriptor);
    std::string name = program;
    std::array<char*, 2> arguments{name.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    ::pid_t process = -1;
    const int reason =
        ::posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    errno = reason;
    return reason == 0 ? process : -1;
}

void end(::pid_t process)
{
    const auto last = std::chrono::steady_clock::now() + end_within;
    while (std::chrono::steady_clock::now() < last) {
        if (::waitpid(process, nullptr, WNOHANG) != 0) return;
        std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

} // namespace

OwnedText Trouble::sentences() const
{
    const char* const name = ::strerrorname_np(reason);
    return say({"cannot {}: {} ({})", "无法{}：{}（{}）"}, words(stage), std::strerror(reason),
               name == nullptr ? "?" : name);
}

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

tl::expected<std::unique_ptr<Client>, Trouble> Client::start(boost::asio::io_context& io, const WireSetup& setup)
{
    const auto failed = [](int reason) { return tl::unexpected<Trouble>{Trouble{Stage::Start, reason}}; };
    const std::string program = find_helper();
    if (program.empty()) return failed(ENOENT);
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) return failed(errno);
    const ::pid_t process = spawn(program, pair[1]);
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
    : socket_{io, {AF_UNIX, 0}, socket}, process_{process}
{}

Client::~Client()
{
    error_code ignored;
    socket_.close(ignored);
    end(process_);
}

tl::expected<void, Trouble> Client::await_ready(const WireSetup& setup)
{
    Event first;
    const int socket = socket_.native_handle();
    pollfd readable{socket, POLLIN, 0};
    const bool answered = ::send(socket, &setup, sizeof setup, MSG_NOSIGNAL) == sizeof setup &&
                          ::poll(&readable, 1, ready_within_ms) == 1 &&
                          ::recv(socket, &first, sizeof first, 0) == sizeof first;
    if (!answered) return tl::unexpected<Trouble>{Trouble{Stage::Start, ETIMEDOUT}};
    if (first.kind == Event::Kind::Ready) {
        device_ = static_cast<Device>(first.detail);
        return {};
    }
    const bool known = first.kind == Event::Kind::Failed && first.detail < stage_words.size();
    return tl::unexpected<Trouble>{known ? Trouble{static_cast<Stage>(first.detail), static_cast<int>(first.value)}
                                         : Trouble{Stage::Start, EPROTO}};
}

void Client::listen(Listener listener, std::function<void()> gone)
{
    listener_ = std::move(listener);
    gone_ = std::move(gone);
    read_on();
}

void Client::read_on()
{
    socket_.async_wait(boost::asio::socket_base::wait_read, [this](error_code error) {
        if (error) return;
        if (read_message())
            read_on();
        else
            gone_();
    });
}

/// False: the helper has ended.
bool Client::read_message()
{
    const ssize_t size = ::recv(socket_.native_handle(), message_.data(), message_.size(), MSG_DONTWAIT);
    if (size <= 0) return size < 0 && errno == EAGAIN;
    auto left = std::span<const std::uint8_t>{message_}.first(static_cast<std::size_t>(size));
    telling_ = true;
    while (left.size() >= sizeof(Event)) {
        Event event;
        std::memcpy(&event, left.data(), sizeof event);
        left = left.subspan(sizeof event);
        if (event.tail_bytes > left.size()) return false;
        listener_(event, left.first(event.tail_bytes));
        left = left.subspan(event.tail_bytes);
    }
    telling_ = false;
    flush();
    return true;
}

void Client::send(Command command, std::span<const std::uint8_t> data)
{
    command.data_bytes = static_cast<std::uint32_t>(data.size());
    if (commands_.size() + sizeof command + data.size() > largest_message_bytes) flush();
    const auto* const octets = reinterpret_cast<const std::uint8_t*>(&command);
    commands_.insert(commands_.end(), octets, octets + sizeof command);
    commands_.insert(commands_.end(), data.begin(), data.end());
    if (!telling_) flush();
}

void Client::flush()
{
    if (commands_.empty()) return;
    send_octets(commands_);
    commands_.clear();
}

void Client::send_octets(std::span<const std::uint8_t> octets)
{
    const int socket = socket_.native_handle();
    while (::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL) < 0 && (errno == EAGAIN || errno == EINTR)) {
        pollfd writable{socket, POLLOUT, 0};
        ::poll(&writable, 1, ready_within_ms);
    }
}

} // namespace tcpstage::live
