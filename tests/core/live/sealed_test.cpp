// Tries forbidden operations in a child process that the helper's own code has sealed.

#include "core/live/wire/failure.h"
#include "core/live/wire/lock_down.h"
#include "core/live/wire/namespaces.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace tcpstage::live {
namespace {

/// What the process holds when it is sealed.
struct Things {
    int terminal = -1; // its controlling terminal
    int socket = -1;   // its receive queue contains a passed descriptor
    int free = -1;     // the number that a new descriptor would get
    void* page = nullptr;
    std::array<char, 64> control{};
};

constexpr std::size_t page_bytes = 4096;

/// 0, or the errno.
int result_of(long value) { return value < 0 ? errno : 0; }

int take_descriptor(Things& things)
{
    char octet = 0;
    iovec part{&octet, 1};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = things.control.data();
    message.msg_controllen = things.control.size();
    return result_of(::recvmsg(things.socket, &message, 0));
}

int set(Things& things, int level, int option, const linger& value)
{
    return result_of(::setsockopt(things.socket, level, option, &value, sizeof value));
}

struct Deed {
    const char* name;
    int (*attempt)(Things&);
    int expected; // errno
};
constexpr auto deeds = std::to_array<Deed>({
    {"type into the terminal",
     [](Things& t) {
         const char letter = 'x';
         return result_of(::ioctl(t.terminal, TIOCSTI, &letter));
     },
     EPERM},
    {"ask a socket by ioctl",
     [](Things& t) {
         int size = 0;
         return result_of(::ioctl(t.socket, FIONREAD, &size));
     },
     EPERM},
    {"map code",
     [](Things&) {
         void* const page =
             ::mmap(nullptr, page_bytes, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); // NOLINT
         return page == MAP_FAILED ? errno : 0;
     },
     EPERM},
    {"map memory",
     [](Things&) {
         void* const page =
             ::mmap(nullptr, page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); // NOLINT
         return page == MAP_FAILED ? errno : 0;
     },
     0},
    {"make memory code", [](Things& t) { return result_of(::mprotect(t.page, page_bytes, PROT_READ | PROT_EXEC)); },
     EPERM},
    {"take a descriptor", take_descriptor, EPERM},
    {"read what came with a descriptor",
     [](Things& t) {
         char octet = 0;
         return result_of(::recv(t.socket, &octet, 1, 0));
     },
     0},
    {"use the descriptor that came with it",
     [](Things& t) {
         char octet = 0;
         return result_of(::read(t.free, &octet, 1));
     },
     EBADF},
    {"open a file", [](Things&) { return result_of(::open("/dev/null", O_RDONLY)); }, EPERM},
    {"make a socket", [](Things&) { return result_of(::socket(AF_INET, SOCK_STREAM, 0)); }, EPERM},
    {"make a namespace", [](Things&) { return result_of(::syscall(SYS_unshare, 0)); }, EPERM},
    {"start a process", [](Things&) { return result_of(::syscall(SYS_clone, 0, 0, 0, 0, 0)); }, EPERM},
    {"become another program", [](Things&) { return result_of(::syscall(SYS_execve, "/bin/true", nullptr, nullptr)); },
     EPERM},
    {"kill a process", [](Things&) { return result_of(::syscall(SYS_kill, 1, 0)); }, EPERM},
    {"look into a process", [](Things&) { return result_of(::syscall(SYS_ptrace, 0, 0, 0, 0)); }, EPERM},
    {"reset a connection by linger",
     [](Things& t) {
         return set(t, SOL_SOCKET, SO_LINGER, {1, 0});
     },
     0},
    {"set another option",
     [](Things& t) {
         return set(t, SOL_SOCKET, SO_SNDBUF, {1, 0});
     },
     EPERM},
});

void send_descriptor(int socket, int descriptor)
{
    char octet = 'd';
    iovec part{&octet, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    ASSERT_EQ(::sendmsg(socket, &message, 0), 1);
}

Things prepare()
{
    Things things;
    ::setsid();
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
    ::grantpt(master);
    ::unlockpt(master);
    things.terminal = ::open(::ptsname(master), O_RDWR); // becomes the controlling terminal
    std::array<int, 2> pair{-1, -1};
    ::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair.data());
    things.socket = pair[0];
    send_descriptor(pair[1], master);
    things.page = ::mmap(nullptr, page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    things.free = ::dup(master);
    ::close(things.free);
    return things;
}

constexpr int no_namespace = 200;
constexpr int not_ready = 201;

/// The exit code: 0; the number of the first attempt that did not end as expected; or why none was made.
int be_sealed()
{
    try {
        enter_user_namespace();
        Things things = prepare();
        if (things.terminal < 0 || ::tcgetsid(things.terminal) != ::getpid()) return not_ready;
        drop_rights();
        forbid_other_calls();
        for (std::size_t i = 0; i < deeds.size(); ++i)
            if (deeds[i].attempt(things) != deeds[i].expected) return static_cast<int>(i) + 1;
        return 0;
    } catch (const Failure&) {
        return no_namespace;
    }
}

TEST(SealedHelper, MayDoNothingButItsWork)
{
    const ::pid_t process = ::fork();
    if (process == 0) ::syscall(SYS_exit_group, be_sealed()); // with sanitizers, _exit() makes other system calls first
    int status = 0;
    ::waitpid(process, &status, 0);

    ASSERT_TRUE(WIFEXITED(status)) << status;
    const int code = WEXITSTATUS(status);
    if (code == no_namespace) GTEST_SKIP() << "no user namespace can be made here";
    ASSERT_NE(code, not_ready) << "there is no terminal to try it with";
    EXPECT_EQ(code, 0) << deeds.at(static_cast<std::size_t>(code == 0 ? 0 : code - 1)).name;
}

} // namespace
} // namespace tcpstage::live
