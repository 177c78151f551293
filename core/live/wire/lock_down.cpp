#include "core/live/wire/lock_down.h"

#include "core/live/wire/failure.h"

#include <array>
#include <bit>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
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

/// An argument of a system call whose bits in `mask` must equal `equals`. Only its lower 32 bits are compared, because
/// the kernel treats these arguments as 32-bit numbers.
struct Condition {
    std::uint32_t argument = 0;
    std::uint32_t mask = 0;
    std::uint32_t equals = 0;
};
constexpr Condition is(std::uint32_t argument, int value) { return {argument, ~0U, static_cast<std::uint32_t>(value)}; }
constexpr Condition without(std::uint32_t argument, int bits)
{
    return {argument, static_cast<std::uint32_t>(bits), 0};
}

struct Allowed {
    std::uint32_t number = 0;
    std::array<Condition, 2> conditions{};
};

/// Reading and writing open descriptors, using existing sockets, waiting, memory without code, exit. No open, no exec,
/// no new socket (except accept4), no namespace, no ioctl; and no recvmsg, so that no descriptor can be passed in.
constexpr auto allowed = std::to_array<Allowed>({
    {SYS_read},
    {SYS_write},
    {SYS_writev},
    {SYS_pread64},
    {SYS_close},
    {SYS_epoll_ctl},
    {SYS_epoll_pwait},
#ifdef SYS_epoll_wait
    {SYS_epoll_wait},
#endif
    {SYS_timerfd_settime},
    {SYS_clock_gettime},
    {SYS_sendto},
    {SYS_recvfrom},
    {SYS_connect},
    {SYS_accept4},
    {SYS_listen},
    {SYS_shutdown},
    {SYS_getsockopt},
    {SYS_setsockopt, {is(1, SOL_SOCKET), is(2, SO_LINGER)}},
    {SYS_brk},
    {SYS_mmap, {without(2, PROT_EXEC)}},
    {SYS_munmap},
    {SYS_mremap},
    {SYS_futex},
    {SYS_rt_sigreturn},
    {SYS_restart_syscall},
    {SYS_exit},
    {SYS_exit_group},
});

constexpr sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
constexpr sock_filter answer(std::uint32_t what) { return BPF_STMT(BPF_RET | BPF_K, what); }
/// Continues with the next statement if the loaded number is `value`, else skips `others` statements.
constexpr sock_filter must_be(std::uint32_t value, std::size_t others)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(others));
}

/// Decides about one call, or continues with the next rule; the number of the call then stays loaded.
std::vector<sock_filter> rule(const Allowed& call)
{
    constexpr std::size_t lower_half = std::endian::native == std::endian::little ? 0 : 4;
    std::vector<sock_filter> checks;
    for (const Condition& condition : call.conditions) {
        if (condition.mask == 0) continue;
        checks.push_back(load(offsetof(seccomp_data, args) + std::size_t{8} * condition.argument + lower_half));
        checks.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, condition.mask));
        checks.push_back(must_be(condition.equals, 0)); // the jump distance is set below
    }
    const bool conditional = !checks.empty();
    checks.push_back(answer(SECCOMP_RET_ALLOW));
    if (conditional) checks.push_back(answer(SECCOMP_RET_ERRNO | EPERM));
    for (std::size_t i = 2; conditional && i + 2 < checks.size(); i += 3)
        checks[i].jf = static_cast<std::uint8_t>(checks.size() - 2 - i);
    std::vector<sock_filter> statements{must_be(call.number, checks.size())};
    statements.insert(statements.end(), checks.begin(), checks.end());
    return statements;
}

std::vector<sock_filter> filter()
{
    std::vector<sock_filter> program{
        load(offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
        answer(SECCOMP_RET_KILL_PROCESS),
        load(offsetof(seccomp_data, nr)),
    };
    for (const Allowed& call : allowed) {
        const auto statements = rule(call);
        program.insert(program.end(), statements.begin(), statements.end());
    }
    program.push_back(answer(SECCOMP_RET_ERRNO | EPERM));
    return program;
}

/// Neither this process nor any that it could start may ever have a capability again.
void drop_capabilities()
{
    for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
        needed(Stage::Lock, ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0));
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> none{}; // the ambient ones go with them
    needed(Stage::Lock, static_cast<int>(::syscall(SYS_capset, &head, none.data())));
}

} // namespace

void close_others_after(int last)
{
    ::syscall(SYS_close_range, static_cast<unsigned>(last) + 1, ~0U, 0); // absent before Linux 5.9
}

void limit_resources()
{
    const rlimit no_core{0, 0};
    const rlimit few_files{256, 256};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::setrlimit(RLIMIT_NOFILE, &few_files);
}

void drop_rights()
{
    needed(Stage::Lock, ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    drop_capabilities();
    needed(Stage::Lock, ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

void forbid_other_calls()
{
    auto program = filter();
    const sock_fprog all{static_cast<unsigned short>(program.size()), program.data()};
    needed(Stage::Lock, ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all, 0, 0));
}

} // namespace tcpstage::live
