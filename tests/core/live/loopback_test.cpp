#include "core/live/watcher.h"
#include "core/trace/formats.h"
#include "tests/core/live/live.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <gmock/gmock.h>

namespace tcpstage::live {
namespace {

Result<LiveRun> run_on(Rung rung, const std::string& lesson)
{
    LiveOptions options;
    options.rung = rung;
    return run_live(*find_lesson(lesson), options);
}

TEST(Gauges, ShowTheStatesOfOrdinarySockets)
{
    for (const char* lesson : {"real-handshake", "real-close-four", "real-refused", "real-reset"}) {
        const auto live = run_on(Rung::Gauges, lesson);
        ASSERT_TRUE(live) << live.error().sentence();
        for (const Error& difference : check_live(*find_lesson(lesson), *live))
            ADD_FAILURE() << difference.sentence();
    }
}

TEST(Gauges, ShowTheSynThatTheKernelKept)
{
    const auto live = run_on(Rung::Gauges, "real-handshake");
    ASSERT_TRUE(live) << live.error().sentence();
    const Trace& trace = live->run.trace;

    ASSERT_EQ(trace.flights().size(), 1U);
    const Flight& flight = trace.flights()[0];
    EXPECT_TRUE(flight.segment.syn() && !flight.segment.has_ack());
    EXPECT_GT(flight.segment.options.mss, 0);
    EXPECT_EQ(trace.at(Side::Left, trace.last_moment()).snd.una, flight.segment.seq + 1U);
    EXPECT_EQ(trace.at(Side::Right, trace.last_moment()).rcv.nxt, flight.segment.seq + 1U);
    EXPECT_EQ(trace.record(flight.sent_record).certainty, Certainty::Observed);
    for (const Record& record : trace.records()) {
        if (record.kind != Kind::Entered || record.to() == State::Listen) continue;
        const bool sampled = record.to() == State::Established;
        EXPECT_EQ(record.certainty, sampled ? Certainty::Sampled : Certainty::Inferred) << name(record.to());
    }
}

TEST(Gauges, CountFromEachSidesFirstNumber)
{
    const auto live = run_on(Rung::Gauges, "real-half-close");
    ASSERT_TRUE(live) << live.error().sentence();
    const Trace& trace = live->run.trace;

    const auto got = std::ranges::find(trace.records(), Kind::Delivered, &Record::kind);
    ASSERT_NE(got, trace.records().end());
    EXPECT_EQ(got->value, 100);
    EXPECT_EQ(trace.at(Side::Right, trace.moment_at(got->at + 50ms)).snd.una, Seq{101});
}

TEST(Gauges, SayWhatTheyCannotDo)
{
    const auto live = run_on(Rung::Gauges, "real-syn-lost");
    ASSERT_TRUE(live) << live.error().sentence();

    using namespace ::testing;
    EXPECT_THAT(live->limits, Contains(Field(&OwnedText::en, HasSubstr("faults are left out"))));
}

TEST(Watching, SeesTheSegmentsOfOrdinarySockets)
{
    if (const auto trouble = try_watching()) GTEST_SKIP() << "cannot " << trouble->step.en;
    std::vector<std::pair<std::string, std::future<Result<LiveRun>>>> runs; // all at the same time, each on its ports
    for (const char* lesson : {"real-handshake", "real-close-four", "real-half-close", "real-refused", "real-reset"})
        runs.emplace_back(lesson, std::async(std::launch::async, [=] { return run_on(Rung::Watch, lesson); }));
    for (auto& [lesson, run] : runs) {
        const auto live = run.get();
        ASSERT_TRUE(live) << lesson << ": " << live.error().sentence();
        for (const Error& difference : check_live(*find_lesson(lesson), *live))
            ADD_FAILURE() << difference.sentence() << '\n' << to_csv(live->run.trace);
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
        EXPECT_EQ(attempt.works(), attempt.reason == 0) << attempt.with << ' ' << attempt.step.en;
    EXPECT_EQ((Trouble{Stage::UserNamespace, EPERM}.sentence()),
              "cannot make a user namespace: Operation not permitted (EPERM)");
}

} // namespace
} // namespace tcpstage::live
