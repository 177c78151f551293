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
    options.vantage = Vantage::Wire;
    options.device = device;
    return options;
}

/// Runs all lessons at once; each has its own namespaces.
std::vector<StagedRun> run_all(Device device)
{
    std::vector<StagedRun> stagedRuns;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        if (!lesson.id.starts_with("real-")) continue;
        const std::string id{lesson.id};
        stagedRuns.push_back(
            {id, std::async(std::launch::async, [=] { return run_live(*lesson::find_lesson(id), on_wire(device)); })});
    }
    return stagedRuns;
}

/// Every difference has a reason, except those of order and time, which a busy machine may cause.
void expect_explained(const std::string& id, const trace::Trace& live)
{
    const trace::Trace simulated = tcpstage::run::run(*lesson::find_lesson(id)).trace;
    for (const compare::Difference& difference :
         compare::compare(simulated, live, compare::usual_tolerance(simulated, live)).differences) {
        if (difference.kind == compare::Difference::Kind::Time || difference.kind == compare::Difference::Kind::Order)
            continue;
        EXPECT_TRUE(difference.because || !difference.latitudes.empty())
            << id << ": " << compare::sentence(difference, simulated, live).en;
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
        EXPECT_EQ(live->run.trace.source(), trace::Source::Live);
        for (const Error& difference : check_live(*lesson::find_lesson(staged.id), *live).differences)
            ADD_FAILURE() << difference.sentence() << '\n' << formats::to_csv(live->run.trace);
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

/// The signals to the users of a side, each with the state at that moment.
std::vector<std::pair<tcp::Signal, tcp::State>> heard(const trace::Trace& trace, trace::Side side)
{
    std::vector<std::pair<tcp::Signal, tcp::State>> heard;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id)
        if (const trace::Record record = trace.record(id); record.kind == trace::Kind::Signal && record.side == side)
            heard.emplace_back(record.signal(), trace.at(side, trace.moment_after(id)).state);
    return heard;
}

TEST(RealRun, TellsTheUserOfAResetAndNotOfAnEnd)
{
    TCPSTAGE_NEEDS(Device::Auto);
    const auto live = run_live(*lesson::find_lesson("real-reset"), on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    const auto server = heard(live->run.trace, trace::Side::Right);
    ASSERT_FALSE(server.empty());
    EXPECT_EQ(server.back().first, tcp::Signal::Reset);
    const auto ended = [](const auto& lesson_run) { return lesson_run.first == tcp::Signal::PeerClosed; };
    EXPECT_TRUE(std::ranges::none_of(server, ended));
}

TEST(RealRun, IsConnectedForItsUsersWhenItIsEstablishedAndNotBefore)
{
    TCPSTAGE_NEEDS(Device::Auto);
    const auto live = run_live(*lesson::find_lesson("real-simultaneous-open"), on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(heard(live->run.trace, side),
                  (std::vector{std::pair{tcp::Signal::Connected, tcp::State::Established}}));
}

TEST(RealRun, OffersWhatTheLessonWantsAndBeginsWithItsNumber)
{
    TCPSTAGE_NEEDS(Device::Auto);
    for (const bool wanted : {false, true}) {
        lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
        for (sim::EndpointSetup& end : lesson.setup.endpoints)
            end.settings.sack = end.settings.timestamps = end.settings.window_scale = wanted;
        lesson.setup.endpoints[0].settings.mss = 1000;
        lesson.setup.endpoints[0].iss.given = {tcp::Seq{4294967295U}};
        const auto live = run_live(lesson, on_wire(Device::Auto));
        ASSERT_TRUE(live) << live.error().sentence();

        const tcp::Segment syn = live->run.trace.transit(0).segment;
        EXPECT_TRUE(syn.syn());
        EXPECT_EQ(syn.seq, tcp::Seq{4294967295U});
        EXPECT_EQ(syn.options.mss, 1000);
        EXPECT_EQ(syn.options.sack_permitted, wanted);
        EXPECT_EQ(syn.options.has_timestamps, wanted);
        EXPECT_EQ(syn.options.has_window_scale, wanted);
    }
}

TEST(RealRun, SaysHowSureItIsOfEachRecord)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const auto live = run_live(*lesson::find_lesson("real-syn-lost"), on_wire(Device::Veth));
    ASSERT_TRUE(live) << live.error().sentence();

    for (const trace::Record& record : live->run.trace.records()) {
        const bool guessed = record.kind == trace::Kind::TimerExpired || record.kind == trace::Kind::Reason;
        EXPECT_EQ(record.certainty, guessed ? trace::Certainty::Inferred : trace::Certainty::Observed);
    }
}

TEST(RealRun, IsSavedAndReadBackWithoutAKernel)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    const auto live = run_live(lesson, on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();

    const auto again = run::load_run(run::save_run(lesson, live->run), "real.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(formats::to_json(again->run.trace), formats::to_json(live->run.trace));
    EXPECT_GT(formats::to_pcapng(live->run.trace).size(), 3U * 40U);
}

TEST(RealRun, LeavesFinWait2WhenNobodyWaitsForTheFin)
{
    TCPSTAGE_NEEDS(Device::Auto);
    lesson::Scenario lesson = *lesson::find_lesson("real-close-four");
    lesson.setup.endpoints[0].settings.msl = 500ms;
    lesson.setup.links[0].delay = lesson.setup.links[1].delay = 5ms;
    const auto close = std::ranges::find_if(lesson.steps, [](const lesson::Step& step) {
        const auto* made = std::get_if<lesson::CallStep>(&step.action);
        return made != nullptr && made->side == trace::Side::Right && made->call == trace::Call::Close;
    });
    ASSERT_NE(close, lesson.steps.end());
    lesson.steps.erase(close, lesson.steps.end()); // the server never closes
    lesson.steps.push_back(
        {lesson::WaitStep{std::vector{lesson::StateReached{trace::Side::Left, tcp::State::Closed}}}, {}});
    const auto live = run_live(lesson, on_wire(Device::Auto));
    ASSERT_TRUE(live) << live.error().sentence();
    const trace::Trace& trace = live->run.trace;

    std::vector<trace::Record> entered;
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Entered && record.side == trace::Side::Left) entered.push_back(record);
    ASSERT_GE(entered.size(), 2U);
    EXPECT_EQ(entered.back().from(), tcp::State::FinWait2);
    EXPECT_EQ(entered.back().to(), tcp::State::Closed);
    EXPECT_EQ(entered.back().rule(), tcp::Rule::UserTimeoutDue);
    const Duration waited = entered.back().at - entered[entered.size() - 2].at;
    EXPECT_GT(waited, 800ms);
    EXPECT_LT(waited, 20s) << "without the option it is a minute";
}

TEST(RealRun, RepairsWhatTheNetworkDoesByChance)
{
    TCPSTAGE_NEEDS(Device::Veth);
    lesson::Scenario lesson = *lesson::find_lesson("real-half-close");
    lesson.setup.links[0].delay = lesson.setup.links[1].delay = 5ms;
    lesson.setup.links[1].duplicate = {1'000'000};
    sim::Fault corrupt{.kind = sim::Fault::Kind::Corrupt};
    corrupt.which.payload_bytes = 100;
    lesson.setup.faults = {corrupt};
    const auto live = run_live(lesson, on_wire(Device::Veth));
    ASSERT_TRUE(live) << live.error().sentence();
    const trace::Trace& trace = live->run.trace;

    EXPECT_EQ(trace.at(trace::Side::Left, trace.last_moment()).delivered_bytes, 100U);
    std::size_t copies = 0;
    std::size_t corrupted = 0;
    for (const trace::Transit& transit : trace.transits()) {
        copies += transit.reason == trace::Reason::Duplicated ? 1U : 0U;
        corrupted += transit.corrupted ? 1U : 0U;
    }
    EXPECT_GE(copies, 3U);
    EXPECT_EQ(corrupted, 1U);
}

} // namespace
} // namespace tcpstage::live
