#include "core/live/dumpcap.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace tcpstage::live {

namespace {

constexpr int ready_within_ms = 15'000; // long, for a machine under heavy load; a failure is reported at once
constexpr std::chrono::milliseconds end_within{500};
/// Starts the program of its arguments, and ends it when standard input ends: also if this process was killed.
constexpr const char* guard_script =
    R"("$@" </dev/null 2>/dev/null & p=$!; exec >/dev/null; read -r x; kill "$p" 2>/dev/null; wait "$p")";

struct Pipe {
    int read = -1;
    int write = -1;

    bool open()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read = ends[0];
        write = ends[1];
        return true;
    }
};

/// In a group of its own, so that it can be ended as a whole, and Ctrl+C is left to this program. 0 or errno.
int spawn_guard(::pid_t& guard, std::vector<std::string> words, int input, int output)
{
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes{};
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    const int reason = ::posix_spawn(&guard, "/bin/sh", &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return reason;
}

} // namespace

std::string find_dumpcap()
{
    const char* const given = std::getenv("PATH");
    std::string_view folders = given == nullptr ? "/usr/bin:/usr/sbin:/usr/local/bin" : given;
    while (!folders.empty()) {
        const std::size_t end = std::min(folders.find(':'), folders.size());
        const std::string path = std::string{folders.substr(0, end)} + "/dumpcap";
        if (path.front() == '/' && ::access(path.c_str(), F_OK) == 0) return path;
        folders.remove_prefix(std::min(end + 1, folders.size()));
    }
    return {};
}

std::optional<Trouble> Dump::start(const std::string& filter)
{
    const std::string program = find_dumpcap();
    if (program.empty()) return Trouble{Stage::FindDumpcap, ENOENT};
    if (::access(program.c_str(), X_OK) != 0) return Trouble{Stage::RunDumpcap, errno};
    if (const auto trouble = launch(program, filter)) return trouble;
    pollfd readable{output_, POLLIN, 0}; // it ends without a header if it may not capture
    if (::poll(&readable, 1, ready_within_ms) != 1) return Trouble{Stage::WatchAll, ETIMEDOUT};
    if ((readable.revents & POLLIN) == 0) return Trouble{Stage::WatchAll, EPERM};
    return {};
}

std::optional<Trouble> Dump::launch(const std::string& program, const std::string& filter)
{
    Pipe packets;
    Pipe life;
    if (!packets.open() || !life.open()) return Trouble{Stage::Pipe, errno};
    output_ = packets.read;
    lifeline_ = life.write;
    ::fcntl(output_, F_SETFL, O_NONBLOCK);
    const int reason = spawn_guard(
        guard_, {"sh", "-c", guard_script, "sh", program, "-i", "any", "-q", "-s", "262144", "-w", "-", "-f", filter},
        life.read, packets.write);
    ::close(packets.write);
    ::close(life.read);
    if (reason == 0) return {};
    guard_ = -1;
    return Trouble{Stage::StartDumpcap, reason};
}

Dump::~Dump()
{
    if (lifeline_ >= 0) ::close(lifeline_);
    if (output_ >= 0) ::close(output_);
    if (guard_ < 0) return;
    const auto last = std::chrono::steady_clock::now() + end_within;
    while (std::chrono::steady_clock::now() < last) {
        if (::waitpid(guard_, nullptr, WNOHANG) != 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    ::kill(-guard_, SIGKILL);
    ::waitpid(guard_, nullptr, 0);
}

} // namespace tcpstage::live
