#include "core/compare/compare.h"
#include "core/formats/formats.h"
#include "core/live/loopback.h"
#include "core/live/observe/watcher.h"
#include "core/run/run.h"
#include "tests/core/live/live.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <gmock/gmock.h>

namespace tcpstage::live {
namespace {

Result<LiveRun> run_on(Vantage vantage, const std::string& lesson)
{
    LiveOptions options;
    options.vantage = vantage;
    return run_live(*lesson::find_lesson(lesson), options);
}

TEST(TcpInfo, ShowTheStatesOfOrdinarySockets)
{
    for (const char* lesson : {"real-handshake", "real-close-four", "real-refused", "real-reset"}) {
        const auto live = run_on(Vantage::TcpInfo, lesson);
        ASSERT_TRUE(live) << live.error().sentence();
        for (const Error& difference : check_live(*lesson::find_lesson(lesson), *live).differences)
            ADD_FAILURE() << difference.sentence();
    }
}

TEST(TcpInfo, ShowTheSynThatTheKernelKept)
{
    const auto live = run_on(Vantage::TcpInfo, "real-handshake");
    ASSERT_TRUE(live) << live.error().sentence();
    const trace::Trace& trace = live->run.trace;

    ASSERT_EQ(trace.transits().size(), 1U);
    const trace::Transit& transit = trace.transits()[0];
    EXPECT_TRUE(transit.segment.syn() && !transit.segment.has_ack());
    EXPECT_GT(transit.segment.options.mss, 0);
    EXPECT_EQ(trace.at(trace::Side::Left, trace.last_moment()).snd.una, transit.segment.seq + 1U);
    EXPECT_EQ(trace.at(trace::Side::Right, trace.last_moment()).rcv.nxt, transit.segment.seq + 1U);
    EXPECT_EQ(trace.record(transit.sent_record).certainty, trace::Certainty::Observed);
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.to() == tcp::State::Listen) continue;
        const bool sampled = record.to() == tcp::State::Established;
        EXPECT_EQ(record.certainty, sampled ? trace::Certainty::Sampled : trace::Certainty::Inferred)
            << tcp::name(record.to());
    }
}

TEST(TcpInfo, CountFromEachSidesFirstNumber)
{
    const auto live = run_on(Vantage::TcpInfo, "real-half-close");
    ASSERT_TRUE(live) << live.error().sentence();
    const trace::Trace& trace = live->run.trace;

    const auto got = std::ranges::find(trace.records(), trace::Kind::Delivered, &trace::Record::kind);
    ASSERT_NE(got, trace.records().end());
    EXPECT_EQ(got->value, 100);
    EXPECT_EQ(trace.at(trace::Side::Right, trace.moment_at(got->at + 50ms)).snd.una, tcp::Seq{101});
}

TEST(TcpInfo, AreComparedAsFarAsTheyCanBeSeen)
{
    const auto live = run_on(Vantage::TcpInfo, "real-close-four");
    ASSERT_TRUE(live) << live.error().sentence();
    const trace::Trace& trace = live->run.trace;
    const trace::Trace simulated = tcpstage::run::run(*lesson::find_lesson("real-close-four")).trace;

    for (const compare::Difference& difference :
         compare::compare(simulated, trace, compare::usual_tolerance(simulated, trace)).differences) {
        if (difference.kind == compare::Difference::Kind::Time) continue; // loopback has no network delay
        const bool of_the_syn = difference.kind == compare::Difference::Kind::Options ||
                                difference.kind == compare::Difference::Kind::Window;
        EXPECT_TRUE(of_the_syn || difference.kind == compare::Difference::Kind::Signal)
            << compare::sentence(difference, simulated, trace).en;
        EXPECT_FALSE(difference.latitudes.empty()) << compare::sentence(difference, simulated, trace).en;
    }
    const auto lossy = [](const trace::Record& record) {
        return record.kind == trace::Kind::Entered && record.rule() == tcp::Rule::CloseUnread;
    };
    EXPECT_TRUE(std::ranges::none_of(trace.records(), lossy));
}

/// The sockets of both sides, and connections from other programs.
class Door {
public:
    void call(trace::Side side, trace::Call call)
    {
        Command command;
        command.kind = Command::Kind::Call;
        command.side = static_cast<std::uint8_t>(side);
        command.call = static_cast<std::uint8_t>(call);
        loopback_.obey(command, {});
        const std::size_t before = called_;
        EXPECT_TRUE(until([&] { return called_ > before; }));
    }
    /// Connects to the server as another program and returns the error with which that connection ends.
    boost::system::error_code stranger()
    {
        using Tcp = boost::asio::ip::tcp;
        Tcp::socket socket{io_};
        boost::system::error_code error;
        socket.connect({boost::asio::ip::address_v4::loopback(), loopback_.port(trace::Side::Right)}, error);
        if (error) return error;
        char octet = 0;
        bool heard = false;
        socket.async_read_some(boost::asio::buffer(&octet, 1), [&](const auto& result, std::size_t) {
            error = result;
            heard = true;
        });
        EXPECT_TRUE(until([&] { return heard; }));
        return error;
    }
    bool is_connected(trace::Side side)
    {
        return until([&] { return connected_[trace::index(side)]; });
    }
    bool nobody_is_connected() const { return !connected_[0] && !connected_[1]; }

private:
    template <typename Condition> bool until(Condition condition)
    {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!condition() && std::chrono::steady_clock::now() < end)
            io_.run_one_for(patience);
        return condition();
    }
    void take(const Event& event)
    {
        if (event.kind == Event::Kind::Called) ++called_;
        if (event.kind == Event::Kind::Signal) connected_.at(event.side) = true;
    }

    boost::asio::io_context io_{1};
    std::array<bool, 2> connected_{};
    std::size_t called_ = 0;
    Loopback loopback_{io_, plain_wire(Device::Auto).stacks, [this](const Event& event, auto) { take(event); }};
};

TEST(TcpInfo, TakeNobodyButTheirOwnPeerAndCloseTheDoorBehindIt)
{
    Door door;
    door.call(trace::Side::Right, trace::Call::Listen);
    const auto turned_away = door.stranger();
    EXPECT_TRUE(turned_away == boost::asio::error::eof || turned_away == boost::asio::error::connection_reset)
        << turned_away.message();
    EXPECT_TRUE(door.nobody_is_connected());
    door.call(trace::Side::Left, trace::Call::Connect);
    EXPECT_TRUE(door.is_connected(trace::Side::Left));
    EXPECT_TRUE(door.is_connected(trace::Side::Right));
    EXPECT_EQ(door.stranger(), boost::asio::error::connection_refused);
}

TEST(TcpInfo, SayWhatTheyCannotDo)
{
    const auto live = run_on(Vantage::TcpInfo, "real-syn-lost");
    ASSERT_TRUE(live) << live.error().sentence();

    using namespace ::testing;
    EXPECT_THAT(live->limits, Contains(Field(&OwnedText::en, HasSubstr("faults are left out"))));
}

TEST(Watching, SeesTheSegmentsOfOrdinarySockets)
{
    if (const auto trouble = try_watching()) GTEST_SKIP() << "cannot " << words(trouble->stage).en;
    std::vector<std::pair<std::string, std::future<Result<LiveRun>>>> runs; // all at once, each on its own ports
    for (const char* lesson : {"real-handshake", "real-close-four", "real-half-close", "real-refused", "real-reset"})
        runs.emplace_back(lesson, std::async(std::launch::async, [=] { return run_on(Vantage::Watch, lesson); }));
    for (auto& [lesson, run] : runs) {
        const auto live = run.get();
        ASSERT_TRUE(live) << lesson << ": " << live.error().sentence();
        for (const Error& difference : check_live(*lesson::find_lesson(lesson), *live).differences)
            ADD_FAILURE() << difference.sentence() << '\n' << formats::to_csv(live->run.trace);
    }
}

std::vector<std::uint8_t> pcap(std::uint32_t link, std::uint32_t captured, std::size_t octets)
{
    const std::array<std::uint32_t, 10> words{0xa1b2c3d4, 0x00040002, 0, 0, 65535, link, 5, 7, captured, captured};
    std::vector<std::uint8_t> file(sizeof words + octets, 0x45);
    std::memcpy(file.data(), words.data(), sizeof words);
    return file;
}

TEST(PcapStream, IsReadAsFarAsItGoes)
{
    const auto packets = read_pcap(pcap(1, 60, 60), 1000);

    ASSERT_EQ(packets.size(), 1U);
    EXPECT_EQ(packets[0].at, 5'000'007'000 + 1000);
    EXPECT_EQ(packets[0].packet.size(), 46U);
    EXPECT_EQ(read_pcap(pcap(101, 60, 60), 0)[0].packet.size(), 60U);
    EXPECT_TRUE(read_pcap(pcap(1, 60, 59), 0).empty());
    EXPECT_TRUE(read_pcap(pcap(1, UINT32_MAX, 60), 0).empty());
    EXPECT_TRUE(read_pcap({}, 0).empty());
}

TEST(Probe, NamesTheStepThatFailed)
{
    for (const Attempt& attempt : probe())
        EXPECT_EQ(attempt.works(), !attempt.trouble) << attempt.with;
}

} // namespace
} // namespace tcpstage::live
