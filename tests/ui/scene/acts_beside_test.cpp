// What a person did to a segment is signed where it happens, when the branch stands beside the lesson.
#include "core/run/branch.h"
#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/views.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

using Act = sim::Fault::Kind;

/// The lesson, and beside it what the act makes of it; nullptr where the act is impossible.
std::shared_ptr<const StagedRun> besideItself(const std::string& id, trace::TransitId transit, Act act)
{
    const auto lesson = stagedRun(id);
    lesson::Scenario scenario = lesson->scenario;
    scenario.beside.reset();
    const auto child = run::branch(scenario, lesson->trace(), run::StrikeSegment{transit, act, Duration{300ms}});
    if (!child) return nullptr;
    return stageTogether({scenario, lesson->run}, {*child, run::run(*child)});
}

/// For messages: the kinds of the differences and when each is signed.
std::string differencesOf(const StagedRun& pair)
{
    std::string all;
    for (const compare::Difference& difference : pair.comparison->differences)
        all += "; " + std::string{compare::id(difference.kind)} + " at " +
               std::to_string(differenceTime(pair, difference).count());
    return all;
}

/// Where the act is seen: the segment, or its copy, is lost or arrives.
StageTime timeOfAct(const StagedRun& half, trace::TransitId transit, Act act)
{
    const trace::Trace& trace = half.trace();
    trace::TransitId struck = transit;
    for (trace::TransitId id = 0; act == Act::Duplicate && id < trace.transits().size(); ++id)
        if (trace.transit(id).copy_of == transit) struck = id;
    const trace::RecordId end = trace.transit(struck).end_record;
    return end == trace::no_record ? StageTime{} : half.timeMap.at(end);
}

/// Where the branch's whole title would take the place of the numbers that the lesson is about.
TEST(ABranchBeside, ShowsWhatTheLessonIsAboutInBothHalves)
{
    for (const auto& [id, segment] : {std::pair{"slow-start", 7U}, {"slow-start", 4U}, {"zero-window", 7U}})
        for (const QSizeF size : {QSizeF{1366, 768}, QSizeF{1920, 1080}})
            for (const Language language : {Language::English, Language::Chinese}) {
                const auto pair = besideItself(id, segment, Act::Drop);
                ASSERT_TRUE(pair) << id;
                ViewInput input{*pair, pair->stepTime(pair->stepCount() / 2), {size, 0, 1}, {}, {}};
                input.display.presenting = true;
                input.display.language = language;
                const Scene scene = wholeStage(input);
                std::array<int, 2> variables{};
                for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
                    for (const Mark& mark : *marks)
                        if (mark.ref.kind == Ref::Kind::Variable && std::holds_alternative<Label>(mark.shape))
                            ++variables[mark.ref.run];
                EXPECT_GT(variables[0], 0) << id << " " << size.width();
                EXPECT_GT(variables[1], 0) << id << " " << size.width();
            }
}

/// Two ladders have no panels that name the states.
TEST(ABranchBeside, NamesTheStateOfEachEndAtEveryStep)
{
    std::size_t states = 0;
    std::size_t nameless = 0;
    for (const char* id : {"why-2msl", "process-crash", "why-not-two", "why-persist", "close-wait-leak"}) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        for (std::size_t step = 0; step < staged->stepCount(); ++step) {
            ViewInput input{*staged, staged->stepTime(step), {{1366, 768}, 0, 1}, {}, {}};
            input.display.presenting = true;
            const Scene scene = wholeStage(input);
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}})
                for (const trace::Side side : trace::both_sides) {
                    const StagedRun& half = staged->half(run);
                    const StateSpan* span = half.runIndex.spanAt(side, half.timeMap.moment(input.time).record);
                    if (!half.hasStates(side) || !span) continue;
                    const Ref state{Ref::Kind::State, side, static_cast<std::uint32_t>(span->state), run};
                    const auto isIts = [&](const Mark& mark) {
                        return mark.ref == state && std::holds_alternative<Label>(mark.shape);
                    };
                    ++states;
                    nameless +=
                        std::ranges::any_of(scene.still, isIts) || std::ranges::any_of(scene.moving, isIts) ? 0 : 1;
                }
        }
    }
    EXPECT_GT(states, 150U);
    EXPECT_LE(nameless * 50, states) << nameless << " of " << states;
}

TEST(ABranchBeside, HasASignAtTheStepOfTheAct)
{
    std::size_t acts = 0;
    for (const std::string& id : testing::some_lessons(6)) {
        const auto lesson = stagedRun(id);
        const std::size_t segments = lesson->trace().transits().size();
        if (segments > 30) continue;
        for (trace::TransitId transit = 0; transit < segments; transit += 3)
            for (const Act act : {Act::Drop, Act::Duplicate, Act::Delay, Act::Corrupt}) {
                const auto pair = besideItself(id, transit, act);
                if (!pair || pair->half(1).trace().transits().size() <= transit) continue;
                const auto isCopy = [&](const trace::Transit& one) { return one.copy_of == transit; };
                if (lesson->trace().transit(transit).reason != trace::Reason::None ||
                    std::ranges::any_of(lesson->trace().transits(), isCopy))
                    continue; // the lesson's own act
                const StageTime time = timeOfAct(pair->half(1), transit, act);
                if (time == StageTime{}) continue;
                ++acts;
                const bool said =
                    std::ranges::any_of(pair->comparison->differences, [&](const compare::Difference& difference) {
                        return difference.kind != compare::Difference::Kind::State &&
                               differenceTime(*pair, difference) == time;
                    });
                EXPECT_TRUE(said) << id << ", segment " << transit + 1 << ", act " << static_cast<int>(act) << ", at "
                                  << time.count() << differencesOf(*pair);
                EXPECT_FALSE(differenceHere(*pair, time, {}, Language::Chinese).isEmpty());
            }
    }
    EXPECT_GT(acts, 60U);
}

TEST(ABranchBeside, SaysOnTheProjectorWhoDroppedTheSegment)
{
    std::size_t drops = 0;
    std::size_t misses = 0; // where arrows cross at the place of the loss
    for (const char* id : {"simultaneous-close", "four-way-close", "three-way-handshake", "half-close"})
        for (const QSizeF size : {QSizeF{1366, 768}, QSizeF{1920, 1080}})
            for (trace::TransitId transit = 0; transit < stagedRun(id)->trace().transits().size(); ++transit) {
                const auto pair = besideItself(id, transit, Act::Drop);
                if (!pair || stagedRun(id)->trace().transit(transit).fate == trace::Fate::Lost) continue;
                for (const Language language : {Language::English, Language::Chinese}) {
                    DisplayOptions display;
                    display.presenting = true;
                    display.language = language;
                    const StageTime time = timeOfAct(pair->half(1), transit, Act::Drop);
                    const QStringList words = texts(wholeStage({*pair, time, {size, 0, 1}, {}, display}));
                    const trace::Transit struck = pair->half(1).trace().transit(transit);
                    misses += words.contains(lossText(struck, language)) ||
                                      words.contains(shortLossTexts(struck, language).front()) // "by you"
                                  ? 0
                                  : 1;
                    ++drops;
                }
            }
    EXPECT_GT(drops, 40U);
    EXPECT_LT(misses * 8, drops) << misses << " of " << drops;
}

/// Whether a label names that segment of the second world.
bool isNamed(const Scene& scene, trace::TransitId transit, const QString& flags)
{
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape); label && mark.ref.kind == Ref::Kind::Segment &&
                                                                     mark.ref.id == transit && mark.ref.run == 1 &&
                                                                     label->text.contains(flags))
                return true;
    return false;
}

TEST(ABranchBeside, NamesOnTheProjectorTheSegmentThatIsLost)
{
    std::size_t drops = 0;
    std::size_t nameless = 0; // where arrows cross at the place of the loss
    for (const std::string& id : testing::some_lessons(5)) {
        const auto lesson = stagedRun(id);
        if (lesson->beside || lesson->trace().transits().size() > 22) continue;
        for (trace::TransitId transit = 0; transit < lesson->trace().transits().size(); ++transit) {
            const auto pair = besideItself(id, transit, Act::Drop);
            if (!pair || lesson->trace().transit(transit).fate == trace::Fate::Lost) continue;
            const QSizeF size = transit % 2 == 0 ? QSizeF{1024, 768} : QSizeF{1366, 768};
            DisplayOptions display;
            display.presenting = true;
            const StageTime time = timeOfAct(pair->half(1), transit, Act::Drop);
            const Scene scene = wholeStage({*pair, time, {size, 0, 1}, {}, display});
            ++drops;
            nameless += isNamed(scene, transit, flagsText(lesson->trace().transit(transit).segment, display)) ? 0 : 1;
        }
    }
    EXPECT_GT(drops, 60U);
    EXPECT_LT(nameless * 8, drops) << nameless << " of " << drops;
}

} // namespace

TEST(TwoWorlds, GiveEachReasonOnceInTheCaptionsAndWhatDiffersHere)
{
    int inCaptions = 0;
    for (const std::string& id : testing::lessonIds())
        for (const Language language : {Language::English, Language::Chinese}) {
            const auto staged = testing::stagedRun(id);
            if (!staged->beside) continue;
            DisplayOptions display;
            display.language = language;
            for (const compare::Difference& difference : staged->comparison->differences) {
                if (!difference.because || !difference.latitudes.empty()) continue;
                const StageTime time = differenceTime(*staged, difference);
                const QString reason = inLanguage(tcp::info(*difference.because).sentence, language);
                const QString here = differencesBeside(*staged, time, {}, display).join(u' ');
                const QString said = caption(staged->half(difference.followed_by), time, display).text;
                EXPECT_FALSE(here.contains(QStringLiteral("nothing on the"))) << here.toStdString();
                if (said.contains(reason)) ++inCaptions;
                EXPECT_EQ(here.count(reason), said.contains(reason) ? 0 : 1) << id << ": " << here.toStdString();
            }
        }
    EXPECT_GT(inCaptions, 5);
}

} // namespace tcpstage::scene
