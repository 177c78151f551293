// A growing run is staged in pieces; the result must equal the run staged at once.

#include "core/base/random.h"
#include "core/run/run.h"
#include "tests/ui/scene/again.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/ticks.h"
#include "ui/scene/staged/series.h"

#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::Again;

constexpr const char* lossyTransfer =
    "title: {en: Many, zh: 很多}\n"
    "endpoints:\n"
    "  client: {address: 10.0.0.1, port: 49152, iss: 100}\n"
    "  server: {address: 10.0.0.2, port: 80, iss: 300}\n"
    "network: {delay: 40 ms, jitter: 9 ms, rate: 4 Mbit/s, loss: 2 %, duplicate: 1 %}\n"
    "tcp: {mss: 1000, congestion: newreno, sack: on}\n"
    "seed: 7\n"
    "steps:\n"
    "  - server: listen\n"
    "  - client: connect\n"
    "  - wait: [client ESTABLISHED, server ESTABLISHED]\n"
    "  - client: send 150000\n"
    "  - wait: 20 s\n"
    "  - client: close\n"
    "  - wait: server CLOSE-WAIT\n"
    "  - server: close\n";

void expectSameTimeMap(const TimeMap& grown, const TimeMap& whole, std::size_t records)
{
    ASSERT_EQ(grown.end(), whole.end());
    ASSERT_EQ(grown.stepCount(), whole.stepCount());
    ASSERT_EQ(grown.settled(), whole.settled());
    for (std::size_t i = 0; i < whole.stepCount(); ++i)
        ASSERT_EQ(grown.step(i), whole.step(i));
    for (trace::RecordId id = 0; id < records; ++id)
        ASSERT_EQ(grown.at(id), whole.at(id)) << id;
    ASSERT_EQ(grown.folds().size(), whole.folds().size());
    for (std::size_t i = 0; i < whole.folds().size(); ++i) {
        const Fold& a = grown.folds()[i];
        const Fold& b = whole.folds()[i];
        ASSERT_TRUE(a.from == b.from && a.to == b.to && a.silence == b.silence && a.timer == b.timer &&
                    a.next == b.next);
    }
}

void expectSameRunIndex(const RunIndex& grown, const RunIndex& whole, trace::RecordId last)
{
    for (const trace::Side side : trace::both_sides) {
        ASSERT_EQ(grown.spans(side).size(), whole.spans(side).size());
        for (std::size_t i = 0; i < whole.spans(side).size(); ++i) {
            ASSERT_EQ(grown.spans(side)[i].record, whole.spans(side)[i].record);
            ASSERT_EQ(grown.spans(side)[i].from, whole.spans(side)[i].from);
        }
        ASSERT_EQ(grown.events(side).size(), whole.events(side).size());
        for (std::size_t i = 0; i < whole.events(side).size(); ++i)
            ASSERT_EQ(grown.events(side)[i].at, whole.events(side)[i].at);
        for (const tcp::Timer timer : tcp::all_timers) {
            const TimerStart* a = grown.timerAt(side, timer, last);
            const TimerStart* b = whole.timerAt(side, timer, last);
            ASSERT_EQ(a != nullptr, b != nullptr);
            if (a != nullptr) {
                ASSERT_EQ(a->record, b->record);
            }
        }
        for (std::size_t state = 0; state < tcp::state_count; ++state)
            ASSERT_EQ(grown.visited(side, static_cast<tcp::State>(state), last),
                      whole.visited(side, static_cast<tcp::State>(state), last));
    }
}

void expectSameScene(const Scene& grown, const Scene& whole)
{
    ASSERT_EQ(grown.still.size(), whole.still.size());
    ASSERT_EQ(grown.moving.size(), whole.moving.size());
    ASSERT_TRUE(grown.still == whole.still);
    ASSERT_TRUE(grown.moving == whole.moving);
}

void expectSamePictures(const StagedRun& grown, const StagedRun& whole, StageTime time)
{
    DisplayOptions display;
    Viewport middle{QSizeF{704, 690}, 0, 1};
    middle.scroll = followingScroll({whole, time, middle, {}, display});
    expectSameScene(ladder({grown, time, middle, {}, display}), ladder({whole, time, middle, {}, display}));
    for (const View view : {View::TimeSequence, View::Window, View::RoundTrip, View::Timers}) {
        display.view = view;
        const Viewport plot{QSizeF{704, 690}, 0, 1};
        expectSameScene(viewScene({grown, time, plot, {}, display}), viewScene({whole, time, plot, {}, display}));
    }
}

void expectSameTicks(const Ticks& grown, const StagedRun& whole)
{
    Ticks ticks;
    ticks.follow(whole);
    ASSERT_EQ(grown.all().size(), ticks.all().size());
    for (std::size_t i = 0; i < ticks.all().size(); ++i)
        ASSERT_TRUE(grown.all()[i].at == ticks.all()[i].at && grown.all()[i].ink == ticks.all()[i].ink) << i;
}

struct PendingLoad {
    trace::Source source = trace::Source::Simulated;
    TimeMapKind timeMap = TimeMapKind::Even;
    std::uint32_t longest = 1; // the most records in a piece; 1: staged after each record
};

void expectSameInPieces(lesson::Scenario scenario, const PendingLoad& loading)
{
    scenario.beside.reset();
    const run::Run whole = run::run(scenario);
    Again again{whole.trace, loading.source};
    run::NotePlacer placer{scenario.notes};
    Random random{11};
    Ticks ticks;
    std::shared_ptr<const StagedRun> grown;
    while (again.left() > 0) {
        again.goOn(1 + random.below(loading.longest));
        const trace::Trace& trace = again.trace();
        run::Run now{trace, placer.place(trace), {}};
        ASSERT_EQ(now.notes, run::place_notes(scenario.notes, trace));
        const auto atOnce = stageRun(scenario, now, loading.timeMap);
        grown = grown ? stageLonger(*grown, std::move(now)) : stageRun(scenario, std::move(now), loading.timeMap);
        SCOPED_TRACE(scenario.id + " after " + std::to_string(trace.records().size()) + " records");
        const std::size_t records = trace.records().size();
        expectSameTimeMap(grown->timeMap, atOnce->timeMap, records);
        expectSameRunIndex(grown->runIndex, atOnce->runIndex, static_cast<trace::RecordId>(records - 1));
        ticks.follow(*grown);
        expectSameTicks(ticks, *atOnce);
        expectSamePictures(*grown, *atOnce, grown->timeMap.end());
        if (loading.longest > 1) expectSamePictures(*grown, *atOnce, grown->timeMap.end() / 3);
        if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(RunThatGoesOn, IsStagedInPiecesAsItIsAtOnce)
{
    for (const char* id : {"three-way-handshake", "last-ack-lost", "simultaneous-close"})
        for (const trace::Source source : {trace::Source::Simulated, trace::Source::Live})
            expectSameInPieces(*lesson::find_lesson(id), {source});
    expectSameInPieces(*lesson::find_lesson("three-way-handshake"), {trace::Source::Live, TimeMapKind::ToScale});
}

TEST(RunThatGoesOn, IsStagedInPiecesWhenItIsLong)
{
    for (const trace::Source source : {trace::Source::Simulated, trace::Source::Live})
        expectSameInPieces(*lesson::read_scenario(lossyTransfer, "many.yaml"), {source, TimeMapKind::Even, 800});
}

TEST(RunThatGoesOn, LeavesEarlierStagedRunsAsTheyWere)
{
    const lesson::Scenario scenario = *lesson::read_scenario(lossyTransfer, "many.yaml");
    const tcpstage::run::Run whole = run::run(scenario);
    Again again{whole.trace, trace::Source::Live};
    again.goOn(700);
    const auto early = stageRun(scenario, tcpstage::run::Run{again.trace(), {}, {}});
    const auto same = stageRun(scenario, tcpstage::run::Run{again.trace(), {}, {}});
    std::shared_ptr<const StagedRun> grown = early;
    while (again.left() > 0) {
        again.goOn(100);
        grown = stageLonger(*grown, tcpstage::run::Run{again.trace(), {}, {}});
        ladder({*grown, grown->timeMap.end(), {QSizeF{704, 690}, 0, 1}});
    }
    ASSERT_EQ(early->trace().records().size(), 700U);
    for (trace::TransitId id = 0; id < early->trace().transits().size(); ++id)
        ASSERT_EQ(early->trace().transit(id).end_record, same->trace().transit(id).end_record);
    expectSameTimeMap(early->timeMap, same->timeMap, 700);
    expectSamePictures(*early, *same, early->timeMap.end());
    EXPECT_TRUE(isSameRun(early, grown));
    EXPECT_FALSE(isSameRun(early, same));
}

} // namespace

} // namespace tcpstage::scene
