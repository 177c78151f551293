#include "ui/model/commands.h"

#include "core/run/sandbox.h"
#include "core/sources/capture_run.h"
#include "ui/model/catalogue.h"
#include "ui/model/explain.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/model.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

/// When a command is usable, and when its switch is on.
namespace condition {

bool always(const Model&) { return true; }

/// Views would give the answers of a quiz away.
bool outsideQuiz(const Model& model) { return !model.prediction.on; }

bool withRun(const Model& model) { return model.staged != nullptr; }

/// Notes belong to lessons: one that was recorded has no steps.
bool withSteps(const Model& model)
{
    return withRun(model) && (!model.staged->scenario.steps.empty() || model.source == run::sandbox_source);
}

/// The sliders are those of one run.
bool withOneRun(const Model& model) { return withRun(model) && !model.staged->beside; }

/// Two runs side by side have two clocks.
bool withRunToMeasure(const Model& model) { return withRun(model) && !model.staged->beside; }
/// Two runs side by side leave no room for it.
bool withConsole(const Model& model) { return withRun(model) && !model.staged->beside; }
bool measuring(const Model& model) { return model.display.measured.has_value(); }

bool afterBeginning(const Model& model) { return model.staged && model.goal() > scene::StageTime{}; }

bool beforeEnd(const Model& model) { return model.staged && model.goal() < model.staged->timeMap.end(); }

bool withPartAhead(const Model& model) { return model.hour && !model.hour->isLast(); }
bool withHour(const Model& model) { return model.hour.has_value(); }
bool withPartBefore(const Model& model) { return model.hour && model.hour->part > 0; }

/// There is a further step or the last page, or a live run or a quiz is running; on the last page of a presentation, a
/// next lesson.
bool beforeNextStep(const Model& model)
{
    if (model.prediction.on || (model.live && model.live->goesOn())) return true;
    if (isSandbox(model) && model.staged) return model.staged->stepsUntil(model.goal()) < model.staged->stepCount();
    if (beforeEnd(model)) return true;
    return hasLastPage(model) && (!model.lastPage || (model.presenting && followingLesson(model)));
}

/// Before the end, or at the end with the ladder scrolled away.
bool awayFromEnd(const Model& model) { return (model.staged && !model.following) || beforeEnd(model); }

bool withLessonBefore(const Model& model) { return !model.visited.empty(); }

bool withLessonAhead(const Model& model) { return !model.ahead.empty(); }

/// While drawing, strokes are undone, else work.
bool withWorkToUndo(const Model& model)
{
    return model.drawing.on ? canUndoStroke(model.drawing, model.drawing.here) : !model.done.empty();
}

bool withWorkToRedo(const Model& model)
{
    return model.drawing.on ? canRedoStroke(model.drawing, model.drawing.here) : !model.undone.empty();
}

bool withStrokesHere(const Model& model) { return model.drawing.on && isDrawnOn(model.drawing, model.drawing.here); }

bool withBranches(const Model& model) { return model.branches.all.size() > 1; }

/// There is a segment to drop, delay and so on: a held one in a live run, else any.
bool withSegment(const Model& model) { return model.live ? !model.live->held.empty() : withRun(model); }

/// Why the goal of the lesson does not allow what a command does; empty: it does.
OwnedText goalForbids(const Model& model, Command command)
{
    using lesson::ActKind;
    constexpr std::array acts{
        std::pair{Command::DropSegment, ActKind::Drop},           std::pair{Command::DelaySegment, ActKind::Delay},
        std::pair{Command::DuplicateSegment, ActKind::Duplicate}, std::pair{Command::CorruptSegment, ActKind::Corrupt},
        std::pair{Command::EditSegment, ActKind::Edit},           std::pair{Command::SpareSegment, ActKind::Spare}};
    const auto act = std::ranges::find(acts, command, &std::pair<Command, ActKind>::first);
    return act == acts.end() ? OwnedText{} : model::goalForbids(model, act->second);
}

/// The goal of the lesson, if it has one, allows such an act.
template <Command command> bool withSegmentTo(const Model& model)
{
    return withSegment(model) && goalForbids(model, command).empty();
}
template <Command command> bool withRunTo(const Model& model)
{
    return withRun(model) && goalForbids(model, command).empty();
}

/// The run is a connection of a capture file, not of a saved trace.
bool withCapture(const Model& model)
{
    return model.staged && model.staged->trace().source() == trace::Source::Capture &&
           !model.source.ends_with(".tcptrace") && sources::path_in(model.source) != watchSource;
}

/// There is a list of connections: of a capture, or of a live run of several.
bool withConnections(const Model& model) { return withCapture(model) || (model.live && model.live->several); }

/// Two runs are shown side by side, or can be.
bool withTwoRuns(const Model& model)
{
    if (withBranches(model)) return true;
    if (!model.staged || (model.live && model.live->goesOn())) return false;
    const bool real = // a lesson's: programs of the user cannot be simulated
        model.staged->trace().source() == trace::Source::Live && !model.staged->scenario.steps.empty();
    return (real && !model.staged->beside) || scene::isRealBesideSimulated(*model.staged);
}

bool withHint(const Model& model) { return hintsGiven(model) < hintsOf(model); }
bool withGoalReached(const Model& model) { return hasGoal(model) && isGoalSolved(model); }

bool withAnswerHere(const Model& model) { return hasAnswerHere(model); }

bool withAnswers(const Model& model) { return !model.prediction.answers->empty(); }

bool withMessages(const Model& model) { return model.messages && !model.messages->empty(); }

/// There is a question whose answer is a number.
bool askedForNumber(const Model& model)
{
    return model.prediction.stands() && predict::is_number(model.prediction.question->asked);
}

bool presenting(const Model& model) { return model.presenting; }

bool predicting(const Model& model) { return model.prediction.on; }

/// Why a condition does not hold.
const Text* reason(Condition usable, const Model& model)
{
    struct Reason {
        Condition usable;
        const Text& sentence;
    };
    const bool live = model.live && model.live->goesOn();
    const std::array reasons{
        Reason{outsideQuiz, wording::whyInQuiz},
        Reason{withLessonBefore, wording::whyNoLessonBefore},
        Reason{withLessonAhead, wording::whyNoLessonAhead},
        Reason{withHour, wording::whyNoHour},
        Reason{withPartAhead, model.hour ? wording::whyNoPartAhead : wording::whyNoHour},
        Reason{withPartBefore, model.hour ? wording::whyNoPartBefore : wording::whyNoHour},
        Reason{withWorkToUndo, model.drawing.on ? wording::whyNoStroke : wording::whyNothingDone},
        Reason{withWorkToRedo, model.drawing.on ? wording::whyNoStrokeUndone : wording::whyNothingUndone},
        Reason{withStrokesHere, model.drawing.on ? wording::whyNoStrokes : wording::whyNotDrawing},
        Reason{withAnswers, wording::whyNoAnswers},
        Reason{withMessages, wording::whyNoMessages},
        Reason{presenting, wording::whyNotPresenting},
        Reason{predicting, wording::whyNotPredicting},
        Reason{askedForNumber, wording::whyNoNumberAsked},
        Reason{withRun, wording::whyNoRun},
        Reason{withSteps, wording::whyNoSteps},
        Reason{withOneRun, wording::whyTwoNetworks},
        Reason{withRunToMeasure, wording::whyTwoClocks},
        Reason{withConsole, wording::whyTwoConsoles},
        Reason{withCapture, wording::whyNoCapture},
        Reason{withConnections, wording::whyNoCapture},
        Reason{withBranches, wording::whyNoBranch},
        Reason{withTwoRuns, live ? wording::whyLiveGoesOn : wording::whyNothingToCompare},
        Reason{withHint, hasGoal(model) ? wording::whyNoHint : wording::whyNoGoal},
        Reason{withGoalReached, hasGoal(model) ? wording::whyNotReached : wording::whyNoGoal},
        Reason{withAnswerHere, wording::whyNoAnswerHere}};
    const auto found = std::ranges::find(reasons, usable, &Reason::usable);
    constexpr std::array withoutRun{outsideQuiz,    withLessonBefore, withLessonAhead, withWorkToUndo,
                                    withWorkToRedo, withAnswers,      withMessages,    presenting,
                                    predicting,     withHour,         withPartAhead,   withPartBefore};
    const bool ofRun = std::ranges::find(withoutRun, usable) == withoutRun.end();
    if (ofRun && !model.staged) return &wording::whyNoRun;
    if (isSandbox(model) && (usable == beforeNextStep || usable == beforeEnd)) return &wording::whySandboxWaits;
    constexpr std::array<Condition, 5> onSegment{
        withSegmentTo<Command::DropSegment>, withSegmentTo<Command::DuplicateSegment>,
        withSegmentTo<Command::DelaySegment>, withSegmentTo<Command::CorruptSegment>,
        withSegmentTo<Command::SpareSegment>};
    if (std::ranges::find(onSegment, usable) != onSegment.end()) return &wording::whyNotHeld;
    return found == reasons.end() ? nullptr : &found->sentence;
}

// Of switches only.

/// The command is not a switch.
constexpr Condition none = nullptr;

template <scene::View view> bool shows(const Model& model) { return model.display.view == view; }

bool relativeNumbers(const Model& model) { return model.display.numbers == scene::Numbers::Relative; }

bool textbookNotation(const Model& model) { return scene::isTextbook(model.display); }

bool consoleShown(const Model& model) { return model.display.console; }

bool answerShown(const Model& model) { return model.display.answer; }

bool animatedSteps(const Model& model) { return model.animates; }

bool calm(const Model& model) { return model.isCalm(); }
bool enlarged(const Model& model) { return model.enlarges; }

bool blackScreen(const Model& model) { return model.curtain == Curtain::Black; }

bool whiteScreen(const Model& model) { return model.curtain == Curtain::White; }

bool pointerOn(const Model& model) { return model.pointer; }

bool spotlightOn(const Model& model) { return model.spotlight; }

bool magnifierOn(const Model& model) { return model.magnifier; }

bool drawingOn(const Model& model) { return model.drawing.on; }

bool drawingsHidden(const Model& model) { return model.drawing.hidden; }

bool networkShown(const Model& model) { return model.network && !(model.staged && model.staged->beside); }

bool optionsShown(const Model& model) { return model.panel == SidePanel::Options; }

bool textShown(const Model& model) { return model.panel == SidePanel::Text; }

bool playingLeft(const Model& model) { return model.prediction.on && model.prediction.asks == AskFor::BeLeft; }

bool playingRight(const Model& model) { return model.prediction.on && model.prediction.asks == AskFor::BeRight; }

bool countingHands(const Model& model) { return model.prediction.counting && model.prediction.on; }

} // namespace condition

constexpr std::array commandTable{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, usable, on, function)                                           \
    CommandInfo{Command::name, id, Menu::menu, keys, Text{en, zh}, condition::usable, condition::on},
#include "ui/model/commands.def"
};

} // namespace

bool isSandbox(const Model& model) { return model.source == run::sandbox_source; }

bool hasLastPage(const Model& model)
{
    return model.staged && model.staged->stepCount() > 0 && !(model.live && model.live->goesOn()) &&
           !model.prediction.on && !isSandbox(model);
}

std::optional<OwnedText> whyNot(const Model& model, Command command)
{
    const Condition usable = info(command).isUsable;
    if (usable(model)) return {};
    if (OwnedText goal = condition::goalForbids(model, command); !goal.empty()) return goal;
    const Text* const sentence = condition::reason(usable, model);
    return sentence ? std::optional<OwnedText>{*sentence} : std::nullopt;
}

std::span<const CommandInfo> allCommands() { return commandTable; }

Command commandOf(scene::View view)
{
    return static_cast<Command>(static_cast<std::size_t>(Command::ShowLadder) + static_cast<std::size_t>(view));
}

const CommandInfo& info(Command command) { return commandTable[static_cast<std::size_t>(command)]; }

} // namespace tcpstage::model
