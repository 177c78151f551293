// Streams beyond 2^31 and 2^32 octets: a lesson skips what need not be shown.

#include "core/captions/caption.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/saved_run.h"
#include "tests/core/lesson/lesson.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::run {
namespace {

constexpr std::uint64_t most = UINT32_MAX; // of one skip

/// The lesson that skips `octets` of the client's stream after the handshake.
lesson::Scenario beyond(std::uint64_t octets, const std::string& head, const std::string& rest)
{
    std::string skips;
    for (; octets > 0; octets -= std::min(octets, most))
        skips += fmt::format("  - client: skip {}\n", std::min(octets, most));
    return lesson::lesson(head + lesson::handshake + skips + rest);
}

/// The segments after the handshake with the client's numbers less `octets`: "0.200000000 client P. 101:201(100) ack
/// ...".
std::vector<std::string> shifted_back(const Run& run, std::uint64_t octets)
{
    const auto less = static_cast<std::uint32_t>(octets);
    std::vector<std::string> lines;
    for (std::size_t i = 3; i < run.trace.transits().size(); ++i) {
        const trace::Transit transit = run.trace.transits()[i];
        tcp::Segment segment = transit.segment;
        const bool ours = transit.from == trace::Side::Left;
        if (ours) segment.seq = segment.seq - less;
        if (!ours) segment.ack = segment.ack - less;
        if (!ours) shift_numbers(segment.options, 0U - less);
        lines.push_back(fmt::format("{} {} {}{}", to_seconds(transit.sent, 9), ours ? "client" : "server",
                                    tcp::notation(segment, transit.window_bytes),
                                    transit.fate == trace::Fate::Lost ? " lost" : ""));
    }
    return lines;
}

struct Stream {
    std::string head;
    std::string rest;
};
const std::vector<Stream> streams{
    // Nothing is lost; both ends send and close.
    {"", "  - client: send 3000\n  - server: send 500\n  - wait: client acknowledged\n  - client: close\n"
         "  - wait: server CLOSE-WAIT\n  - server: close\n"},
    // A loss that the timer repairs, and one that duplicate ACKs repair.
    {"tcp: {mss: 100}\n", "  - client: send 200\nfaults:\n  - drop: {from: client, len: 100, nth: 2}\n"},
    {"tcp: {mss: 100, congestion: newreno}\n",
     "  - client: send 1500\n  - wait: 5 s\n  - client: send 2000\n  - client: shutdown\n"
     "faults:\n  - drop: {from: client, len: 100, nth: [2, 5, 20]}\n"},
    // SACK with two holes, timestamps with PAWS, a scaled window.
    {"tcp: {mss: 100, congestion: cubic, sack: on, timestamps: on, window_scale: on, receive_buffer: 200000}\n",
     "  - client: send 3000\n  - wait: 5 s\n  - client: send 1000\n"
     "faults:\n  - drop: {from: client, nth: [6, 9, 25]}\n  - duplicate: {from: client, nth: 12}\n"},
    // ECN: the mark is about the numbers sent.
    {"tcp: {mss: 1000, congestion: newreno, ecn: on}\nnetwork: {delay: 20 ms, rate: 1 Mbit/s, ecn_threshold: 5000}\n",
     "  - client: send 100000\n"},
    // A closed window and its probes; keep-alive probes one number back.
    {"tcp: {mss: 100, receive_buffer: 200, reads: by hand, keepalive: 20 s, keepalive_interval: 1 s}\n",
     "  - client: send 500\n  - wait: 3 s\n  - server: read all\n  - wait: 3 s\n  - server: read all\n"
     "  - wait: 30 s\n  - client: abort\nend: 1 s\n"},
};

TEST(SkippedStream, GoesOnAsOneThatBeginsThere)
{
    // 2^32 - 1: SND.UNA is the ISS once more.
    const std::vector<std::uint64_t> offsets{1,    (1ULL << 31U) - 500, 1ULL << 31U, 3'000'000'000, most - 1300,
                                             most, 1ULL << 32U,         most + 5000, 3 * most + 77};
    for (const Stream& stream : streams) {
        const auto plain = shifted_back(run(beyond(0, stream.head, stream.rest)), 0);
        ASSERT_GT(plain.size(), 2U);
        for (const std::uint64_t octets : offsets) {
            const run::Run far = run(beyond(octets, stream.head, stream.rest));
            EXPECT_TRUE(far.warnings.empty()) << far.warnings.front().sentence();
            EXPECT_EQ(shifted_back(far, octets), plain) << octets << "\n" << stream.head << stream.rest;
        }
    }
}

TEST(SkippedStream, CountsTheOctetsThatAreDeliveredInSixtyFourBits)
{
    const std::string rest = "  - client: send 1000\n  - wait: client acknowledged\n";
    const lesson::Scenario lesson = beyond(3 * most, "", rest + "expect:\n  delivered: {server: 12884902885}\n");
    const run::Run far = run(lesson);
    EXPECT_TRUE(check(lesson, far).empty());
    EXPECT_EQ(far.trace.at(trace::Side::Right, far.trace.last_moment()).delivered_bytes, 12'884'902'885U);
    const auto json = nlohmann::json::parse(formats::to_json(far.trace));
    EXPECT_EQ(json["final"]["server"]["delivered_bytes"].get<std::uint64_t>(), 12'884'902'885U);
    const auto again = lesson::read_scenario(lesson::write_scenario(lesson), "again.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(far.trace));
}

TEST(SkippedStream, IsLeftOutWithAWarningWhileSomethingIsUnderWay)
{
    for (const char* const before : {"  - client: send 100\n", "  - server: send 100\n", "  - client: close\n",
                                     "  - server: abort\n  - wait: 1 s\n"}) {
        const run::Run left = run(lesson::lesson(lesson::handshake + before + "  - client: skip 3000000000\n"));
        ASSERT_EQ(left.warnings.size(), 1U) << before;
        EXPECT_NE(left.warnings.front().sentence().find(":5: nothing was skipped: "), std::string::npos)
            << left.warnings.front().sentence();
        EXPECT_LT(left.trace.at(trace::Side::Right, left.trace.last_moment()).delivered_bytes, 1000U);
    }
    const run::Run unread = run(lesson::lesson("tcp: {reads: by hand}\n" + lesson::handshake +
                                               "  - client: send 10\n  - wait: 1 s\n  - client: skip 5\n"));
    EXPECT_EQ(unread.warnings.size(), 1U);
}

TEST(SkippedStream, MayBeThatOfAnEndThatAloneStillSends)
{
    const run::Run half = run(lesson::lesson(lesson::handshake + "  - client: shutdown\n  - wait: 1 s\n"
                                                                 "  - server: skip 4000000000\n  - server: send 9\n"));
    EXPECT_TRUE(half.warnings.empty());
    EXPECT_EQ(half.trace.at(trace::Side::Left, half.trace.last_moment()).delivered_bytes, 4'000'000'009U);
}

TEST(SkippedStream, NeedsOneNumber)
{
    const auto refused = [](const std::string& call) {
        return lesson::refusal(lesson::lesson_text(lesson::handshake + "  - client: " + call + "\n"));
    };
    EXPECT_EQ(refused("skip"), "test.yaml:9:13: skip takes one number; write \"skip 3000000000\"");
    EXPECT_EQ(refused("skip 3 GB"), "test.yaml:9:13: skip takes one number; write \"skip 3000000000\"");
    EXPECT_NE(refused("skip 4294967296"), "");
}

TEST(SkippedStream, HasRelativeNumbersThatAreNotNegative)
{
    const lesson::Scenario lesson = beyond(3'000'000'000, "", "  - client: send 10\n");
    const run::Run far = run(lesson);
    const captions::Ordinals ordinals{far.trace};
    const captions::Captioned what{lesson, far, ordinals};
    std::string all;
    for (trace::RecordId id = 0; id < far.trace.records().size(); ++id)
        if (trace::is_step(far.trace.record(id).kind))
            all += captions::engine_caption(what, id, {.numbers = captions::Numbers::Relative}).text + "\n";
    EXPECT_NE(all.find("it goes on as if client had sent them, and server had acknowledged and read them. The next "
                       "octet has the number 3000000001."),
              std::string::npos)
        << all;
    EXPECT_NE(all.find("3000000001 to 3000000010"), std::string::npos) << all;
    EXPECT_NE(all.find("SND.UNA 1 → 3000000001"), std::string::npos) << all;
    EXPECT_EQ(all.find("-1"), std::string::npos) << all;
}

TEST(SkippedStream, CannotBeWrittenForPacketdrill)
{
    const LessonRun made = run_lesson(beyond(3'000'000'000, "", "  - client: send 10\n"));
    for (const trace::Side side : trace::both_sides) {
        const auto script = packetdrill::to_packetdrill(made, side);
        ASSERT_FALSE(script);
        EXPECT_NE(script.error().sentence().find("skips octets"), std::string::npos) << script.error().sentence();
    }
}

} // namespace
} // namespace tcpstage::run
