// The span tool: what lies between two moments, in words and on the ladder.
#include "ui/scene/words/measurement.h"

#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::texts;

trace::RecordId stepOf(const StagedRun& staged, std::size_t number) { return staged.timeMap.step(number); }

/// The step in which the first segment of `from` is sent, or arrives.
trace::RecordId first(const StagedRun& staged, trace::Side from, bool arrives)
{
    for (const trace::Transit& transit : staged.trace().transits())
        if (transit.from == from) return arrives ? transit.end_record : transit.sent_record;
    return trace::no_record;
}

Scene drawn(const StagedRun& staged, const Measured& measured, StageTime time, QSizeF size = {760, 700})
{
    DisplayOptions display;
    display.measured = measured;
    Viewport view{size, 0, 1};
    view.scroll = followingScroll({staged, time, view, {}, display});
    return ladder({staged, time, view, {}, display});
}

} // namespace

TEST(Measuring, SaysTheTimeTheRoundTripsTheSegmentsAndTheOctets)
{
    const auto staged = stagedRun("three-way-handshake");
    const Measured trip{first(*staged, trace::Side::Left, false), first(*staged, trace::Side::Right, true)};
    const Measurement found = measure(*staged, trip, staged->timeMap.end());
    EXPECT_EQ(found.span, Duration{200ms});
    EXPECT_EQ(found.segments, 2U) << "the ACK is sent in the next step";
    EXPECT_EQ(found.octets, 0U);
    EXPECT_NEAR(found.roundTrips, 1, 0.01);
    EXPECT_EQ(measurementText(found, Language::English), QStringLiteral("0.2 s ≈ 1.0 SRTT · 2 segments"));
    EXPECT_EQ(measurementText(found, Language::Chinese), QStringLiteral("0.2 s ≈ 1.0 个 SRTT · 2 个报文段"));
    EXPECT_EQ(measurementText({Duration{1ms}, 0, 1, 1}, Language::English),
              QStringLiteral("1 ms · 1 segment · 1 octet"));
}

TEST(Measuring, IsTheSameFromEitherEnd)
{
    const auto staged = stagedRun("half-close");
    for (std::size_t i = 0; i + 1 < staged->stepCount(); i += 3) {
        const std::size_t j = staged->stepCount() - 1 - i;
        const Measurement one = measure(*staged, {stepOf(*staged, i), stepOf(*staged, j)}, {});
        const Measurement other = measure(*staged, {stepOf(*staged, j), stepOf(*staged, i)}, {});
        EXPECT_EQ(one.span, other.span);
        EXPECT_EQ(one.segments, other.segments);
        EXPECT_EQ(one.octets, other.octets);
    }
    const Measurement all =
        measure(*staged, {trace::no_record, stepOf(*staged, staged->stepCount() - 1)}, staged->timeMap.end());
    EXPECT_EQ(all.segments, staged->trace().transits().size());
    EXPECT_GT(all.octets, 0U);
}

TEST(Measuring, StandsOnTheLadderClearOfOtherWords)
{
    for (const char* lesson : {"three-way-handshake", "half-close", "four-way-close", "syn-lost", "delayed-ack"}) {
        const auto staged = stagedRun(lesson);
        for (std::size_t to = 2; to < staged->stepCount(); ++to) {
            const Measured span{stepOf(*staged, to / 2), stepOf(*staged, to)};
            const QString words = measurementText(measure(*staged, span, {}), Language::English);
            const Scene scene = drawn(*staged, span, staged->stepTime(to));
            std::vector<Mark> all = scene.still;
            all.insert(all.end(), scene.moving.begin(), scene.moving.end());
            const std::vector<testing::Placed> labels = testing::placedLabels(all);
            const auto own = std::ranges::find_if(
                labels, [&](const testing::Placed& placed) { return placed.label->text == words; });
            ASSERT_NE(own, labels.end()) << lesson << " step " << to << ": " << words.toStdString();
            for (const testing::Placed& other : labels)
                EXPECT_FALSE(&other != &*own && touch(other.box, own->box))
                    << lesson << " step " << to << " over " << other.label->text.toStdString();
        }
    }
}

TEST(Measuring, FollowsTheMomentThatIsShownUntilItsOtherEndIsChosen)
{
    const auto staged = stagedRun("three-way-handshake");
    const Measured open{stepOf(*staged, 1), {}};
    const auto saidAt = [&](const Measured& measured, std::size_t step) {
        for (const QString& text : texts(drawn(*staged, measured, staged->stepTime(step))))
            if (text.contains(QStringLiteral("segment"))) return text;
        return QString{};
    };
    EXPECT_NE(saidAt(open, 3), saidAt(open, 6));
    const Measured closed{stepOf(*staged, 1), stepOf(*staged, 3)};
    EXPECT_EQ(saidAt(closed, 6), saidAt(open, 3));
    EXPECT_EQ(saidAt(closed, 6), saidAt(closed, 7));
}

TEST(Clock, HasMicrosecondsWhereMillisecondsSayNothing)
{
    EXPECT_EQ(stagedRun("three-way-handshake")->clockDecimals, 3);
    const auto quick = stageRun(*lesson::read_scenario("title: {en: Quick, zh: 快}\n"
                                                       "endpoints: {client: {iss: 1}, server: {iss: 2}}\n"
                                                       "network: {delay: 30 us}\n"
                                                       "steps:\n  - server: listen\n  - client: connect\n"
                                                       "  - wait: [client ESTABLISHED, server ESTABLISHED]\n",
                                                       "quick.yaml"));
    EXPECT_EQ(quick->clockDecimals, 6);
    EXPECT_TRUE(texts(drawn(*quick, {}, quick->timeMap.end())).contains(QStringLiteral("t = 0.000090 s")));
}

} // namespace tcpstage::scene
