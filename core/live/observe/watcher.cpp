#include "core/live/observe/watcher.h"

#include "core/live/child.h"
#include "core/live/clocks.h"
#include "core/live/dumpcap.h"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

extern char** environ;

namespace tcpstage::live {

namespace {

constexpr const char* longest_capture = "duration:180"; // seconds, in case this program is killed before it stops it
// Long, for a machine under heavy load; a failure is reported at once.
constexpr int ready_within_ms = 15'000;
constexpr int slice_ms = 250;
constexpr std::chrono::milliseconds between_beats{500};
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

::pid_t spawn(const std::string& program, const std::string& filter, int output)
{
    std::vector<std::string> words{program, "-i", "lo", "-P",   "-q", "-s",           "65535",
                                   "-w",    "-",  "-f", filter, "-a", longest_capture};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
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
    std::int64_t latest = 0; // the order of the packets is right, but timestamps may go back a little
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

std::optional<std::pair<std::uint16_t, std::uint16_t>> ports_of(std::span<const std::uint8_t> packet)
{
    if (packet.size() < 20) return {};
    const std::size_t header = (packet[0] & 0x0fU) * std::size_t{4};
    if (packet.size() < header + 20) return {};
    const auto port = [&](std::size_t at) { return static_cast<std::uint16_t>(packet[at] * 256U + packet[at + 1]); };
    return std::pair{port(header), port(header + 2)};
}

std::optional<Trouble> try_watching()
{
    boost::asio::io_context io{1};
    Watcher watcher{io};
    return watcher.start(9, 9); // the discard port: no traffic is expected
}

Watcher::Watcher(boost::asio::io_context& io) : output_{io}, mark_{io}, give_up_{io}, beat_{io} {}

std::optional<Trouble> Watcher::start(std::uint16_t one_port, std::uint16_t other_port)
{
    const std::string program = find_dumpcap();
    if (program.empty()) return Trouble{Stage::FindDumpcap, ENOENT};
    if (::access(program.c_str(), X_OK) != 0) return Trouble{Stage::RunDumpcap, errno};
    if (const int reason = reserve_mark(); reason != 0) return Trouble{Stage::BindLoopback, reason};
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return Trouble{Stage::Pipe, errno};
    const std::string filter =
        fmt::format("tcp and host 127.0.0.1 and ((port {} and port {}) or port {})", one_port, other_port, mark_port_);
    process_ = spawn(program, filter, pipe[1]);
    const int reason = errno;
    ::close(pipe[1]);
    output_.assign(pipe[0]);
    if (process_ < 0) return Trouble{Stage::StartDumpcap, reason};
    if (const int failed = await_header(pipe[0]); failed != 0) return Trouble{Stage::Watch, failed};
    clock_difference_ = clock_difference();
    read_on();
    return {};
}

/// 0, or the errno for which there is nothing to read: dumpcap ends without a header if it may not capture.
int Watcher::await_header(int output) const
{
    bool stopped = false;
    for (int waited_ms = 0; waited_ms < ready_within_ms; waited_ms += slice_ms) {
        pollfd readable{output, POLLIN, 0};
        if (::poll(&readable, 1, slice_ms) == 1) return (readable.revents & POLLIN) != 0 ? 0 : EPERM;
        if (std::exchange(stopped, is_stopped(process_)) && stopped) break;
    }
    return ETIMEDOUT;
}

/// Counts dumpcap as stopped only after two beats: Ctrl+Z stops and continues this program and dumpcap together.
void Watcher::watch_over(std::function<void()> stopped)
{
    beat_.expires_after(between_beats);
    beat_.async_wait([this, stopped = std::move(stopped)](boost::system::error_code error) {
        if (error) return;
        const bool now = is_stopped(process_);
        if (std::exchange(was_stopped_, now) && now) return stopped();
        watch_over(stopped);
    });
}

int Watcher::reserve_mark()
{
    using boost::asio::ip::tcp;
    boost::system::error_code error;
    mark_.open(tcp::v4(), error);
    if (!error) mark_.bind({boost::asio::ip::address_v4::loopback(), 0}, error);
    if (!error) mark_port_ = mark_.local_endpoint(error).port();
    return error.value();
}

bool Watcher::is_mark(const Passing& passing) const
{
    const auto ports = ports_of(passing.packet);
    return ports && (ports->first == mark_port_ || ports->second == mark_port_);
}

std::vector<Passing> Watcher::passed() const
{
    auto packets = read_pcap(octets_, clock_difference_);
    std::erase_if(packets, [this](const Passing& passing) { return is_mark(passing); });
    return packets;
}

void Watcher::await_all(std::chrono::milliseconds within, std::function<void(bool)> then)
{
    all_reported_ = std::move(then);
    give_up_.expires_after(within);
    give_up_.async_wait([this](boost::system::error_code error) {
        if (!error) report_all(false);
    });
    boost::asio::ip::tcp::socket sender{output_.get_executor()};
    boost::system::error_code refused;
    sender.connect({boost::asio::ip::address_v4::loopback(), mark_port_}, refused);
}

void Watcher::report_all(bool complete)
{
    give_up_.cancel();
    if (const auto report = std::exchange(all_reported_, {})) report(complete);
}

void Watcher::read_on()
{
    output_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t size) {
        if (error) return report_all(false); // dumpcap has ended
        octets_.insert(octets_.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size));
        read_on();
        if (!all_reported_) return;
        const auto packets = read_pcap(octets_, clock_difference_);
        if (std::ranges::any_of(packets, [this](const Passing& passing) { return is_mark(passing); })) report_all(true);
    });
}

Watcher::~Watcher()
{
    if (process_ < 0) return;
    ::kill(process_, SIGTERM);
    end_child(process_);
}

} // namespace tcpstage::live
