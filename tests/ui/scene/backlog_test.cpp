// The backlog of a listener beside its state: its entries, and that they can be read and clicked at any size.
#include "tests/ui/scene/staged_runs.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"
#include "ui/scene/words/origins.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::texts;
using testing::timeOfStep;

/// The step at which the rule is named for the nth time.
std::size_t stepOf(const StagedRun& staged, tcp::Rule rule, int nth = 1)
{
    for (std::size_t step = 0; step < staged.timeMap.stepCount(); ++step) {
        const trace::Moment moment = staged.timeMap.moment(timeOfStep(staged, step));
        int count = 0;
        for (trace::RecordId id = 0; id <= moment.record; ++id) {
            const trace::Record& record = staged.trace().record(id);
            const bool names = record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered;
            if (names && record.rule() == rule) ++count;
        }
        if (count >= nth) return step;
    }
    ADD_FAILURE() << "the rule is not named so often";
    return 0;
}

Scene panel(const StagedRun& staged, std::size_t step, QSizeF size = {312, 690}, const DisplayOptions& display = {})
{
    return endpointPanel({staged, timeOfStep(staged, step), {size, 0, 1}, {}, display}, trace::Side::Right);
}

TEST(Backlog, TellsWhoIsInTheQueueAndHowOftenEachWasAnswered)
{
    const auto staged = stagedRun("syn-flood");
    const Backlog& backlog = *staged->backlogs[1];
    EXPECT_FALSE(staged->backlogs[0]);

    const trace::Moment full = staged->timeMap.moment(timeOfStep(*staged, stepOf(*staged, tcp::Rule::BacklogFull)));
    const BacklogState state = backlog.at(full.record);
    ASSERT_EQ(state.entries.size(), 4U);
    EXPECT_EQ(tcp::to_text(state.entries[0].peer), "203.0.113.1:1024");
    EXPECT_EQ(state.entries[0].state, tcp::State::SynReceived);
    EXPECT_EQ(state.entries[0].retries, 0U);
    EXPECT_EQ(state.entries[0].timerDue - state.entries[0].timerSince, Duration{1s});
    EXPECT_EQ(state.dropped, 1U);

    const trace::Moment again =
        staged->timeMap.moment(timeOfStep(*staged, stepOf(*staged, tcp::Rule::RetransmitBackoff) + 1)); // it is sent
    EXPECT_EQ(backlog.at(again.record).entries[0].retries, 1U);
    EXPECT_EQ(backlog.at(again.record).entries[1].retries, 0U);
    EXPECT_TRUE(backlog.at(staged->trace().last_moment().record).entries.empty());
    EXPECT_TRUE(backlog.at(trace::no_record).entries.empty());
}

TEST(Backlog, HoldsTheRealClientWhileItsHandshakeGoesOn)
{
    const auto staged = stagedRun("syn-flood");
    const auto& spans = staged->runIndex.spans(trace::Side::Right);
    const auto span = std::ranges::find(spans, tcp::State::SynReceived, &StateSpan::state);
    ASSERT_NE(span, spans.end());

    const auto entries = staged->backlogs[1]->at(span->record).entries;
    const bool there = std::ranges::any_of(entries, [](const BacklogEntry& entry) {
        return entry.connection == trace::the_conversation && tcp::to_text(entry.peer) == "10.0.0.1:49152";
    });
    EXPECT_TRUE(there);
}

TEST(Backlog, CountsCookiesInsteadOfEntries)
{
    const auto staged = stagedRun("syn-cookies");
    const BacklogState end = staged->backlogs[1]->at(staged->trace().last_moment().record);

    EXPECT_TRUE(end.entries.empty());
    EXPECT_EQ(end.cookiesSent, 7U);
    EXPECT_EQ(end.cookiesBack, 1U);
}

TEST(Backlog, KeepsCompleteConnectionsUntilTheyAreAccepted)
{
    const auto scenario = lesson::read_scenario("title: t\n"
                                                "endpoints: {client: {iss: 100}, server: {iss: 300}}\n"
                                                "tcp: {backlog: 2, accepts: by hand}\n"
                                                "steps: [server: listen, client: connect, wait: 1 s, server: accept]\n",
                                                "t.yaml");
    ASSERT_TRUE(scenario);
    const auto staged = stageRun(*scenario);
    const auto& records = staged->trace().records();
    const auto accept = std::ranges::find_if(records, [](const trace::Record& record) {
        return record.kind == trace::Kind::Called && record.call() == trace::Call::Accept;
    });
    ASSERT_NE(accept, records.end());
    const auto id = static_cast<trace::RecordId>(accept - records.begin());

    ASSERT_EQ(staged->backlogs[1]->at(id).entries.size(), 1U);
    EXPECT_EQ(staged->backlogs[1]->at(id).entries[0].state, tcp::State::Established);
    EXPECT_TRUE(staged->backlogs[1]->at(staged->trace().last_moment().record).entries.empty());
}

TEST(BacklogTable, IsShownToTheListenerOnlyAndInBothLanguages)
{
    const auto staged = stagedRun("syn-flood");
    const std::size_t step = stepOf(*staged, tcp::Rule::BacklogFull);
    DisplayOptions chinese;
    chinese.language = Language::Chinese;

    EXPECT_TRUE(texts(panel(*staged, step)).contains(QStringLiteral("Backlog: 4 of 4")));
    EXPECT_TRUE(texts(panel(*staged, step)).contains(QStringLiteral("203.0.113.4:1024")));
    EXPECT_TRUE(texts(panel(*staged, step, {312, 690}, chinese)).contains(QStringLiteral("连接队列：4 / 4")));
    const Scene client =
        endpointPanel({*staged, timeOfStep(*staged, step), {{312, 690}, 0, 1}, {}, {}}, trace::Side::Left);
    EXPECT_FALSE(texts(client).contains(QStringLiteral("Backlog: 4 of 4")));
}

TEST(BacklogTable, LeadsFromEachRowToTheSynThatMadeIt)
{
    const auto staged = stagedRun("syn-flood");
    const Scene scene = panel(*staged, stepOf(*staged, tcp::Rule::BacklogFull));
    int rows = 0;
    for (const Mark& mark : scene.moving) {
        const auto* label = std::get_if<Label>(&mark.shape);
        if (!label || !label->text.startsWith(QStringLiteral("203.0.113."))) continue;
        ++rows;
        ASSERT_EQ(mark.ref.kind, Ref::Kind::Segment);
        const trace::Transit& transit = staged->trace().transit(mark.ref.id);
        EXPECT_EQ(QString::fromStdString(tcp::to_text(staged->trace().source(transit))), label->text);
        EXPECT_EQ(hit(scene, bounds(mark).center()), mark.ref);
    }
    EXPECT_EQ(rows, 4);
}

TEST(BacklogTable, StaysWithinThePanelAndKeepsItsWordsApart)
{
    for (const std::string id : {"syn-flood", "syn-cookies"}) {
        const auto staged = stagedRun(id);
        for (const QSizeF size : {QSizeF{220, 260}, QSizeF{252, 480}, QSizeF{312, 690}, QSizeF{900, 2000}})
            for (const Language language : {Language::English, Language::Chinese})
                for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 2) {
                    DisplayOptions display;
                    display.language = language;
                    const Scene scene = panel(*staged, step, size, display);
                    const QRectF border{QPointF{-3, -3}, size + QSizeF{6, 6}};
                    for (const Mark& mark : scene.moving)
                        ASSERT_TRUE(border.contains(bounds(mark)))
                            << id << " " << size.width() << "x" << size.height() << " step " << step;
                }
    }
}

TEST(BacklogTable, StandsInThePresentersPictureInLettersForTheLastRow)
{
    const auto staged = stagedRun("syn-flood");
    DisplayOptions display;
    display.presenting = true;
    const Viewport screen{{1920, 1080}, 0, 1};
    const Scene scene =
        wholeStage({*staged, timeOfStep(*staged, stepOf(*staged, tcp::Rule::BacklogFull)), screen, {}, display});

    EXPECT_TRUE(texts(scene).contains(QStringLiteral("Backlog: 4 of 4")));
    int rows = 0;
    for (const Mark& mark : scene.moving) {
        const auto* label = std::get_if<Label>(&mark.shape);
        if (!label || !label->text.startsWith(QStringLiteral("203.0.113.")) || label->degrees != 0) continue;
        EXPECT_GE(label->pixels, 27);
        ++rows;
    }
    EXPECT_EQ(rows, 4);
}

TEST(Cookie, IsExplainedAsTheNumberOfAListenerThatRemembersNothing)
{
    const auto staged = stagedRun("syn-cookies");
    const auto transits = staged->trace().transits();
    const auto answer = std::ranges::find_if(transits, [](const trace::Transit& transit) {
        return transit.connection == trace::the_conversation && transit.from == trace::Side::Right &&
               transit.segment.syn();
    });
    ASSERT_NE(answer, transits.end());
    const auto origins = originsOf(*staged, static_cast<trace::TransitId>(answer - transits.begin()), {});

    ASSERT_GE(origins.size(), 2U);
    EXPECT_TRUE(origins[0].text.startsWith(QStringLiteral("a SYN cookie")));
    EXPECT_EQ(origins[1].text, QStringLiteral("100 (seq) + 1"));
}

} // namespace

} // namespace tcpstage::scene
