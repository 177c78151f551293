#include "core/live/wire/launcher.h"

#include "core/live/launch_protocol.h"
#include "core/live/wire/failure.h"
#include "core/live/wire/lock_down.h"
#include "core/live/wire/namespaces.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>

namespace tcpstage::live {

namespace {

constexpr std::chrono::milliseconds time_to_end{300}; // from SIGTERM to SIGKILL, when all is over
constexpr int shell_not_found = 127;

/// A program that was prepared, and waits for its command.
struct Prepared {
    ::pid_t process = -1;
    Descriptor command; // its command is written here
};

void report(LaunchReport::Kind kind, std::size_t side, std::int32_t value)
{
    LaunchReport report;
    report.kind = kind;
    report.side = static_cast<std::uint8_t>(side);
    report.value = value;
    static_cast<void>(::send(launch_descriptor, &report, sizeof report, MSG_NOSIGNAL));
}

std::string address_text(const StackSetup& stack)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool is_v6 = std::ranges::any_of(stack.address6, [](std::uint8_t octet) { return octet != 0; });
    const void* const octets = is_v6 ? static_cast<const void*>(stack.address6.data()) : stack.address.data();
    return ::inet_ntop(is_v6 ? AF_INET6 : AF_INET, octets, text.data(), text.size());
}

/// The programs' own /proc, and /etc/hosts with the names of both ends. Where a container forbids it, they see those of
/// the machine, and use the addresses.
void mount_own_files(const WireSetup& setup)
{
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return;
    const std::string hosts = "127.0.0.1 localhost\n::1 localhost\n" + address_text(setup.stacks[0]) + " client\n" +
                              address_text(setup.stacks[1]) + " server\n";
    constexpr const char* place = "/proc"; // always there, and covered by the next mount
    constexpr const char* file = "/proc/hosts";
    if (::mount("tmpfs", place, "tmpfs", 0, "size=64k,mode=0755") == 0) {
        const Descriptor made{::open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0644)};
        if (made.open() && ::write(made.get(), hosts.data(), hosts.size()) == std::ssize(hosts))
            ::mount(file, "/etc/hosts", nullptr, MS_BIND, nullptr);
        ::umount2(place, MNT_DETACH);
    }
    ::mount("proc", place, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
}

/// Into a user namespace of its own, in which the user has the usual number and nothing can be gained.
void become(const User& user)
{
    needed(Stage::Launch, ::unshare(CLONE_NEWUSER));
    if (!write_file("/proc/self/uid_map", std::to_string(user.user) + " 0 1") ||
        !write_file("/proc/self/gid_map", std::to_string(user.group) + " 0 1"))
        throw Failure{Stage::Launch, errno};
    write_file("/proc/sys/user/max_user_namespaces", "0");
    drop_rights();
}

/// Keeps the standard descriptors and those given.
template <std::size_t count> void close_all_but(std::array<int, count> kept)
{
    std::ranges::sort(kept);
    unsigned first = STDERR_FILENO + 1;
    for (const int descriptor : kept) {
        const auto number = static_cast<unsigned>(descriptor);
        if (number > first) ::syscall(SYS_close_range, first, number - 1, 0);
        first = std::max(first, number + 1);
    }
    ::syscall(SYS_close_range, first, ~0U, 0);
}

void reset_signals()
{
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL); // NOLINT: some cannot be set
    sigset_t none{};
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Becomes the program when its command comes.
[[noreturn]] void be_program(std::size_t side, int command, char** environment)
{
    std::string line(longest_command_bytes, '\0');
    const ssize_t size = ::recv(command, line.data(), line.size(), 0);
    if (size <= 0) std::_Exit(0); // it is not to be started
    line.resize(static_cast<std::size_t>(size));
    ::dup2(output_descriptors[side], STDOUT_FILENO);
    ::dup2(output_descriptors[side], STDERR_FILENO);
    ::syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
    reset_signals();
    std::string shell = "sh";
    std::string option = "-c";
    std::array<char*, 4> arguments{shell.data(), option.data(), line.data(), nullptr};
    ::execve("/bin/sh", arguments.data(), environment);
    std::_Exit(shell_not_found);
}

Prepared prepare(std::size_t side, const Wire& wire, const User& user, char** environment)
{
    std::array<int, 2> pair{};
    needed(Stage::Launch, ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()));
    const Descriptor command{pair[1]};
    Prepared prepared{-1, Descriptor{pair[0]}};
    prepared.process = needed(Stage::Launch, ::fork());
    if (prepared.process != 0) return prepared;
    try {
        prepared.command.reset();
        needed(Stage::Launch, ::setns(wire.networks[side].get(), CLONE_NEWNET));
        ::setsid();
        become(user);
    } catch (const Failure& failure) {
        report(LaunchReport::Kind::Failed, side, failure.reason);
        std::_Exit(1);
    }
    close_all_but(std::array{output_descriptors[side], command.get()});
    be_program(side, command.get(), environment);
}

class Launcher {
public:
    Launcher(std::array<Prepared, 2> programs, Descriptor signals)
        : programs_{std::move(programs)}, signals_{std::move(signals)}
    {}

    /// Until the program has closed its end of the pair.
    void run()
    {
        for (;;) {
            std::array<pollfd, 2> sources{{{launch_descriptor, POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
            if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) return;
            if (sources[1].revents != 0) reap();
            if (sources[0].revents != 0 && !obey()) return;
        }
    }

    /// Lets all programs end by themselves. What then remains is killed with this process.
    static void end()
    {
        ::kill(-1, SIGTERM);
        const auto last = std::chrono::steady_clock::now() + time_to_end;
        while (std::chrono::steady_clock::now() < last) {
            const ::pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
            if (ended < 0) return;
            if (ended == 0) std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    }

private:
    void reap()
    {
        signalfd_siginfo ignored{};
        if (::read(signals_.get(), &ignored, sizeof ignored) < 0 && errno != EAGAIN) return;
        int status = 0;
        for (::pid_t process = ::waitpid(-1, &status, WNOHANG); process > 0; process = ::waitpid(-1, &status, WNOHANG))
            for (std::size_t side = 0; side < 2; ++side)
                if (process == programs_[side].process) report(LaunchReport::Kind::Ended, side, status);
    }

    /// False: the program is gone, or the order has no sense.
    bool obey()
    {
        std::string message(sizeof(LaunchOrder) + longest_command_bytes, '\0');
        const ssize_t size = ::recv(launch_descriptor, message.data(), message.size(), 0);
        LaunchOrder order;
        if (size < static_cast<ssize_t>(sizeof order)) return false;
        std::memcpy(&order, message.data(), sizeof order);
        if (order.side > 1) return false;
        Prepared& program = programs_[order.side];
        const std::size_t length = static_cast<std::size_t>(size) - sizeof order;
        switch (order.kind) {
        case LaunchOrder::Kind::Start:
            static_cast<void>(::send(program.command.get(), message.data() + sizeof order, length, MSG_NOSIGNAL));
            return true;
        case LaunchOrder::Kind::Terminate:
            return ::kill(-program.process, SIGTERM) == 0 || errno == ESRCH;
        case LaunchOrder::Kind::Kill:
            return ::kill(-program.process, SIGKILL) == 0 || errno == ESRCH;
        }
        return false;
    }

    std::array<Prepared, 2> programs_;
    Descriptor signals_;
};

Descriptor signals_of_children()
{
    sigset_t children{};
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &children, nullptr);
    return Descriptor{needed(Stage::Launch, ::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK))};
}

void be_launcher(const Wire& wire, const WireSetup& setup, const User& user, char** environment)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Descriptor signals = signals_of_children();
    mount_own_files(setup);
    std::array<Prepared, 2> programs{prepare(0, wire, user, environment), prepare(1, wire, user, environment)};
    close_all_but(std::array{launch_descriptor, signals.get(), programs[0].command.get(), programs[1].command.get()});
    drop_rights();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // again: a change of rights clears it
    report(LaunchReport::Kind::Ready, 0, 0);
    Launcher launcher{std::move(programs), std::move(signals)};
    launcher.run();
    Launcher::end();
}

} // namespace

void start_launcher(const Wire& wire, const WireSetup& setup, const User& user, char** environment)
{
    needed(Stage::Launch, ::unshare(CLONE_NEWPID));
    if (needed(Stage::Launch, ::fork()) == 0) {
        try {
            be_launcher(wire, setup, user, environment);
        } catch (const Failure& failure) {
            report(LaunchReport::Kind::Failed, 0, failure.reason);
        }
        std::_Exit(0);
    }
    ::syscall(SYS_close_range, launch_descriptor, output_descriptors.back(), 0);
}

} // namespace tcpstage::live
