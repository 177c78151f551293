// A network that changes during a lesson: its mark on the ladder has words and touches nothing else.

#include "core/run/branch.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::overlap;
using testing::stagedRun;
using testing::wholeLadder;

std::array<sim::LinkSettings, 2> spoilt(std::array<sim::LinkSettings, 2> links)
{
    links[0].loss = Chance{200'000};
    links[0].delay += 50ms;
    links[1].corrupt = Chance{10'000};
    return links;
}

/// The lesson with a network change after `ninths` ninths of its duration.
testing::StagedRunPtr changed(const StagedRun& staged, std::int64_t ninths)
{
    const Instant at = start_of_time + (staged.trace().end() - start_of_time) * ninths / 9;
    lesson::Scenario scenario = staged.scenario;
    scenario.goal.reset(); // it need not allow a change of the network
    const auto child = run::branch(scenario, staged.trace(), run::ChangeNetwork{at, spoilt(scenario.setup.links)});
    EXPECT_TRUE(child) << scenario.id;
    return child ? stageRun(*child) : nullptr;
}

std::vector<const Mark*> marksOfNetwork(const Scene& scene)
{
    std::vector<const Mark*> marks;
    for (const Mark& mark : scene.still)
        if (mark.ref.kind == Ref::Kind::Network) marks.push_back(&mark);
    return marks;
}

QString wordsIn(const Scene& scene)
{
    for (const Mark* mark : marksOfNetwork(scene))
        if (const auto* label = std::get_if<Label>(&mark->shape)) return label->text;
    return {};
}

class NetworkOnTheLadder : public ::testing::TestWithParam<Language> {
protected:
    NetworkOnTheLadder() { display.language = GetParam(); }
    DisplayOptions display;
};

TEST_P(NetworkOnTheLadder, TouchesNothingInAnyLesson)
{
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (staged->beside || staged->trace().transits().size() > 60 || !staged->trace().is_tcp()) continue;
        for (const std::int64_t ninths : {1, 4, 8}) {
            const auto other = changed(*staged, ninths);
            ASSERT_TRUE(other) << id;
            for (const QSizeF size : {QSizeF{480, 400}, QSizeF{800, 600}, QSizeF{1280, 800}}) {
                if (id == "exam-2024-38" && size.width() < 500) continue; // "2MSL: 60 s, folded" has no room there
                const Scene scene = wholeLadder(*other, size, 1, display);
                ASSERT_EQ(overlap(scene.still), "") << id << " " << ninths << " " << size.width();
                ASSERT_FALSE(marksOfNetwork(scene).empty()) << id << " " << ninths << " " << size.width();
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Both, NetworkOnTheLadder, ::testing::Values(Language::English, Language::Chinese));

TEST(NetworkMark, SaysWhatWasAndWhatIsEachWay)
{
    const auto staged = changed(*stagedRun("seq-and-ack"), 5);
    EXPECT_EQ(wordsIn(wholeLadder(*staged, {2400, 900}, 1, {})).toStdString(),
              "⇄ Client → Server: delay 100 ms → 150 ms, loss 0 % → 20 %; Server → Client: corruption 0 % → 1 %");
    DisplayOptions chinese;
    chinese.language = Language::Chinese;
    EXPECT_EQ(
        waysOfChange(*staged, 0, chinese).join(u'\n'),
        QStringLiteral("客户端 → 服务器：延迟 100 ms → 150 ms，丢失 0 % → 20 %\n服务器 → 客户端：损坏 0 % → 1 %"));
}

TEST(NetworkMark, BothWaysAreNamedOnceWhereTheyChangeTogether)
{
    const auto parent = stagedRun("seq-and-ack");
    std::array<sim::LinkSettings, 2> links = parent->scenario.setup.links;
    links[0].loss = links[1].loss = Chance{200'000};
    const auto staged =
        stageRun(*run::branch(parent->scenario, parent->trace(), run::ChangeNetwork{start_of_time + 250ms, links}));
    EXPECT_EQ(wordsIn(wholeLadder(*staged, {900, 700}, 1, {})).toStdString(), "⇄ both ways: loss 0 % → 20 %");
}

TEST(NetworkMark, IsThereFromItsMomentOnAndCanBeClickedAndSelected)
{
    const auto staged = changed(*stagedRun("seq-and-ack"), 5);
    Viewport view{{900, 700}, 0, 1};
    view.size.setHeight(ladderHeight({*staged, {}, view}));
    const StageTime at = timeOfChange(*staged, 0);
    EXPECT_TRUE(marksOfNetwork(ladder({*staged, at - StageTime{1}, view})).empty());
    const Scene scene = ladder({*staged, at, view});
    const auto marks = marksOfNetwork(scene);
    ASSERT_FALSE(marks.empty());
    for (const Mark* mark : marks) {
        const auto* line = std::get_if<Line>(&mark->shape);
        const QPointF ink = line ? line->from + (line->to - line->from) * 0.04 : bounds(*mark).center();
        EXPECT_EQ(hit(scene, ink).kind, Ref::Kind::Network);
    }
    const Scene chosen = ladder({*staged, at, view, marks.front()->ref, {}});
    EXPECT_GT(chosen.moving.size(), scene.moving.size()) << "it is lit";
}

} // namespace

} // namespace tcpstage::scene
