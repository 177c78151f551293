// Two programs of the user on the wire. Those with python3 are skipped where it is missing.

#include "core/live/own/run_own.h"

#include "tests/core/live/live.h"
#include "tests/support/folder.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace tcpstage::live {
namespace {

const std::string http_server = "exec python3 -u -m http.server 8000 --bind $TCPSTAGE_SERVER --directory /usr/share";

/// A client that asks for `count` pages, one after another.
std::string http_client(int count = 1)
{
    return "exec python3 -c 'import os, urllib.request as request\n"
           "host = os.environ[\"TCPSTAGE_SERVER\"]\n"
           "host = \"[\" + host + \"]\" if \":\" in host else host\n"
           "for i in range(" +
           std::to_string(count) +
           "):\n"
           "    print(\"status\", request.urlopen(\"http://\" + host + \":8000/\").status)'";
}

bool has_python() { return std::system("python3 -c '' >/dev/null 2>&1") == 0; }

struct Written {
    std::array<std::vector<std::string>, 2> lines;

    OwnOptions options(const std::vector<std::string>& faults = {})
    {
        OwnOptions options;
        options.network = *own_network("delay: 5 ms", faults);
        options.wrote = [this](trace::Side side, std::string_view line) {
            lines[trace::index(side)].emplace_back(line);
        };
        return options;
    }
    bool has(trace::Side side, const std::string& line) const
    {
        return std::ranges::find(lines[trace::index(side)], line) != lines[trace::index(side)].end();
    }
};

std::vector<tcp::State> states_of(const trace::Trace& trace, trace::Side side)
{
    std::vector<tcp::State> states;
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Entered && record.side == side) states.push_back(record.to());
    return states;
}

Result<OwnRun> run(const std::string& server, const std::string& client, OwnOptions options, bool ip6 = false)
{
    boost::asio::io_context io{1};
    return run_own(io, {{client, server}, ip6}, std::move(options));
}

/// How many processes have this word in their command line.
std::size_t count_of_processes(const std::string& word)
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
        std::ifstream in{entry.path() / "cmdline"};
        const std::string line{std::istreambuf_iterator<char>{in}, {}};
        count += line.find(word) != std::string::npos && line.find("tests_core") == std::string::npos ? 1U : 0U;
    }
    return count;
}

struct Way {
    Device device = Device::Auto;
    bool ip6 = false;
};

class OwnProgramsOver : public testing::TestWithParam<Way> {};

TEST_P(OwnProgramsOver, AreSeenFromTheFirstSynToTheLastAck)
{
    TCPSTAGE_NEEDS(GetParam().device);
    if (!has_python()) GTEST_SKIP() << "there is no python3 here";
    Written written;
    OwnOptions options = written.options();
    options.device = GetParam().device;

    const auto done = run(http_server, http_client(), std::move(options), GetParam().ip6);

    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_TRUE(written.has(trace::Side::Left, "status 200"));
    ASSERT_EQ(done->connections.size(), 1U);
    const trace::Trace& trace = done->connections[0].run.trace;
    EXPECT_EQ(trace.endpoint(trace::Side::Right).socket.port, 8000);
    EXPECT_EQ(trace.endpoint(trace::Side::Right).socket.address.is_v6(), GetParam().ip6);
    using enum tcp::State;
    const auto begins = [&](trace::Side side, const std::vector<tcp::State>& states) {
        const auto entered = states_of(trace, side);
        return entered.size() > states.size() && std::ranges::equal(states, std::span{entered}.first(states.size()));
    };
    EXPECT_TRUE(begins(trace::Side::Left, {SynSent, Established}));
    EXPECT_TRUE(begins(trace::Side::Right, {Listen, SynReceived, Established}));
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Entered && record.to() == Established) {
            EXPECT_EQ(record.certainty, trace::Certainty::Observed) << "the kernel confirms it";
        }
    for (const trace::Transit& transit : trace.transits())
        EXPECT_GE(transit.ends - transit.sent, Duration{5ms});
    EXPECT_TRUE(done->connections[0].run.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(Over, OwnProgramsOver,
                         testing::Values(Way{Device::Tun, false}, Way{Device::Tun, true}, Way{Device::Veth, false},
                                         Way{Device::Veth, true}),
                         [](const auto& info) {
                             return std::string{info.param.device == Device::Tun ? "Tun" : "Veth"} +
                                    (info.param.ip6 ? "AndIp6" : "AndIp4");
                         });

TEST(OwnPrograms, MakeAListOfTheirConnections)
{
    TCPSTAGE_NEEDS(Device::Auto);
    if (!has_python()) GTEST_SKIP() << "there is no python3 here";
    Written written;

    const auto done = run(http_server, http_client(3), written.options());

    ASSERT_TRUE(done) << done.error().sentence();
    ASSERT_EQ(done->connections.size(), 3U);
    std::vector<std::uint16_t> ports;
    for (const run::LessonRun& connection : done->connections) {
        ports.push_back(connection.run.trace.endpoint(trace::Side::Left).socket.port);
        EXPECT_EQ(connection.run.trace.launched(0).from, trace::Side::Left);
    }
    std::ranges::sort(ports);
    EXPECT_EQ(std::ranges::adjacent_find(ports), ports.end());
}

TEST(OwnPrograms, SendAgainWhatTheNetworkDrops)
{
    TCPSTAGE_NEEDS(Device::Auto);
    if (!has_python()) GTEST_SKIP() << "there is no python3 here";
    Written written;

    const auto done = run(http_server, http_client(), written.options({"drop: {from: client, flags: S}"}));

    ASSERT_TRUE(done) << done.error().sentence();
    ASSERT_EQ(done->connections.size(), 1U);
    const auto transits = done->connections[0].run.trace.transits();
    EXPECT_EQ(transits[0].fate, trace::Fate::Lost);
    EXPECT_EQ(transits[0].reason, trace::Reason::Dropped);
    EXPECT_TRUE(transits[1].retransmission);
    EXPECT_EQ(transits[1].segment.seq, transits[0].segment.seq);
    EXPECT_TRUE(written.has(trace::Side::Left, "status 200"));
}

TEST(OwnPrograms, WhichAreNotThereAreNamed)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Written written;

    const auto server = run("no-such-server --port 1", "true", written.options());
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().what.en,
              "the server's program was not found, or may not be executed: no-such-server --port 1");

    const auto ended = run("exit 3", "true", written.options());
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().what.en, "the server's program ended before it listened for a connection: exit status 3");
}

TEST(OwnPrograms, HaveNoRightsOfTheHelper)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Written written;

    const auto done =
        run("sleep 60",
            "grep -E '^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs)' /proc/self/status; id -u; ls /proc/self/fd; "
            "ip link set lo down 2>/dev/null && echo bad; unshare -U true 2>/dev/null && echo bad; "
            "echo 1 2>/dev/null >/proc/sys/net/ipv4/ip_forward && echo bad; kill -9 1",
            written.options());

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what.en, "the programs made no TCP connection; the client's ended: exit status 0");
    const std::string none = "0000000000000000";
    for (const std::string set : {"CapInh:\t", "CapPrm:\t", "CapEff:\t", "CapBnd:\t", "CapAmb:\t"})
        EXPECT_TRUE(written.has(trace::Side::Left, set + none)) << set;
    EXPECT_TRUE(written.has(trace::Side::Left, "NoNewPrivs:\t1"));
    EXPECT_TRUE(written.has(trace::Side::Left, std::to_string(::geteuid())));
    EXPECT_FALSE(written.has(trace::Side::Left, "bad"));
    EXPECT_FALSE(written.has(trace::Side::Left, "4")); // standard descriptors, and that of ls itself
}

TEST(OwnPrograms, LeaveNoProcessBehind)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Written written;
    boost::asio::io_context io{1};
    OwnOptions options = written.options();
    const auto wrote = options.wrote;
    options.wrote = [&](trace::Side side, std::string_view line) {
        wrote(side, line);
        io.stop(); // as Ctrl+C does
    };

    const auto begun = std::chrono::steady_clock::now();
    const auto done = run_own(io, {{"true", "trap '' TERM; setsid sleep 7654321 & echo up; sleep 7654321"}}, options);

    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_TRUE(done->stopped);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{5});
    EXPECT_EQ(count_of_processes("7654321"), 0U);
}

} // namespace
} // namespace tcpstage::live
