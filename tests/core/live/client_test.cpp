#include "tests/core/live/live.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tcpstage::live {
namespace {

/// A started helper and the events that the test waits for.
class Conversation {
public:
    Conversation() : client_{*Client::start(io_, plain_wire(Device::Veth))}
    {
        client_->listen([this](const Event& event, auto) { events_.push_back(event); },
                        [this](const Error&) { gone_ = true; });
    }
    void say(std::span<const std::uint8_t> octets) { client_->send_octets(octets); }
    void say(const Command& command) { client_->send(command); }
    /// The next event of that kind; empty if the helper has ended or sends none in time.
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
    EXPECT_EQ(status_of(process, "CapInh"), "0000000000000000");
    EXPECT_EQ(status_of(process, "CapBnd"), "0000000000000000");
    EXPECT_EQ(status_of(process, "CapAmb"), "0000000000000000");
    EXPECT_EQ(status_of(process, "NoNewPrivs"), "1");
    EXPECT_EQ(status_of(process, "Seccomp"), "2");
}

TEST(Helper, HasNoTerminal)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    EXPECT_EQ(::getsid(talk.client().process()), talk.client().process());
}

/// What the open descriptors of a process refer to, with their count by kind.
std::map<std::string, int> descriptors_of(::pid_t process)
{
    std::map<std::string, int> kinds;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/fd", error}) {
        const std::string leads_to = std::filesystem::read_symlink(entry.path(), error);
        const bool counters = leads_to.find("/net/dev") != std::string::npos && leads_to.starts_with("/proc/");
        kinds[counters ? "net/dev" : leads_to.substr(0, leads_to.find('['))] += 1;
    }
    return kinds;
}

TEST(Helper, HasOnlyTheDescriptorsThatItNeeds)
{
    for (const Device device : {Device::Veth, Device::Tun}) {
        if (!obstacle(device).empty()) continue;
        boost::asio::io_context io{1};
        const auto client = Client::start(io, plain_wire(device));
        ASSERT_TRUE(client) << client.error().sentence();
        const auto kinds = descriptors_of((*client)->process());
        if (kinds.empty()) GTEST_SKIP() << "only the administrator may look at a helper's descriptors";

        // The socket pair; for each side four connection sockets (two of them listen or connect later) and a netlink
        // socket. Asio itself has an epoll, an event and a timer descriptor.
        std::map<std::string, int> wanted{{"/dev/null", 3}, {"anon_inode:", 3}, {"socket:", 11}};
        if (device == Device::Veth)
            wanted["socket:"] += 2; // the packet sockets at both ends of the wire
        else
            wanted.insert({{"/dev/net/tun", 2}, {"net/dev", 2}});
        EXPECT_EQ(kinds, wanted);
    }
}

TEST(Helper, RefusesWhatIsNoCommandAndGoesOn)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Conversation talk;
    Random random{1};
    for (std::size_t size = 1; size < 300; size += 13) {
        std::vector<std::uint8_t> octets(size);
        for (std::uint8_t& octet : octets)
            octet = static_cast<std::uint8_t>(random.next() | 0x80U); // no command has such a kind
        talk.say(octets);
        ASSERT_TRUE(talk.hears(Event::Kind::Refused)) << size;
    }
    talk.say(Command{}); // the helper still answers a request for samples
    EXPECT_TRUE(talk.hears(Event::Kind::Sampled));
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
