// The backlog of a listener beside its state: who is in it, and that it can be read and clicked at any size.
#include "tests/ui/scene/staged_runs.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"
#include "ui/scene/words/origins.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage {

namespace {

using testing::staged;
using testing::texts;
using testing::timeOfStep;

/// The first step after which the rule has been named so often.
std::size_t stepOf(const StagedRun& told, Rule rule, int nth = 1)
{
    for (std::size_t step = 0; step < told.timeMap.stepCount(); ++step) {
        const Moment moment = told.timeMap.moment(timeOfStep(told, step));
        int count = 0;
        for (RecordId id = 0; id <= moment.record; ++id) {
            const Record& record = told.trace().record(id);
            const bool names = record.kind == Kind::Reason || record.kind == Kind::Entered;
            if (names && record.rule() == rule) ++count;
        }
        if (count >= nth) return step;
    }
    ADD_FAILURE() << "the rule is not named so often";
    return 0;
}

Scene panel(const StagedRun& told, std::size_t step, QSizeF size = {312, 690}, const DisplayOptions& display = {})
{
    return endpointPanel(told, Side::Right, timeOfStep(told, step), {size, 0, 1}, {}, display);
}

TEST(Backlog, TellsWhoIsInTheQueueAndHowOftenEachWasAnswered)
{
    const auto told = staged("syn-flood");
    const Backlog& backlog = *told->backlogs[1];
    EXPECT_FALSE(told->backlogs[0]);

    const Moment full = told->timeMap.moment(timeOfStep(*told, stepOf(*told, Rule::BacklogFull)));
    const BacklogState state = backlog.at(full.record);
    ASSERT_EQ(state.entries.size(), 4U);
    EXPECT_EQ(to_text(state.entries[0].peer), "203.0.113.1:1024");
    EXPECT_EQ(state.entries[0].state, State::SynReceived);
    EXPECT_EQ(state.entries[0].retries, 0U);
    EXPECT_EQ(state.entries[0].timerDue - state.entries[0].timerSince, Duration{1s});
    EXPECT_EQ(state.dropped, 1U);

    const Moment again =
        told->timeMap.moment(timeOfStep(*told, stepOf(*told, Rule::RetransmitBackoff) + 1)); // it is sent
    EXPECT_EQ(backlog.at(again.record).entries[0].retries, 1U);
    EXPECT_EQ(backlog.at(again.record).entries[1].retries, 0U);
    EXPECT_TRUE(backlog.at(told->trace().last_moment().record).entries.empty());
    EXPECT_TRUE(backlog.at(no_record).entries.empty());
}

TEST(Backlog, HoldsTheRealClientWhileItsHandshakeGoesOn)
{
    const auto told = staged("syn-flood");
    const auto& spans = told->runIndex.spans(Side::Right);
    const auto span = std::ranges::find(spans, State::SynReceived, &StateSpan::state);
    ASSERT_NE(span, spans.end());

    const auto entries = told->backlogs[1]->at(span->record).entries;
    const bool there = std::ranges::any_of(entries, [](const BacklogEntry& entry) {
        return entry.connection == the_conversation && to_text(entry.peer) == "10.0.0.1:49152";
    });
    EXPECT_TRUE(there);
}

TEST(Backlog, CountsCookiesInsteadOfEntries)
{
    const auto told = staged("syn-cookies");
    const BacklogState end = told->backlogs[1]->at(told->trace().last_moment().record);

    EXPECT_TRUE(end.entries.empty());
    EXPECT_EQ(end.cookiesSent, 7U);
    EXPECT_EQ(end.cookiesBack, 1U);
}

TEST(Backlog, KeepsCompleteConnectionsUntilTheyAreAccepted)
{
    const auto scenario = read_scenario("title: t\n"
                                        "endpoints: {client: {iss: 100}, server: {iss: 300}}\n"
                                        "tcp: {backlog: 2, accepts: by hand}\n"
                                        "steps: [server: listen, client: connect, wait: 1 s, server: accept]\n",
                                        "t.yaml");
    ASSERT_TRUE(scenario);
    const auto told = tell(*scenario);
    const auto& records = told->trace().records();
    const auto accept = std::ranges::find_if(
        records, [](const Record& record) { return record.kind == Kind::Called && record.call() == Call::Accept; });
    ASSERT_NE(accept, records.end());
    const auto id = static_cast<RecordId>(accept - records.begin());

    ASSERT_EQ(told->backlogs[1]->at(id).entries.size(), 1U);
    EXPECT_EQ(told->backlogs[1]->at(id).entries[0].state, State::Established);
    EXPECT_TRUE(told->backlogs[1]->at(told->trace().last_moment().record).entries.empty());
}

TEST(BacklogTable, IsShownToTheListenerOnlyAndInBothLanguages)
{
    const auto told = staged("syn-flood");
    const std::size_t step = stepOf(*told, Rule::BacklogFull);
    DisplayOptions chinese;
    chinese.language = Language::Chinese;

    EXPECT_TRUE(texts(panel(*told, step)).contains(QStringLiteral("Backlog: 4 of 4")));
    EXPECT_TRUE(texts(panel(*told, step)).contains(QStringLiteral("203.0.113.4:1024")));
    EXPECT_TRUE(texts(panel(*told, step, {312, 690}, chinese)).contains(QStringLiteral("积压队列：4 / 4")));
    const Scene client = endpointPanel(*told, Side::Left, timeOfStep(*told, step), {{312, 690}, 0, 1}, {}, {});
    EXPECT_FALSE(texts(client).contains(QStringLiteral("Backlog: 4 of 4")));
}

TEST(BacklogTable, LeadsFromEachRowToTheSynThatMadeIt)
{
    const auto told = staged("syn-flood");
    const Scene scene = panel(*told, stepOf(*told, Rule::BacklogFull));
    int rows = 0;
    for (const Mark& mark : scene.moving) {
        const auto* label = std::get_if<Label>(&mark.shape);
        if (!label || !label->text.startsWith(QStringLiteral("203.0.113."))) continue;
        ++rows;
        ASSERT_EQ(mark.ref.kind, Ref::Kind::Segment);
        const Transit& transit = told->trace().transit(mark.ref.id);
        EXPECT_EQ(QString::fromStdString(to_text(told->trace().source(transit))), label->text);
        EXPECT_EQ(hit(scene, bounds(mark).center()), mark.ref);
    }
    EXPECT_EQ(rows, 4);
}

TEST(BacklogTable, StaysWithinThePanelAndKeepsItsWordsApart)
{
    for (const std::string id : {"syn-flood", "syn-cookies"}) {
        const auto told = staged(id);
        for (const QSizeF size : {QSizeF{220, 260}, QSizeF{252, 480}, QSizeF{312, 690}, QSizeF{900, 2000}})
            for (const Language language : {Language::English, Language::Chinese})
                for (std::size_t step = 0; step < told->timeMap.stepCount(); step += 2) {
                    DisplayOptions display;
                    display.language = language;
                    const Scene scene = panel(*told, step, size, display);
                    const QRectF border{QPointF{-3, -3}, size + QSizeF{6, 6}};
                    for (const Mark& mark : scene.moving)
                        ASSERT_TRUE(border.contains(bounds(mark)))
                            << id << " " << size.width() << "x" << size.height() << " step " << step;
                }
    }
}

TEST(BacklogTable, StandsInThePresentersPictureInLettersForTheLastRow)
{
    const auto told = staged("syn-flood");
    DisplayOptions display;
    display.presenting = true;
    const Viewport screen{{1920, 1080}, 0, 1};
    const Scene scene = wholeStage(*told, timeOfStep(*told, stepOf(*told, Rule::BacklogFull)), screen, {}, display);

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
    const auto told = staged("syn-cookies");
    const auto transits = told->trace().transits();
    const auto answer = std::ranges::find_if(transits, [](const Transit& transit) {
        return transit.connection == the_conversation && transit.from == Side::Right && transit.segment.syn();
    });
    ASSERT_NE(answer, transits.end());
    const auto origins = originsOf(*told, static_cast<TransitId>(answer - transits.begin()), {});

    ASSERT_GE(origins.size(), 2U);
    EXPECT_TRUE(origins[0].text.startsWith(QStringLiteral("a SYN cookie")));
    EXPECT_EQ(origins[1].text, QStringLiteral("100 (seq) + 1"));
}

} // namespace

} // namespace tcpstage
