#include "core/packetdrill/packetdrill.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::StagedRunPtr;
using testing::texts;

StagedRunPtr scriptStagedRun(const std::string& rest)
{
    const auto loaded = packetdrill::load_script("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                                                 "+0 bind(3, ..., ...) = 0\n"
                                                 "+0 listen(3, 1) = 0\n"
                                                 "+0 < S 0:0(0) win 32767 <mss 1460>\n"
                                                 "+0 > S. 0:0(0) ack 1 win 65535 <...>\n"
                                                 "+0.1 < . 1:1(0) ack 1 win 32767\n"
                                                 "+0 accept(3, ..., ...) = 4\n"
                                                 "+0.1 write(4, ..., 100) = 100\n" +
                                                     rest,
                                                 "talk.pkt");
    run::LessonRun staged = packetdrill::script_run(*loaded);
    return stageRun(std::move(staged.scenario), std::move(staged.run));
}

Scene atEnd(const StagedRunPtr& staged, const DisplayOptions& display = {})
{
    const Viewport viewport{
        {900, 700}, followingScroll({*staged, staged->timeMap.end(), {{900, 700}, 0, 1}, {}, display}), 1};
    return ladder({*staged, staged->timeMap.end(), viewport, {}, display});
}

std::ptrdiff_t ghosts(const Scene& scene)
{
    return std::ranges::count_if(scene.moving, [](const Mark& mark) {
        const auto* line = std::get_if<Line>(&mark.shape);
        return line && line->ink == Ink::Lost && line->stroke == Stroke::Dashed && line->headLength > 0;
    });
}

TEST(ScriptLadder, ShowsExpectedBesideSeenWhereTheyDiffer)
{
    const StagedRunPtr staged = scriptStagedRun("+0 > P. 1:101(100) ack 2\n");
    const Scene scene = atEnd(staged);
    const QStringList words = texts(scene);
    EXPECT_TRUE(words.contains(QStringLiteral("≠ Line 9 of the script differs")));
    EXPECT_TRUE(words.contains(QStringLiteral("expected: 0.200000 P. 1:101(100) ack 2")));
    EXPECT_TRUE(words.contains(QStringLiteral("seen: 0.200000 P. 1:101(100) ack 1 win 65535")));
    EXPECT_EQ(ghosts(scene), 0);
}

TEST(ScriptLadder, KeepsWhatDiffersWhenThereIsLittleRoom)
{
    const StagedRunPtr staged = scriptStagedRun("+0 > P. 1:101(100) ack 2\n");
    const Viewport narrow{{430, 700}, followingScroll({*staged, staged->timeMap.end(), {{430, 700}, 0, 1}}), 1};
    const QStringList words = texts(ladder({*staged, staged->timeMap.end(), narrow}));
    const QStringList expected = words.filter(QStringLiteral("expected: "));
    const QStringList seen = words.filter(QStringLiteral("seen: "));
    ASSERT_EQ(expected.size(), 1);
    ASSERT_EQ(seen.size(), 1);
    EXPECT_TRUE(expected.front().contains(QStringLiteral("ack 2"))) << expected.front().toStdString();
    EXPECT_TRUE(seen.front().contains(QStringLiteral("ack 1"))) << seen.front().toStdString();
}

TEST(ScriptLadder, DrawsAGhostWhereNothingWasSent)
{
    const StagedRunPtr staged = scriptStagedRun("+0 > P. 1:101(100) ack 1\n+0.1 > F. 101:101(0) ack 1\n");
    const Scene scene = atEnd(staged);
    EXPECT_EQ(ghosts(scene), 1);
    EXPECT_TRUE(texts(scene).contains(QStringLiteral("0.300000 F. 101:101(0) ack 1")));
    EXPECT_EQ(ghosts(ladder({*staged, StageTime{}, {{900, 700}, 0, 1}})), 0);
}

TEST(ScriptLadder, MarksNothingWhenTheScriptPasses)
{
    const Scene scene = atEnd(scriptStagedRun("+0 > P. 1:101(100) ack 1\n"));
    EXPECT_TRUE(texts(scene).filter(QStringLiteral("≠")).isEmpty());
    EXPECT_EQ(ghosts(scene), 0);
}

TEST(ScriptLadder, GivesTheScriptNoState)
{
    const StagedRunPtr staged = scriptStagedRun("+0 > P. 1:101(100) ack 1\n");
    const Scene scene = atEnd(staged);
    const auto states = std::ranges::count_if(scene.still, [](const Mark& mark) {
        return mark.ref.kind == Ref::Kind::State && mark.ref.side == trace::Side::Left;
    });
    EXPECT_EQ(states, 0);
    const Viewport panel{{300, 700}, 0, 1};
    DisplayOptions chinese;
    chinese.language = Language::Chinese;
    EXPECT_FALSE(texts(endpointPanel({*staged, staged->timeMap.end(), panel, {}, {}}, trace::Side::Left))
                     .contains(QStringLiteral("CLOSED")));
    EXPECT_TRUE(texts(endpointPanel({*staged, staged->timeMap.end(), panel, {}, chinese}, trace::Side::Left))
                    .contains(QStringLiteral("脚本")));
    EXPECT_TRUE(texts(endpointPanel({*staged, staged->timeMap.end(), panel, {}, {}}, trace::Side::Right))
                    .contains(QStringLiteral("ESTABLISHED")));
}

} // namespace
} // namespace tcpstage::scene
