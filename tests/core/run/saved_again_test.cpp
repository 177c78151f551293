// What is saved can be opened, and gives the same: whatever the run, also one that goes on.

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

#include <filesystem>
#include <fmt/format.h>

namespace tcpstage {
namespace {

using live::Sight;
using testing::Decided;
using testing::LiveTrace;
using testing::lost_by_saving;

/// Lessons that differ in what happens: options, losses, other peers, no TCP, UDP, one socket that talks to itself.
const std::vector<std::string> short_lessons{"half-close", "last-ack-lost", "connection-refused", "simultaneous-open"};

TEST(WhatIsSaved, ComesBackOfEveryLesson)
{
    for (const BuiltIn& built_in : built_in_lessons()) {
        const Told told = run_told(*find_lesson(std::string{built_in.id}));
        EXPECT_EQ(lost_by_saving(told.scenario, told.run), "") << built_in.id;
        if (told.beside) {
            EXPECT_EQ(lost_by_saving(told.beside->trace), "") << built_in.id << ", the other world";
        }
    }
}

TEST(WhatIsSaved, ComesBackOfEveryCellOfTheMatrix)
{
    for (const MatrixCell& cell : state_matrix()) {
        const Told told = run_cell(cell.state, cell.stimulus);
        EXPECT_EQ(lost_by_saving(told.scenario, told.run), "") << cell_source(cell.state, cell.stimulus);
    }
}

TEST(WhatIsSaved, ComesBackOfBranches)
{
    for (const std::string& id : short_lessons) {
        const Scenario parent = *find_lesson(id);
        const Trace trace = run(parent).trace;
        const Instant middle = start_of_time + (trace.end() - start_of_time) / 2;
        const std::vector<WhatIf> acts{StrikeSegment{0, Fault::Kind::Drop, {}},
                                       StrikeSegment{1, Fault::Kind::Duplicate, {}},
                                       StrikeSegment{1, Fault::Kind::Delay, Duration{700ms}},
                                       EditSegment{0, {.flags = Flag::Rst, .seq = Seq{7}, .window_bytes = 1}},
                                       EditSegment{1, {.payload = Bytes{std::string_view{"x\"\n\0\xff", 5}}}},
                                       CallAt{middle, {Side::Left, Call::Send, Bytes::pattern(77), UINT32_MAX}},
                                       SetOption{Side::Right, "transport", "udp"},
                                       SetOption{Side::Right, "mss", "333"},
                                       ChangeNetwork{middle, {LinkSettings{.loss = {70'000}}, LinkSettings{}}}};
        for (const WhatIf& act : acts) {
            const auto child = branch(parent, trace, act);
            if (!child) continue;
            EXPECT_EQ(lost_by_saving(*child, run(*child)), "") << id << ", act " << act.index();
        }
    }
}

TEST(WhatIsSaved, ComesBackOfScripts)
{
    std::vector<LoadedScript> scripts{*load_script(drill::accepted("+0 write(4, ..., 1000) = 1000\n"), "passes.pkt"),
                                      *load_script(drill::connected("+0 > R. 7:7(0) ack 9\n"), "differs.pkt"),
                                      *load_script("0 nonsense(3) = 0\n", "foreign.pkt")};
    const std::filesystem::path freebsd{TCPSTAGE_SOURCE_DIR "/../shared/packetdrill/freebsd"}; // where they are
    constexpr int one_in = 3;
    int found = 0;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator file{freebsd, error}, end; file != end; file.increment(error)) {
        if (file->path().extension() != ".pkt" || ++found % one_in != 0) continue;
        if (auto script = load_script_file(file->path().string())) scripts.push_back(std::move(*script));
    }
    for (const LoadedScript& script : scripts) {
        const Told told = tell_script(script);
        ASSERT_EQ(lost_by_saving(told.scenario, told.run), "") << script.script.file;
    }
}

/// A way in which a real run is seen, and when it is decided what becomes of its segments.
struct Seen {
    Sight sight;
    Decided decided;
};

void expect_every_moment(const Scenario& lesson, const Seen& seen)
{
    const Trace simulated = run(lesson).trace;
    LiveTrace live{simulated, seen.sight, seen.decided};
    for (const testing::Reported& event : testing::reported(simulated)) {
        live.take(event);
        ASSERT_EQ(lost_by_saving(live.trace()), "") << "after " << live.trace().records().size() << " records";
    }
    tcpstage::Run so_far;
    so_far.trace = live.trace();
    EXPECT_EQ(lost_by_saving(lesson, so_far), "");
}

TEST(WhatIsSaved, ComesBackOfALiveRunAtEveryMoment)
{
    for (const std::string id : {"half-close", "last-ack-lost", "connection-refused"}) {
        for (const Seen& seen : {Seen{Sight::Wire, Decided::Never}, Seen{Sight::Wire, Decided::Late},
                                 Seen{Sight::Watched, Decided::AtOnce}, Seen{Sight::Gauges, Decided::Never}}) {
            SCOPED_TRACE(fmt::format("{}, sight {}", id, static_cast<int>(seen.sight)));
            expect_every_moment(*find_lesson(id), seen);
        }
    }
}

TEST(WhatIsSaved, KeepsASegmentThatIsHeld)
{
    const Trace simulated = run(*find_lesson("three-way-handshake")).trace;
    LiveTrace live{simulated, Sight::Wire, Decided::Never};
    for (const testing::Reported& event : testing::reported(simulated)) {
        live.take(event);
        if (event.event.kind == live::Event::Kind::Sent) break;
    }
    const auto again = load_trace(save_trace(live.trace()), "held.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    ASSERT_EQ(again->trace.transits().size(), 1U);
    EXPECT_EQ(again->trace.transit(0).ends, never);
    EXPECT_EQ(again->trace.transit(0).end_record, no_record);
}

TEST(WhatIsSaved, ComesBackOfAWatchedRun)
{
    const Trace simulated = run(*find_lesson("half-close")).trace;
    std::vector<live::Happened> events;
    std::vector<live::Passing> packets;
    for (const testing::Reported& reported : testing::reported(simulated)) {
        if (reported.event.kind == live::Event::Kind::Sent)
            packets.push_back({reported.event.at, reported.tail});
        else if (reported.event.kind != live::Event::Kind::Arrived)
            events.push_back({reported.event, reported.tail});
    }
    const std::array ends{simulated.endpoint(Side::Left), simulated.endpoint(Side::Right)};
    for (std::size_t count = 0; count <= packets.size(); ++count) {
        const Trace told =
            told_again(events, {packets.begin(), packets.begin() + static_cast<std::ptrdiff_t>(count)}, {ends, 0});
        ASSERT_EQ(lost_by_saving(told), "") << "after " << count << " packets";
    }
}

TEST(WhatIsSaved, ComesBackOfAnyTrace)
{
    for (std::uint64_t seed = 1; seed <= 150; ++seed)
        ASSERT_EQ(lost_by_saving(testing::random_trace(seed)), "") << "seed " << seed;
}

TEST(WhatIsSaved, CanBeOpenedThoughItsLessonIsTooLongToBeReadAgain)
{
    const Scenario scenario = lesson(handshake + "  - client: send \"" + std::string(300'000, '\x7f') + "\"\n");
    const tcpstage::Run run = tcpstage::run(scenario);
    ASSERT_FALSE(read_scenario(write_scenario(scenario), "long.yaml"));

    const auto again = load_run(save_run(scenario, run), "long.tcptrace");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(testing::difference(run.trace, again->run.trace), "");
    EXPECT_EQ(again->scenario.title, scenario.title);
}

TEST(WhatIsSaved, ComesBackOfTheLargestSegments)
{
    const Scenario scenario = lesson("inject: [{at: 1 s, from: client, segment: \"P. 1:65496(65495) ack 1 win 1\"}]\n"
                                     "tcp: {mss: 65495, window_scale: on, receive_buffer: 1000000}\n" +
                                     handshake + "  - client: send 200000\n");
    EXPECT_EQ(lost_by_saving(scenario, run(scenario)), "");
}

TEST(WhatIsSaved, ComesBackOfTheSandbox)
{
    const Scenario empty = sandbox();
    EXPECT_EQ(lost_by_saving(empty, run(empty)), "");
}

TEST(WrittenLesson, CountsInjectionsFromManySources)
{
    const std::string entry = "  - {at: 1 s, from: client, segment: \"S 7:7(0) win 9\", source: 203.0.113.250:1024";
    const Scenario crowd = lesson("inject:\n" + entry + ", count: 9000, every: 1 ms}\n" + entry + ", count: 998}\n" +
                                  entry + "}\n  - {at: 1 s, from: server, segment: \"R 7:7(0) win 9\"}\n" + handshake);
    const std::string written = write_scenario(crowd);
    const auto again = read_scenario(written, "again.yaml");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_LT(written.size(), 2000U);
    EXPECT_EQ(write_scenario(*again), written);
    ASSERT_EQ(again->setup.injections.size(), 10'000U);
    for (std::size_t i = 0; i < crowd.setup.injections.size(); ++i) {
        const Injection& before = crowd.setup.injections[i];
        const Injection& after = again->setup.injections[i];
        ASSERT_EQ(std::tie(before.at, before.from, before.segment, before.source),
                  std::tie(after.at, after.from, after.segment, after.source))
            << i;
    }
}

} // namespace
} // namespace tcpstage
