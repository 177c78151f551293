#include "tests/ui/scene/staged_runs.h"

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;

Mark mark(Shape shape, std::uint32_t id)
{
    return {std::move(shape), Ref{Ref::Kind::Segment, trace::Side::Left, id}, 1};
}

TEST(Hit, FindsTheTopmostMark)
{
    Scene scene;
    scene.still.push_back(mark(Box{{0, 0, 100, 100}}, 1));
    scene.moving.push_back(mark(Box{{50, 50, 100, 100}}, 2));
    EXPECT_EQ(hit(scene, {75, 75}).id, 2U);
    EXPECT_EQ(hit(scene, {25, 25}).id, 1U);
    EXPECT_EQ(hit(scene, {300, 300}).kind, Ref::Kind::Nothing);
}

TEST(Hit, FindsALineWithinItsSlack)
{
    Scene scene;
    scene.still.push_back(mark(Line{{0, 0}, {100, 50}, 2}, 7));
    EXPECT_EQ(hit(scene, {50, 28}).id, 7U);
    EXPECT_EQ(hit(scene, {50, 40}).kind, Ref::Kind::Nothing);
}

TEST(Hit, FindsATurnedLabel)
{
    Scene scene;
    Label label{QStringLiteral("a turned label"), {100, 100}, 20};
    label.degrees = 45;
    scene.still.push_back(mark(label, 3));
    EXPECT_EQ(hit(scene, {150, 140}).id, 3U);
    EXPECT_EQ(hit(scene, {150, 90}).kind, Ref::Kind::Nothing);
}

TEST(Hit, FindsEveryMarkOfTheLadderThatStandsForSomething)
{
    for (const char* id : {"last-ack-lost", "simultaneous-open", "whole-connection"}) {
        const auto staged = stagedRun(id);
        Viewport view{{1000, 700}, 0, 1};
        view.size.setHeight(ladderHeight({*staged, {}, view}));
        const Scene scene = ladder({*staged, staged->timeMap.end(), view});
        for (const Mark& drawn : scene.still) {
            if (drawn.ref.kind == Ref::Kind::Nothing) continue;
            const auto* line = std::get_if<Line>(&drawn.shape);
            const QPointF ink = line ? line->from + (line->to - line->from) * 0.08 : bounds(drawn).center();
            EXPECT_EQ(hit(scene, ink), drawn.ref) << id;
        }
    }
}

TEST(Bounds, HoldTheHeadOfAnArrowThatIsShorterThanItsHead)
{
    const Mark tip{Line{{100, 59}, {100.5, 60}, 2, Ink::SegmentSyn, Stroke::Solid, 14}, {}, 1};
    EXPECT_LT(bounds(tip).top(), 60 - 12) << "it is drawn back from the point";
    EXPECT_GE(bounds(tip).bottom(), 60);
}

TEST(TextWidth, GrowsWithTheText)
{
    const double one = textWidth(QStringLiteral("1102"), Face::Mono, 13, 500);
    EXPECT_NEAR(textWidth(QStringLiteral("11021102"), Face::Mono, 13, 500), 2 * one, 0.5);
}

} // namespace

} // namespace tcpstage::scene
