// What tcpdump and ss print: compared with texts that they have printed, and with the programs themselves where they
// are installed.

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "core/terminal/ss_line.h"
#include "core/terminal/tcpdump_line.h"
#include "tests/support/folder.h"
#include "tests/support/lessons.h"

#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace tcpstage::terminal {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr auto left = trace::Side::Left;
constexpr auto right = trace::Side::Right;

std::vector<std::string> printed_by(const std::string& command)
{
    std::vector<std::string> lines;
    std::FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return lines;
    std::string text;
    std::array<char, 4096> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
        text.append(part.data(), got);
    ::pclose(pipe);
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

bool has(const std::string& program) { return !printed_by("command -v " + program).empty(); }

/// What an end sees, in the order in which it sees it.
std::vector<std::string> lines_at(const trace::Trace& trace, trace::Side where, bool absolute)
{
    struct Frame {
        Instant at;
        std::string line;
    };
    std::vector<Frame> frames;
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id) {
        const trace::Transit transit = trace.transit(id);
        const bool forged = transit.reason == trace::Reason::FromThePast || transit.copy_of != trace::no_transit;
        const bool arrived = transit.fate == trace::Fate::Arrived && transit.end_record != trace::no_record;
        if (transit.from == where && !forged)
            frames.push_back({transit.sent, tcpdump_line(trace, id, where, absolute)});
        if (transit.from != where && arrived)
            frames.push_back({transit.ends, tcpdump_line(trace, id, where, absolute)});
    }
    std::ranges::stable_sort(frames, {}, &Frame::at);
    std::vector<std::string> lines;
    for (Frame& frame : frames)
        lines.push_back(std::move(frame.line));
    return lines;
}

/// The packets of a pcapng file as a pcap file: libpcap before 1.10.5 refuses a second interface of raw IP.
std::string as_pcap(const std::string& pcapng)
{
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, pcapng.data() + at, sizeof value);
        return value;
    };
    std::string pcap;
    const auto put = [&](std::initializer_list<std::uint32_t> values) {
        for (const std::uint32_t value : values)
            pcap.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    constexpr std::uint32_t raw_ip = 101;
    constexpr std::uint32_t packet_block = 6;
    put({0xa1b2c3d4, 0x00040002, 0, 0, 262144, raw_ip});
    for (std::size_t at = 0; at + 12 <= pcapng.size(); at += number(at + 4)) {
        if (number(at) != packet_block) continue;
        put({0, 0, number(at + 20), number(at + 24)});
        pcap.append(pcapng, at + 28, number(at + 20));
    }
    return pcap;
}

run::Run run_of(const std::string& id) { return run::run(*lesson::find_lesson(id)); }

TEST(TcpdumpLine, IsAsTcpdumpHasPrintedIt)
{
    const run::Run run = run_of("three-way-handshake");

    EXPECT_EQ(tcpdump_command(run.trace, true), "tcpdump -ntS tcp port 80");
    EXPECT_EQ(tcpdump_command(run.trace, false), "tcpdump -nt tcp port 80");
    EXPECT_THAT(
        lines_at(run.trace, left, true),
        ElementsAre(
            "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 100, win 65535, options [mss 1460], length 0",
            "IP 10.0.0.2.80 > 10.0.0.1.49152: Flags [S.], seq 300, ack 101, win 65535, options [mss 1460], length 0",
            "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [.], ack 301, win 65535, length 0"));
    EXPECT_EQ(lines_at(run.trace, left, false).back(),
              "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [.], ack 1, win 65535, length 0");
}

TEST(TcpdumpLine, HasTheFirstLineOfHttp)
{
    const auto lines = lines_at(run_of("socket-calls").trace, right, false);

    EXPECT_THAT(lines, ::testing::Contains("IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [P.], seq 1:6, ack 1, win 65535, "
                                           "length 5: HTTP: GET / [|http]"));
}

/// The capture that the program writes of an end's view, read by tcpdump itself.
TEST(TcpdumpLine, IsWhatTcpdumpPrintsOfTheSameCapture)
{
    if (!has("tcpdump")) GTEST_SKIP() << "tcpdump is not installed";
    const Folder folder;
    const std::string file = folder / "view.pcap";
    for (const std::string& id : testing::some_lessons(3)) {
        const run::Run run = run_of(id);
        for (const trace::Side where : trace::both_sides) {
            std::ofstream{file} << as_pcap(
                formats::to_pcapng(run.trace, where == left ? formats::Viewpoint::Left : formats::Viewpoint::Right));
            for (const bool absolute : {true, false}) {
                std::string command = tcpdump_command(run.trace, absolute);
                command.resize(command.find(' ', command.find(' ') + 1)); // without the filter: others are seen, too
                EXPECT_EQ(lines_at(run.trace, where, absolute), printed_by(command + " -r - <" + file))
                    << id << " " << command << " at " << trace::index(where);
            }
        }
    }
}

/// A run with what ss needs.
struct Sockets {
    explicit Sockets(const std::string& id)
        : scenario{*lesson::find_lesson(id)}, run{run::run(scenario)}, programs{{{scenario, left}, {scenario, right}}}
    {
        for (captions::Program& program : programs)
            program.follow(run.trace);
    }

    SsMoment at(trace::Side side, trace::RecordId record) const
    {
        const trace::Moment moment = record == trace::no_record ? trace::Moment{} : run.trace.moment_after(record);
        return {scenario, run.trace, programs[trace::index(side)], side, moment, moment.at};
    }
    /// The different lines of an end, in order of time.
    std::vector<std::string> all(trace::Side side) const
    {
        std::vector<std::string> lines;
        for (trace::RecordId id = 0; id < run.trace.records().size(); ++id)
            if (std::string line = ss_line(at(side, id), false); lines.empty() || lines.back() != line)
                lines.push_back(line);
        return lines;
    }

    lesson::Scenario scenario;
    run::Run run;
    std::array<captions::Program, 2> programs;
};

TEST(SsLine, HasTheColumnsOfSs)
{
    // Printed by ss of iproute2 6.1.0.
    EXPECT_EQ(ss_text({"ESTAB", 0, 0, "127.0.0.1:49152", "127.0.0.1:8080", ""}),
              "ESTAB 0      0      127.0.0.1:49152 127.0.0.1:8080");
    EXPECT_EQ(ss_text({"LISTEN", 0, 4, "127.0.0.1:8080", "0.0.0.0:*", ""}),
              "LISTEN 0      4      127.0.0.1:8080 0.0.0.0:*");
    EXPECT_EQ(ss_text({"CLOSE-WAIT", 101, 0, "127.0.0.1:8080", "127.0.0.1:49152", ""}),
              "CLOSE-WAIT 101    0      127.0.0.1:8080 127.0.0.1:49152");
    EXPECT_EQ(ss_text({"SYN-SENT", 0, 1, "192.0.2.2:60946", "192.0.2.7:80", "timer:(on,996ms,0)"}),
              "SYN-SENT 0      1      192.0.2.2:60946 192.0.2.7:80 timer:(on,996ms,0)");
}

TEST(SsLine, SaysTheStatesAndQueuesOfAConnection)
{
    const Sockets run{"four-way-close"};

    const std::vector<std::string> client = run.all(left);
    EXPECT_THAT(client, ::testing::Contains("SYN-SENT 0      1      10.0.0.1:49152 10.0.0.2:80"));
    EXPECT_THAT(client, ::testing::Contains("ESTAB 0      0      10.0.0.1:49152 10.0.0.2:80"));
    EXPECT_THAT(client, ::testing::Contains("FIN-WAIT-1 0      1      10.0.0.1:49152 10.0.0.2:80"));
    EXPECT_THAT(client, ::testing::Contains("FIN-WAIT-2 0      0      10.0.0.1:49152 10.0.0.2:80"));
    EXPECT_THAT(client, ::testing::Contains("TIME-WAIT 0      0      10.0.0.1:49152 10.0.0.2:80"));
    EXPECT_EQ(client.back(), "") << "a closed socket is not there";
    const std::vector<std::string> server = run.all(right);
    EXPECT_THAT(server, ::testing::Contains("LISTEN 0      0      10.0.0.2:80 0.0.0.0:*"));
    EXPECT_THAT(server, ::testing::Contains("SYN-RECV 0      0      10.0.0.2:80 10.0.0.1:49152"));
    EXPECT_THAT(server, ::testing::Contains("LAST-ACK 0      1      10.0.0.2:80 10.0.0.1:49152"));
}

TEST(SsLine, CountsTheEndOfTheDataUntilItIsRead)
{
    const std::vector<std::string> server = Sockets{"socket-calls"}.all(right);

    EXPECT_THAT(server, ::testing::Contains("ESTAB 5      0      10.0.0.2:80 10.0.0.1:49152"));
    EXPECT_THAT(server, ::testing::Contains("CLOSE-WAIT 1      0      10.0.0.2:80 10.0.0.1:49152"));
    EXPECT_THAT(server, ::testing::Contains("CLOSE-WAIT 0      0      10.0.0.2:80 10.0.0.1:49152"));
}

TEST(SsLine, HasTheTimerThatRuns)
{
    const Sockets run{"four-way-close"};
    std::vector<std::string> timers;
    for (trace::RecordId id = 0; id < run.run.trace.records().size(); ++id) {
        const std::string line = ss_line(run.at(left, id), true);
        if (const std::size_t timer = line.find("timer:"); timer != std::string::npos)
            timers.push_back(line.substr(timer));
    }

    EXPECT_THAT(timers, ::testing::Contains("timer:(on,1sec,0)"));
    EXPECT_THAT(timers, ::testing::Contains(StartsWith("timer:(timewait,4sec,0)")));
}

TEST(SsLine, AsksForTheConnectionOrTheListener)
{
    const Sockets run{"four-way-close"};
    const trace::RecordId end = run.run.trace.last_moment().record;

    EXPECT_EQ(ss_command(run.at(left, end), true), "ss -Htano dst 10.0.0.2:80");
    EXPECT_EQ(ss_command(run.at(left, end), false), "ss -Htan dst 10.0.0.2:80");
    EXPECT_EQ(ss_command(run.at(right, 0), true), "ss -Htlno sport = :80") << "it listens";
}

/// Sockets of this process, as ss itself prints them.
TEST(SsLine, IsWhatSsPrintsOfARealSocket)
{
    if (!has("ss")) GTEST_SKIP() << "ss is not installed";
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    ASSERT_EQ(::bind(listener, any, size), 0);
    ASSERT_EQ(::listen(listener, 4), 0);
    ASSERT_EQ(::getsockname(listener, any, &size), 0);
    const std::string server = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_EQ(::connect(client, any, size), 0);
    ASSERT_EQ(::getsockname(client, any, &size), 0);
    const std::string own = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));

    const auto seen = printed_by("ss -Htan dst " + server);
    const auto listens = printed_by("ss -Htln sport = " + server.substr(server.find(':')));
    ::close(client);
    ::close(listener);
    if (seen.empty()) GTEST_SKIP() << "ss sees no sockets here";
    EXPECT_THAT(seen, ElementsAre(ss_text({"ESTAB", 0, 0, own, server, ""})));
    EXPECT_THAT(listens, ElementsAre(ss_text({"LISTEN", 1, 4, server, "0.0.0.0:*", ""})));
}

} // namespace
} // namespace tcpstage::terminal
