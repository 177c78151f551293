// Which parts of the canvas must be painted again when a scene takes the place of another.

#include "ui/scene/marks/scene_changes.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

namespace tcpstage::scene {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Mark dot(double x, double y, std::uint32_t id = 0)
{
    return {Box{{x, y, 10, 10}, 0, Ink::Accent}, {Ref::Kind::Segment, trace::Side::Left, id}, 1};
}

Scene still(std::vector<Mark> marks)
{
    Scene scene;
    scene.still = std::move(marks);
    return scene;
}
Scene moving(std::vector<Mark> marks)
{
    Scene scene;
    scene.moving = std::move(marks);
    return scene;
}

/// A mark of each kind.
std::vector<Mark> everyKind(double y)
{
    return {{Line{{10, y}, {90, y + 30}, 2, Ink::Text, Stroke::Solid, 6}, {}, 1},
            {Box{{10, y + 40, 80, 20}, 4, Ink::Paper, Ink::Rule}, {}, 1},
            {Label{QStringLiteral("SYN"), {10, y + 90}, 13, Ink::Text}, {}, 1},
            {Cross{{50, y + 120}, 6, 2, Ink::Lost}, {}, 1}};
}

TEST(SceneChanges, AreNoneBetweenEqualScenes)
{
    EXPECT_THAT(stillChanges(still(everyKind(0)), still(everyKind(0)), 0), IsEmpty());
    EXPECT_THAT(movingChanges(moving(everyKind(0)), moving(everyKind(0))), IsEmpty());
}

TEST(SceneChanges, AreNoneWhenScrollingMovesEveryKindOfMark)
{
    EXPECT_THAT(stillChanges(still(everyKind(100)), still(everyKind(76)), 24), IsEmpty());
    EXPECT_EQ(stillChanges(still(everyKind(100)), still(everyKind(76)), 23).size(), 8U) << "each is elsewhere";
}

TEST(SceneChanges, AreWhereAMarkWentAndWhereOneCame)
{
    const Mark kept = dot(0, 0);
    const Mark old = dot(20, 50, 1);
    const Mark fresh = dot(60, 50, 2);
    EXPECT_THAT(stillChanges(still({kept, old}), still({kept}), 0), ElementsAre(bounds(old)));
    EXPECT_THAT(stillChanges(still({kept}), still({kept, fresh}), 0), ElementsAre(bounds(fresh)));
    EXPECT_THAT(stillChanges(still({kept, old}), still({dot(0, -8), fresh}), 8),
                ElementsAre(bounds(old).translated(0, -8), bounds(fresh)))
        << "what went has been moved with the rest";
}

TEST(SceneChanges, LeaveAloneWhatStandsBehindMarksThatComeOrGo)
{
    const std::vector<Mark> few{dot(0, 0, 1), dot(20, 0, 4)};
    const std::vector<Mark> more{dot(0, 0, 1), dot(0, 40, 2), dot(0, 60, 3), dot(20, 0, 4)};
    EXPECT_THAT(stillChanges(still(few), still(more), 0), ElementsAre(bounds(more[1]), bounds(more[2])));
    EXPECT_THAT(stillChanges(still(more), still(few), 0), ElementsAre(bounds(more[1]), bounds(more[2])));
}

TEST(SceneChanges, SeeAnotherOpacityAndAnotherThingThatIsMeant)
{
    Mark pale = dot(0, 0);
    pale.opacity = 0.5;
    EXPECT_EQ(stillChanges(still({dot(0, 0)}), still({pale}), 0).size(), 2U);
    EXPECT_EQ(stillChanges(still({dot(0, 0, 1)}), still({dot(0, 0, 2)}), 0).size(), 2U);
}

TEST(SceneChanges, AreOnlyTheNewPartOfALineThatGrows)
{
    const auto line = [](double to, Ink ink, double head) {
        return moving({{Line{{0, 0}, {0, to}, 2, ink, Stroke::Solid, head}, {}, 1}});
    };
    EXPECT_THAT(movingChanges(line(400, Ink::Timer, 0), line(410, Ink::Timer, 0)),
                ElementsAre(QRectF(-10, 390, 20, 30)));
    EXPECT_EQ(movingChanges(line(400, Ink::Timer, 0), line(410, Ink::Lost, 0)).size(), 2U) << "another colour: all";
    EXPECT_EQ(movingChanges(line(400, Ink::Timer, 6), line(410, Ink::Timer, 6)).size(), 2U) << "its head moves";
}

TEST(SceneChanges, AreOnlyTheLowerEndOfABoxThatGrows)
{
    const auto band = [](double high, Ink fill) { return moving({{Box{{40, 0, 12, high}, 3, fill}, {}, 1}}); };
    EXPECT_THAT(movingChanges(band(500, Ink::StateOpen), band(506, Ink::StateOpen)),
                ElementsAre(QRectF(39, 495, 14, 16)));
    EXPECT_THAT(movingChanges(band(506, Ink::StateOpen), band(500, Ink::StateOpen)),
                ElementsAre(QRectF(39, 495, 14, 16)));
    EXPECT_EQ(movingChanges(band(500, Ink::StateOpen), band(506, Ink::StateClosing)).size(), 2U);
    Scene pale = band(506, Ink::StateOpen);
    pale.moving.front().opacity = 0.35;
    EXPECT_EQ(movingChanges(pale, band(506, Ink::StateOpen)).size(), 2U) << "it is no longer pale: all of it";
}

/// Marks at random places, some of which another list has as well, in the same order.
TEST(SceneChanges, OfACurveThatGrowsAreItsNewEnd)
{
    Curve curve{{}, Ink::PenRed};
    for (int x = 0; x <= 500; x += 5)
        curve.points.push_back({{static_cast<double>(x), 100}, 4});
    Scene before{{900, 700}};
    before.moving = {{curve, {}, 1}};
    curve.points.push_back({{505, 102}, 4});
    Scene after{{900, 700}};
    after.moving = {{curve, {}, 1}};
    const std::vector<QRectF> changes = movingChanges(before, after);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_TRUE(changes.front().contains(QRectF{500, 100, 5, 2}));
    EXPECT_LT(changes.front().width(), 40);
    EXPECT_TRUE(movingChanges(after, after).empty());
}

TEST(SceneChanges, CoverEveryMarkThatOnlyOneSceneHas)
{
    std::mt19937 random{7};
    const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random()) % limit; };
    for (int round = 0; round < 300; ++round) {
        std::array<std::vector<Mark>, 2> lists;
        const std::uint32_t count = below(400);
        for (std::uint32_t id = 0; id < count; ++id)
            for (std::vector<Mark>& marks : lists)
                if (below(4) != 0) marks.push_back(dot(below(900), below(700), id % 97));
        for (std::size_t i = 0; i < lists[0].size() && i < lists[1].size(); ++i)
            if (below(3) != 0) lists[1][i] = lists[0][i];
        const double up = round % 2 == 0 ? 0 : 16;
        std::vector<Mark> moved = lists[0];
        for (Mark& mark : moved)
            std::get<Box>(mark.shape).rect.translate(0, -up);
        const std::vector<QRectF> changes = stillChanges(still(lists[0]), still(lists[1]), up);
        const auto isCovered = [&](const Mark& mark) {
            return std::ranges::find(changes, bounds(mark)) != changes.end();
        };
        for (const Mark& mark : moved)
            EXPECT_TRUE(std::ranges::find(lists[1], mark) != lists[1].end() || isCovered(mark)) << round;
        for (const Mark& mark : lists[1])
            EXPECT_TRUE(std::ranges::find(moved, mark) != moved.end() || isCovered(mark)) << round;
    }
}

} // namespace

} // namespace tcpstage::scene
