// Kills the program or its helper many times while few namespaces may exist at once, and checks that none is left
// behind.

#include "tests/core/live/live.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tcpstage::live {
namespace {

constexpr int kills = 40;
constexpr const char* most_networks = "9"; // enough for three: the kernel removes namespaces late
constexpr const char* most_users = "3";

enum class Left : int { Nothing, Namespaces, Processes, Descriptors, NoStart, NoLimit };

void PrintTo(Left left, std::ostream* out)
{
    constexpr std::array<const char*, 6> words{"nothing",     "namespaces",       "processes",
                                               "descriptors", "it did not start", "no limit can be set here"};
    *out << words.at(static_cast<std::size_t>(left));
}

bool write_to(const std::string& path, const std::string& text)
{
    std::ofstream file{path};
    file << text;
    file.flush();
    return file.good();
}

/// Enters a new user namespace that limits the number of namespaces.
bool limit_namespaces()
{
    const std::string uid = std::to_string(::geteuid());
    const std::string gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER) != 0) return false;
    write_to("/proc/self/setgroups", "deny");
    return write_to("/proc/self/uid_map", "0 " + uid + " 1") && write_to("/proc/self/gid_map", "0 " + gid + " 1") &&
           write_to("/proc/sys/user/max_net_namespaces", most_networks) &&
           write_to("/proc/sys/user/max_user_namespaces", most_users);
}

template <typename Condition> bool soon(Condition condition)
{
    const auto last = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > last) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return true;
}

std::ptrdiff_t descriptors() { return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {}); }

/// Starts a helper as soon as the limit leaves room for its namespaces.
Left start(boost::asio::io_context& io, std::unique_ptr<Client>& client)
{
    Left left = Left::Namespaces;
    soon([&] {
        auto started = Client::start(io, plain_wire(Device::Veth));
        if (started) client = std::move(*started);
        const bool full = !started && (started.error().reason == ENOSPC || started.error().reason == EUSERS);
        if (!full) left = started ? Left::Nothing : Left::NoStart;
        return !full;
    });
    return left;
}

/// Kills the helper; the program notices and cleans up.
Left kill_helper()
{
    boost::asio::io_context io{1};
    std::unique_ptr<Client> client;
    if (const Left left = start(io, client); left != Left::Nothing) return left;
    bool gone = false;
    client->listen([](const Event&, auto) {}, [&](const Error&) { gone = true; });
    ::kill(client->process(), SIGKILL);
    io.run_for(patience); // returns early when the client reads end of file
    return gone ? Left::Nothing : Left::Processes;
}

/// Plays the program: starts a helper, reports its process id, and waits to be killed.
[[noreturn]] void be_the_program(int report)
{
    boost::asio::io_context io{1};
    std::unique_ptr<Client> client;
    static_cast<void>(start(io, client));
    const ::pid_t helper = client ? client->process() : -1;
    static_cast<void>(::write(report, &helper, sizeof helper));
    for (;;)
        ::pause();
}

/// Kills the program; the helper ends too.
Left kill_program()
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return Left::NoStart;
    const ::pid_t program = ::fork();
    if (program == 0) be_the_program(pipe[1]);
    ::pid_t helper = -1;
    const bool lesson_run = ::read(pipe[0], &helper, sizeof helper) == static_cast<ssize_t>(sizeof helper);
    ::close(pipe[0]);
    ::close(pipe[1]);
    ::kill(program, SIGKILL);
    ::waitpid(program, nullptr, 0);
    if (!lesson_run || helper < 0) return Left::NoStart;
    return soon([&] { return ::waitpid(helper, nullptr, WNOHANG) == helper; }) ? Left::Nothing : Left::Processes;
}

Left killing(Left (*kill_one)())
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1); // orphaned processes become our children
    if (!limit_namespaces()) return Left::NoLimit;
    const auto before = descriptors();
    for (int i = 0; i < kills; ++i)
        if (const Left left = kill_one(); left != Left::Nothing) return left;
    if (descriptors() != before) return Left::Descriptors;
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD ? Left::Nothing : Left::Processes;
}

/// Runs in a child process because a process cannot leave its user namespace.
Left what_is_left(Left (*kill_one)())
{
    const ::pid_t process = ::fork();
    if (process == 0) ::_exit(static_cast<int>(killing(kill_one)));
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? static_cast<Left>(WEXITSTATUS(status)) : Left::NoStart;
}

TEST(Helper, LeavesNothingBehindWhenItIsKilled)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const Left left = what_is_left(kill_helper);
    if (left == Left::NoLimit) GTEST_SKIP() << "the number of namespaces cannot be limited here";
    EXPECT_EQ(left, Left::Nothing);
}

TEST(Helper, LeavesNothingBehindWhenTheProgramIsKilled)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const Left left = what_is_left(kill_program);
    if (left == Left::NoLimit) GTEST_SKIP() << "the number of namespaces cannot be limited here";
    EXPECT_EQ(left, Left::Nothing);
}

} // namespace
} // namespace tcpstage::live
