// What a run is about stands on the stage: windows and options on arrows, variables at the ends, numbers a class can
// read.

#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "tests/ui/scene/written.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/variables.h"

#include <cmath>
#include <gmock/gmock.h>
#include <set>

namespace tcpstage::scene {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lessonIds;
using ::testing::Not;
using testing::stagedRun;
using testing::texts;
using testing::wholeLadder;

TEST(WordsOfAnArrow, AreItsFlagsAndItsNumbersOrNeither)
{
    std::size_t all = 0;
    std::size_t alone = 0; // flags
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > 400) continue;
        for (const double width : {480.0, 640.0, 900.0, 1872.0}) {
            const Scene scene = wholeLadder(*staged, {width, 700}, 1, {});
            forEverySegment(*staged, [&](const StagedRun& half, trace::TransitId transit, std::uint8_t run) {
                const Written written = writtenOf(scene.still, transit, run, wordsOf(half.trace(), transit, {}));
                const auto where = [&] {
                    return id + " at " + std::to_string(width) + ", segment " + std::to_string(transit + 1);
                };
                EXPECT_TRUE(written.flags || !written.numbers) << where() << ": numbers without flags";
                if (width < 900) return; // flags alone where arrows cross more densely than words are wide
                alone += written.flags && !written.numbers ? 1 : 0;
                all += 1;
            });
        }
    }
    EXPECT_LT(alone * 100, all * 2) << alone << " of " << all;
}

TEST(WordsOfAnArrow, AreBitsAsInTextbooksWhereThatIsChosen)
{
    const auto staged = stagedRun("three-way-handshake");
    DisplayOptions textbook;
    textbook.flagNames = FlagNames::Bits;
    EXPECT_EQ(wordsOf(staged->trace(), 0, textbook).flags, QStringLiteral("SYN=1"));
    EXPECT_EQ(wordsOf(staged->trace(), 1, textbook).flags, QStringLiteral("SYN=1 ACK=1"));
    EXPECT_EQ(wordsOf(staged->trace(), 2, textbook).flags, QStringLiteral("ACK=1"));
    EXPECT_EQ(wordsOf(stagedRun("udp")->trace(), 0, textbook).flags, QStringLiteral("UDP"));
    const QStringList drawn = texts(wholeLadder(*staged, {1100, 700}, 1, textbook));
    EXPECT_FALSE(drawn.filter(QStringLiteral("SYN=1 ACK=1")).isEmpty());
    EXPECT_TRUE(drawn.filter(QStringLiteral("SYN, ACK")).isEmpty());
}

TEST(WordsOfAnArrow, StayTogetherAtTheEdgesOfAPicture)
{
    bool bits = false;
    for (const std::string& id : testing::some_lessons(3)) {
        DisplayOptions display = forProjector();
        if (bits = !bits; bits) display.flagNames = FlagNames::Bits;
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > 60) continue;
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1920, 1080}})
            for (std::size_t step = 0; step < staged->stepCount(); ++step) {
                const Scene scene = wholeStage({*staged, staged->stepTime(step), {size, 0, 1}, {}, display});
                forEverySegment(*staged, [&](const StagedRun& half, trace::TransitId transit, std::uint8_t run) {
                    const Written written =
                        writtenOf(scene.still, transit, run, wordsOf(half.trace(), transit, display));
                    ASSERT_EQ(written.flags == nullptr, written.numbers == nullptr)
                        << id << " at " << size.width() << ", step " << step << ", segment " << transit + 1;
                });
            }
    }
}

TEST(WordsOfAnArrow, GiveTheWindowWhereItChangesOrIsClosed)
{
    const auto staged = stagedRun("zero-window");
    const trace::Trace& trace = staged->trace();
    QStringList windows;
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id)
        if (trace.transit(id).from == trace::Side::Right) windows << wordsOf(trace, id, {}).window;
    EXPECT_TRUE(windows.contains(QStringLiteral("win=0")));
    EXPECT_GE(windows.count(QStringLiteral("win=0")), 2) << "each time";
    for (const char* lesson : {"three-way-handshake", "four-way-close", "simultaneous-open"}) {
        const auto quiet = stagedRun(lesson);
        for (trace::TransitId id = 0; id < quiet->trace().transits().size(); ++id)
            EXPECT_EQ(wordsOf(quiet->trace(), id, {}).window, QString{}) << lesson;
    }
    const Scene scene = wholeLadder(*staged, {1100, 700}, 1, {});
    EXPECT_FALSE(texts(scene).filter(QStringLiteral("win=0")).isEmpty());
}

TEST(WordsOfAnArrow, GiveTheOptionsOfASynWhereTheLessonIsAboutThem)
{
    EXPECT_TRUE(wordsOf(stagedRun("options")->trace(), 1, {}).options.contains(QStringLiteral("WS 3")));
    EXPECT_EQ(wordsOf(stagedRun("three-way-handshake")->trace(), 0, {}).options, QString{});
    EXPECT_FALSE(
        texts(wholeLadder(*stagedRun("options"), {1200, 700}, 1, {})).filter(QStringLiteral("SACK OK")).isEmpty());
}

TEST(Subjects, AreChosenByWhatChangesInTheRun)
{
    const auto of = [](const char* lesson, trace::Side side) { return subjectsOf(*stagedRun(lesson), side); };
    EXPECT_THAT(of("three-way-handshake", trace::Side::Left), IsEmpty());
    EXPECT_THAT(of("four-way-close", trace::Side::Right), IsEmpty());
    EXPECT_THAT(of("slow-start", trace::Side::Left), Contains(Variable::Cwnd));
    EXPECT_THAT(of("slow-start", trace::Side::Right), Not(Contains(Variable::Cwnd)));
    EXPECT_THAT(of("timeout-collapse", trace::Side::Left),
                ::testing::IsSupersetOf({Variable::Cwnd, Variable::Ssthresh}));
    EXPECT_THAT(of("zero-window", trace::Side::Left), Contains(Variable::SndWnd));
    EXPECT_THAT(of("zero-window", trace::Side::Right), Contains(Variable::RcvWnd));
    EXPECT_THAT(of("retransmission-timeout", trace::Side::Left), Contains(Variable::Rto));
}

TEST(Subjects, StandOnTheProjectorAndInThePanels)
{
    struct Row {
        const char* lesson;
        const char* variable;
    };
    for (const Row& row :
         {Row{"slow-start", "CWND"}, Row{"congestion-avoidance", "CWND"}, Row{"timeout-collapse", "SSTHRESH"},
          Row{"zero-window", "SND.WND"}, Row{"zero-window", "RCV.WND"}, Row{"sliding-window", "SND.WND"}})
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}})
            for (const bool presenting : {true, false}) {
                DisplayOptions display;
                display.presenting = presenting;
                const auto staged = stagedRun(row.lesson);
                const Scene scene = wholeStage({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display});
                EXPECT_TRUE(texts(scene).contains(QString::fromLatin1(row.variable)))
                    << row.variable << " in " << row.lesson << " at " << size.width()
                    << (presenting ? ", projected" : "");
            }
}

TEST(Projected, NumbersAreAsLargeAsFlags)
{
    for (const char* lesson : {"three-way-handshake", "four-way-close", "zero-window", "why-not-two"}) {
        const auto staged = stagedRun(lesson);
        std::size_t seen = 0;
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1920, 1080}})
            for (std::size_t step = 0; step < staged->stepCount(); ++step) {
                const Scene scene = wholeStage({*staged, staged->stepTime(step), {size, 0, 1}, {}, forProjector()});
                forEverySegment(*staged, [&](const StagedRun& half, trace::TransitId transit, std::uint8_t run) {
                    const Written written =
                        writtenOf(scene.still, transit, run, wordsOf(half.trace(), transit, forProjector()));
                    if (!written.flags || !written.numbers) return;
                    ++seen;
                    EXPECT_GE(written.numbers->pixels, written.flags->pixels) << lesson << " at " << size.width();
                    if (half.beside || run == 1) return; // two ladders may be too narrow for it
                    EXPECT_GE(written.numbers->pixels, std::floor(27 * size.height() / 1080)) << lesson;
                });
            }
        EXPECT_GT(seen, 0U) << lesson;
    }
}

TEST(Projected, LeavesNoNumberOutAtFourToThree)
{
    for (const char* lesson : {"three-way-handshake", "four-way-close", "half-close", "syn-lost", "simultaneous-open",
                               "simultaneous-close", "last-ack-lost"}) {
        const auto staged = stagedRun(lesson);
        LadderSeen seen;
        for (std::size_t step = 0; step <= staged->stepCount(); ++step) {
            const StageTime time = step == staged->stepCount() ? staged->timeMap.end() : staged->stepTime(step);
            const Scene scene = wholeStage({*staged, time, {{1024, 768}, 0, 1}, {}, forProjector()});
            seen.add(*staged, scene);
        }
        EXPECT_EQ(seen.unwritten(*staged), "") << lesson;
    }
}

TEST(Projected, WritesNearlyAllNumbersAtFourToThreeInEveryLesson)
{
    std::size_t all = 0;
    std::size_t missing = 0;
    std::string which;
    for (const std::string& id : testing::some_lessons(6)) {
        const auto staged = stagedRun(id);
        if (staged->beside || staged->trace().transits().size() > 40) continue;
        LadderSeen seen;
        for (std::size_t step = 0; step < staged->stepCount(); ++step)
            seen.addWithCapsules(
                *staged, wholeStage({*staged, staged->stepTime(step), {{1024, 768}, 0, 1}, {}, forProjector()}));
        const std::string unwritten = seen.unwritten(*staged);
        if (!unwritten.empty()) which += id + " " + unwritten + "; ";
        missing += static_cast<std::size_t>(std::ranges::count(unwritten, ' '));
        all += staged->trace().transits().size();
    }
    EXPECT_GT(all, 150U);
    EXPECT_LE(missing * 40, all) << missing << " of " << all << ": " << which;
}

TEST(Projected, TwoWorldsHaveTheNumbersOfTheirSyns)
{
    for (const char* lesson : {"why-not-two", "why-2msl", "why-random-isn", "time-wait-keeps-old-out"}) {
        const auto staged = stagedRun(lesson);
        if (!staged->beside) continue;
        LadderSeen seen;
        for (std::size_t step = 0; step < staged->stepCount(); ++step)
            seen.add(*staged, wholeStage({*staged, staged->stepTime(step), {{1920, 1080}, 0, 1}, {}, forProjector()}));
        EXPECT_EQ(seen.unwritten(*staged, [](const tcp::Segment& segment) { return segment.syn(); }), "") << lesson;
    }
}

/// Whether its sender sends no other segment at that instant: the arrows of a burst stand too close for numbers.
bool isAlone(const trace::Trace& trace, trace::TransitId id)
{
    const trace::Transit one = trace.transit(id);
    const auto other = [&](trace::TransitId near) {
        return near < trace.transits().size() && trace.transit(near).sent == one.sent &&
               trace.transit(near).from == one.from;
    };
    return !other(id - 1U) && !other(id + 1U);
}

/// The TCP segments of both worlds whose numbers are not the same in the other one.
std::set<std::pair<std::uint8_t, trace::TransitId>> otherNumbers(const StagedRun& staged)
{
    std::set<std::pair<std::uint8_t, trace::TransitId>> list;
    for (const compare::Difference& difference : staged.comparison->differences)
        for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
            const trace::TransitId id = difference.transits[run];
            if (difference.kind != compare::Difference::Kind::Numbers || id == trace::no_transit) continue;
            const trace::Trace& trace = staged.half(run).trace();
            if (!trace.transit(id).segment.is_datagram() && isAlone(trace, id)) list.insert({run, id});
        }
    return list;
}

TEST(Projected, TwoWorldsKeepTheNumbersThatDiffer)
{
    std::size_t differ = 0;
    std::size_t without = 0;
    std::string bare;
    for (const std::string& id : testing::some_lessons(1)) {
        if (!lesson::find_lesson(id)->beside) continue;
        const auto staged = stagedRun(id);
        const auto wanted = otherNumbers(*staged);
        if (wanted.empty() || staged->stepCount() > 200) continue;
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1920, 1080}}) {
            LadderSeen seen;
            for (std::size_t step = 0; step < staged->stepCount(); ++step)
                seen.add(*staged, wholeStage({*staged, staged->stepTime(step), {size, 0, 1}, {}, forProjector()}));
            for (const auto& [run, transit] : wanted) {
                if (seen.has(run, transit)) continue;
                bare += id + " " + std::to_string(run) + ":" + std::to_string(transit + 1) + " at " +
                        std::to_string(static_cast<int>(size.width())) + "\n";
                ++without;
            }
            differ += wanted.size();
        }
    }
    EXPECT_LT(without * 3, differ) << differ << ", without numbers:\n" << bare; // of arrows that others cross
}

TEST(Signs, OfAComparisonAreExplainedWhenTheyStandThere)
{
    const auto staged = stagedRun("why-not-two");
    EXPECT_EQ(signsLegend(*staged, StageTime{}, Language::English), QString{}) << "nothing has differed yet";
    const QString all = signsLegend(*staged, staged->timeMap.end(), Language::English);
    std::vector<QString> signs;
    for (const compare::Difference& difference : staged->comparison->differences)
        EXPECT_TRUE(all.contains(QString::fromUtf8(compare::sign(difference.kind).data()))) << all.toStdString();
    EXPECT_EQ(signsLegend(*stagedRun("syn-lost"), StageTime{1}, Language::English), QString{});
    for (std::size_t step = 0; step < staged->stepCount(); ++step) {
        const StageTime time = staged->stepTime(step);
        const bool free = differencesHere(*staged, time, {}, Language::English).isEmpty();
        const Scene scene = wholeStage({*staged, time, {{1920, 1080}, 0, 1}, {}, forProjector()});
        const QString legend = signsLegend(*staged, scene, Language::English);
        if (!free || legend.isEmpty()) continue;
        const QStringList words = texts(scene);
        EXPECT_FALSE(words.filter(legend.left(12)).isEmpty())
            << "step " << step << ": " << legend.toStdString() << " in " << words.join(u'|').toStdString();
    }
}

TEST(Signs, OfAComparisonAreExplainedAtTheLastStepOnTheProjectorUnlessTheDifferenceNeedsTheRoom)
{
    std::size_t explained = 0;
    std::size_t compared = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->comparison || staged->stepCount() == 0) continue;
        const StageTime last = staged->stepTime(staged->stepCount() - 1);
        const Scene scene = wholeStage({*staged, last, {{1920, 1080}, 0, 1}, {}, forProjector()});
        const QString legend = signsLegend(*staged, scene, Language::English);
        if (legend.isEmpty()) continue;
        const QStringList words = texts(scene);
        ++compared;
        explained += words.filter(legend.left(12)).isEmpty() ? 0 : 1;
    }
    EXPECT_GT(explained, compared / 2) << "of " << compared;
}

TEST(Signs, OfAComparisonSayWhatTheyAreUnderThePointer)
{
    std::size_t all_rings = 0;
    for (const char* lesson : {"why-not-two", "why-2msl", "process-crash"}) {
        const auto staged = stagedRun(lesson);
        const StageTime end = staged->timeMap.end();
        for (const View view : {View::Ladder, View::Whole})
            for (const Language language : {Language::English, Language::Chinese}) {
                DisplayOptions display{language};
                display.view = view;
                const Scene scene = viewScene({*staged, end, {{900, 700}, 0, 1}, {}, display});
                std::size_t signs = 0;
                std::size_t rings = 0;
                for (const auto* marks : {&scene.still, &scene.moving})
                    for (const Mark& mark : *marks) {
                        const auto* box = std::get_if<Box>(&mark.shape);
                        if (!box) continue;
                        const bool sign = box->fill == Ink::Highlight && box->border == Ink::Text;
                        const bool ring = box->stroke == Stroke::Dashed && box->radius * 2 >= box->rect.width();
                        signs += sign ? 1 : 0;
                        rings += ring ? 1 : 0;
                        if (!sign && !ring) continue;
                        const QString hint = hintAt(scene, box->rect.center());
                        EXPECT_TRUE(signsLegend(*staged, end, language).contains(hint) && !hint.isEmpty())
                            << hint.toStdString();
                    }
                EXPECT_GT(signs, 0U);
                all_rings += rings;
                EXPECT_EQ(hintAt(scene, {-5, -5}), QString{});
            }
    }
    EXPECT_GT(all_rings, 0U);
}

} // namespace
} // namespace tcpstage::scene
