#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::overlap;
using testing::stagedRun;
using testing::texts;
using testing::timeOfStep;
using testing::wholeLadder;

class LabelsOfEveryLesson : public ::testing::TestWithParam<std::tuple<Language, bool>> {};

TEST_P(LabelsOfEveryLesson, NeverOverlapArrowsLifelinesOrEachOther)
{
    DisplayOptions display;
    display.language = std::get<0>(GetParam());
    display.presenting = std::get<1>(GetParam());
    for (const std::string& id : testing::some_lessons(4))
        for (const QSizeF size : {QSizeF{480, 400}, QSizeF{800, 600}, QSizeF{1280, 800}, QSizeF{3840, 2160}})
            for (const double zoom : {0.5, 1.0, 1.7, 3.0})
                for (const TimeMapKind timeMap : {TimeMapKind::Even, TimeMapKind::ToScale}) {
                    const auto staged = stagedRun(id, timeMap);
                    const std::string found = overlap(wholeLadder(*staged, size, zoom, display).still);
                    ASSERT_EQ(found, "") << id << " at " << size.width() << "x" << size.height() << " zoom " << zoom;
                }
}

INSTANTIATE_TEST_SUITE_P(Both, LabelsOfEveryLesson,
                         ::testing::Combine(::testing::Values(Language::English, Language::Chinese),
                                            ::testing::Bool()));

TEST(Ladder, NeverMovesWhatStandsAsTimeGoesBy)
{
    for (const std::string& id : testing::some_lessons(4)) {
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > 200) continue; // of more arrows in a picture every second one is drawn
        Viewport view{{1000, 700}, 0, 1};
        view.size.setHeight(ladderHeight({*staged, {}, view}));
        std::vector<Mark> before;
        for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
            std::vector<Mark> now = ladder({*staged, timeOfStep(*staged, step), view}).still;
            for (const Mark& mark : before)
                ASSERT_NE(std::ranges::find(now, mark), now.end())
                    << id << " step " << step << ": " << mark.shape.index() << " of " << static_cast<int>(mark.ref.kind)
                    << " " << mark.ref.id << " "
                    << (std::holds_alternative<Label>(mark.shape) ? std::get<Label>(mark.shape).text.toStdString()
                                                                  : "");
            before = std::move(now);
        }
    }
}

/// Whether somewhere so many segments leave at once that their labels would cover one another.
bool hasBurst(const trace::Trace& trace)
{
    constexpr std::ptrdiff_t mostLabelled = 8;
    return std::ranges::any_of(trace.transits(), [&](const trace::Transit& one) {
        return std::ranges::count_if(trace.transits(), [&](const trace::Transit& other) {
                   return other.from == one.from && other.sent == one.sent;
               }) > mostLabelled;
    });
}

TEST(Ladder, LabelsEverySegmentWhereThereIsRoom)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (hasBurst(staged->trace()) || id == "two-senders") continue; // data both ways: arrows cross everywhere
        const double width = staged->beside ? 1872 : 900;               // the same width for each of two ladders
        const Scene scene = wholeLadder(*staged, {width, 700}, 1, {});
        for (trace::TransitId transit = 0; transit < staged->trace().transits().size(); ++transit) {
            const bool labelled = std::ranges::any_of(scene.still, [&](const Mark& mark) {
                return mark.ref.kind == Ref::Kind::Segment && mark.ref.id == transit &&
                       std::holds_alternative<Label>(mark.shape);
            });
            EXPECT_TRUE(labelled) << id << " segment " << transit + 1;
        }
    }
}

TEST(Ladder, NamesEveryStateEvenAnInstantaneousOne)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        const Scene scene = wholeLadder(*staged, {900, 700}, 1, {});
        for (const trace::Side side : trace::both_sides) {
            const auto names = std::ranges::count_if(scene.still, [&](const Mark& mark) {
                return mark.ref.kind == Ref::Kind::State && mark.ref.side == side && mark.ref.run == 0 &&
                       std::holds_alternative<Label>(mark.shape);
            });
            EXPECT_EQ(static_cast<std::size_t>(names), staged->runIndex.spans(side).size()) << id;
        }
    }
}

TEST(Ladder, ShowsNothingThatHasNotHappened)
{
    const auto staged = stagedRun("three-way-handshake");
    const Scene scene = ladder({*staged, StageTime{}, {{900, 700}, 0, 1}});
    for (const QString& text : texts(scene))
        EXPECT_FALSE(text.contains(QStringLiteral("SYN"))) << text.toStdString();
}

TEST(Ladder, MarksLossRetransmissionAndFoldedSilence)
{
    const auto staged = stagedRun("last-ack-lost");
    const QStringList words = texts(wholeLadder(*staged, {900, 700}, 1, {}));
    EXPECT_TRUE(words.contains(QStringLiteral("dropped by the lesson")));
    EXPECT_TRUE(words.contains(QStringLiteral("retransmission")));
    EXPECT_TRUE(words.contains(QStringLiteral("2MSL: 4 s, folded")));
    DisplayOptions chinese;
    chinese.language = Language::Chinese;
    EXPECT_TRUE(texts(wholeLadder(*staged, {900, 700}, 1, chinese)).contains(QStringLiteral("重传")));
}

TEST(Ladder, ShowsRunningTimersWithTheirRest)
{
    const auto staged = stagedRun("four-way-close");
    const TimeMap& timeMap = staged->timeMap;
    const StageTime inFold = timeMap.folds().back().from;
    const QStringList words = texts(ladder({*staged, inFold, {{900, 2000}, 0, 1}}));
    EXPECT_TRUE(
        std::ranges::any_of(words, [](const QString& text) { return text.startsWith(QStringLiteral("2MSL ")); }));
}

TEST(Ladder, FollowsTheNowLine)
{
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        const Viewport view{{700, 500}, 0, 1};
        for (StageTime time{}; time <= staged->timeMap.end(); time += StageTime{1500}) {
            const double scroll = followingScroll({*staged, time, view});
            Viewport there = view;
            there.scroll = scroll;
            const Scene scene = ladder({*staged, time, there});
            const auto now = std::ranges::find_if(scene.moving, [](const Mark& mark) {
                const auto* line = std::get_if<Line>(&mark.shape);
                return line && line->ink == Ink::Now;
            });
            ASSERT_NE(now, scene.moving.end()) << id;
            const double y = std::get<Line>(now->shape).from.y();
            ASSERT_GE(y, 60) << id;
            ASSERT_LE(y, 480) << id;
        }
    }
}

/// From the first scroll on the present step stands in the lower half, and what came before has the room above.
TEST(Ladder, KeepsThePresentStepLow)
{
    std::size_t scrolled = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (staged->stepCount() > 300) continue;
        for (const QSizeF size : {QSizeF{560, 400}, QSizeF{700, 690}, QSizeF{1120, 760}})
            for (const bool presenting : {false, true}) {
                DisplayOptions display;
                display.presenting = presenting;
                Viewport view{size, 0, 1};
                for (std::size_t step = 0; step < staged->stepCount(); ++step) {
                    const StageTime time = staged->stepTime(step);
                    view.scroll = followingScroll({*staged, time, view, {}, display});
                    if (view.scroll == 0) continue;
                    ++scrolled;
                    const LadderStyle whole = wholeStyle({*staged, time, view, {}, display});
                    const LadderStyle style = staged->beside ? halfStyle(whole, display) : whole;
                    const double now = style.y(time) - view.scroll;
                    ASSERT_GE(now, style.header + (style.height - style.header) * 0.5) << id << " step " << step;
                    ASSERT_LE(now, style.height - 20) << id << " step " << step;
                }
            }
    }
    EXPECT_GT(scrolled, 1000U);
}

TEST(Ladder, StandsStillWhereAllOfItFits)
{
    DisplayOptions display;
    display.presenting = true;
    const auto staged = stagedRun("three-way-handshake");
    for (const Language language : {Language::English, Language::Chinese})
        for (const QSizeF size : {QSizeF{1280, 800}, QSizeF{1920, 1080}, QSizeF{3840, 2160}}) {
            display.language = language;
            const Scene scene = wholeStage({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display});
            for (trace::TransitId transit = 0; transit < staged->trace().transits().size(); ++transit) {
                QStringList words;
                for (const Mark& mark : scene.still)
                    if (const auto* label = std::get_if<Label>(&mark.shape))
                        if (mark.ref.kind == Ref::Kind::Segment && mark.ref.id == transit) words << label->text;
                const SegmentWords wanted = wordsOf(staged->trace(), transit, display);
                EXPECT_TRUE(words.contains(wanted.flags)) << size.width() << " segment " << transit + 1;
                EXPECT_TRUE(words.contains(wanted.numbers)) << size.width() << " segment " << transit + 1;
            }
        }
}

/// The label that the "now" line crosses; empty if none.
std::string struckThrough(const Scene& scene)
{
    std::vector<Mark> all = scene.still;
    all.insert(all.end(), scene.moving.begin(), scene.moving.end());
    for (const testing::Placed& placed : testing::placedLabels(all))
        for (const Mark& mark : scene.moving)
            if (const auto* line = std::get_if<Line>(&mark.shape))
                if (line->ink == Ink::Now && touch(placed.box, line->from, line->to))
                    return placed.label->text.toStdString();
    return {};
}

/// Checks the ladder at each step of every lesson that is not long and at two moments after the step, in window and
/// presentation size.
template <typename Check> void checkEveryMoment(Check check)
{
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > 400) continue; // long lessons would only repeat this
        for (const bool presenting : {false, true}) {
            DisplayOptions display;
            display.presenting = presenting;
            for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step)
                for (const StageTime later : {StageTime{}, StageTime{1300}, StageTime{3100}}) {
                    const StageTime time = std::min(timeOfStep(*staged, step) + later, staged->timeMap.end());
                    Viewport view{{presenting ? 1136.0 : 640.0, 770}, 0, 1};
                    view.scroll = followingScroll({*staged, time, view, {}, display});
                    check(ladder({*staged, time, view, {}, display}));
                    ASSERT_FALSE(::testing::Test::HasFailure())
                        << id << " step " << step << " later " << later.count() << (presenting ? " projected" : "");
                }
        }
    }
}

/// The boxes of the capsules: segments under way.
std::vector<QRectF> capsules(const Scene& scene)
{
    std::vector<QRectF> found;
    for (const Mark& mark : scene.moving)
        if (const auto* box = std::get_if<Box>(&mark.shape);
            box && mark.ref.kind == Ref::Kind::Segment && box->fill != Ink::None)
            found.push_back(box->rect);
    return found;
}

bool isDot(const QRectF& capsule) { return std::abs(capsule.width() - capsule.height()) < 0.1; }

TEST(Ladder, StrikesNoWordsThroughWithTheNowLineAndHidesNoSegmentUnderWay)
{
    std::size_t seen = 0;
    std::size_t losses = 0;
    checkEveryMoment([&](const Scene& scene) {
        EXPECT_EQ(struckThrough(scene), "");
        const auto all = capsules(scene);
        for (const Mark& mark : scene.still)
            if (const auto* why = std::get_if<Label>(&mark.shape); why && why->ink == Ink::Lost) {
                ++losses;
                for (const QRectF& capsule : all)
                    EXPECT_FALSE(bounds(mark).intersects(capsule)) << why->text.toStdString();
            }
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                if (isDot(all[i]) && isDot(all[j])) continue; // dots in a row may touch
                seen += 1;
                EXPECT_FALSE(all[i].intersects(all[j]))
                    << all[i].top() << ".." << all[i].bottom() << " and " << all[j].top() << ".." << all[j].bottom()
                    << " from " << all[i].left() << " and " << all[j].left();
            }
    });
    EXPECT_GT(seen, 300U);
    EXPECT_GT(losses, 100U);
}

TEST(Ladder, ShowsRelativeNumbers)
{
    const auto staged = stagedRun("whole-connection");
    DisplayOptions display;
    display.numbers = Numbers::Relative;
    const QStringList words = texts(wholeLadder(*staged, {900, 700}, 1, display));
    EXPECT_TRUE(words.contains(QStringLiteral("seq=0 ack=1")));
}

TEST(Ladder, ATimerIsShownFromWhenItIsSetOnTheStage)
{
    std::size_t running = 0;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (staged->beside || staged->trace().source() == trace::Source::Live) continue;
        for (std::size_t step = 0; step < std::min<std::size_t>(staged->stepCount(), 40); ++step) {
            const StageTime time = staged->stepTime(step);
            const Scene scene = viewScene({*staged, time, {{1000, 700}, 0, 1}, {}, {}});
            for (const Mark& mark : scene.moving) {
                const auto* label = std::get_if<Label>(&mark.shape);
                if (!label || mark.ref.kind != Ref::Kind::Timer) continue;
                const trace::RecordId now = staged->timeMap.moment(time).record;
                const auto timer = static_cast<tcp::Timer>(mark.ref.id);
                const TimerStart* start = staged->runIndex.timerAt(mark.ref.side, timer, now);
                ASSERT_TRUE(start) << id << " step " << step;
                const Duration rest = start->due - staged->timeMap.clock(time);
                EXPECT_TRUE(label->text.endsWith(shortDuration(std::max(Duration{0}, rest))))
                    << id << " step " << step << ": " << label->text.toStdString();
                ++running;
            }
        }
    }
    EXPECT_GT(running, 200U);
}

} // namespace

} // namespace tcpstage::scene
