// Socket calls: results, errno, and the segments they send.
#include "tests/core/packetdrill/scripts.h"

namespace tcpstage::packetdrill {
namespace {

TEST(DrillSockets, RoundBuffersToWholeSegments)
{
    EXPECT_EQ(verdict(connected("+0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65700], [4]) = 0\n")), "passed");
    EXPECT_EQ(verdict(accepted("+0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0\n"
                               "+0 getsockopt(4, SOL_SOCKET, SO_RCVBUF, [65700], [4]) = 0\n")),
              "passed");
}

TEST(DrillSockets, PeekLeavesTheOctetsWhereTheyAre)
{
    EXPECT_EQ(verdict(accepted("+0 < P. 1:11(10) ack 1 win 1000\n"
                               "+0 recv(4, ..., 100, MSG_PEEK) = 10\n"
                               "+0 recv(4, ..., 4, 0) = 4\n"
                               "+0 read(4, ..., 100) = 6\n"
                               "+0 recv(4, ..., 100, MSG_DONTWAIT) = -1 EAGAIN\n")),
              "passed");
}

TEST(DrillSockets, ReadTheEndAfterTheFin)
{
    EXPECT_EQ(verdict(accepted("+0 < F. 1:1(0) ack 1 win 1000\n"
                               "+0 > . 1:1(0) ack 2 win 65535\n"
                               "+0 read(4, ..., 100) = 0\n"
                               "+0 write(4, ..., 5) = 5\n"
                               "+0 > P. 1:6(5) ack 2 win 65535\n")),
              "passed");
}

TEST(DrillSockets, ReportTheErrorOfAResetOnce)
{
    EXPECT_EQ(verdict(accepted("+0 < R. 1:1(0) ack 1 win 0\n"
                               "+0 read(4, ..., 100) = -1 ECONNRESET\n"
                               "+0 read(4, ..., 100) = 0\n"
                               "+0 write(4, ..., 100) = -1 EPIPE\n")),
              "passed");
}

TEST(DrillSockets, RefuseWhatNeedsAConnection)
{
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                      "+0 read(3, ..., 1) = -1 ENOTCONN\n"
                      "+0 write(3, ..., 1) = -1 ENOTCONN\n"
                      "+0 shutdown(3, SHUT_WR) = -1 ENOTCONN\n"
                      "+0 accept(3, ..., ...) = -1 EINVAL\n"
                      "+0 close(3) = 0\n"
                      "+0 close(3) = -1 EBADF\n"),
              "passed");
}

TEST(DrillSockets, ConnectTwiceToOnePeerOnly)
{
    EXPECT_EQ(verdict(connected("+0 connect(3, ..., ...) = -1 EISCONN\n")), "passed");
}

TEST(DrillSockets, LearnThatTheConnectionIsRefused)
{
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                      "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                      "+0 fcntl(3, F_GETFL) = 0x6 (flags O_RDWR|O_NONBLOCK)\n"
                      "+0 connect(3, ..., ...) = -1 EINPROGRESS\n"
                      "+0 > S 0:0(0) win 65535 <...>\n"
                      "+0 connect(3, ..., ...) = -1 EALREADY\n"
                      "+0 < R. 0:0(0) ack 1 win 0\n"
                      "+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0\n"
                      "+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0\n"),
              "passed");
}

TEST(DrillSockets, ResetWhenTheyLingerForNoTime)
{
    EXPECT_EQ(verdict(accepted("+0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0\n"
                               "+0 close(4) = 0\n"
                               "+0 > R. 1:1(0) ack 1 win 0\n")),
              "passed");
}

TEST(DrillSockets, LingerUntilTheDataIsAcknowledged)
{
    EXPECT_EQ(verdict(accepted("+0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0\n"
                               "+0 write(4, ..., 10) = 10\n"
                               "+0 > P. 1:11(10) ack 1 win 65535\n"
                               "+0...0.1 close(4) = 0\n"
                               "+0 > F. 11:11(0) ack 1 win 65535\n"
                               "+0.1 < . 1:1(0) ack 12 win 1000\n")),
              "passed");
}

TEST(DrillSockets, WriteAsMuchAsTheBufferTakes)
{
    EXPECT_EQ(verdict(connected("+0 setsockopt(3, SOL_SOCKET, SO_SNDBUF, [1000], 4) = 0\n"
                                "+0 write(3, ..., 1500) = 1000\n"
                                "+0 > P. 1:1001(1000) ack 1 win 65535\n"
                                "+0 write(3, ..., 500) = -1 EAGAIN\n")),
              "passed");
}

TEST(DrillSockets, ForgetAHalfOpenConnectionWithTheListener)
{
    EXPECT_EQ(verdict("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                      "+0 bind(3, ..., ...) = 0\n"
                      "+0 listen(3, 1) = 0\n"
                      "+0 < S 0:0(0) win 1000\n"
                      "+0 > S. 0:0(0) ack 1 win 65535 <mss 1460>\n"
                      "+0 close(3) = 0\n"
                      "+0 < . 1:1(0) ack 1 win 1000\n"
                      "+0 > R 1:1(0) win 0\n"),
              "passed");
}

TEST(DrillSockets, ListenAgainWhenTheConnectionIsOver)
{
    EXPECT_EQ(verdict(accepted("+0 < R. 1:1(0) ack 1 win 0\n"
                               "+0 < S 100:100(0) win 1000 <mss 1000>\n"
                               "+0 > S. 0:0(0) ack 101 win 65535 <mss 1460>\n"
                               "+0 < . 101:101(0) ack 1 win 1000\n"
                               "+0 accept(3, ..., ...) = 5\n"
                               "+0 getsockopt(5, IPPROTO_TCP, TCP_MAXSEG, [1000], [4]) = 0\n")),
              "passed");
}

TEST(DrillSockets, TakeANewerSynInTimeWait)
{
    const auto script = [](std::string_view syn) {
        return accepted("+0 shutdown(4, SHUT_WR) = 0\n"
                        "+0 > F. 1:1(0) ack 1 win 65535\n"
                        "+0.1 < F. 1:1(0) ack 2 win 1000\n"
                        "+0 > . 2:2(0) ack 2 win 65535\n"
                        "+0.1 < S " +
                        std::string{syn} + " win 1000 <mss 1000>\n");
    };
    EXPECT_EQ(verdict(script("3:3(0)") + "+0 > S. 0:0(0) ack 4 win 65535 <mss 1460>\n"
                                         "+0 < . 4:4(0) ack 1 win 1000\n"
                                         "+0 accept(3, ..., ...) = 5\n"),
              "passed");
    EXPECT_EQ(verdict(script("2:2(0)") + "+0 > . 2:2(0) ack 2 win 65535\n"), "passed");
}

TEST(DrillSockets, ReportAWindowThatOpensWhenItIsWorthIt)
{
    const auto script = [](int octets, int read) {
        const std::string end = std::to_string(octets + 1);
        std::string text;
        for (int from = 1; from < octets; from += 2000)
            text += "+0 < . " + std::to_string(from) + ":" + std::to_string(from + 1000) +
                    "(1000) ack 1 win 1000\n+0 < . " + std::to_string(from + 1000) + ":" + std::to_string(from + 2000) +
                    "(1000) ack 1 win 1000\n+0 > . 1:1(0) ack " + std::to_string(from + 2000) + "\n";
        return accepted(text + "+0 read(4, ..., " + std::to_string(read) + ") = " + std::to_string(read) + "\n");
    };
    EXPECT_EQ(verdict(script(20000, 16000)), "passed");
    EXPECT_EQ(verdict(script(20000, 18000) + "+0 > . 1:1(0) ack 20001 win 63700\n"), "passed");
}

TEST(DrillSockets, AnswerWithoutAnySocketAsTheRfcSays)
{
    EXPECT_EQ(verdict("0 < S 17:20(3) win 1000\n+0 > R. 0:0(0) ack 21 win 0\n"
                      "+0 < . 5:5(0) ack 9 win 1000\n+0 > R 9:9(0) win 0\n"
                      "+0 < R 5:5(0) win 1000\n"),
              "passed");
}

TEST(DrillSockets, ObeyNagleUntilAskedOtherwise)
{
    const std::string small =
        "+0 write(3, ..., 10) = 10\n+0 > P. 1:11(10) ack 1 win 65535\n+0 write(3, ..., 10) = 10\n";
    EXPECT_EQ(verdict(connected(small)), "passed");
    EXPECT_EQ(verdict(connected("+0 setsockopt(3, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0\n" + small +
                                "+0 > P. 11:21(10) ack 1 win 65535\n")),
              "passed");
}

TEST(DrillSockets, KeepAliveOnceTheyAreAsked)
{
    EXPECT_EQ(verdict(accepted("+0 setsockopt(4, IPPROTO_TCP, TCP_KEEPIDLE, [10], 4) = 0\n"
                               "+0 setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0\n"
                               "+10 > . 0:0(0) ack 1 win 65535\n"
                               "+0 < . 1:1(0) ack 1 win 1000\n"
                               "+10 > . 0:0(0) ack 1 win 65535\n")),
              "passed");
}

TEST(DrillSockets, DropWhatSysctlForbids)
{
    const std::string listening =
        "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = 0\n+0 < SF 0:0(0) win 9\n";
    EXPECT_EQ(verdict("0 `sysctl -w net.inet.tcp.drop_synfin=1`\n" + listening), "passed");
    EXPECT_EQ(verdict("0 `sysctl -w net.inet.tcp.drop_synfin=0`\n" + listening +
                      "+0 > S. 0:0(0) ack 1 win 65535 <mss 1460>\n"),
              "passed");
    EXPECT_EQ(verdict(accepted("+0 `sysctl -w net.inet.tcp.insecure_rst=1`\n+0 < R 5:5(0) win 0\n"
                               "+0 read(4, ..., 1) = -1 ECONNRESET\n")),
              "passed");
    EXPECT_EQ(verdict(accepted("+0 `sysctl -w net.inet.tcp.delacktime=100`\n+0 < P. 1:2(1) ack 1 win 9\n"
                               "+0.1 > . 1:1(0) ack 2 win 65535\n")),
              "passed");
}

TEST(DrillSockets, LimitTheirAcksAsFreeBsdDoes) // five per second unless a sysctl changes it
{
    const std::string reset = "+0 < R 5:5(0) win 0\n";
    const std::string answer = "+0 > . 1:1(0) ack 1 win 65535\n";
    const std::string answered = reset + answer;
    EXPECT_EQ(verdict(accepted(answered + answered + answered + answered + answered + reset + "+1 < R 5:5(0) win 0\n" +
                               answer)),
              "passed");
    EXPECT_EQ(verdict(accepted("+0 `sysctl -w net.inet.tcp.ack_war_cnt=1`\n" + answered + reset +
                               "+0 `sysctl -w net.inet.tcp.ack_war_timewindow=0`\n" + answered + answered)),
              "passed");
}

TEST(DrillSockets, UseTheSmallerSegmentsOfIpv6)
{
    EXPECT_EQ(verdict("--ip_version=ipv6\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = 0\n"
                      "+0 < S 0:0(0) win 9\n+0 > S. 0:0(0) ack 1 win 65535 <mss 1440>\n"
                      "+0 < . 1:1(0) ack 1 win 9\n+0 accept(3, ..., ...) = 4\n"
                      "+0 getsockopt(4, IPPROTO_TCP, TCP_MAXSEG, [1220], [4]) = 0\n"),
              "passed");
}

} // namespace
} // namespace tcpstage::packetdrill
