// Words that have no room beside their arrow stand on it, and only there an arrow is cut.

#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;

/// The middles of the gaps in arrows that have ended: between the two parts of one, unless a third part is there.
std::vector<QPointF> gapsOf(const Scene& scene)
{
    using Segment = std::pair<std::uint8_t, std::uint32_t>;
    std::map<Segment, std::vector<Line>> arrows;
    for (const Mark& mark : scene.still)
        if (const auto* line = std::get_if<Line>(&mark.shape); line && mark.ref.kind == Ref::Kind::Segment)
            arrows[{mark.ref.run, mark.ref.id}].push_back(*line);
    const auto isFilled = [&](const Segment& segment, QPointF at) {
        return std::ranges::any_of(scene.moving, [&](const Mark& mark) {
            const auto* line = std::get_if<Line>(&mark.shape);
            return line && mark.ref.kind == Ref::Kind::Segment && Segment{mark.ref.run, mark.ref.id} == segment &&
                   touch(QRectF{at - QPointF{2, 2}, QSizeF{4, 4}}, line->from, line->to);
        });
    };
    std::vector<QPointF> gaps;
    for (auto& [segment, parts] : arrows) {
        if (parts.size() != 2) continue;
        const QPointF middle = (parts[0].to + parts[1].from) / 2;
        if (!isFilled(segment, middle)) gaps.push_back(middle);
    }
    return gaps;
}

TEST(WordsOnArrows, StandInEachGapOfAnArrow)
{
    std::size_t gaps = 0;
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        if (staged->trace().source() == trace::Source::Capture || staged->trace().transits().size() > 200) continue;
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 12);
        for (std::size_t step = 0; step < staged->stepCount(); step += stride) {
            Viewport view{{540, 420}, 0, 1};
            view.scroll = followingScroll({*staged, staged->stepTime(step), view});
            const Scene scene = ladder({*staged, staged->stepTime(step), view});
            std::vector<Mark> words = scene.still;
            words.insert(words.end(), scene.moving.begin(), scene.moving.end());
            const auto labels = testing::placedLabels(words);
            for (const QPointF& gap : gapsOf(scene)) {
                ++gaps;
                const auto isThere = [&](const testing::Placed& label) {
                    return label.bounds.adjusted(-12, -12, 12, 12).contains(gap);
                };
                EXPECT_TRUE(std::ranges::any_of(labels, isThere))
                    << id << " step " << step << " at " << gap.x() << "," << gap.y();
            }
        }
    }
    EXPECT_GT(gaps, 20U);
}

TEST(WordsOnArrows, NameEachSegmentOfABurstOrAllOfItTogether)
{
    for (const char* id : {"slow-start", "reno-and-cubic", "fast-retransmit"}) {
        const auto staged = stagedRun(id);
        for (const double width : {640.0, 760.0}) {
            Viewport view{{width * (staged->beside ? 1.6 : 1), 500}, 0, 1};
            view.size.setHeight(ladderHeight({*staged, {}, view}));
            const Scene scene = ladder({*staged, staged->timeMap.end(), view});
            std::size_t named = 0;
            for (const Mark& mark : scene.still) {
                const auto* label = std::get_if<Label>(&mark.shape);
                if (!label || mark.ref.kind != Ref::Kind::Segment || label->face != Face::Sans) continue;
                if (label->ink == Ink::Lost || label->ink == Ink::Muted) continue;
                if (label->text.size() < 3) continue; // a sign before the flags
                named +=
                    static_cast<std::size_t>(std::max(1, label->text.section(u'×', 1).section(u' ', 0, 0).toInt()));
            }
            std::size_t segments = staged->trace().transits().size();
            if (staged->beside) segments += staged->beside->trace().transits().size();
            EXPECT_GE(named * 20, segments * 19) << id << " " << width << ": " << named << " of " << segments;
        }
    }
}

TEST(WordsOnArrows, NameOfABurstWhatHasArrivedOfIt)
{
    std::map<int, std::size_t> seen; // by how many segments are told of
    for (const char* id : {"tcp-is-slow", "exam-two-kinds-of-loss", "slow-start", "sliding-window", "two-losses"}) {
        const auto staged = stagedRun(id);
        for (std::size_t step = 0; step < 2 * staged->stepCount(); ++step) {
            const StageTime time = staged->stepTime(step / 2);
            Viewport view{{step % 2 == 0 ? 620.0 : 860.0, 500}, 0, 1};
            view.scroll = followingScroll({*staged, time, view});
            for (const Mark& mark : ladder({*staged, time, view}).moving) {
                const auto* label = std::get_if<Label>(&mark.shape);
                if (!label || label->degrees == 0 || !label->text.contains(u'×')) continue;
                ++seen[label->text.section(u'×', 1).section(u' ', 0, 0).toInt()];
                const StagedRun& half = staged->half(mark.ref.run);
                const trace::Transit& first = half.trace().transit(mark.ref.id);
                EXPECT_LE(half.timeMap.at(first.end_record), time) << "it tells of nothing to come";
            }
        }
    }
    EXPECT_GE(seen.size(), 2U) << "it grows";
}

} // namespace

} // namespace tcpstage::scene
