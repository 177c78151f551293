// Connections of this machine that are watched by what its kernel reports.

#include "core/live/watch/run_watch.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

using Tcp = boost::asio::ip::tcp;

TEST(WatchTarget, IsAPortAnAddressBothAProcessOrAName)
{
    EXPECT_EQ(parse_watch_target("443")->port, 443);
    EXPECT_EQ(parse_watch_target("10.0.0.1")->address, tcp::IpAddress{(tcp::Address{{10, 0, 0, 1}})});
    EXPECT_EQ(parse_watch_target("10.0.0.1:80")->port, 80);
    EXPECT_TRUE(parse_watch_target("::1")->address->is_v6());
    EXPECT_EQ(parse_watch_target("[::1]:80")->port, 80);
    EXPECT_EQ(parse_watch_target("pid:7")->process, 7U);
    EXPECT_EQ(parse_watch_target("curl")->program, "curl");
    for (const char* wrong : {"0", "65536", "pid:", "pid:x", "10.0.0.1:", "10.0.0.1:x", "host:80"})
        EXPECT_FALSE(parse_watch_target(wrong)) << wrong;
}

/// A connection on the loopback interface, both ends of which are this process's.
class Pair {
public:
    explicit Pair(boost::asio::io_context& io, const Tcp::endpoint& at) : acceptor_{io, at}, client{io}, server{io}
    {
        client.connect(acceptor_.local_endpoint());
        acceptor_.accept(server);
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    Tcp::acceptor acceptor_;

public:
    Tcp::socket client;
    Tcp::socket server;
};

class WatchedConnections : public testing::TestWithParam<const char*> {};

TEST_P(WatchedConnections, HaveTheStatesThatTheKernelReports)
{
    boost::asio::io_context io{1};
    Pair pair{io, {boost::asio::ip::make_address(GetParam()), 0}};
    boost::asio::steady_timer timer{io};
    const auto later = [&](std::chrono::milliseconds wait, auto then) {
        timer.expires_after(wait);
        timer.async_wait([then](boost::system::error_code) { then(); });
    };
    WatchOptions options;
    options.found = [&](std::uint32_t, const FourNumbers&) {
        later(std::chrono::milliseconds{60}, [&] {
            pair.client.close(); // the server is in CLOSE-WAIT until it closes, too
            later(std::chrono::milliseconds{60}, [&] { pair.server.close(); });
        });
    };

    const auto done = run_watch(io, *parse_watch_target(std::to_string(pair.port())), options);

    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_FALSE(done->stopped);
    ASSERT_EQ(done->connections.size(), 1U) << "both ends are one connection";
    const trace::Trace& trace = done->connections[0].run.trace;
    EXPECT_EQ(trace.transits().size(), 0U);
    EXPECT_EQ(trace.endpoint(trace::Side::Right).socket.address.is_v6(), std::string_view{GetParam()} == "::1");
    const bool client_is_left = trace.endpoint(trace::Side::Right).socket.port == pair.port();
    const trace::Side server = client_is_left ? trace::Side::Right : trace::Side::Left;
    const auto was_in = [&](trace::Side side, tcp::State state, trace::Certainty certainty) {
        return std::ranges::any_of(trace.records(), [&](const trace::Record& record) {
            return record.kind == trace::Kind::Entered && record.side == side && record.to() == state &&
                   record.certainty == certainty;
        });
    };
    for (const trace::Side side : trace::both_sides)
        EXPECT_TRUE(was_in(side, tcp::State::Established, trace::Certainty::Sampled));
    EXPECT_TRUE(was_in(server, tcp::State::CloseWait, trace::Certainty::Sampled));
    EXPECT_TRUE(was_in(trace::other(server), tcp::State::FinWait2, trace::Certainty::Sampled));
    EXPECT_GT(trace.at(trace::Side::Left, trace.moment_at(start_of_time + Duration{30ms})).srtt, Duration{0});
}

INSTANTIATE_TEST_SUITE_P(Over, WatchedConnections, testing::Values("127.0.0.1", "::1"),
                         [](const auto& info) { return std::string{info.param} == "::1" ? "Ip6" : "Ip4"; });

TEST(WatchedConnection, OfAnotherPortIsLeftAlone)
{
    boost::asio::io_context io{1};
    const Pair pair{io, {boost::asio::ip::address_v4::loopback(), 0}};
    boost::asio::steady_timer timer{io, std::chrono::milliseconds{80}};
    timer.async_wait([&](boost::system::error_code) { io.stop(); });

    const auto done = run_watch(io, *parse_watch_target("1"), {});

    ASSERT_TRUE(done);
    EXPECT_TRUE(done->stopped);
    EXPECT_TRUE(done->connections.empty());
}

} // namespace
} // namespace tcpstage::live
