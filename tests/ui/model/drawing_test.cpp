// Strokes belong to a run and its step: they come back there, are undone there, and are kept.
#include "ui/model/drawing/drawing_state.h"

#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::model {
namespace {

constexpr const char* drawnLesson = "four-way-close";

/// Draws a line at the present step.
Model drawn(Model model, double x = 0.5)
{
    return after(std::move(model), DrawingAction{BeginStroke{scene::SurfaceKind::Ladder, {}, {x, 1, 1}}},
                 DrawingAction{GrowStroke{{{x, 2, 1}, {x, 3, 0.5}}}}, DrawingAction{FinishStroke{}});
}

Model drawing() { return after(opened(drawnLesson), Command::ToggleDrawing); }

/// How many strokes are on the stage now.
std::size_t shown(const Model& model)
{
    const auto& drawing = model.display.drawn.drawing;
    if (!drawing) return 0;
    const std::size_t step = model.staged->stepsUntil(model.time);
    return static_cast<std::size_t>(
        std::ranges::count(drawing->strokes, static_cast<std::uint32_t>(step), &scene::PenStroke::step));
}

/// What is asked to be kept by the last of these actions.
std::vector<KeepDrawing> keptBy(Model model, const Action& action)
{
    std::vector<KeepDrawing> kept;
    for (const Request& request : update(std::move(model), action).requests)
        if (const auto* keep = std::get_if<KeepDrawing>(&request)) kept.push_back(*keep);
    return kept;
}

Model withBranch(Model model)
{
    model = after(std::move(model), Command::NextSegment, Command::DropSegment);
    const auto branch = scene::stageRun(model.staged->scenario); // stands for what the load makes
    return after(model, RunLoaded{model.loading->ticket, branch});
}

TEST(DrawingByHand, IsOffUntilItIsAskedFor)
{
    EXPECT_EQ(shown(drawn(opened(drawnLesson))), 0U);
    EXPECT_EQ(shown(drawn(drawing())), 1U);
    const Model off = drawn(after(drawing(), Command::ToggleDrawing));
    EXPECT_EQ(shown(off), 0U);
    const Model pens = after(opened(drawnLesson), DrawingAction{UsePen{3}});
    EXPECT_EQ(pens.drawing.pen, 0) << "pens only act while drawing";
    EXPECT_EQ(after(drawing(), DrawingAction{UsePen{3}}).drawing.pen, 3);
    EXPECT_TRUE(after(drawing(), DrawingAction{UsePen{0, true}}).drawing.erasing);
}

TEST(DrawingByHand, ComesBackAtItsStepWhicheverWayThatIsReached)
{
    const Model there = drawn(after(drawing(), Command::NextStep, Command::NextStep));
    const Model later = after(there, Command::NextStep);
    EXPECT_EQ(shown(later), 0U);
    EXPECT_EQ(shown(after(later, Command::PreviousStep)), 1U);
    EXPECT_EQ(shown(after(there, Command::First, Command::NextStep)), 0U);
    EXPECT_EQ(shown(after(there, Command::First, Command::NextStep, Command::NextStep)), 1U);
    EXPECT_EQ(shown(after(there, Command::Last, Seek{there.time})), 1U);
}

TEST(DrawingByHand, AClickersStepEndsTheStrokeAtItsStep)
{
    const Model begun =
        after(drawing(), Command::NextStep, DrawingAction{BeginStroke{scene::SurfaceKind::Ladder, {}, {0.5, 1, 1}}});
    const Model stepped = after(begun, Command::NextStep, DrawingAction{GrowStroke{{{0.5, 2, 1}}}});
    EXPECT_FALSE(stepped.drawing.growing);
    EXPECT_TRUE(stepped.drawing.on);
    EXPECT_EQ(shown(stepped), 0U);
    EXPECT_EQ(shown(after(stepped, Command::PreviousStep)), 1U);
}

TEST(DrawingByHand, UndoTakesTheLastStrokeOfThisStepAndNotTheWork)
{
    const Model two = drawn(drawn(withBranch(drawing())), 0.2);
    ASSERT_EQ(shown(two), 2U);
    ASSERT_FALSE(two.done.empty()) << "the branch can be undone, too";
    const Model one = after(two, Command::Undo);
    EXPECT_EQ(shown(one), 1U);
    EXPECT_EQ(one.done.size(), two.done.size());
    EXPECT_EQ(shown(after(one, Command::Redo)), 2U);
    const Model none = after(one, Command::Undo);
    EXPECT_EQ(shown(none), 0U);
    EXPECT_EQ(after(none, Command::Undo).done.size(), two.done.size()) << "nothing more is undone while one draws";
    EXPECT_NE(after(none, Command::Undo).notice->sentence.en.find("No stroke"), std::string::npos);
    EXPECT_LT(after(none, Command::Leave, Command::Undo).done.size(), two.done.size());
    const Model other = after(two, Command::PreviousStep);
    EXPECT_EQ(after(other, Command::Undo).drawing.all->strokes.size(), 2U) << "those of another step stay";
}

TEST(DrawingByHand, TheEraserTakesWholeStrokesAndClearingAllOfTheStep)
{
    const Model two = drawn(drawn(drawing()), 0.2);
    const std::uint64_t first = two.drawing.all->strokes.front()->id;
    const Model erased = after(two, DrawingAction{EraseStroke{first}});
    EXPECT_EQ(shown(erased), 1U);
    EXPECT_EQ(shown(after(erased, Command::Undo)), 2U);
    EXPECT_EQ(after(erased, Command::Undo).drawing.all->strokes.front()->id, first) << "under the other one again";
    const Model elsewhere = drawn(after(two, Command::NextStep));
    const Model cleared = after(elsewhere, Command::ClearDrawing);
    EXPECT_EQ(shown(cleared), 0U);
    EXPECT_EQ(shown(after(cleared, Command::Undo)), 1U);
    EXPECT_EQ(shown(after(cleared, Command::PreviousStep)), 2U);
    EXPECT_EQ(shown(after(two, Command::Leave, Command::ClearDrawing)), 2U) << "only while drawing";
}

TEST(DrawingByHand, EscapeLeavesDrawingBeforeThePresentation)
{
    const Model presented = after(opened(drawnLesson), Command::TogglePresent, Command::ToggleDrawing);
    const Model left = after(drawn(presented), Command::Leave);
    EXPECT_FALSE(left.drawing.on);
    EXPECT_TRUE(left.presenting);
    EXPECT_EQ(shown(left), 1U);
    EXPECT_FALSE(after(left, Command::Leave).presenting);
    EXPECT_FALSE(after(presented, Command::TogglePresent).drawing.on) << "it ends with the presentation";
}

TEST(DrawingByHand, OnABranchIsNotOnTheLessonButTheirPastIsShared)
{
    const Model there = drawn(after(drawing(), Command::NextStep));
    Model branched = after(there, Command::NextSegment, Command::NextSegment, Command::DropSegment);
    ASSERT_TRUE(branched.loading);
    const auto dropped = run::branch(branched.staged->scenario, branched.staged->trace(),
                                     *branched.loading->branch->change, std::stop_token{});
    ASSERT_TRUE(dropped);
    branched = after(branched, RunLoaded{branched.loading->ticket, scene::stageRun(*dropped)});
    ASSERT_EQ(branched.branches.all.size(), 2U);
    const Model inBranch = drawn(after(branched, Command::Last), 0.3);
    EXPECT_EQ(shown(inBranch), 1U);
    EXPECT_EQ(shown(after(inBranch, ShowBranch{0}, Command::Last)), 0U);
    EXPECT_EQ(shown(after(inBranch, ShowBranch{0}, Command::Last, ShowBranch{1}, Command::Last)), 1U);
    const Model past = after(inBranch, Seek{there.time});
    EXPECT_EQ(shown(past), 1U) << "before the segment was dropped both runs are one";
    EXPECT_EQ(shown(drawn(past)), 2U);
    EXPECT_EQ(shown(after(drawn(past), ShowBranch{0}, Seek{there.time})), 2U);
}

TEST(DrawingByHand, IsKeptAfterEachStrokeAndReadWithItsLesson)
{
    const Model model = after(drawing(), DrawingAction{BeginStroke{scene::SurfaceKind::Ladder, {}, {0.5, 1, 1}}});
    EXPECT_TRUE(keptBy(model, DrawingAction{GrowStroke{{{0.5, 2, 1}}}}).empty());
    const auto kept = keptBy(model, DrawingAction{FinishStroke{}});
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.front().place, (DrawingPlace{drawnLesson, {}}));
    EXPECT_EQ(kept.front().drawing->strokes.size(), 1U);
    EXPECT_TRUE(keptBy(drawn(drawing()), Command::NextStep).empty());

    const Model begun = drawn(drawing(), 0.1);
    auto earlier = std::make_shared<scene::PenStroke>(*begun.drawing.all->strokes.front());
    const Model read = after(begun, DrawingAction{DrawingRead{{drawnLesson, {}}, {earlier}, {}}});
    EXPECT_EQ(shown(read), 2U) << "what was drawn before the file was read stays";
    EXPECT_TRUE(keptBy(drawing(), DrawingAction{DrawingRead{{drawnLesson, {}}, {earlier}, {}}}).empty())
        << "nothing is written that was only read";
    const Model failed = after(begun, DrawingAction{DrawingRead{{drawnLesson, {}}, {}, {"cannot be read", "读不了"}}});
    EXPECT_TRUE(failed.notice && failed.notice->problem);
    EXPECT_EQ(shown(failed), 1U);
}

TEST(DrawingByHand, OfALessonWaitsWhileAnotherIsOnTheStage)
{
    const Model there = drawn(drawing());
    Model other = after(there, OpenSource{"three-way-handshake"});
    const Updated opened = update(other, RunLoaded{other.loading->ticket, stagedOf("three-way-handshake")});
    EXPECT_TRUE(std::ranges::any_of(opened.requests, [](const Request& request) {
        const auto* read = std::get_if<ReadDrawing>(&request);
        return read && read->place.source == "three-way-handshake";
    }));
    EXPECT_EQ(shown(opened.model), 0U);
    EXPECT_EQ(shown(after(opened.model, Command::Undo)), 0U) << "while drawing, Undo is not for lessons";
    EXPECT_EQ(shown(after(opened.model, Command::Leave, Command::Undo)), 1U);
}

TEST(DrawingByHand, IsHiddenOnDemandOnTheStageAndInFiles)
{
    const Model there = drawn(drawing());
    const Model hidden = after(there, Command::HideDrawings);
    EXPECT_EQ(shown(hidden), 0U);
    EXPECT_FALSE(hidden.drawing.on);
    EXPECT_FALSE(hidden.display.drawn.drawing) << "exports take it from there";
    EXPECT_EQ(shown(after(hidden, Command::HideDrawings)), 1U);
    EXPECT_EQ(shown(after(hidden, Command::ToggleDrawing)), 1U);
}

TEST(DrawingByHand, ALongStrokeGoesOnAsAnother)
{
    Model model = after(drawing(), DrawingAction{BeginStroke{scene::SurfaceKind::Ladder, {}, {0, 0, 1}}});
    GrowStroke more;
    for (std::size_t i = 0; i < scene::most_stroke_points + 100; ++i)
        more.points.push_back({0.5, static_cast<double>(i) / 1000, 1});
    model = after(model, DrawingAction{more}, DrawingAction{FinishStroke{}});
    ASSERT_EQ(shown(model), 2U);
    EXPECT_EQ(model.drawing.all->strokes[0]->points.back(), model.drawing.all->strokes[1]->points.front());
}

} // namespace
} // namespace tcpstage::model
