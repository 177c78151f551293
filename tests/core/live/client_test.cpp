#include "tests/core/live/live.h"

#include <array>
#include <boost/asio/post.hpp>
#include <csignal>
#include <cstring>
#include <fstream>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace tcpstage::live {
namespace {

/// What the helper says after `octets`: an answer at least, and what follows within a moment.
class Conversation {
public:
    Conversation() : client_{*Client::start(io_, plain_wire(Device::Veth))}
    {
        client_->listen([this](const Event& event, auto) { events_.push_back(event); }, [this] { gone_ = true; });
    }
    std::vector<Event> after(std::span<const std::uint8_t> octets)
    {
        events_.clear();
        client_->send_octets(octets);
        io_.restart();
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10}; // of a busy machine
        while (events_.empty() && !gone_ && io_.run_one_until(deadline) != 0) {
        }
        io_.run_for(std::chrono::milliseconds{5});
        return events_;
    }
    std::vector<Event> after(const Command& command)
    {
        std::array<std::uint8_t, sizeof command> octets{};
        std::memcpy(octets.data(), &command, sizeof command);
        return after(octets);
    }
    bool gone() const { return gone_; }
    Client& client() { return *client_; }

private:
    boost::asio::io_context io_{1};
    std::unique_ptr<Client> client_;
    std::vector<Event> events_;
    bool gone_ = false;
};

std::string status_of(::pid_t process, const std::string& key)
{
    std::ifstream file{"/proc/" + std::to_string(process) + "/status"};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key + ":")) return line.substr(line.find_last_of(" \t") + 1);
    return {};
}

TEST(Helper, HasNoRightsLeftWhenItIsReady)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    const ::pid_t process = talk.client().process();

    EXPECT_EQ(status_of(process, "CapEff"), "0000000000000000");
    EXPECT_EQ(status_of(process, "CapPrm"), "0000000000000000");
    EXPECT_EQ(status_of(process, "NoNewPrivs"), "1");
    EXPECT_EQ(status_of(process, "Seccomp"), "2");
}

TEST(Helper, RefusesWhatIsNoCommandAndGoesOn)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    Random random{1};
    for (std::size_t size = 1; size < 300; size += 13) {
        std::vector<std::uint8_t> octets(size);
        for (std::uint8_t& octet : octets)
            octet = static_cast<std::uint8_t>(random.next() | 0x80U); // no such kind of command
        const auto events = talk.after(octets);
        ASSERT_FALSE(events.empty()) << size;
        EXPECT_EQ(events[0].kind, Event::Kind::Refused);
    }
    EXPECT_FALSE(talk.after(Command{}).empty()); // it still looks when it is asked to
    EXPECT_FALSE(talk.gone());
}

TEST(Helper, RefusesADecisionAboutASegmentThatItDoesNotHold)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    Command command;
    command.kind = Command::Kind::Decide;
    command.frame = 12345;

    const auto events = talk.after(command);

    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events[0].kind, Event::Kind::Refused);
    EXPECT_EQ(events[0].frame, 12345U);
}

TEST(Helper, SaysThatItIsPartOfSomethingWhenStartedByHand)
{
    std::string program = find_helper();
    std::array<char*, 2> arguments{program.data(), nullptr};
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addclose(&actions, STDERR_FILENO);
    ::pid_t process = -1;
    ASSERT_EQ(::posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    ::waitpid(process, &status, 0);

    EXPECT_EQ(WEXITSTATUS(status), 2);
}

TEST(Helper, LeavesNothingBehindWhenItIsKilled)
{
    TCPSTAGE_NEEDS(Device::Veth);
    for (int i = 0; i < 40; ++i) {
        boost::asio::io_context io{1};
        const auto client = Client::start(io, plain_wire(Device::Veth));
        ASSERT_TRUE(client) << i << ": " << client.error().sentence();
        bool gone = false;
        (*client)->listen([](const Event&, auto) {}, [&] { gone = true; });
        ::kill((*client)->process(), SIGKILL);
        io.run_for(std::chrono::seconds{1}); // ends as soon as the end of file was read
        EXPECT_TRUE(gone);
    }
}

TEST(Helper, EndsWhenTheProgramIsKilled)
{
    TCPSTAGE_NEEDS(Device::Veth);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1); // orphans are ours
    for (int i = 0; i < 40; ++i) {
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        const ::pid_t program = ::fork();
        if (program == 0) { // a stand-in for the program: one thread, started from here
            boost::asio::io_context io{1};
            const auto client = Client::start(io, plain_wire(Device::Veth));
            const ::pid_t helper = client ? (*client)->process() : -1;
            static_cast<void>(::write(pipe[1], &helper, sizeof helper));
            ::pause();
            ::_exit(0);
        }
        ::pid_t helper = -1;
        ASSERT_EQ(::read(pipe[0], &helper, sizeof helper), static_cast<ssize_t>(sizeof helper));
        ASSERT_GT(helper, 0);
        ::kill(program, SIGKILL);
        ::waitpid(program, nullptr, 0);
        bool ended = false;
        for (int tries = 0; tries < 1000 && !ended; ++tries) {
            ended = ::waitpid(helper, nullptr, WNOHANG) == helper;
            if (!ended) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        EXPECT_TRUE(ended);
        ::close(pipe[0]);
        ::close(pipe[1]);
    }
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST(Helper, WorksForAnOrdinaryUser)
{
    TCPSTAGE_NEEDS(Device::Veth);
    if (::geteuid() != 0) GTEST_SKIP() << "this is an ordinary user already";
    std::vector<std::string> words{"setpriv",        "--reuid=65534",
                                   "--regid=65534",  "--clear-groups",
                                   "/proc/self/exe", "--gtest_filter=RealRun.SaysHow*:Helper.HasNoRights*",
                                   "--gtest_brief=1"};
    std::array<char, 4096> self{};
    ASSERT_GT(::readlink("/proc/self/exe", self.data(), self.size() - 1), 0);
    words[4] = self.data();
    std::vector<char*> arguments;
    for (std::string& argument : words)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    ::pid_t process = -1;
    if (::posix_spawnp(&process, "setpriv", nullptr, nullptr, arguments.data(), environ) != 0)
        GTEST_SKIP() << "setpriv is not installed";
    int status = 0;
    ::waitpid(process, &status, 0);
    if (WEXITSTATUS(status) == 127) GTEST_SKIP() << "an ordinary user cannot read this program";

    EXPECT_EQ(WEXITSTATUS(status), 0);
}

} // namespace
} // namespace tcpstage::live
