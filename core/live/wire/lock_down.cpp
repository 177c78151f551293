#include "core/live/wire/lock_down.h"

#include "core/live/wire/failure.h"

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace tcpstage::live {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "name this machine's AUDIT_ARCH for the list of allowed system calls"
#endif

/// Reading and writing what is open, sockets that exist, waiting, memory, ending. No open, no exec, no new socket, no
/// namespace.
constexpr auto allowed = std::to_array<std::uint32_t>({
    SYS_read,       SYS_write,           SYS_readv,           SYS_writev,  SYS_pread64,
    SYS_close,      SYS_epoll_ctl,       SYS_epoll_pwait,
#ifdef SYS_epoll_wait
    SYS_epoll_wait,
#endif
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_ppoll,      SYS_timerfd_settime, SYS_clock_gettime,   SYS_sendto,  SYS_recvfrom,
    SYS_sendmsg,    SYS_recvmsg,         SYS_connect,         SYS_accept4, SYS_listen,
    SYS_shutdown,   SYS_getsockopt,      SYS_setsockopt,      SYS_ioctl,   SYS_brk,
    SYS_mmap,       SYS_munmap,          SYS_mremap,          SYS_madvise, SYS_mprotect,
    SYS_futex,      SYS_rt_sigreturn,    SYS_restart_syscall, SYS_exit,    SYS_exit_group,
});

std::vector<sock_filter> filter()
{
    std::vector<sock_filter> program{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (const std::uint32_t number : allowed) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    return program;
}

} // namespace

void limit_resources()
{
    const rlimit no_core{0, 0};
    const rlimit few_files{256, 256};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::setrlimit(RLIMIT_NOFILE, &few_files);
    ::syscall(SYS_close_range, protocol_descriptor + 1, ~0U, 0); // absent before Linux 5.9
}

void lock_down()
{
    needed(Stage::Lock, ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> none{};
    needed(Stage::Lock, static_cast<int>(::syscall(SYS_capset, &head, none.data())));
    auto program = filter();
    const sock_fprog all{static_cast<unsigned short>(program.size()), program.data()};
    needed(Stage::Lock, ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all, 0, 0));
}

} // namespace tcpstage::live
