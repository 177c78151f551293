// Many segments at once: what has no room alone is named together, and each visible arrow is named where it can be.

#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

Scene wholeOf(const StagedRun& staged, bool presenting = false)
{
    DisplayOptions display;
    display.presenting = presenting;
    return testing::wholeLadder(staged, presenting ? QSizeF{1200, 20'000} : QSizeF{700, 600}, 1, display);
}

TEST(Crowd, CountsLossesWhoseCrossesStandUnderEachOther)
{
    std::size_t stacks = 0;
    for (const std::string& id : testing::some_lessons(1)) {
        const auto staged = stagedRun(id);
        if (staged->beside || staged->trace().transits().size() > 300) continue;
        const Scene scene = wholeOf(*staged);
        std::vector<std::pair<double, double>> crosses; // height and x
        std::vector<std::pair<const Label*, QPointF>> words;
        for (const Mark& mark : scene.still) {
            if (const auto* cross = std::get_if<Cross>(&mark.shape)) crosses.emplace_back(cross->at.y(), cross->at.x());
            const auto* label = std::get_if<Label>(&mark.shape);
            if (label && label->ink == Ink::Lost) words.emplace_back(label, label->at);
        }
        for (std::size_t i = 1; i < words.size(); ++i)
            EXPECT_GT(std::abs(words[i].second.y() - words[i - 1].second.y()) +
                          std::abs(words[i].second.x() - words[i - 1].second.x()),
                      12)
                << id << ": " << words[i].first->text.toStdString();
        for (const auto& [label, at] : words)
            if (label->text.contains(u'×')) ++stacks;
        EXPECT_LE(words.size(), std::max<std::size_t>(1, crosses.size())) << id;
    }
    EXPECT_GE(stacks, 1U);
    const Scene heap = wholeOf(*stagedRun("timeout-collapse"));
    EXPECT_FALSE(texts(heap).filter(QStringLiteral(" ×")).isEmpty()) << texts(heap).join(u'|').toStdString();
}

TEST(Crowd, NamesABurstWithItsFirstAndItsLastNumber)
{
    std::size_t bursts = 0;
    for (const char* id : {"slow-start", "reno-and-cubic", "congestion-avoidance"}) {
        const auto staged = stagedRun(id);
        DisplayOptions display;
        display.presenting = true;
        for (std::size_t step = 0; step < staged->stepCount(); step += 5) {
            ViewInput input{*staged, staged->stepTime(step), {{700, 540}, 0, 1}, {}, display};
            input.viewport.scroll = followingScroll(input);
            for (const QString& text : texts(ladder(input)))
                if (text.contains(u'=') && text.contains(u'…')) ++bursts;
        }
    }
    EXPECT_GE(bursts, 2U);
    const trace::Trace& trace = stagedRun("sliding-window")->trace();
    Members four; // the first four data segments
    for (trace::TransitId id = 0; id < trace.transits().size() && four.size() < 4; ++id)
        if (trace.transit(id).from == trace::Side::Left && !trace.transit(id).segment.payload.empty())
            four.push_back(id);
    const auto words = wordsOfAll(trace, four, {});
    ASSERT_TRUE(words);
    EXPECT_EQ(words->flags.toStdString(), "ACK ×4");
    EXPECT_EQ(words->numbers.toStdString(), "seq=101…401 len=100");
    four.push_back(0); // the SYN is of another kind
    EXPECT_FALSE(wordsOfAll(trace, four, {}));
}

TEST(Crowd, NamesOnThePartThatIsSeenWhatIsScrolledOut)
{
    std::size_t named = 0;
    for (const std::string& id : testing::some_lessons(6)) {
        const auto staged = stagedRun(id);
        DisplayOptions display;
        display.presenting = true;
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 12);
        for (std::size_t step = 0; step < staged->stepCount(); step += stride) {
            ViewInput input{
                *staged, staged->stepTime(step), {{staged->beside ? 1326.0 : 800.0, 540}, 0, 1}, {}, display};
            input.viewport.scroll = followingScroll(input);
            for (const Mark& mark : ladder(input).moving)
                if (const auto* label = std::get_if<Label>(&mark.shape); label && label->degrees != 0) ++named;
        }
    }
    EXPECT_GT(named, 5U);
}

/// The first segment that is named more often than once; empty if there is none.
std::string namedTwice(const StagedRun& staged, const Scene& scene, const DisplayOptions& display)
{
    std::map<std::pair<std::uint8_t, std::uint32_t>, int> names;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label || mark.ref.kind != Ref::Kind::Segment) continue;
            const tcp::Segment segment = staged.half(mark.ref.run).trace().transit(mark.ref.id).segment;
            if (!label->text.startsWith(flagsText(segment, display))) continue;
            if (++names[{mark.ref.run, mark.ref.id}] > 1) return label->text.toStdString();
        }
    return {};
}

TEST(Crowd, NamesNoSegmentTwice)
{
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 14);
        for (const bool presenting : {false, true}) {
            DisplayOptions display;
            display.presenting = presenting;
            const QSizeF size = presenting ? QSizeF{staged->beside ? 1326.0 : 800.0, 540} : QSizeF{720, 420};
            for (std::size_t step = 0; step < staged->stepCount(); step += stride) {
                ViewInput input{*staged, staged->stepTime(step), {size, 0, 1}, {}, display};
                input.viewport.scroll = followingScroll(input);
                EXPECT_EQ(namedTwice(*staged, ladder(input), display), "") << id << " step " << step + 1;
            }
        }
    }
}

bool isDigit(QChar letter) { return letter.isDigit(); }

TEST(Crowd, WritesNoNumberWithoutItsName)
{
    for (const std::string& id : testing::some_lessons(4)) {
        const auto staged = stagedRun(id);
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 8);
        DisplayOptions display;
        display.presenting = true;
        for (std::size_t step = 0; step < staged->stepCount(); step += stride) {
            const Scene scene = wholeStage({*staged, staged->stepTime(step), {{1024, 768}, 0, 1}, {}, display});
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const Mark& mark : *marks)
                    if (const auto* label = std::get_if<Label>(&mark.shape);
                        label && mark.ref.kind == Ref::Kind::Segment)
                        EXPECT_FALSE(std::ranges::all_of(label->text, &isDigit))
                            << id << " step " << step << ": " << label->text.toStdString();
        }
    }
}

TEST(Crowd, LeavesNoCapsuleWithoutWordsAndNoTimerWithoutRoom)
{
    std::size_t capsules = 0;
    std::size_t timers = 0;
    for (const std::string& id : testing::some_lessons(4)) {
        const auto staged = stagedRun(id);
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 6);
        DisplayOptions display;
        display.presenting = true;
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1366, 768}})
            for (std::size_t step = 0; step <= staged->stepCount(); step += stride) {
                const bool over = step + stride > staged->stepCount();
                const StageTime time = over ? staged->timeMap.end() : staged->stepTime(step);
                const Scene scene = wholeStage({*staged, time, {size, 0, 1}, {}, display});
                const QRectF ladder = std::get<Box>(scene.still.front().shape).rect;
                for (const Mark& mark : scene.moving) {
                    if (mark.ref.kind == Ref::Kind::Timer && std::holds_alternative<Label>(mark.shape)) {
                        ++timers;
                        EXPECT_GE(bounds(mark).left(), ladder.left()) << id << " step " << step;
                        EXPECT_LE(bounds(mark).right(), ladder.right()) << id << " step " << step;
                    }
                    const auto* box = std::get_if<Box>(&mark.shape);
                    if (!box || mark.ref.kind != Ref::Kind::Segment || box->fill == Ink::None) continue;
                    if (box->rect.width() < box->rect.height() * 1.2 || !ladder.contains(box->rect)) continue; // a dot
                    ++capsules;
                    EXPECT_TRUE(std::ranges::any_of(scene.moving,
                                                    [&](const Mark& other) {
                                                        const auto* label = std::get_if<Label>(&other.shape);
                                                        return label && other.ref == mark.ref &&
                                                               box->rect.contains(label->at);
                                                    }))
                        << id << " step " << step << " at " << size.width() << " segment " << mark.ref.id + 1;
                }
            }
    }
    EXPECT_GT(capsules, 30U);
    EXPECT_GT(timers, 10U);
}

/// Whether words on the picture name the segment.
bool isNamedOn(const Scene& scene, std::uint8_t run, trace::TransitId id)
{
    const auto names = [&](const Mark& mark) {
        const auto* label = std::get_if<Label>(&mark.shape);
        return label && mark.ref.kind == Ref::Kind::Segment && mark.ref.run == run && mark.ref.id == id &&
               label->text.size() > 1;
    };
    return std::ranges::any_of(scene.still, names) || std::ranges::any_of(scene.moving, names);
}

TEST(Crowd, NamesTheSegmentOfThePresentStepOnANarrowProjector)
{
    std::size_t all = 0;
    std::size_t nameless = 0;
    std::string which;
    DisplayOptions display;
    display.presenting = true;
    for (const char* id : {"half-close", "three-segment-close", "why-2msl", "why-not-two", "tcp-and-udp"}) {
        const auto staged = stagedRun(id);
        for (std::size_t step = 0; step < std::min<std::size_t>(staged->stepCount(), 24); ++step) {
            const StageTime time = staged->stepTime(step);
            const Scene scene = wholeStage({*staged, time, {{1024, 768}, 0, 1}, {}, display});
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                if (run == 1 && !staged->beside) break;
                const StagedRun& half = staged->half(run);
                for (trace::TransitId transit = 0; transit < half.trace().transits().size(); ++transit) {
                    const TransitSpan span = spanOf(half.trace().transit(transit), half.timeMap);
                    if (span.from != time && span.to != time) continue;
                    ++all;
                    if (isNamedOn(scene, run, transit)) continue;
                    ++nameless;
                    which += std::string{id} + " step " + std::to_string(step) + " segment " +
                             std::to_string(transit + 1) + "\n";
                }
            }
        }
    }
    EXPECT_LE(nameless * 14, all) << nameless << " of " << all << "\n" << which;
}

/// Whether the words of a segment that stand on the picture have all its numbers.
bool hasItsNumbers(const Scene& scene, const StagedRun& staged, trace::TransitId id, const DisplayOptions& display)
{
    QStringList said;
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape))
                if (mark.ref.kind == Ref::Kind::Segment && mark.ref.id == id) said << label->text;
    const QString all = said.join(u' ');
    const QStringList numbers = wordsOf(staged.trace(), id, display).numbers.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(numbers, [&](const QString& number) { return all.contains(number); });
}

TEST(Crowd, StretchesTimeWhereNamesWouldLackNumbers)
{
    for (const char* id : {"simultaneous-open", "simultaneous-close", "exam-crossing-fins"}) {
        const auto staged = stagedRun(id);
        for (const bool presenting : {false, true}) {
            DisplayOptions display;
            display.presenting = presenting;
            const QSizeF size = presenting ? QSizeF{990, 420} : QSizeF{412, 1200}; // as of a screen of 1024 x 768
            const Viewport view{size, 0, 1};
            for (trace::TransitId segment = 0; segment < staged->trace().transits().size(); ++segment) {
                const StageTime time = staged->timeMap.at(staged->trace().transit(segment).end_record);
                Viewport shown = view;
                shown.scroll = followingScroll({*staged, time, view, {}, display});
                const Scene scene = ladder({*staged, time, shown, {}, display});
                EXPECT_TRUE(hasItsNumbers(scene, *staged, segment, display))
                    << id << " segment " << segment + 1 << (presenting ? " projected" : "");
            }
        }
    }
}

TEST(Crowd, LeavesTimeAsItIsWhereNamesHaveRoom)
{
    const auto staged = stagedRun("three-way-handshake");
    const Viewport view{{900, 700}, 0, 1};
    EXPECT_EQ(wholeStyle({*staged, {}, view, {}, {}}).stretch, 1);
}

} // namespace
} // namespace tcpstage::scene
