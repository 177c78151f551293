#include "tests/core/live/live.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tcpstage::live {
namespace {

/// What the helper says, as far as it is waited for.
class Conversation {
public:
    Conversation() : client_{*Client::start(io_, plain_wire(Device::Veth))}
    {
        client_->listen([this](const Event& event, auto) { events_.push_back(event); }, [this] { gone_ = true; });
    }
    void say(std::span<const std::uint8_t> octets) { client_->send_octets(octets); }
    void say(const Command& command) { client_->send(command); }
    /// The next event of that kind; empty: the helper has ended, or says no such thing.
    std::optional<Event> hears(Event::Kind kind)
    {
        const auto last = std::chrono::steady_clock::now() + patience;
        for (;;) {
            const auto found = std::ranges::find(events_, kind, &Event::kind);
            if (found != events_.end()) {
                const Event event = *found;
                events_.erase(events_.begin(), found + 1);
                return event;
            }
            io_.restart();
            if (gone_ || io_.run_one_until(last) == 0) return {};
        }
    }
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
        talk.say(octets);
        ASSERT_TRUE(talk.hears(Event::Kind::Refused)) << size;
    }
    talk.say(Command{}); // it still looks when it is asked to
    EXPECT_TRUE(talk.hears(Event::Kind::Looked));
}

TEST(Helper, RefusesADecisionAboutASegmentThatItDoesNotHold)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    Command command;
    command.kind = Command::Kind::Decide;
    command.frame = 12345;

    talk.say(command);

    const auto refused = talk.hears(Event::Kind::Refused);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->frame, 12345U);
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
