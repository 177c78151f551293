#include "core/live/watcher.h"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tcpstage::live {

namespace {

constexpr const char* longest_capture = "duration:180"; // seconds, should we be killed before we can stop it
constexpr int ready_within_ms = 2000;
constexpr std::size_t pcap_header_bytes = 24;
constexpr std::size_t packet_header_bytes = 16;
constexpr std::uint32_t microseconds_magic = 0xa1b2c3d4;
constexpr std::uint32_t nanoseconds_magic = 0xa1b23c4d;
constexpr std::uint32_t ethernet = 1;

std::uint32_t word_at(std::span<const std::uint8_t> octets, std::size_t offset)
{
    std::uint32_t value = 0; // dumpcap writes in the machine's own order
    std::memcpy(&value, octets.data() + offset, sizeof value);
    return value;
}

std::string find_dumpcap()
{
    for (const char* path : {"/usr/bin/dumpcap", "/usr/sbin/dumpcap", "/usr/local/bin/dumpcap"})
        if (::access(path, F_OK) == 0) return path;
    return {};
}

::pid_t spawn(const std::string& program, const std::string& filter, int output)
{
    std::vector<std::string> words{program, "-i", "lo", "-P",   "-q", "-s",           "65535",
                                   "-w",    "-",  "-f", filter, "-a", longest_capture};
    std::vector<char*> arguments;
    for (std::string& argument : words)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    ::pid_t process = -1;
    const int reason = ::posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    errno = reason;
    return reason == 0 ? process : -1;
}

} // namespace

std::vector<Passing> read_pcap(std::span<const std::uint8_t> octets, std::int64_t clock_difference)
{
    std::vector<Passing> packets;
    if (octets.size() < pcap_header_bytes) return packets;
    const std::uint32_t magic = word_at(octets, 0);
    if (magic != microseconds_magic && magic != nanoseconds_magic) return packets;
    const std::int64_t fraction = magic == nanoseconds_magic ? 1 : 1000;
    const std::size_t link_header_bytes = word_at(octets, 20) == ethernet ? 14 : 0;
    std::int64_t latest = 0; // arrival order is right, stamps may go back a little
    for (octets = octets.subspan(pcap_header_bytes); octets.size() >= packet_header_bytes;) {
        const std::uint32_t size = word_at(octets, 8);
        if (octets.size() - packet_header_bytes < size) break;
        const std::int64_t at = std::int64_t{word_at(octets, 0)} * 1'000'000'000 + word_at(octets, 4) * fraction;
        latest = std::max(latest, at + clock_difference);
        const auto packet = octets.subspan(packet_header_bytes, size);
        if (size > link_header_bytes)
            packets.push_back(
                {latest, {packet.begin() + static_cast<std::ptrdiff_t>(link_header_bytes), packet.end()}});
        octets = octets.subspan(packet_header_bytes + size);
    }
    return packets;
}

std::optional<LoopbackTrouble> try_watching()
{
    boost::asio::io_context io{1};
    Watcher watcher{io};
    return watcher.start(9, 9); // the discard port: nobody is there
}

std::optional<LoopbackTrouble> Watcher::start(std::uint16_t one_port, std::uint16_t other_port)
{
    const std::string program = find_dumpcap();
    if (program.empty()) return LoopbackTrouble{"find dumpcap (of Wireshark)", ENOENT};
    if (::access(program.c_str(), X_OK) != 0) return LoopbackTrouble{"run dumpcap as this user", errno};
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return LoopbackTrouble{"make a pipe", errno};
    const std::string filter = fmt::format("tcp and host 127.0.0.1 and port {} and port {}", one_port, other_port);
    process_ = spawn(program, filter, pipe[1]);
    const int reason = errno;
    ::close(pipe[1]);
    output_.assign(pipe[0]);
    if (process_ < 0) return LoopbackTrouble{"start dumpcap", reason};
    pollfd readable{pipe[0], POLLIN, 0};
    if (::poll(&readable, 1, ready_within_ms) != 1 || (readable.revents & POLLIN) == 0)
        return LoopbackTrouble{"capture on the loopback interface with dumpcap", EPERM};
    using std::chrono::nanoseconds;
    const auto monotonic = std::chrono::steady_clock::now().time_since_epoch();
    const auto time_of_day = std::chrono::system_clock::now().time_since_epoch();
    clock_difference_ = nanoseconds{monotonic}.count() - std::chrono::duration_cast<nanoseconds>(time_of_day).count();
    read_on();
    return {};
}

void Watcher::read_on()
{
    output_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t size) {
        if (error) return;
        octets_.insert(octets_.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size));
        read_on();
    });
}

Watcher::~Watcher()
{
    if (process_ < 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

} // namespace tcpstage::live
