#include "ui/model/lesson_goal.h"

#include "core/run/acts.h"
#include "core/run/goal_text.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

const scene::StagedRun* runWithGoal(const Model& model)
{
    const StagedRunPtr& staged = model.branches.runToChange(model.staged);
    return staged && staged->judgement ? staged.get() : nullptr;
}

/// The run, or one that it was made of, comes from a changed text.
bool isOfChangedText(const Branches& branches)
{
    for (std::size_t i = branches.shown; i < branches.all.size(); i = branches.all[i].parent) {
        if (branches.all[i].written) return true;
        if (i == 0) break;
    }
    return false;
}

} // namespace

bool hasGoal(const Model& model) { return runWithGoal(model) != nullptr; }

bool isGoalSolved(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    return staged && staged->judgement->is_reached() && staged->scenario.solves &&
           !staged->scenario.solves->acts.empty() && !isOfChangedText(model.branches);
}

OwnedText goalForbids(const Model& model, lesson::ActKind kind)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    return staged ? run::why_not(staged->scenario, kind) : OwnedText{};
}

bool isSolved(const Model& model, const std::string& lesson)
{
    return model.solved && std::ranges::find(*model.solved, lesson) != model.solved->end();
}

std::size_t hintsOf(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    if (!staged) return 0;
    const lesson::Goal& goal = *staged->scenario.goal;
    return goal.hints.size() + (goal.solution.empty() ? 0 : 1);
}

std::size_t hintsGiven(const Model& model)
{
    return model.hintsFor == model.source ? std::min(model.hints, hintsOf(model)) : 0;
}

GoalWords goalWords(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    if (!staged) return {};
    const Language language = model.language();
    const lesson::Goal& goal = *staged->scenario.goal;
    const run::GoalText text = run::goal_text(staged->scenario, *staged->judgement, staged->trace());
    GoalWords words{say(text.goal, language), say(text.state, language), {}, isGoalSolved(model)};
    if (isOfChangedText(model.branches)) words.state = say(wording::goalTextChanged, language);
    for (std::size_t i = 0; i < hintsGiven(model); ++i) {
        const bool last = i == goal.hints.size();
        const QString number = QString::number(i + 1);
        words.hints << (last ? say(wording::goalSolution, language,
                                   {say(run::acts_done(goal.solution, staged->scenario), language)})
                             : say(wording::goalHint, language, {number, say(goal.hints[i], language)}));
    }
    return words;
}

} // namespace tcpstage::model
