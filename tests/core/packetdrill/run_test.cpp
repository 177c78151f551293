#include "core/packetdrill/report.h"
#include "tests/core/packetdrill/scripts.h"

#include <algorithm>

namespace tcpstage::packetdrill {
namespace {

bool names(const Outcome& outcome, tcp::Rule rule)
{
    return std::ranges::any_of(outcome.reasons, [&](const Reason& reason) { return reason.rule == rule; });
}

TEST(Drill, PassesAConnectionFromOpenToClose)
{
    EXPECT_EQ(verdict(connected("+0 write(3, ..., 100) = 100\n"
                                "+0 > P. 1:101(100) ack 1 win 65535\n"
                                "+0.1 < . 1:1(0) ack 101 win 32767\n"
                                "+0 %{ assert tcpi_state == TCPI_ESTABLISHED }%\n"
                                "+0 close(3) = 0\n"
                                "+0 > F. 101:101(0) ack 1 win 65535\n"
                                "+0.1 < F. 1:1(0) ack 102 win 32767\n"
                                "+0 > . 102:102(0) ack 2 win 65535\n"
                                "+0 `sockstat -4 -P tcp -s | grep -c TIME_WAIT | grep 1`\n")),
              "passed");
}

TEST(Drill, SaysWhichFieldDiffersAndShowsBothSegments)
{
    const Outcome outcome = play(connected("+0 write(3, ..., 100) = 100\n+0 > P. 1:101(100)   ack 2 win 65535\n"));

    EXPECT_EQ(
        to_line("x.pkt", outcome),
        "x.pkt:8: error handling packet: live packet field tcp_ack_seq: expected: 2 (0x2) vs actual: 1 (0x1); script "
        "packet: 0.100000 P. 1:101(100) ack 2 win 65535; actual packet: 0.100000 P. 1:101(100) ack 1 win 65535");
}

TEST(Drill, NamesEachFieldThatDiffers)
{
    const std::vector<std::pair<std::string, std::string>> table{
        {". 1:101(100) ack 1", "live packet field tcp_psh: expected: 0 (0x0) vs actual: 1 (0x1)"},
        {"P. 2:102(100) ack 1", "live packet field tcp_seq: expected: 2 (0x2) vs actual: 1 (0x1)"},
        {"P. 1:100(99) ack 1", "live packet payload: expected 99 bytes vs actual 100 bytes"},
        {"P. 1:101(100) ack 1 win 9", "live packet field tcp_window: expected: 9 (0x9) vs actual: 65535 (0xffff)"},
        {"P. 1:101(100) ack 1 <nop,nop,sack 1:2>", "bad outbound TCP options"}};
    for (const auto& [line, what] : table)
        EXPECT_EQ(verdict(connected("+0 write(3, ..., 100) = 100\n+0 > " + line)), "8: error handling packet: " + what);
}

TEST(Drill, ComparesWindowsOnlyWhenStrict)
{
    const auto script = connected("+0 write(3, ..., 100) = 100\n+0 > P. 1:101(100) ack 1 win 9");
    EXPECT_EQ(verdict(script, false), "passed");
}

TEST(Drill, IsExactAboutTimesWhenStrict)
{
    const auto script = accepted("+0 < P. 1:11(10) ack 1 win 1000\n+0.041 > . 1:1(0) ack 11 win 65535\n");
    EXPECT_EQ(verdict(script, false), "passed");
    EXPECT_EQ(verdict(script), "10: error handling packet: timing error: expected outbound packet at 0.141000 sec but "
                               "happened at 0.140000 sec; tolerance 0.000000 sec");
    EXPECT_EQ(
        verdict("--tolerance_usecs=500\n" + script, false),
        "11: error handling packet: timing error: expected outbound packet at 0.141000 sec but happened at 0.140000 "
        "sec; tolerance 0.000500 sec");
}

TEST(Drill, TakesTimesInARangeOrAnyTime)
{
    const auto delayed = [](std::string_view when) {
        return verdict(accepted("+0 < P. 1:11(10) ack 1 win 1000\n" + std::string{when} +
                                " > . 1:1(0) ack 11 win 65535\n"
                                "+0.01 < . 11:11(0) ack 1 win 1000\n"));
    };
    EXPECT_EQ(delayed("+0.03~+0.05"), "passed");
    EXPECT_EQ(delayed("*"), "passed");
    EXPECT_EQ(delayed("+0.01~+0.02"), "10: error handling packet: timed out waiting for packet");
    EXPECT_EQ(delayed("+0.05~+0.06"), "10: error handling packet: timing error: expected outbound packet in time range "
                                      "0.150000~0.160000 sec but happened at 0.140000 sec");
}

TEST(Drill, WaitsInVainForWhatIsNotSent)
{
    EXPECT_EQ(verdict(connected("+0 > . 1:1(0) ack 1")), "7: error handling packet: timed out waiting for packet");
}

TEST(Drill, ExpectsNothingMoreWhenStrict)
{
    const auto script = connected("+0 write(3, ..., 100) = 100\n+0.01 < . 1:1(0) ack 1 win 32767\n");
    EXPECT_EQ(verdict(script, false), "passed");
    EXPECT_EQ(verdict(script), "8: unexpected packet: the script expects none up to its end");
}

TEST(Drill, TakesConsecutiveSegmentsAsOne)
{
    const auto script = [](std::string_view expected) {
        return connected("+0 setsockopt(3, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0\n"
                         "+0 write(3, ..., 4000) = 4000\n+0 > " +
                         std::string{expected} + " ack 1 win 65535\n");
    };
    EXPECT_EQ(verdict(script("P. 1:4001(4000)")), "passed");
    EXPECT_EQ(verdict(script(". 1:2921(2920)"), false), "passed");
    EXPECT_EQ(verdict(script("P. 1:4002(4001)")), "9: error handling packet: timed out waiting for packet");
}

TEST(Drill, ComparesResultsAndErrorsOfCalls)
{
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = -1\n"),
              "2: runtime error in listen call: Expected result -1 but got 0");
    EXPECT_EQ(verdict("0 close(7) = 0\n"),
              "1: runtime error in close call: Expected result 0 but got -1 with errno EBADF");
    EXPECT_EQ(verdict(connected("+0 read(3, ..., 10) = -1 ECONNRESET\n")),
              "7: runtime error in read call: Expected errno ECONNRESET but got EAGAIN");
    EXPECT_EQ(verdict(connected("+0 read(3, ..., 10) = -1 EWOULDBLOCK\n")), "passed");
    EXPECT_EQ(verdict(connected("+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0\n")),
              "7: runtime error in getsockopt call: Bad getsockopt value: expected: ECONNRESET actual: 0");
}

TEST(Drill, BlocksUntilTheCallCanReturn)
{
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                      "0.1...0.2 connect(3, ..., ...) = 0\n"
                      "0.1 > S 0:0(0) win 65535 <...>\n"
                      "0.2 < S. 0:0(0) ack 1 win 1000\n"
                      "0.2 > . 1:1(0) ack 1 win 65535\n"
                      "+0.1...0.3 read(3, ..., 10) = 4\n"
                      "+0.1 < P. 1:5(4) ack 1 win 1000\n"),
              "6: timing error: expected system call return at 0.500000 sec but happened at 0.400000 sec; tolerance "
              "0.000000 sec");
    EXPECT_EQ(verdict(accepted("+0...0.1 read(4, ..., 10) = 4\n"
                               "+0.1 < P. 1:5(4) ack 1 win 1000\n"
                               "+0.04 > . 1:1(0) ack 5 win 65535\n")),
              "passed");
    EXPECT_EQ(
        verdict(accepted("+0...0.2 read(4, ..., 10) = 4\n+0.1 < P. 1:5(4) ack 1 win 1000\n")),
        "9: timing error: expected system call return at 0.300000 sec but happened at 0.200000 sec; tolerance 0.000000 "
        "sec");
    EXPECT_EQ(verdict(accepted("+0 read(4, ..., 10) = 4\n")), "9: runtime error in read call: it has not returned");
}

TEST(Drill, CountsWhatIsNotSupportedApart)
{
    EXPECT_EQ(verdict(accepted("+0 < icmp unreachable frag_needed mtu 1200\n")), "9: not supported: icmp packets");
    EXPECT_EQ(verdict(accepted("+0 `ifconfig lo0`\n")), "9: not supported: the command \"ifconfig lo0\"");
    EXPECT_EQ(verdict("0 `sysctl -w net.inet.tcp.fastopen.server_enable=1`\n"),
              "1: not supported: sysctl net.inet.tcp.fastopen.server_enable=1");
    EXPECT_EQ(verdict(accepted("+0 splice(4, 5) = 0\n")), "9: not supported: the call splice()");
    EXPECT_EQ(verdict(accepted("+0 %{ assert tcpi_reordering == 3 }%\n")),
              "9: not supported: the assertion \"tcpi_reordering == 3\"");
    EXPECT_EQ(verdict(accepted("+0 setsockopt(4, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0\n")),
              "9: not supported: the socket option TCP_FASTOPEN");
}

TEST(Drill, EvaluatesAssertionsAboutTheTcb)
{
    EXPECT_EQ(
        verdict(accepted("+0 %{\nassert tcpi_state == TCPI_ESTABLISHED, tcpi_state\nassert tcpi_snd_mss == 1460\n}%\n"
                         "+0 %{ assert (tcpi_rcv_nxt == 1) and tcpi_snd_wnd >= 32767 }%\n")),
        "passed");
    EXPECT_EQ(verdict(accepted("+0 %{ assert tcpi_state == TCPI_CLOSE_WAIT }%\n")),
              "9: error executing code: assert tcpi_state == TCPI_CLOSE_WAIT: tcpi_state is ESTABLISHED");
}

TEST(Drill, NeverRunsACommandAndAnswersSockstatFromTheStates)
{
    EXPECT_EQ(verdict(accepted("+0 `sockstat -4 -P tcp -s -p 8080 | grep -c SYN_RCVD | grep 1`\n")),
              "9: error executing command: expected 1 in SYN-RECEIVED, but there are 0: the state is ESTABLISHED");
    EXPECT_EQ(verdict(accepted("+0 `tcpdrop -s ESTABLISHED`\n+0 > R. 1:1(0) ack 1 win 0\n+0 read(4, ..., 1) = -1 "
                               "ECONNABORTED\n")),
              "passed");
}

TEST(Drill, CitesTheRuleAtWork)
{
    EXPECT_TRUE(
        names(play(accepted("+0 < R 2:2(0) win 0\n+0 > . 1:1(0) ack 1 win 65535\n")), tcp::Rule::ResetChallenged));
    EXPECT_TRUE(names(play(accepted("+0 < R 0:0(0) win 0\n")), tcp::Rule::ResetOutsideWindow));
    EXPECT_TRUE(
        names(play(accepted("+0 < S 1:1(0) win 9\n+0 > . 1:1(0) ack 1 win 65535\n")), tcp::Rule::SynChallenged));
    EXPECT_TRUE(names(play(accepted("+0 < F 1:1(0) win 9\n")), tcp::Rule::AckMissing));
}

TEST(Drill, ReadsTimestampsAsTheScriptCountsThem)
{
    constexpr std::string_view options = "mss 1460,nop,wscale 2,sackOK,TS val 700 ecr 0";
    constexpr std::string_view agreed = "mss 1460,nop,wscale 6,sackOK,TS val 100 ecr 700";
    const auto script = [&](std::string_view rest) {
        return "0.00 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n+0 < S "
               "0:0(0) "
               "win 32767 <" +
               std::string{options} + ">\n+0 > S. 0:0(0) ack 1 win 65535 <" + std::string{agreed} +
               ">\n+0.10 < . 1:1(0) ack 1 win 8000 <nop,nop,TS val 800 ecr 100>\n+0 accept(3, ..., ...) = 4\n" +
               std::string{rest};
    };
    EXPECT_EQ(
        verdict(script("+0.10 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1 win 1026 <nop,nop,TS val 300 ecr 800>\n"
                       "+0 %{ assert tcpi_rtt == 100000 }%\n")),
        "passed");
    EXPECT_EQ(
        verdict(script("+0.10 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1 win 1026 <nop,nop,TS val 301 ecr 800>\n")),
        "9: error handling packet: bad outbound TCP timestamp value");
}

} // namespace
} // namespace tcpstage::packetdrill
