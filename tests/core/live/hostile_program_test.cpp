// Sends nonsensical messages to the helper. If the tests are built with sanitizers, so is this helper.

#include "core/base/random.h"
#include "tests/core/live/live.h"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tcpstage::live {
namespace {

using Octets = std::vector<std::uint8_t>;

constexpr int starts = 24;
constexpr int messages = 150;

std::string sanitized_helper()
{
    const std::string sanitized = find_helper() + "-sanitized";
    return std::filesystem::exists(sanitized) ? sanitized : find_helper();
}

/// A helper whose standard error is kept.
class Victim {
public:
    Victim()
    {
        std::array<int, 2> pair{-1, -1};
        ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data());
        socket_ = pair[0];
        posix_spawn_file_actions_t actions{};
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pair[1], protocol_descriptor);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, words_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        std::string program = sanitized_helper();
        std::string options = "ASAN_OPTIONS=detect_leaks=0"; // LeakSanitizer needs ptrace, here forbidden
        std::array<char*, 2> arguments{program.data(), nullptr};
        std::array<char*, 2> environment{options.data(), nullptr};
        ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pair[1]);
    }
    ~Victim()
    {
        ::close(socket_);
        std::filesystem::remove(words_);
    }
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;

    void hears(const Octets& octets) const
    {
        ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    bool says_that_it_is_ready() const
    {
        Event event;
        pollfd readable{socket_, POLLIN, 0};
        return ::poll(&readable, 1, static_cast<int>(std::chrono::milliseconds{patience}.count())) == 1 &&
               ::recv(socket_, &event, sizeof event, 0) == sizeof event && event.kind == Event::Kind::Ready;
    }
    void is_read() const
    {
        std::array<char, largest_message_bytes> message{};
        while (::recv(socket_, message.data(), message.size(), MSG_DONTWAIT) > 0) {
        }
    }
    /// Closes the connection and returns the wait status with which the helper ends.
    int ends() const
    {
        ::shutdown(socket_, SHUT_RDWR);
        int status = -1;
        const auto last = std::chrono::steady_clock::now() + patience;
        while (::waitpid(process_, &status, WNOHANG) == 0) {
            if (std::chrono::steady_clock::now() > last) ::kill(process_, SIGKILL);
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return status;
    }
    std::string last_words() const
    {
        std::ifstream file{words_};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

private:
    std::string words_ = ::testing::TempDir() + "hostile_program_" + std::to_string(::getpid());
    int socket_ = -1;
    ::pid_t process_ = -1;
};

template <typename Value> Value one_of(Random& random, std::initializer_list<Value> values)
{
    return values.begin()[random.below(values.size())];
}

Octets random_octets(Random& random, std::size_t size)
{
    Octets octets(size);
    for (std::uint8_t& octet : octets)
        octet = static_cast<std::uint8_t>(random.next());
    return octets;
}

Octets packet(Random& random)
{
    Octets octets = random_octets(random, one_of<std::size_t>(random, {40, 40, 60, 100, 1500, 2048}));
    octets[0] = one_of<std::uint8_t>(random, {0x45, 0x45, 0x4f, 0x60});
    octets[2] = static_cast<std::uint8_t>(octets.size() >> 8U);
    octets[3] = static_cast<std::uint8_t>(octets.size());
    octets[9] = 6;
    const Octets ends{10, 0, 0, 1, 10, 0, 0, 2, 192, 0, 0, 80};
    std::ranges::copy(ends, octets.begin() + 12);
    return octets;
}

Octets command(Random& random)
{
    Command command;
    command.kind = static_cast<Command::Kind>(one_of<unsigned>(random, {0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 255}));
    command.side = one_of<std::uint8_t>(random, {0, 1, 0, 1, 2, 255});
    command.call = one_of<std::uint8_t>(random, {0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 255});
    command.fate = static_cast<Command::Fate>(one_of<unsigned>(random, {0, 0, 1, 2, 3}));
    command.frame =
        one_of<std::uint32_t>(random, {0, 1, 2, 3, 4, static_cast<std::uint32_t>(random.below(99)), 1U << 31U});
    command.at = one_of<std::int64_t>(random, {0, 0, 1, -1, INT64_MIN, INT64_MAX});
    command.copy_at = one_of<std::int64_t>(random, {0, 0, 1, -1, INT64_MIN, INT64_MAX});
    command.octets = one_of<std::uint32_t>(random, {0, 1, 100, UINT32_MAX});
    command.when = one_of<std::uint8_t>(random, {0, 0, 0, 4, 7, 11, 255});
    Octets data;
    if (command.kind == Command::Kind::Call && command.call == 2) data.resize(random.below(20'000));
    if (command.kind == Command::Kind::Inject) data = packet(random);
    const auto size = static_cast<std::uint32_t>(data.size());
    command.data_bytes = one_of<std::uint32_t>(random, {size, size, size, size, size, size + 1, UINT32_MAX});
    Octets octets(sizeof command);
    std::memcpy(octets.data(), &command, sizeof command);
    octets.insert(octets.end(), data.begin(), data.end());
    return octets;
}

Octets setup(Random& random, int number)
{
    WireSetup setup = plain_wire(Device::Veth);
    setup.passes = number % 4 == 0;
    Octets octets = octets_of(setup);
    if (number % 3 == 1) octets[random.below(octets.size())] = static_cast<std::uint8_t>(random.next());
    if (number % 6 == 2) octets = random_octets(random, random.below(300));
    return octets;
}

TEST(Helper, SurvivesWhateverItIsSent)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Random random{1};
    int ready = 0;
    for (int start = 0; start < starts; ++start) {
        const Victim victim;
        victim.hears(setup(random, start));
        if (victim.says_that_it_is_ready()) {
            ++ready;
            for (int i = 0; i < messages; ++i) {
                Octets message;
                for (std::uint64_t count = random.below(4); count <= 3; ++count) {
                    const Octets more = command(random);
                    message.insert(message.end(), more.begin(), more.end());
                }
                victim.hears(i % 20 == 7 ? random_octets(random, random.below(3000)) : message);
                if (start % 5 != 0) victim.is_read(); // otherwise its answers are left unread
            }
        }
        const int status = victim.ends();
        ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << start << ": " << status << '\n'
                                                                   << victim.last_words();
    }
    EXPECT_GE(ready, starts / 2);
}

TEST(Helper, AnswersASetupThatMakesNoSenseAndEnds)
{
    Random random{3};
    for (const std::size_t size : {0UL, 1UL, 113UL, 115UL, 5000UL}) {
        const Victim victim;
        victim.hears(random_octets(random, size));
        EXPECT_FALSE(victim.says_that_it_is_ready());
        const int status = victim.ends();
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1) << size << ": " << victim.last_words();
    }
}

} // namespace
} // namespace tcpstage::live
