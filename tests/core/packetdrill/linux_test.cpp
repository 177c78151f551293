// Scripts of google/packetdrill and of the Linux kernel: their initial lines, and what Linux counts and writes in other
// ways.
#include "core/lesson/library.h"
#include "core/packetdrill/dialect.h"
#include "core/packetdrill/packetdrill.h"
#include "core/packetdrill/report.h"
#include "core/run/saved_run.h"
#include "tests/core/packetdrill/scripts.h"

#include <algorithm>
#include <array>

namespace tcpstage::packetdrill {
namespace {

/// A server of a Linux script: descriptor 4 is accepted. Nine lines.
std::string on_linux(std::string_view rest, std::string_view initial = "`../common/defaults.sh`")
{
    return std::string{initial} +
           "\n   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
           "  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
           "  +0 bind(3, ..., ...) = 0\n"
           "  +0 listen(3, 1) = 0\n"
           "  +0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>\n"
           "  +0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>\n"
           " +.1 < . 1:1(0) ack 1 win 257\n"
           "  +0 accept(3, ..., ...) = 4\n" +
           std::string{rest};
}

TEST(LinuxScript, HasItsInitialLinesKnown)
{
    for (const std::string_view initial :
         {"`../common/defaults.sh`",
          ("`../../common/defaults.sh\n../../common/set_sysctls.py "
           "/proc/sys/net/ipv4/tcp_timestamps=0 \\\n /proc/sys/net/ipv4/tcp_min_tso_segs=4`"),
          "`../common/defaults.sh\nsysctl -q net.ipv4.tcp_ecn=0 # no ECN\nethtool -K tun0 tso off gso off`",
          "`./defaults.sh\n../common/set_sysctls.py /proc/sys/net/ipv4/tcp_wmem=\"4096 50000 4194304\"`",
          "`sysctl -q net/ipv4/tcp_sack=1\ntc qdisc replace dev tun0 root fq\nip tcp_metrics flush all > /dev/null`"})
        EXPECT_EQ(
            verdict(on_linux("+0 close(4) = 0\n+0 > F. 1:1(0) ack 1\n+0 `./sysctl_restore_${PPID}.sh`\n", initial),
                    false)
                .substr(0, 6),
            "passed")
            << initial;
}

TEST(LinuxScript, NamesTheInitialLineThatTheEngineCannotHonour)
{
    EXPECT_EQ(
        verdict(on_linux("", "`../common/defaults.sh\n../common/set_sysctls.py /proc/sys/net/ipv4/tcp_mtu_probing=2`")),
        "1: not supported: sysctl /proc/sys/net/ipv4/tcp_mtu_probing=2");
    EXPECT_EQ(verdict(on_linux("", "`ip route change 192.0.2.1 via 192.168.0.2 dev tun0 advmss 600`")),
              "1: not supported: the command \"ip route change 192.0.2.1 via 192.168.0.2 dev tun0 advmss 600\"");
}

TEST(LinuxScript, IsKnownByItsCommandsOnly)
{
    EXPECT_EQ(dialect_of(*read(on_linux(""), "x.pkt")), Dialect::Linux);
    EXPECT_EQ(dialect_of(*read(on_linux("", "`sysctl -w net.inet.tcp.rfc1323=1`"), "x.pkt")), Dialect::FreeBsd);
}

TEST(LinuxScript, CountsTheWindowsOfCongestionInSegments)
{
    const std::string asks = "+0 %{ assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd }%\n"
                             "+0 %{ assert tcpi_snd_ssthresh == 0x7fffffff, tcpi_snd_ssthresh }%\n";
    EXPECT_EQ(verdict(on_linux(asks), false), "passed");
    const auto script = read(on_linux(asks), "x.pkt");
    const Outcome octets = run(*script, {.dialect = Dialect::FreeBsd});
    EXPECT_NE(octets.verdict, Verdict::Passed) << "a switch chooses the dialect whatever the script shows";
    const auto plain = read(on_linux(asks, "`ip tcp_metrics flush all`"), "x.pkt");
    EXPECT_EQ(run(*plain, {.dialect = Dialect::Linux}).verdict, Verdict::Passed);
}

TEST(LinuxScript, TakesASuperSegmentWhereverLinuxPushes)
{
    EXPECT_EQ(verdict(on_linux("+0 write(4, ..., 8000) = 8000\n"
                               "+0 > P. 1:5001(5000) ack 1\n"
                               "+0 > P. 5001:8001(3000) ack 1\n"),
                      false),
              "passed");
}

TEST(LinuxScript, RemembersTheNumbersOfItsCode)
{
    EXPECT_EQ(
        verdict(on_linux("+0 %{ cwnd = 9 }%\n+0 %{ cwnd += 1\nprint(tcpi_snd_cwnd)\nassert tcpi_snd_cwnd == cwnd }%\n"
                         "+0 %{ assert 900 <= tcpi_snd_mss <= 1000, tcpi_snd_mss }%\n"),
                false),
        "passed");
    EXPECT_EQ(verdict(on_linux("+0 %{ assert 5 <= tcpi_snd_cwnd <= 9 }%\n"), false),
              "10: error executing code: assert 5 <= tcpi_snd_cwnd <= 9: tcpi_snd_cwnd is 10");
    EXPECT_EQ(verdict(on_linux("+0 %{ cwnd += 1 }%\n"), false), "10: not supported: the code \"cwnd += 1\"");
}

TEST(LinuxScript, ReadsTheLettersAndMarksOfEcn)
{
    const std::string open =
        "`sysctl -q net.ipv4.tcp_ecn=2`\n"
        "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"
        "+0 < SEW 0:0(0) win 32792 <mss 1000,sackOK,nop,wscale 7>\n"
        "+0 > SE. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>\n"
        "+.1 < . 1:1(0) ack 1 win 257\n+0 accept(3, ..., ...) = 4\n";
    EXPECT_EQ(verdict(open + "+0 write(4, ..., 1000) = 1000\n+0 > [ect0] P. 1:1001(1000) ack 1\n", false), "passed");
    EXPECT_EQ(verdict(open + "+0 write(4, ..., 1000) = 1000\n+0 > [noecn] P. 1:1001(1000) ack 1\n", false),
              "10: error handling packet: live packet field ipv4_ecn: expected: 0 (0x0) vs actual: 2 (0x2)");
    EXPECT_EQ(verdict(open + "+0 < [ce] P. 1:1001(1000) ack 1 win 257\n+0 > E. 1:1(0) ack 1001\n", false), "passed");
    EXPECT_EQ(verdict(open + "+0 < [ce] P. 1:1001(1000) ack 1 win 257\n+0 > . 1:1(0) ack 1001\n", false),
              "10: error handling packet: live packet field tcp_ece: expected: 0 (0x0) vs actual: 1 (0x1)");
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 < SEWA 0:0(0) win 32792\n"),
              "2: not supported: Accurate ECN");
}

TEST(LinuxScript, TakesTheMessageOfPathMtuDiscovery)
{
    EXPECT_EQ(verdict(on_linux("+0 write(4, ..., 1000) = 1000\n+0 > P. 1:1001(1000) ack 1\n"
                               "+.01 < icmp unreachable frag_needed mtu 640 [1:1001(1000)]\n"
                               "+0 > . 1:601(600) ack 1\n+0 > P. 601:1001(400) ack 1\n"),
                      false),
              "passed");
}

TEST(DrillReport, CountsAndNamesWhatCannotBeRun)
{
    Tally tally;
    tally.count(play(accepted("+0 splice(4, 5) = 0\n")));
    tally.count(play(accepted("+0 < icmp unreachable\n")));
    tally.count(play(accepted("+0 < icmp unreachable frag_needed\n")));
    EXPECT_TRUE(tally.nothing_ran());
    EXPECT_EQ(to_text(tally), "0 passed, 0 failed, 3 not supported\n"
                              "     2 not supported: icmp packets\n"
                              "     1 not supported: the call splice()");
    EXPECT_EQ(to_text(tally, Language::Chinese), "0 个通过，0 个失败，3 个不支持\n"
                                                 "     2 个不支持：icmp 报文\n"
                                                 "     1 个不支持：调用 splice()");
    tally.count(play(accepted("")));
    EXPECT_FALSE(tally.nothing_ran());
}

TEST(DrillReport, SpeaksBothLanguages)
{
    const auto line = [](std::string_view rest) { return to_line("x.pkt", play(accepted(rest)), Language::Chinese); };
    EXPECT_EQ(line(""), "x.pkt：通过");
    EXPECT_EQ(line("+0 setsockopt(4, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0\n"),
              "x.pkt:9: 不支持：套接字选项 TCP_FASTOPEN");
    EXPECT_EQ(line("+0 `ifconfig lo0`\n"), "x.pkt:9: 不支持：命令“ifconfig lo0”");
    EXPECT_EQ(line("+0 %{ assert tcpi_reordering == 3 }%\n"), "x.pkt:9: 不支持：断言“tcpi_reordering == 3”");
}

std::string exported(std::string_view lesson, trace::Side side)
{
    const auto text = to_packetdrill(run::run_lesson(*lesson::find_lesson(std::string{lesson})), side);
    EXPECT_TRUE(text) << lesson;
    return text.value_or("");
}

TEST(ExportedScript, SaysNothingThatLinuxCannotPass)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const auto text = to_packetdrill(run::run_lesson(*lesson::find_lesson(std::string{lesson.id})));
        if (!text) continue;
        for (std::size_t begin = 0; begin < text->size();) {
            const std::size_t end = text->find('\n', begin);
            const std::string line = text->substr(begin, end - begin);
            const bool expects = line.find(" > ") != std::string::npos && !line.starts_with("//");
            EXPECT_FALSE(expects && line.find(" win ") != std::string::npos) << lesson.id << ": " << line;
            EXPECT_EQ(line.find("TCPI_"), std::string::npos) << lesson.id << ": " << line;
            begin = end + 1;
        }
    }
}

TEST(ExportedScript, SetsTheOptionsOfItsTcpByCallsAndSysctl)
{
    const auto lesson = lesson::read_scenario("title: t\nendpoints:\n  client: {tcp: {mss: 1000, nagle: off, sack: on, "
                                              "timestamps: on, window_scale: on}}\n  server: {tcp: {sack: on, "
                                              "timestamps: on, window_scale: on}}\n"
                                              "steps:\n  - server: listen\n  - client: connect\n",
                                              "t.yaml");
    ASSERT_TRUE(lesson);
    const auto text = to_packetdrill(run::run_lesson(*lesson), trace::Side::Left);
    ASSERT_TRUE(text);
    EXPECT_NE(text->find("`sysctl -q net.ipv4.tcp_timestamps=1 net.ipv4.tcp_sack=1 net.ipv4.tcp_window_scaling=1 "
                         "net.ipv4.tcp_ecn=0\n"),
              std::string::npos)
        << *text;
    EXPECT_NE(text->find("setsockopt(3, SOL_TCP, TCP_MAXSEG, [1000], 4) = 0\n"), std::string::npos) << *text;
    EXPECT_NE(text->find("setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0\n"), std::string::npos) << *text;
    EXPECT_NE(text->find("> S 0:0(0) <mss 1000,sackOK,TS val 1 ecr 0,nop,wscale 0>\n"), std::string::npos) << *text;
    EXPECT_NE(text->find("assert tcpi_state == TCP_ESTABLISHED"), std::string::npos) << *text;
}

TEST(ExportedScript, ReadsWhatItsUserReadsSoThatLinuxDoesNotResetAtClose)
{
    const std::string server = exported("whole-connection", trace::Side::Right);
    EXPECT_NE(server.find("read(4, ..., 100) = 100\n"), std::string::npos) << server;
    const auto loaded = load_script(server, "x.pkt");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(packetdrill::run(loaded->script, {true, loaded->stack}).verdict, Verdict::Passed);
    auto greedy = load_script(
        std::string{server}.replace(server.find("read(4, ..., 100) = 100"), 23, "read(4, ..., 101) = 101"), "x.pkt");
    EXPECT_EQ(packetdrill::run(greedy->script, {true, greedy->stack}).verdict, Verdict::Failed);
}

TEST(ExportedScript, BeginsAtTimeZeroAsPacketdrillDemands)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        for (const trace::Side side : trace::both_sides) {
            const auto text = to_packetdrill(run::run_lesson(*lesson::find_lesson(std::string{lesson.id})), side);
            if (!text) continue;
            const std::size_t begin = text->find("`\n") + 2;
            EXPECT_EQ(text->substr(begin, 9), "0.000000 ") << lesson.id << "\n" << *text;
        }
}

TEST(ExportedScript, ChoosesTheRouteAndTheVariablesThatBringLinuxNearerToTheRfcs)
{
    const auto routed = [](const std::string& tcp) {
        const auto lesson = lesson::read_scenario("title: t\nendpoints: {client: , server: }\ntcp: {" + tcp +
                                                      "}\nsteps:\n  - server: listen\n  - client: connect\n",
                                                  "t.yaml");
        return to_packetdrill(run::run_lesson(*lesson), trace::Side::Left).value_or("");
    };
    EXPECT_NE(routed("mss: 1460").find(" initcwnd 1000 quickack 1 || true`\n"), std::string::npos);
    EXPECT_NE(routed("congestion: cubic, initial_window: 4").find(" initcwnd 4 quickack 1 || true`\n"),
              std::string::npos);
    EXPECT_NE(routed("congestion: cubic").find("tcp_congestion_control=cubic "), std::string::npos);
    EXPECT_NE(routed("congestion: reno, delayed_ack: 200 ms").find(" initcwnd 10 || true`\n"), std::string::npos);
    EXPECT_NE(routed("send_buffer: 5000").find("tcp_wmem=\"4096 5000 5000\"\n"), std::string::npos);
}

TEST(LinuxScript, CountsAllThatIsAcknowledgedInSlowStart)
{
    EXPECT_EQ(verdict(on_linux("+0 write(4, ..., 9000) = 9000\n+0 > P. 1:9001(9000) ack 1\n"
                               "+.1 < . 1:1(0) ack 2001 win 257\n+0 %{ assert tcpi_snd_cwnd == 12 }%\n"
                               "+0 < . 1:1(0) ack 8001 win 257\n+0 %{ assert tcpi_snd_cwnd == 18 }%\n"
                               "+0 < . 1:1(0) ack 9001 win 257\n+0 %{ assert tcpi_snd_cwnd == 18 }%\n"),
                      false),
              "passed");
    EXPECT_EQ(verdict(on_linux("+0 write(4, ..., 5000) = 5000\n+0 > P. 1:5001(5000) ack 1\n"
                               "+.1 < . 1:1(0) ack 5001 win 257\n+0 %{ assert tcpi_snd_cwnd == 10 }%\n"),
                      false),
              "passed");
}

TEST(LinuxScript, KnowsThePhasesOfCongestionControl)
{
    const auto acks = [](const std::string& rest) {
        return verdict(on_linux("+0 write(4, ..., 5000) = 5000\n+0 > P. 1:5001(5000) ack 1\n"
                                "+0 %{ assert tcpi_ca_state == TCP_CA_Open }%\n"
                                "+.1 < . 1:1(0) ack 1 win 257 <sack 1001:2001,nop,nop>\n"
                                "+0 %{ assert tcpi_ca_state == TCP_CA_Disorder\nassert tcpi_sacked == 1 }%\n" +
                                rest),
                       false);
    };
    EXPECT_EQ(acks("+0 < . 1:1(0) ack 1 win 257 <sack 1001:4001,nop,nop>\n+0 > . 1:1001(1000) ack 1\n"
                   "+0 %{ assert tcpi_ca_state == TCP_CA_Recovery }%\n"),
              "passed");
    EXPECT_EQ(acks("+0~+1 > . 1:1001(1000) ack 1\n+0 %{ assert tcpi_ca_state == TCP_CA_Loss }%\n"), "passed");
}

TEST(LinuxScript, ResetsWithAnAckWhereOctetsAreNotRead)
{
    EXPECT_EQ(verdict(on_linux("+0 < P. 1:101(100) ack 1 win 257\n+0 > . 1:1(0) ack 101\n"
                               "+0 close(4) = 0\n+0 > R. 1:1(0) ack 101\n"),
                      false),
              "passed");
}

TEST(LinuxScript, TakesTheInitialWindowOfTheRoute)
{
    const std::string_view route = "`../common/defaults.sh\n"
                                   "ip route change 192.0.2.0/24 via 192.168.0.1 dev tun0 initcwnd 3 || true`";
    EXPECT_EQ(verdict(on_linux("+0 write(4, ..., 5000) = 5000\n+0 > . 1:3001(3000) ack 1\n"
                               "+0 %{ assert tcpi_snd_cwnd == 3 }%\n",
                               route),
                      false),
              "passed");
}

TEST(ExportedScript, CanBeOfEitherEnd)
{
    EXPECT_NE(exported("blind-reset", trace::Side::Right).find(" < R "), std::string::npos)
        << "the reset, the point of the lesson, arrives at the server";
    EXPECT_EQ(exported("blind-reset", trace::Side::Left).find(" R "), std::string::npos);
}

} // namespace
} // namespace tcpstage::packetdrill
