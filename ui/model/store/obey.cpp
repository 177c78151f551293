#include "ui/model/store/obey.h"

#include "ui/model/catalogue.h"
#include "ui/model/prediction_board.h"
#include "ui/model/store/branch_update.h"
#include "ui/model/store/drawing_update.h"
#include "ui/model/store/goal_update.h"
#include "ui/model/store/hour_update.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/load_update.h"
#include "ui/model/store/position_update.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/store/work_update.h"

#include <array>

namespace tcpstage::model {

namespace {

// The functions of commands that concern several topics.

/// Decides about a held segment of a live run; else makes a branch with the fault.
void strike(Change& change, LiveFate fate, sim::Fault::Kind fault)
{
    if (change.model.live)
        decideLive(change, fate);
    else
        strikeSegment(change, fault);
}

void dropSegment(Change& change) { strike(change, LiveFate::Drop, sim::Fault::Kind::Drop); }
void duplicateSegment(Change& change) { strike(change, LiveFate::Duplicate, sim::Fault::Kind::Duplicate); }
void delaySegment(Change& change) { strike(change, LiveFate::Delay, sim::Fault::Kind::Delay); }
void corruptSegment(Change& change) { strike(change, LiveFate::Corrupt, sim::Fault::Kind::Corrupt); }

void letArrive(Change& change)
{
    if (change.model.live)
        decideLive(change, LiveFate::Deliver);
    else
        spareSegment(change);
}

/// In a presentation, first the pages of the mistakes; from the last page to the next lesson.
void stepOn(Change& change)
{
    const Model& model = change.model;
    if (turnReview(change.model, true)) return;
    const auto next = model.lastPage && model.presenting ? followingLesson(model) : std::nullopt;
    if (next && next->id.empty())
        nextPart(change);
    else if (next)
        openSource(change, OpenSource{next->id});
    else
        nextStep(change);
}

void stepBack(Change& change)
{
    if (!turnReview(change.model, false)) previousStep(change);
}

void compareRuns(Change& change)
{
    if (change.model.branches.all.empty())
        compareLive(change);
    else
        compareWithParent(change);
}

void predictNextStep(Change& change) { goTo(change, togglePrediction(change)); }
void beTheLeft(Change& change) { goTo(change, toggleBeTcp(change, trace::Side::Left)); }
void beTheRight(Change& change) { goTo(change, toggleBeTcp(change, trace::Side::Right)); }

void goToGoal(Change& change)
{
    const Model& model = change.model;
    const StagedRunPtr& staged = model.branches.runToChange(model.staged);
    const trace::RecordId reached = staged->judgement->reached;
    const scene::StageTime there = reached == trace::no_record ? staged->timeMap.end() : staged->timeMap.at(reached);
    goTo(change, model.branches.compared ? sameMoment(*staged, there, *model.staged, trace::no_record) : there, 0);
}

void leave(Change& change)
{
    Model& model = change.model;
    if (leaveDrawing(change) || leavePrediction(change)) return;
    if (model.presenting && model.numbersShown)
        showNumbers(change, {});
    else if (model.presenting)
        present(change, false);
    else if (model.selection.kind != scene::Ref::Kind::Nothing)
        model.selection = scene::Ref{};
    else if (model.loading)
        cancelOpening(change);
    else
        model.notice.reset();
}

void leaveToWindow(Change&) {}

constexpr std::array functions{
#define TCPSTAGE_COMMAND(name, id, menu, keys, en, zh, usable, on, function) &(function),
#define TCPSTAGE_WINDOW_COMMAND(name, id, menu, keys, en, zh, usable) &leaveToWindow,
#include "ui/model/commands.def"
};

} // namespace

void obey(Change& change, Command command)
{
    const Menu menu = info(command).menu; // what changes the run or its moment would not be seen
    const bool onStage = menu == Menu::Run || menu == Menu::WhatIf || menu == Menu::Predict ||
                         command == Command::Leave || command == Command::Undo || command == Command::Redo;
    if (onStage && opensCurtain(change)) return;
    if (const auto why = whyNot(change.model, command)) return change.announce(*why);
    functions[static_cast<std::size_t>(command)](change);
}

} // namespace tcpstage::model
