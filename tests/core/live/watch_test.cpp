// Connections of this machine that are watched: by what its kernel reports, and by their segments.

#include "core/live/watch/present.h"
#include "core/live/watch/run_watch.h"
#include "core/live/watch/watch_session.h"
#include "core/trace/kernel_report.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdlib>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

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
    const FourNumbers ends{live::octets_of(tcp::Address{{10, 0, 0, 1}}), live::octets_of(tcp::Address{{10, 0, 0, 2}}),
                           5, 6, false};
    const auto one = parse_watch_target("10.0.0.1:5,10.0.0.2:6");
    EXPECT_TRUE(one->matches(ends) && one->matches(ends.turned()));
    EXPECT_FALSE(parse_watch_target("10.0.0.1:5,10.0.0.2:7")->matches(ends));
    for (const char* wrong : {"0", "65536", "pid:", "pid:x", "10.0.0.1:", "10.0.0.1:x", "host:80",
                              "10.0.0.1:5,10.0.0.2", "10.0.0.1:5,[::1]:6"})
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
    options.vantage = Vantage::TcpInfo;
    options.found = [&](std::uint32_t, const FourNumbers&) {
        later(std::chrono::milliseconds{60}, [&] {
            pair.client.close(); // the server is in CLOSE-WAIT until it closes, too
            later(std::chrono::milliseconds{60}, [&] { pair.server.close(); });
        });
    };

    const auto done = run_watch(io, *parse_watch_target(std::to_string(pair.port())), options);

    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_FALSE(done->stopped);
    EXPECT_EQ(done->vantage, Vantage::TcpInfo);
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

/// A connection that begins when it is watched: 3000 octets to the server, which answers with 100; then both close.
class Visit {
public:
    Visit(boost::asio::io_context& io, const char* address)
        : io_{io}, acceptor_{io, {boost::asio::ip::make_address(address), 0}}, timer_{io}
    {}
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void begin(std::chrono::milliseconds after)
    {
        timer_.expires_after(after);
        timer_.async_wait([this](boost::system::error_code) {
            Tcp::socket client{io_};
            Tcp::socket server{io_};
            client.connect(acceptor_.local_endpoint());
            acceptor_.accept(server);
            std::array<char, 3000> octets{};
            client.send(boost::asio::buffer(octets));
            std::size_t got = 0;
            while (got < octets.size())
                got += server.receive(boost::asio::buffer(octets));
            server.send(boost::asio::buffer(octets, 100));
            client.receive(boost::asio::buffer(octets));
            client.close();
            server.close();
        });
    }

private:
    boost::asio::io_context& io_;
    Tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
};

class WatchedConnectionsByDumpcap : public testing::TestWithParam<const char*> {};

TEST_P(WatchedConnectionsByDumpcap, HaveEachSegment)
{
    boost::asio::io_context io{1};
    Visit visit{io, GetParam()};
    WatchOptions options;
    options.vantage = Vantage::Watch;
    options.begins = [&](const WatchPlay&, const std::optional<Trouble>&) { visit.begin(50ms); };

    const auto done = run_watch(io, *parse_watch_target(std::to_string(visit.port())), options);

    if (!done) GTEST_SKIP() << done.error().sentence();
    EXPECT_FALSE(done->stopped) << "it ends when the connection does";
    ASSERT_EQ(done->connections.size(), 1U);
    const trace::Trace& trace = done->connections[0].run.trace;
    EXPECT_EQ(trace.source(), trace::Source::Capture);
    EXPECT_GT(trace.began_ns(), 1'600'000'000'000'000'000) << "the time of day";
    EXPECT_EQ(trace.endpoint(trace::Side::Right).socket.port, visit.port());
    ASSERT_GE(trace.transits().size(), 8U);
    EXPECT_TRUE(trace.transit(0).segment.syn() && !trace.transit(0).segment.has_ack());
    EXPECT_TRUE(trace.transit(1).segment.syn() && trace.transit(1).segment.has_ack());
    const capture::Connection& listed = done->list[0];
    EXPECT_EQ(listed.totals.octets, (std::array<std::uint64_t, 2>{3000, 100}));
    EXPECT_EQ(listed.totals.begun, capture::Begun::Handshake);
    EXPECT_EQ(listed.totals.ended, capture::Ended::Orderly);
    EXPECT_EQ(listed.states, (std::array{tcp::State::TimeWait, tcp::State::Closed}));
}

INSTANTIATE_TEST_SUITE_P(Over, WatchedConnectionsByDumpcap, testing::Values("127.0.0.1", "::1"),
                         [](const auto& info) { return std::string{info.param} == "::1" ? "Ip6" : "Ip4"; });

TEST(WatchedConnectionByDumpcap, IsThatOfTheProcess)
{
    boost::asio::io_context io{1};
    Visit visit{io, "127.0.0.1"};
    Pair pair{io, {boost::asio::ip::address_v4::loopback(), 0}}; // stays open, so that its process is known
    boost::asio::steady_timer timer{io};
    WatchOptions options;
    options.vantage = Vantage::Watch;
    options.until = 0;
    options.begins = [&](const WatchPlay&, const std::optional<Trouble>&) {
        timer.expires_after(100ms);
        timer.async_wait([&](boost::system::error_code) { pair.client.send(boost::asio::buffer("hello", 5)); });
    };
    options.found = [&](std::uint32_t, const FourNumbers&) { boost::asio::post(io, [&] { io.stop(); }); };

    const auto done = run_watch(io, *parse_watch_target("pid:" + std::to_string(::getpid())), options);

    if (!done) GTEST_SKIP() << done.error().sentence();
    ASSERT_EQ(done->connections.size(), 1U);
    const std::array ports{done->list[0].ends.left.port, done->list[0].ends.right.port};
    EXPECT_TRUE(ports[0] == pair.port() || ports[1] == pair.port());
    EXPECT_EQ(done->list[0].totals.begun, capture::Begun::MidStream);
}

TEST(WatchedConnectionByDumpcap, IsStoppedWithinASecond)
{
    std::atomic<bool> runs{false};
    auto session = std::make_unique<WatchSession>(*parse_watch_target("9"), Vantage::Watch, [&](const WatchNews& news) {
        if (news.stage != WatchNews::Stage::Starting) runs = true;
    });
    while (!runs)
        std::this_thread::sleep_for(1ms);
    const auto begin = std::chrono::steady_clock::now();
    session.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST(WatchedConnection, IsThatOfTheKernelWhereThereIsNoDumpcap)
{
    const char* const set = std::getenv("PATH");
    const std::string path = set == nullptr ? "" : set;
    ::setenv("PATH", "/no-such-folder", 1);
    boost::asio::io_context io{1};
    Pair pair{io, {boost::asio::ip::address_v4::loopback(), 0}};
    boost::asio::steady_timer timer{io};
    WatchOptions options;
    options.found = [&](std::uint32_t, const FourNumbers&) {
        timer.expires_after(60ms);
        timer.async_wait([&](boost::system::error_code) {
            pair.client.close();
            pair.server.close();
        });
    };

    const auto done = run_watch(io, *parse_watch_target(std::to_string(pair.port())), options);

    ::setenv("PATH", path.c_str(), 1);
    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_FALSE(done->stopped);
    EXPECT_EQ(done->vantage, Vantage::TcpInfo);
    ASSERT_TRUE(done->refused);
    EXPECT_EQ(done->refused->stage, Stage::FindDumpcap);
    ASSERT_EQ(done->connections.size(), 1U);
    const auto records = done->connections[0].run.trace.records();
    EXPECT_GE(std::ranges::count_if(records, trace::is_kernel_report), 3) << "steps to go through";
}

TEST(WatchedConnection, IsListedWithItsProcess)
{
    boost::asio::io_context io{1};
    Pair pair{io, {boost::asio::ip::address_v4::loopback(), 0}};
    pair.client.send(boost::asio::buffer("hello", 5));
    std::array<char, 5> octets{};
    pair.server.receive(boost::asio::buffer(octets));

    const auto all = present_connections();

    ASSERT_TRUE(all) << all.error().sentence();
    const auto server = std::ranges::find_if(
        *all, [&](const PresentConnection& each) { return each.socket.ends.local_port == pair.port(); });
    ASSERT_NE(server, all->end());
    EXPECT_EQ(server->process, static_cast<std::uint32_t>(::getpid()));
    EXPECT_TRUE(server->program.starts_with("tests_core")) << server->program;
    EXPECT_EQ(static_cast<tcp::State>(server->socket.tcp_info.state), tcp::State::Established);
    EXPECT_EQ(server->socket.tcp_info.bytes_received, 5U);
}

} // namespace
} // namespace tcpstage::live
