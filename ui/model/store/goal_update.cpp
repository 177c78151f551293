#include "ui/model/store/goal_update.h"

#include "core/run/acts.h"
#include "ui/model/catalogue.h"
#include "ui/model/lesson_goal.h"

#include <algorithm>

namespace tcpstage::model {

bool goalAllows(Change& change, const scene::StagedRun& staged, const run::WhatIf& whatIf)
{
    const OwnedText why = run::why_not(staged.scenario, whatIf);
    if (why.empty()) return true;
    change.announce(why);
    return false;
}

void noteSolved(Change& change)
{
    Model& model = change.model;
    if (!isGoalSolved(model) || !findLesson(model.source) || isSolved(model, model.source)) return;
    std::vector<std::string> all = model.solved ? *model.solved : std::vector<std::string>{};
    all.push_back(model.source);
    model.solved = std::make_shared<const std::vector<std::string>>(std::move(all));
    change.request(RememberChoices{});
}

void giveHint(Change& change)
{
    Model& model = change.model;
    const std::size_t count = hintsGiven(model) + 1;
    model.hints = std::min(count, hintsOf(model));
    model.hintsFor = model.source;
}

} // namespace tcpstage::model
