// Any run, even an unfinished one, can be saved and opened again, and stays the same.

#include "tests/property/saved_again.h"

#include "core/formats/save.h"
#include "core/live/observe/merge_capture.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/branch.h"
#include "core/run/sandbox.h"
#include "core/sources/matrix.h"
#include "tests/core/lesson/lesson.h"
#include "tests/core/packetdrill/scripts.h"
#include "tests/core/trace/random_trace.h"
#include "tests/property/live_stream.h"
#include "tests/support/lessons.h"

#include <filesystem>
#include <fmt/format.h>

namespace tcpstage::run {
namespace {

using live::Vantage;
using testing::Decided;
using testing::LiveTrace;
using testing::lost_by_saving;

/// Lessons with different content: options, losses, other peers, missing rules of TCP, UDP, a socket connected to
/// itself.
const std::vector<std::string> short_lessons{"half-close", "last-ack-lost", "connection-refused", "simultaneous-open"};

TEST(WhatIsSaved, ComesBackOfEveryLesson)
{
    for (const std::string& id : testing::some_lessons(2)) {
        const LessonRun lesson_run = run_lesson(*lesson::find_lesson(id));
        EXPECT_EQ(lost_by_saving(lesson_run.scenario, lesson_run.run), "") << id;
        if (lesson_run.beside) {
            EXPECT_EQ(lost_by_saving(lesson_run.beside->trace), "") << id << ", the other world";
        }
    }
}

TEST(WhatIsSaved, ComesBackOfEveryCellOfTheMatrix)
{
    for (const sources::MatrixCell& cell : sources::state_matrix()) {
        const LessonRun lesson_run = sources::run_cell(cell.state, cell.stimulus);
        EXPECT_EQ(lost_by_saving(lesson_run.scenario, lesson_run.run), "")
            << sources::cell_source(cell.state, cell.stimulus);
    }
}

TEST(WhatIsSaved, ComesBackOfBranches)
{
    for (const std::string& id : short_lessons) {
        const lesson::Scenario parent = *lesson::find_lesson(id);
        const trace::Trace trace = run(parent).trace;
        const Instant middle = start_of_time + (trace.end() - start_of_time) / 2;
        const std::vector<WhatIf> acts{
            StrikeSegment{0, sim::Fault::Kind::Drop, {}},
            StrikeSegment{1, sim::Fault::Kind::Duplicate, {}},
            StrikeSegment{1, sim::Fault::Kind::Delay, Duration{700ms}},
            EditSegment{0, {.flags = tcp::Flag::Rst, .seq = tcp::Seq{7}, .window_bytes = 1}},
            EditSegment{1, {.payload = Bytes{std::string_view{"x\"\n\0\xff", 5}}}},
            CallAt{middle, {trace::Side::Left, trace::Call::Send, Bytes::pattern(77), UINT32_MAX}},
            SetOption{trace::Side::Right, "transport", "udp"},
            SetOption{trace::Side::Right, "mss", "333"},
            ChangeNetwork{middle, {sim::LinkSettings{.loss = {70'000}}, sim::LinkSettings{}}}};
        for (const WhatIf& act : acts) {
            const auto child = branch(parent, trace, act);
            if (!child) continue;
            EXPECT_EQ(lost_by_saving(*child, run(*child)), "") << id << ", act " << act.index();
        }
    }
}

TEST(WhatIsSaved, ComesBackOfScripts)
{
    std::vector<packetdrill::LoadedScript> scripts{
        *packetdrill::load_script(packetdrill::accepted("+0 write(4, ..., 1000) = 1000\n"), "passes.pkt"),
        *packetdrill::load_script(packetdrill::connected("+0 > R. 7:7(0) ack 9\n"), "differs.pkt"),
        *packetdrill::load_script("0 nonsense(3) = 0\n", "foreign.pkt")};
    const std::filesystem::path freebsd{TCPSTAGE_SOURCE_DIR "/../shared/packetdrill/freebsd"}; // may be missing
    constexpr int one_in = 3;
    int found = 0;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator file{freebsd, error}, end; file != end; file.increment(error)) {
        if (file->path().extension() != ".pkt" || ++found % one_in != 0) continue;
        if (auto script = packetdrill::load_script_file(file->path().string())) scripts.push_back(std::move(*script));
    }
    for (const packetdrill::LoadedScript& script : scripts) {
        const LessonRun lesson_run = packetdrill::script_run(script);
        ASSERT_EQ(lost_by_saving(lesson_run.scenario, lesson_run.run), "") << script.script.file;
    }
}

/// How a real run is observed, and when the fate of its segments is decided.
struct Seen {
    Vantage vantage;
    Decided decided;
};

void expect_every_moment(const lesson::Scenario& lesson, const Seen& seen)
{
    const trace::Trace simulated = run(lesson).trace;
    LiveTrace live{simulated, seen.vantage, seen.decided};
    for (const testing::Reported& event : testing::reported(simulated)) {
        live.take(event);
        ASSERT_EQ(lost_by_saving(live.trace()), "") << "after " << live.trace().records().size() << " records";
    }
    run::Run so_far;
    so_far.trace = live.trace();
    EXPECT_EQ(lost_by_saving(lesson, so_far), "");
}

TEST(WhatIsSaved, ComesBackOfALiveRunAtEveryMoment)
{
    for (const std::string id : {"half-close", "last-ack-lost", "connection-refused"}) {
        for (const Seen& seen : {Seen{Vantage::Wire, Decided::Never}, Seen{Vantage::Wire, Decided::Late},
                                 Seen{Vantage::Watch, Decided::AtOnce}, Seen{Vantage::TcpInfo, Decided::Never}}) {
            SCOPED_TRACE(fmt::format("{}, sight {}", id, static_cast<int>(seen.vantage)));
            expect_every_moment(*lesson::find_lesson(id), seen);
        }
    }
}

TEST(WhatIsSaved, KeepsASegmentThatIsHeld)
{
    const trace::Trace simulated = run(*lesson::find_lesson("three-way-handshake")).trace;
    LiveTrace live{simulated, Vantage::Wire, Decided::Never};
    for (const testing::Reported& event : testing::reported(simulated)) {
        live.take(event);
        if (event.event.kind == live::Event::Kind::Sent) break;
    }
    const auto again = formats::load_trace(formats::save_trace(live.trace()), "held.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    ASSERT_EQ(again->trace.transits().size(), 1U);
    EXPECT_EQ(again->trace.transit(0).ends, never);
    EXPECT_EQ(again->trace.transit(0).end_record, trace::no_record);
}

TEST(WhatIsSaved, ComesBackOfAWatchedRun)
{
    const trace::Trace simulated = run(*lesson::find_lesson("half-close")).trace;
    std::vector<live::Happened> events;
    std::vector<live::Passing> packets;
    for (const testing::Reported& reported : testing::reported(simulated)) {
        if (reported.event.kind == live::Event::Kind::Sent)
            packets.push_back({reported.event.at, reported.tail});
        else if (reported.event.kind != live::Event::Kind::Arrived)
            events.push_back({reported.event, reported.tail});
    }
    const std::array ends{simulated.endpoint(trace::Side::Left), simulated.endpoint(trace::Side::Right)};
    for (std::size_t count = 0; count <= packets.size(); ++count) {
        const trace::Trace lesson_run = merge_capture(
            events, {packets.begin(), packets.begin() + static_cast<std::ptrdiff_t>(count)}, {ends, 0, 0});
        ASSERT_EQ(lost_by_saving(lesson_run), "") << "after " << count << " packets";
    }
}

TEST(WhatIsSaved, ComesBackOfAnyTrace)
{
    for (std::uint64_t seed = 1; seed <= 150; ++seed)
        ASSERT_EQ(lost_by_saving(testing::random_trace(seed)), "") << "seed " << seed;
}

TEST(WhatIsSaved, CanBeOpenedThoughItsLessonIsTooLongToBeReadAgain)
{
    const lesson::Scenario scenario =
        lesson::lesson(lesson::handshake + "  - client: send \"" + fmt::format("{:中<100000}", "") +
                       "\"\n"); // four times as long in escapes
    const run::Run run = run::run(scenario);
    ASSERT_FALSE(lesson::read_scenario(lesson::write_scenario(scenario), "long.yaml"));

    const auto again = load_run(save_run(scenario, run), "long.tcptrace");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(testing::difference(run.trace, again->run.trace), "");
    EXPECT_EQ(again->scenario.title, scenario.title);
}

TEST(WhatIsSaved, ComesBackOfTheLargestSegments)
{
    const lesson::Scenario scenario =
        lesson::lesson("inject: [{at: 1 s, from: client, segment: \"P. 1:65496(65495) ack 1 win 1\"}]\n"
                       "tcp: {mss: 65495, window_scale: on, receive_buffer: 1000000}\n" +
                       lesson::handshake + "  - client: send 200000\n");
    EXPECT_EQ(lost_by_saving(scenario, run(scenario)), "");
}

TEST(WhatIsSaved, ComesBackOfTheSandbox)
{
    const lesson::Scenario empty = sandbox();
    EXPECT_EQ(lost_by_saving(empty, run(empty)), "");
}

TEST(WrittenLesson, CountsInjectionsFromManySources)
{
    const std::string entry = "  - {at: 1 s, from: client, segment: \"S 7:7(0) win 9\", source: 203.0.113.250:1024";
    const lesson::Scenario crowd =
        lesson::lesson("inject:\n" + entry + ", count: 9000, every: 1 ms}\n" + entry + ", count: 998}\n" + entry +
                       "}\n  - {at: 1 s, from: server, segment: \"R 7:7(0) win 9\"}\n" + lesson::handshake);
    const std::string written = lesson::write_scenario(crowd);
    const auto again = lesson::read_scenario(written, "again.yaml");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_LT(written.size(), 2000U);
    EXPECT_EQ(lesson::write_scenario(*again), written);
    ASSERT_EQ(again->setup.injections.size(), 10'000U);
    for (std::size_t i = 0; i < crowd.setup.injections.size(); ++i) {
        const sim::Injection& before = crowd.setup.injections[i];
        const sim::Injection& after = again->setup.injections[i];
        ASSERT_EQ(std::tie(before.at, before.from, before.segment, before.source),
                  std::tie(after.at, after.from, after.segment, after.source))
            << i;
    }
}

} // namespace
} // namespace tcpstage::run
