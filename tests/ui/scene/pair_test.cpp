#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::texts;

std::vector<std::string> pairs()
{
    std::vector<std::string> ids;
    for (const std::string& id : lessonIds())
        if (stagedRun(id)->beside) ids.push_back(id);
    return ids;
}

Scene whole(const StagedRun& staged, QSizeF size)
{
    Viewport view{size, 0, 1};
    view.size.setHeight(ladderHeight({staged, {}, view}));
    return ladder({staged, staged.timeMap.end(), view});
}

TEST(TwoWorlds, AreOnTheStageInSomeLessons) { EXPECT_GE(pairs().size(), 5U); }

TEST(TwoWorlds, StandAtOneHeightWhereTheyBelongTogether)
{
    for (const std::string& id : pairs())
        for (const TimeMapKind timeMap : {TimeMapKind::Even, TimeMapKind::ToScale}) {
            const auto staged = stagedRun(id, timeMap);
            StageTime last{-1};
            for (const compare::Pair& step : staged->comparison->steps) {
                const StageTime at =
                    step[0] != trace::no_record ? staged->timeMap.at(step[0]) : staged->beside->timeMap.at(step[1]);
                ASSERT_EQ(step[1] != trace::no_record ? staged->beside->timeMap.at(step[1]) : at, at) << id;
                ASSERT_GT(at, last) << id;
                last = at;
            }
            EXPECT_EQ(staged->timeMap.end(), staged->beside->timeMap.end()) << id;
        }
}

TEST(TwoWorlds, AreSteppedTogetherForwardsAndBack)
{
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        StageTime time{};
        for (std::size_t i = 0; i < staged->stepCount(); ++i) {
            const StageTime before = time;
            time = staged->nextStep(time);
            ASSERT_EQ(time, staged->stepTime(i)) << id;
            ASSERT_EQ(staged->stepsUntil(time), i + 1) << id;
            ASSERT_EQ(staged->previousStep(time), before) << id;
        }
        EXPECT_EQ(staged->nextStep(time), staged->timeMap.end()) << id;
    }
}

TEST(TwoWorlds, HaveBothTitlesAndBothLadders)
{
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        const Scene scene = whole(*staged, {1000, 700});
        const QStringList shown = texts(scene);
        const StagedRun& second = *staged->beside;
        qsizetype signs = 0;
        for (const StagedRun* world : {staged.get(), &second}) {
            QString title = QString::fromStdString(world->scenario.half_title().en);
            if (!world->trace().is_tcp()) {
                ++signs;
                title.remove(QStringLiteral(" (not TCP)")); // the sign says it
            }
            EXPECT_TRUE(shown.contains(title)) << id << ": " << title.toStdString();
        }
        EXPECT_EQ(shown.count(QStringLiteral("not TCP")), signs) << id;
        for (const std::size_t run : {0U, 1U}) {
            const bool drawn = std::ranges::any_of(scene.still, [run](const Mark& mark) {
                return mark.ref.kind == Ref::Kind::Segment && mark.ref.run == run &&
                       std::holds_alternative<Line>(mark.shape);
            });
            EXPECT_TRUE(drawn) << id << " run " << run;
        }
    }
}

TEST(TwoWorlds, SayAtEachStepAndOfEachSegmentWhatDiffersThere)
{
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        for (const compare::Difference& difference : staged->comparison->differences) {
            const auto [text, why] = compare::explained(difference, staged->trace(), staged->beside->trace());
            const StageTime time = differenceTime(*staged, difference);
            const QString here = differenceHere(*staged, time, {}, Language::English);
            const QString chinese = differenceHere(*staged, time, {}, Language::Chinese);
            EXPECT_TRUE(here.startsWith(QStringLiteral("Here: ")) && here.contains(QString::fromStdString(text.en)))
                << id << ": " << text.en;
            EXPECT_TRUE(chinese.contains(QString::fromStdString(text.zh)));
            if (!why.en.empty()) { // once, even if several differences have it
                EXPECT_EQ(here.count(QString::fromStdString(why.en)), 1) << id << ": " << here.toStdString();
                EXPECT_EQ(chinese.count(QString::fromStdString(why.zh)), 1) << id << ": " << chinese.toStdString();
            }
            for (const std::size_t run : {0U, 1U}) {
                if (difference.transits[run] == trace::no_transit) continue;
                const Ref chosen{Ref::Kind::Segment, difference.side, difference.transits[run],
                                 static_cast<std::uint8_t>(run)};
                EXPECT_TRUE(
                    differenceHere(*staged, time, chosen, Language::English).contains(QString::fromStdString(text.en)));
                EXPECT_FALSE(differenceHere(*staged, time - StageTime{1}, chosen, Language::English)
                                 .contains(QString::fromStdString(text.en)))
                    << "it has not happened yet";
            }
        }
        EXPECT_EQ(differenceHere(*staged, StageTime{}, {}, Language::English), "") << "nothing differs yet";
    }
    EXPECT_TRUE(differenceHere(*stagedRun("four-way-close"), StageTime{}, {}, Language::English).isEmpty());
}

/// The state whose band stands on the ladder at a time.
tcp::State stateOnStage(const StagedRun& half, trace::Side side, StageTime time)
{
    tcp::State state = half.trace().at(side, trace::Moment{}).state;
    for (const StateSpan& span : half.runIndex.spans(side))
        if (span.from <= time) state = span.state;
    return state;
}

/// Lost or arrived on the stage.
bool hasEnded(const StagedRun& half, trace::TransitId id, StageTime time)
{
    return spanOf(half.trace().transit(id), half.timeMap).to <= time;
}

TEST(TwoWorlds, WriteTheTitleOfTheOneThatWaitsPaler)
{
    const auto staged = stagedRun("why-not-two");
    DisplayOptions display;
    display.presenting = true;
    std::size_t paler = 0;
    for (std::size_t step = 0; step < staged->stepCount(); ++step) {
        const StageTime time = staged->stepTime(step);
        const Scene scene = wholeStage({*staged, time, {{1920, 1080}, 0, 1}, {}, display});
        for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
            const auto stopsAt = [&](std::size_t world) {
                const TimeMap& map = staged->half(world).timeMap;
                return map.stepsUntil(time) > 0 && map.at(map.step(map.stepsUntil(time) - 1)) == time;
            };
            if (stopsAt(run) == stopsAt(1 - run)) continue;
            const QString title = caption(staged->half(run), time, display).title;
            if (title == caption(staged->half(1 - run), time, display).title) continue;
            for (const Mark& mark : scene.moving)
                if (const auto* label = std::get_if<Label>(&mark.shape); label && label->text == title) {
                    EXPECT_EQ(label->ink, stopsAt(run) ? Ink::Text : Ink::Muted) << step << title.toStdString();
                    if (!stopsAt(run)) ++paler;
                }
        }
    }
    EXPECT_GT(paler, 3U);
}

TEST(TwoWorlds, SayWhatTheRunIsAboutAboveEachLadder)
{
    const auto staged = stagedRun("reno-and-cubic");
    const StageTime end = staged->timeMap.end();
    for (const bool presenting : {false, true})
        for (const QSizeF size : {QSizeF{1366, 768}, QSizeF{1920, 1080}, QSizeF{1132, 360}}) {
            DisplayOptions display;
            display.presenting = presenting;
            const Viewport view{size, 0, 1};
            if (presenting && size.height() < 400) continue;
            const Scene scene =
                presenting ? wholeStage({*staged, end, view, {}, display}) : ladder({*staged, end, view, {}, display});
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}})
                EXPECT_TRUE(std::ranges::any_of(scene.moving,
                                                [&](const Mark& mark) {
                                                    const auto* label = std::get_if<Label>(&mark.shape);
                                                    return label && mark.ref.kind == Ref::Kind::Variable &&
                                                           mark.ref.run == run &&
                                                           label->text.startsWith(QStringLiteral("CWND "));
                                                }))
                    << size.width() << (presenting ? " projected" : "");
        }
}

TEST(TwoWorlds, SayNothingThatThePictureDoesNotShowYet)
{
    std::size_t states = 0;
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        for (const compare::Difference& difference : staged->comparison->differences) {
            const StageTime time = differenceTime(*staged, difference);
            for (const std::size_t which : {0U, 1U}) {
                const StagedRun& half = staged->half(which);
                const bool known = difference.value[which] != compare::Difference::unknown;
                if (difference.kind == compare::Difference::Kind::State && known) {
                    ++states;
                    EXPECT_EQ(stateOnStage(half, difference.side, time),
                              static_cast<tcp::State>(difference.value[which]))
                        << id << ": " << compare::sentence(difference, staged->trace(), staged->beside->trace()).en;
                }
                if (difference.kind == compare::Difference::Kind::Fate)
                    EXPECT_TRUE(hasEnded(half, difference.transits[which], time)) << id;
            }
        }
    }
    EXPECT_GT(states, 10U);
}

TEST(TwoWorlds, SignWhatDiffersAndNothingElse)
{
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        ASSERT_FALSE(staged->comparison->same()) << id;
        const Scene scene = whole(*staged, {1000, 700});
        for (const std::size_t run : {0U, 1U}) {
            const StagedRun& half = staged->half(run);
            for (trace::TransitId transit = 0; transit < half.trace().transits().size(); ++transit) {
                const QString sign = differenceSign(half, transit);
                QStringList label; // empty if there is no room for a label
                for (const Mark& mark : scene.still) {
                    const auto* words = std::get_if<Label>(&mark.shape);
                    if (words && words->align == Align::Left &&
                        mark.ref == Ref{Ref::Kind::Segment, half.trace().transit(transit).from, transit,
                                        static_cast<std::uint8_t>(run)})
                        label << words->text;
                }
                const bool isSigned = std::ranges::any_of(label, [&](const QString& text) {
                    return text.startsWith(u'+') || text.startsWith(u'≠') || text.startsWith(u'Δ');
                });
                const bool hasFlags = std::ranges::any_of(label, [&](const QString& text) {
                    return text.contains(
                        QString::fromStdString(tcp::to_text(half.trace().transit(transit).segment.flags)));
                });
                if (!hasFlags) continue; // where arrows cross densely there is no room for them, and none for the sign
                EXPECT_EQ(isSigned, !sign.isEmpty()) << id << " run " << run << " segment " << transit + 1;
            }
        }
    }
}

TEST(TwoWorlds, LetAnotherTimeGiveWayToWhatIsAnotherThing)
{
    std::size_t signs = 0;
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        if (staged->comparison->differences.size() > 100) continue;
        for (const double width : {520.0, 1000.0}) {
            const Scene scene = whole(*staged, {width, 700});
            std::vector<std::pair<double, bool>> seam; // signs between the ladders: y, and whether it is a time
            double size = 0;
            for (const Mark& mark : scene.still) {
                const auto* label = std::get_if<Label>(&mark.shape);
                const auto* box = std::get_if<Box>(&mark.shape);
                if (box && box->fill == Ink::Highlight && std::abs(box->rect.center().x() - width / 2) < 2) {
                    seam.emplace_back(box->rect.center().y(), false);
                    size = box->rect.height();
                } else if (label && !seam.empty() && std::abs(label->at.x() - width / 2) < 2) {
                    seam.back().second = label->text == plain(compare::sign(compare::Difference::Kind::Time));
                }
            }
            signs += seam.size();
            for (const compare::Difference& difference : staged->comparison->differences) {
                if (difference.kind == compare::Difference::Kind::Time) continue;
                const LadderStyle half = halfStyle(wholeStyle({*staged, {}, {{width, 700}, 0, 1}, {}, {}}), {});
                const double wanted = half.y(differenceTime(*staged, difference));
                EXPECT_TRUE(std::ranges::any_of(
                    seam, [&](const auto& sign) { return !sign.second && std::abs(sign.first - wanted) < size + 2; }))
                    << id << " at " << wanted;
            }
        }
    }
    EXPECT_GT(signs, 20U);
}

/// Describes the first capsule or word of a segment that covers a lifeline; empty if there is none.
std::string onLifeline(const Scene& scene, const LadderStyle& half, double seam)
{
    std::vector<QRectF> lifelines;
    for (const double corner : {0.0, half.width + seam})
        for (const double x : {half.left, half.right})
            lifelines.emplace_back(corner + x - half.band / 2, half.header, half.band, half.height - half.header);
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks) {
            const auto* label = std::get_if<Label>(&mark.shape);
            const auto* box = std::get_if<Box>(&mark.shape);
            if (mark.ref.kind != Ref::Kind::Segment || (!label && !box) || (box && box->fill == Ink::Highlight))
                continue;
            if (box && box->rect.width() < 15 * half.scale) continue; // the place where an old segment comes from
            const Turned place = label ? testing::letters(*label) : Turned{box->rect.center(), box->rect.size(), 0};
            for (const QRectF& lifeline : lifelines)
                if (touch(place, Turned{lifeline.center(), lifeline.size(), 0}))
                    return label ? label->text.toStdString() : "a capsule";
        }
    return {};
}

TEST(TwoWorlds, KeepEverythingThatNamesASegmentOffTheLifelines)
{
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 12);
        for (const double width : {520.0, 640.0, 800.0})
            for (const bool presenting : {false, true}) {
                DisplayOptions display;
                display.presenting = presenting;
                const Viewport view{{width, 500}, 0, 1};
                const LadderStyle style = LadderStyle::of(view, display);
                const LadderStyle half = halfStyle(style, display);
                for (std::size_t i = 0; i < staged->stepCount(); i += stride) {
                    const ViewInput input{*staged, staged->stepTime(i), view, {}, display};
                    ASSERT_EQ(onLifeline(ladder(input), half, width - 2 * half.width), "") << id << " " << width;
                }
            }
    }
}

TEST(TwoWorlds, AreOneAndTheSameWhenTheyAre)
{
    const auto one = stagedRun("three-way-handshake");
    const auto staged = stageTogether({one->scenario, one->run}, {one->scenario, one->run});

    EXPECT_TRUE(staged->comparison->same());
    EXPECT_EQ(staged->stepCount(), one->stepCount());
    EXPECT_TRUE(staged->differences.empty());
    EXPECT_TRUE(staged->beside->absences.empty());
}

TEST(TwoWorlds, ShowAnEmptyRingWhereOneHasNoSegment)
{
    const auto staged = stagedRun("why-2msl");
    std::size_t absent = 0;
    for (const compare::Difference& difference : staged->comparison->differences)
        if (difference.transits[0] != trace::no_transit && difference.at[1] == trace::no_record) ++absent;

    EXPECT_EQ(staged->beside->absences.size(), absent);
    EXPECT_FALSE(staged->absences.empty() && staged->beside->absences.empty());
}

TEST(TwoWorlds, ShowNoSignOfWhatHasNotHappenedYet)
{
    std::size_t early = 0;
    for (const std::string& id : pairs()) {
        const auto staged = stagedRun(id);
        if (staged->comparison->differences.size() > 60) continue;
        for (const compare::Difference& difference : staged->comparison->differences)
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                const trace::TransitId transit = difference.transits[run];
                const StagedRun& half = staged->half(run);
                if (transit == trace::no_transit || differenceOf(half, transit) != difference.kind) continue;
                const StageTime sent = spanOf(half.trace().transit(transit), half.timeMap).from;
                if (sent >= differenceTime(*staged, difference)) continue;
                DisplayOptions display;
                display.presenting = true;
                ViewInput input{*staged, sent, {{1326, 540}, 0, 1}, {}, display};
                input.viewport.scroll = followingScroll(input);
                const Scene scene = ladder(input);
                const QString sign = differenceSign(half, transit);
                for (const auto* marks : {&scene.still, &scene.moving})
                    for (const Mark& mark : *marks)
                        if (const auto* label = std::get_if<Label>(&mark.shape);
                            label && mark.ref.kind == Ref::Kind::Segment && mark.ref.run == run &&
                            mark.ref.id == transit && !sign.isEmpty()) {
                            ++early;
                            EXPECT_FALSE(label->text.startsWith(sign)) << id << ": " << label->text.toStdString();
                        }
            }
    }
    EXPECT_GT(early, 3U);
}

} // namespace

} // namespace tcpstage::scene
