#include "core/live/child.h"

#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>

namespace tcpstage::live {

namespace {

constexpr std::chrono::seconds end_within{2};

} // namespace

bool is_stopped(::pid_t process)
{
    siginfo_t info{};
    const int result = ::waitid(P_PID, static_cast<id_t>(process), &info, WSTOPPED | WNOHANG | WNOWAIT);
    return result == 0 && info.si_pid == process;
}

void end_child(::pid_t process)
{
    const auto last = std::chrono::steady_clock::now() + end_within;
    while (std::chrono::steady_clock::now() < last && !is_stopped(process)) {
        if (::waitpid(process, nullptr, WNOHANG) != 0) return;
        std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

} // namespace tcpstage::live
