#include "ui/model/store/update.h"

#include "tests/ui/model/staged_run.h"
#include "ui/model/explain.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <gmock/gmock.h>
#include <ranges>

namespace tcpstage::model {

namespace {

using namespace std::chrono_literals;

constexpr const char* lesson = "four-way-close";
constexpr Elapsed frame{std::chrono::nanoseconds{1'000'000'000 / 60}};
constexpr Elapsed second{std::chrono::nanoseconds{1s}};

std::vector<scene::StageTime> stepsForward(Model model)
{
    std::vector<scene::StageTime> times;
    for (std::size_t i = 0; i < model.staged->timeMap.stepCount(); ++i) {
        times.push_back(model.time);
        model = after(model, Command::NextStep);
    }
    return times;
}

template <typename T> const T* requestIn(const Updated& updated)
{
    for (const Request& request : updated.requests)
        if (const T* found = std::get_if<T>(&request)) return found;
    return nullptr;
}

} // namespace

TEST(Stepping, BackwardsMeetsTheSameTimesAsForwards)
{
    Model model = opened(lesson);
    const std::vector<scene::StageTime> forward = stepsForward(model);
    for (const scene::StageTime time : forward) {
        EXPECT_EQ(model.time, time);
        model = after(model, Command::NextStep);
    }
    const std::vector<scene::StageTime> backward{forward.rbegin(), forward.rend()};
    for (const scene::StageTime time : backward) {
        model = after(model, Command::PreviousStep);
        EXPECT_EQ(model.time, time);
    }
    EXPECT_EQ(model.time, scene::StageTime{});
}

TEST(Stepping, BackFromTheEndShowsTheStepBeforeTheLast)
{
    const Model back = after(opened(lesson), Command::Last, Command::PreviousStep);
    EXPECT_EQ(back.staged->stepsUntil(back.goal()), back.staged->stepCount() - 1);
}

TEST(Stepping, ReachesEveryStepOnce)
{
    Model model = opened(lesson);
    for (std::size_t step = 1; step <= model.staged->timeMap.stepCount(); ++step) {
        model = after(model, Command::NextStep);
        EXPECT_EQ(model.staged->timeMap.stepsUntil(model.time), step);
    }
}

TEST(Stepping, StaysInsideTheLesson)
{
    const Model model = opened(lesson);
    EXPECT_EQ(after(model, Command::PreviousStep).time, scene::StageTime{});
    EXPECT_EQ(after(model, Command::PreviousFrame).time, scene::StageTime{});
    const Model last = after(model, Command::Last);
    EXPECT_EQ(last.time, model.staged->timeMap.end());
    EXPECT_EQ(after(last, Command::NextStep).time, last.time);
    EXPECT_EQ(after(last, Command::NextFrame).time, last.time);
}

TEST(Stepping, GlidesToTheNextStepInAMoment)
{
    Model model = after(opened(lesson), Command::ToggleAnimation, Command::NextStep);
    const scene::StageTime goal = model.goal();
    EXPECT_EQ(model.time, scene::StageTime{});
    EXPECT_TRUE(model.moves());
    scene::StageTime last{};
    for (int i = 0; i < 15; ++i) {
        model = after(model, frame);
        EXPECT_GE(model.time, last);
        EXPECT_LE(model.time, goal);
        last = model.time;
    }
    EXPECT_GT(last, scene::StageTime{});
    model = after(model, second);
    EXPECT_EQ(model.time, goal);
    EXPECT_FALSE(model.moves());
}

TEST(Stepping, ASecondPressGoesOnFromTheEndOfTheGlide)
{
    const Model still = after(opened(lesson), Command::NextStep, Command::NextStep);
    const Model gliding = after(opened(lesson), Command::ToggleAnimation, Command::NextStep, frame, Command::NextStep);
    EXPECT_EQ(gliding.goal(), still.time);
    EXPECT_EQ(after(gliding, second).time, still.time);
}

TEST(View, TheSizeForLargeScreensIsRememberedAndSaysWhenItChanges)
{
    const Model model = opened(lesson);
    ASSERT_TRUE(model.enlarges);
    const Updated updated = update(model, Command::ToggleEnlarge);
    EXPECT_FALSE(updated.model.enlarges);
    ASSERT_TRUE(updated.model.notice.has_value());
    EXPECT_NE(updated.model.notice->sentence.en.find("started again"), std::string::npos);
    EXPECT_NE(requestIn<RememberChoices>(updated), nullptr);
}

TEST(Stepping, AHeldKeyDoesNotQueueUp)
{
    Model model = after(opened(lesson), Command::ToggleAnimation);
    for (int i = 0; i < 1000; ++i)
        model = after(model, Command::NextStep);
    model = after(model, second);
    EXPECT_EQ(model.time, model.staged->timeMap.end());
    EXPECT_FALSE(model.moves());
}

TEST(Frames, AreTheSameWhicheverWayTheyAreReached)
{
    Model forward = opened(lesson);
    for (int i = 0; i < 200; ++i)
        forward = after(forward, Command::NextFrame);
    Model back = forward;
    for (int i = 0; i < 150; ++i)
        back = after(back, Command::NextFrame);
    for (int i = 0; i < 150; ++i)
        back = after(back, Command::PreviousFrame);
    const Model sought = after(opened(lesson), Seek{scene::StageTime{200 * scene::film_frame}});
    EXPECT_EQ(forward.time, back.time);
    EXPECT_EQ(forward.time, sought.time);
    const scene::Viewport view{QSizeF{700, 600}, 0, 1};
    const auto marks = [&](const Model& model) {
        return scene::ladder({*model.staged, model.time, view, model.selection, model.display});
    };
    EXPECT_EQ(marks(forward).still, marks(back).still);
    EXPECT_EQ(marks(forward).moving, marks(back).moving);
}

TEST(Playing, StopsAtTheEnd)
{
    Model model = after(opened(lesson), Command::TogglePlay);
    EXPECT_TRUE(model.playing);
    for (int i = 0; i < 1000 && model.playing; ++i)
        model = after(model, second);
    EXPECT_FALSE(model.playing);
    EXPECT_EQ(model.time, model.staged->timeMap.end());
}

TEST(Playing, AtTheEndBeginsAnew)
{
    const Model model = after(opened(lesson), Command::Last, Command::TogglePlay);
    EXPECT_TRUE(model.playing);
    EXPECT_EQ(model.time, scene::StageTime{});
}

TEST(Playing, GoesAtItsSpeedAndLosesNoPartOfATick)
{
    Model model = after(opened(lesson), SetSpeed{0.01}, Command::TogglePlay);
    for (int i = 0; i < 600; ++i)
        model = after(model, Elapsed{std::chrono::nanoseconds{10ms}});
    EXPECT_NEAR(static_cast<double>(model.time.count()), 6 * 0.01 * 6000, 1);
}

TEST(Playing, PausesWhenAStepIsTaken)
{
    EXPECT_FALSE(after(opened(lesson), Command::TogglePlay, frame, Command::NextStep).playing);
    EXPECT_FALSE(after(opened(lesson), Command::TogglePlay, frame, Seek{scene::StageTime{5}}).playing);
    EXPECT_FALSE(after(opened(lesson), Command::TogglePlay, frame, Command::TogglePlay).playing);
}

TEST(Speed, StaysBetweenAHundredthAndAHundred)
{
    Model model = opened(lesson);
    for (int i = 0; i < 50; ++i)
        model = after(model, Command::Faster);
    EXPECT_DOUBLE_EQ(model.speed, maxSpeed);
    for (int i = 0; i < 100; ++i)
        model = after(model, Command::Slower);
    EXPECT_DOUBLE_EQ(model.speed, minSpeed);
    for (int i = 0; i < 10; ++i)
        model = after(model, Command::Faster);
    EXPECT_DOUBLE_EQ(model.speed, 1);
}

TEST(Following, EndsWithAScrollAndComesBackWithAStep)
{
    const Model away = after(opened(lesson), Scrolled{});
    EXPECT_FALSE(away.following);
    EXPECT_FALSE(after(away, Command::TogglePresent).following);
    EXPECT_TRUE(after(away, Command::NextStep).following);
    EXPECT_TRUE(after(away, Command::First).following);
}

TEST(Segments, AreSelectedOneAfterAnother)
{
    Model model = after(opened(lesson), Command::NextSegment);
    EXPECT_EQ(model.selection.kind, scene::Ref::Kind::Segment);
    EXPECT_EQ(model.selection.id, 0U);
    EXPECT_EQ(model.time, model.staged->timeMap.at(model.staged->trace().transit(0).sent_record));
    model = after(model, Command::NextSegment, Command::NextSegment, Command::PreviousSegment);
    EXPECT_EQ(model.selection.id, 1U);
    for (int i = 0; i < 100; ++i)
        model = after(model, Command::NextSegment);
    EXPECT_EQ(model.selection.id + 1, model.staged->trace().transits().size());
}

TEST(Opening, ATellsTheLessonAndShowsItsBeginning)
{
    const Updated asked = update(after(opened(lesson), Command::Last), OpenSource{"half-close"});
    ASSERT_TRUE(requestIn<LoadSource>(asked));
    const Model model = after(asked.model, RunLoaded{requestIn<LoadSource>(asked)->ticket, stagedOf("half-close")});
    EXPECT_EQ(model.source, "half-close");
    EXPECT_GT(model.time, scene::StageTime{}) << "after the handshake";
    EXPECT_EQ(model.time, model.staged->opening());
    const Model home = after(after(model, Command::Last), Command::First);
    EXPECT_EQ(home.time, model.staged->opening());
    EXPECT_EQ(after(home, Command::First).time, scene::StageTime{});
    EXPECT_FALSE(model.loading);
}

TEST(Opening, ABadFileLeavesWhatWasThereAndSaysWhy)
{
    const Model before = after(opened(lesson), Command::NextStep);
    const Model model = after(before, OpenSource{"bad.yaml"},
                              LoadFailed{before.lastTicket + 1, {"bad.yaml:1:1: no", "bad.yaml:1:1: 不对"}});
    EXPECT_EQ(model.staged, before.staged);
    EXPECT_EQ(model.source, lesson);
    EXPECT_EQ(model.time, before.time);
    ASSERT_TRUE(model.notice);
    EXPECT_TRUE(model.notice->problem);
    EXPECT_EQ(model.notice->sentence, (OwnedText{"bad.yaml:1:1: no", "bad.yaml:1:1: 不对"}));
}

TEST(Opening, TheFirstLessonDoesNotHideWhyAFileCouldNotBeOpened)
{
    const Model failed =
        after(Model{}, OpenSource{"bad.yaml"}, LoadFailed{1, {"bad.yaml:1:1: no", "bad.yaml:1:1: 不对"}});
    const Model model = after(failed, OpenSource{lesson}, RunLoaded{2, stagedOf(lesson)});
    EXPECT_EQ(model.source, lesson);
    ASSERT_TRUE(model.notice);
    EXPECT_EQ(model.notice->sentence.en, "bad.yaml:1:1: no");
    EXPECT_FALSE(after(model, OpenSource{lesson}, RunLoaded{model.lastTicket + 1, stagedOf(lesson)}).notice);
}

TEST(Opening, AStagedRunThatWasCancelledOrOvertakenIsNotShown)
{
    const Model cancelled =
        after(opened(lesson), OpenSource{"half-close"}, CancelOpening{}, RunLoaded{1, stagedOf("half-close")});
    EXPECT_EQ(cancelled.source, lesson);
    const Model overtaken =
        after(opened(lesson), OpenSource{"half-close"}, OpenSource{"abort"}, RunLoaded{1, stagedOf("half-close")});
    EXPECT_EQ(overtaken.source, lesson);
    EXPECT_TRUE(overtaken.loading);
}

TEST(Pacing, AnotherTimeMapKeepsTheStep)
{
    const Model before = after(opened(lesson), Command::NextStep, Command::NextStep, Command::NextStep);
    const Updated asked = update(before, SetTimeMap{scene::TimeMapKind::ToScale});
    const auto* request = requestIn<LoadSource>(asked);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->again, before.staged);
    const Model model = after(asked.model, RunLoaded{request->ticket, stagedOf(lesson, scene::TimeMapKind::ToScale)});
    EXPECT_EQ(model.staged->timeMap.stepsUntil(model.time), 3U);
    EXPECT_EQ(model.timeMap, scene::TimeMapKind::ToScale);
}

TEST(Choosing, IsRemembered)
{
    EXPECT_TRUE(requestIn<RememberChoices>(update(opened(lesson), SetLanguage{Language::Chinese})));
    EXPECT_TRUE(requestIn<RememberChoices>(update(opened(lesson), SetTheme{ThemeChoice::Dark})));
    EXPECT_FALSE(requestIn<RememberChoices>(update(opened(lesson), SetLanguage{Language::English})));
    EXPECT_FALSE(requestIn<RememberChoices>(update(opened(lesson), Command::NextStep)));
}

TEST(Choosing, TheThemeFollowsTheDesktopUntilOneIsChosen)
{
    const Model dark = after(opened(lesson), DesktopIsDark{true});
    EXPECT_EQ(dark.themeName(), scene::ThemeName::Dark);
    EXPECT_EQ(after(dark, SetTheme{ThemeChoice::Light}).themeName(), scene::ThemeName::Light);
    EXPECT_EQ(after(dark, Command::SwitchTheme).themeName(), scene::ThemeName::Contrast);
}

TEST(Presenting, CurtainPointerAndSpotlightExistOnlyThere)
{
    const Model window = after(opened(lesson), Command::Black, Command::TogglePointer, Command::ToggleSpotlight);
    EXPECT_EQ(window.curtain, Curtain::Open);
    EXPECT_FALSE(window.pointer || window.spotlight);
    const Model shown = after(opened(lesson), Command::TogglePresent, Command::Black, Command::TogglePointer);
    EXPECT_EQ(shown.curtain, Curtain::Black);
    EXPECT_TRUE(shown.pointer);
    EXPECT_EQ(after(shown, Command::White).curtain, Curtain::White);
    EXPECT_EQ(after(shown, Command::Black).curtain, Curtain::Open);
    for (const Command command : {Command::DropSegment, Command::NextStep, Command::CompareRuns, Command::Predict}) {
        const Model seen = after(shown, command);
        EXPECT_EQ(seen.curtain, Curtain::Open);
        EXPECT_EQ(seen.branches.all.size(), shown.branches.all.size()) << "what is done behind a curtain is not seen";
        EXPECT_EQ(seen.goal(), shown.goal());
        EXPECT_FALSE(seen.prediction.on);
    }
    const Model opened_again = after(shown, Command::Leave);
    EXPECT_EQ(opened_again.curtain, Curtain::Open) << "behind a curtain the first key only opens it";
    EXPECT_TRUE(opened_again.presenting);
    const Model left = after(opened_again, Command::Leave);
    EXPECT_FALSE(left.presenting || left.pointer);
    EXPECT_EQ(left.curtain, Curtain::Open);
}

TEST(Leaving, EndsPresentingFirstThenClosesTheDetails)
{
    const Model both = after(opened(lesson), Command::NextSegment, Command::TogglePresent);
    const Model window = after(both, Command::Leave);
    EXPECT_FALSE(window.presenting);
    EXPECT_EQ(window.selection.kind, scene::Ref::Kind::Segment);
    EXPECT_EQ(after(window, Command::Leave).selection.kind, scene::Ref::Kind::Nothing);
}

TEST(Answer, IsShownOnDemandAndHiddenAgainAtAnotherStep)
{
    const Model asked = opened("exam-2012-47");
    EXPECT_FALSE(asked.display.answer);
    const Model answered = after(asked, Command::ShowAnswer);
    EXPECT_TRUE(answered.display.answer);
    EXPECT_FALSE(after(answered, Command::ShowAnswer).display.answer);
    EXPECT_TRUE(after(answered, SetLanguage{Language::Chinese}, Command::TogglePresent).display.answer);
    const Model next = after(answered, Command::NextStep);
    EXPECT_FALSE(next.display.answer);
    EXPECT_FALSE(after(next, Command::PreviousStep).display.answer) << "the step comes back, its answer does not";
}

TEST(Answer, IsNotShownByAKeyThatOnlyOpensTheCurtain)
{
    const Model black = after(opened("exam-2012-47"), Command::TogglePresent, Command::Black);
    const Model pressed = after(black, Command::ShowAnswer);
    EXPECT_EQ(pressed.curtain, Curtain::Open);
    EXPECT_FALSE(pressed.display.answer);
}

TEST(Answer, IsHiddenWhenAnotherLessonIsOpened)
{
    const Model answered = after(opened("exam-2012-47"), Command::ShowAnswer, OpenSource{"exam-2009-39"});
    const Model other = after(answered, RunLoaded{answered.loading->ticket, stagedOf("exam-2009-39")});
    EXPECT_TRUE(other.display.answer == false && hasAnswerHere(other));
}

TEST(Anything, IsHarmlessWithoutALesson)
{
    for (const CommandInfo& command : allCommands()) {
        const Model model = after(Model{}, command.command, second, Seek{scene::StageTime{100}},
                                  SetTimeMap{scene::TimeMapKind::ToScale});
        EXPECT_EQ(model.time, scene::StageTime{}) << command.id;
        EXPECT_FALSE(model.moves()) << command.id;
    }
}

TEST(Prediction, PutsTheTextOfTheLessonAwayWhichHasTheAnswers)
{
    const Model asked = after(opened("three-way-handshake"), Command::ShowText, Command::Predict);
    EXPECT_TRUE(asked.prediction.on);
    EXPECT_EQ(asked.panel, SidePanel::None);
    const Model beside = after(opened("three-way-handshake"), Command::ShowOptions, Command::Predict);
    EXPECT_EQ(beside.panel, SidePanel::Options) << "it gives nothing away";
}

} // namespace tcpstage::model
