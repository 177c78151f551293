#include "core/compare/compare.h"
#include "core/formats/formats.h"
#include "core/run/run.h"
#include "core/run/saved_run.h"
#include "tests/core/live/live.h"

#include <algorithm>
#include <future>

namespace tcpstage::live {
namespace {

struct StagedRun {
    std::string id;
    std::future<Result<LiveRun>> run;
};

LiveOptions on_wire(Device device)
{
    LiveOptions options;
    options.rung = Rung::Wire;
    options.device = device;
    return options;
}

/// All at the same time: each has namespaces of its own.
std::vector<StagedRun> run_all(Device device)
{
    std::vector<StagedRun> stagedRuns;
    for (const BuiltIn& lesson : built_in_lessons()) {
        if (!lesson.id.starts_with("real-")) continue;
        const std::string id{lesson.id};
        stagedRuns.push_back(
            {id, std::async(std::launch::async, [=] { return run_live(*find_lesson(id), on_wire(device)); })});
    }
    return stagedRuns;
}

/// Of what differs, all is named but the order and the times of a busy machine.
void expect_explained(const std::string& id, const Trace& live)
{
    const Trace simulated = tcpstage::run(*find_lesson(id)).trace;
    for (const Difference& difference : compare(simulated, live, usual_tolerance(simulated, live)).differences) {
        if (difference.kind == Difference::Kind::Time || difference.kind == Difference::Kind::Order) continue;
        EXPECT_TRUE(difference.because || !difference.latitudes.empty())
            << id << ": " << sentence(difference, simulated, live).en;
    }
}

void expect_as_simulated(Device device)
{
    auto stagedRuns = run_all(device);
    EXPECT_EQ(stagedRuns.size(), 11U);
    for (StagedRun& staged : stagedRuns) {
        const auto live = staged.run.get();
        ASSERT_TRUE(live) << staged.id << ": " << live.error().sentence();
        EXPECT_EQ(live->unordered_losses, 0U) << staged.id;
        EXPECT_EQ(live->run.trace.source(), Source::Live);
        for (const Error& difference : check_live(*find_lesson(staged.id), *live))
            ADD_FAILURE() << difference.sentence() << '\n' << to_csv(live->run.trace);
        expect_explained(staged.id, live->run.trace);
    }
}

TEST(RealLessons, HappenOnTwoKernelsAsInTheSimulator)
{
    TCPSTAGE_NEEDS(Device::Veth);
    expect_as_simulated(Device::Veth);
}

TEST(RealLessons, HappenOverTunAsWell)
{
    TCPSTAGE_NEEDS(Device::Tun);
    expect_as_simulated(Device::Tun);
}

/// What the users of a side hear, and the state that it is in then.
std::vector<std::pair<Signal, State>> heard(const Trace& trace, Side side)
{
    std::vector<std::pair<Signal, State>> heard;
    for (RecordId id = 0; id < trace.records().size(); ++id)
        if (const Record record = trace.record(id); record.kind == Kind::Told && record.side == side)
            heard.emplace_back(record.signal(), trace.at(side, trace.moment_after(id)).state);
    return heard;
}

TEST(RealRun, TellsTheUserOfAResetAndNotOfAnEnd)
{
    TCPSTAGE_NEEDS(Device::Auto);
    const auto live = run_live(*find_lesson("real-reset"), on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    const auto server = heard(live->run.trace, Side::Right);
    ASSERT_FALSE(server.empty());
    EXPECT_EQ(server.back().first, Signal::Reset);
    const auto ended = [](const auto& told) { return told.first == Signal::PeerClosed; };
    EXPECT_TRUE(std::ranges::none_of(server, ended));
}

TEST(RealRun, IsConnectedForItsUsersWhenItIsEstablishedAndNotBefore)
{
    TCPSTAGE_NEEDS(Device::Auto);
    const auto live = run_live(*find_lesson("real-simultaneous-open"), on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    for (const Side side : both_sides)
        EXPECT_EQ(heard(live->run.trace, side), (std::vector{std::pair{Signal::Connected, State::Established}}));
}

TEST(RealRun, OffersWhatTheLessonWantsAndBeginsWithItsNumber)
{
    TCPSTAGE_NEEDS(Device::Auto);
    for (const bool wanted : {false, true}) {
        Scenario lesson = *find_lesson("real-handshake");
        for (EndpointSetup& end : lesson.setup.endpoints)
            end.settings.sack = end.settings.timestamps = end.settings.window_scale = wanted;
        lesson.setup.endpoints[0].settings.mss = 1000;
        lesson.setup.endpoints[0].iss.given = {Seq{4294967295U}};
        const auto live = run_live(lesson, on_wire(Device::Auto));
        ASSERT_TRUE(live) << live.error().sentence();

        const Segment syn = live->run.trace.transit(0).segment;
        EXPECT_TRUE(syn.syn());
        EXPECT_EQ(syn.seq, Seq{4294967295U});
        EXPECT_EQ(syn.options.mss, 1000);
        EXPECT_EQ(syn.options.sack_permitted, wanted);
        EXPECT_EQ(syn.options.has_timestamps, wanted);
        EXPECT_EQ(syn.options.has_window_scale, wanted);
    }
}

TEST(RealRun, SaysHowSureItIsOfEachRecord)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const auto live = run_live(*find_lesson("real-syn-lost"), on_wire(Device::Veth));
    ASSERT_TRUE(live) << live.error().sentence();

    for (const Record& record : live->run.trace.records()) {
        const bool guessed = record.kind == Kind::TimerExpired || record.kind == Kind::Reason;
        EXPECT_EQ(record.certainty, guessed ? Certainty::Inferred : Certainty::Observed);
    }
}

TEST(RealRun, IsSavedAndReadBackWithoutAKernel)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const Scenario lesson = *find_lesson("real-handshake");
    const auto live = run_live(lesson, on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    const auto again = load_run(save_run(lesson, live->run), "real.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(to_json(again->run.trace), to_json(live->run.trace));
    EXPECT_GT(to_pcapng(live->run.trace).size(), 3U * 40U);
}

TEST(RealRun, LeavesFinWait2WhenNobodyWaitsForTheFin)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Scenario lesson = *find_lesson("real-close-four");
    lesson.setup.endpoints[0].settings.msl = 500ms;
    lesson.setup.links[0].delay = lesson.setup.links[1].delay = 5ms;
    const auto close = std::ranges::find_if(lesson.steps, [](const Step& step) {
        const auto* made = std::get_if<CallStep>(&step.action);
        return made != nullptr && made->side == Side::Right && made->call == Call::Close;
    });
    ASSERT_NE(close, lesson.steps.end());
    lesson.steps.erase(close, lesson.steps.end()); // the server never closes
    lesson.steps.push_back({WaitStep{std::vector{StateReached{Side::Left, State::Closed}}}, {}});
    const auto live = run_live(lesson, on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();
    const Trace& trace = live->run.trace;

    std::vector<Record> entered;
    for (const Record& record : trace.records())
        if (record.kind == Kind::Entered && record.side == Side::Left) entered.push_back(record);
    ASSERT_GE(entered.size(), 2U);
    EXPECT_EQ(entered.back().from(), State::FinWait2);
    EXPECT_EQ(entered.back().to(), State::Closed);
    EXPECT_EQ(entered.back().rule(), Rule::UserTimeoutDue);
    const Duration waited = entered.back().at - entered[entered.size() - 2].at;
    EXPECT_GT(waited, 800ms);
    EXPECT_LT(waited, 20s) << "without the option it is a minute";
}

TEST(RealRun, RepairsWhatTheNetworkDoesByChance)
{
    TCPSTAGE_NEEDS(Device::Veth);
    Scenario lesson = *find_lesson("real-half-close");
    lesson.setup.links[0].delay = lesson.setup.links[1].delay = 5ms;
    lesson.setup.links[1].duplicate = {1'000'000};
    Fault corrupt{.kind = Fault::Kind::Corrupt};
    corrupt.which.payload_bytes = 100;
    lesson.setup.faults = {corrupt};
    const auto live = run_live(lesson, on_wire(Device::Veth));
    ASSERT_TRUE(live) << live.error().sentence();
    const Trace& trace = live->run.trace;

    EXPECT_EQ(trace.at(Side::Left, trace.last_moment()).delivered_bytes, 100U);
    std::size_t copies = 0;
    std::size_t corrupted = 0;
    for (const Transit& transit : trace.transits()) {
        copies += transit.reason == Reason::Duplicated ? 1U : 0U;
        corrupted += transit.corrupted ? 1U : 0U;
    }
    EXPECT_GE(copies, 3U);
    EXPECT_EQ(corrupted, 1U);
}

} // namespace
} // namespace tcpstage::live
