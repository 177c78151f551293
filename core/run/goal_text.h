#pragma once
// What is said of the goal of a lesson, and of a run beside it: on the stage, in pages and on paper.

#include "core/run/goal.h"

namespace tcpstage::run {

struct GoalText {
    OwnedText goal;  // "Goal: both ends are in CLOSING at once."
    OwnedText state; // what may be done, what is missing, or how it was reached
    bool solved = false;
};
/// Of the run `trace` of `scenario`, which has a goal; `judgement` is that of the run.
GoalText goal_text(const lesson::Scenario& scenario, const Judgement& judgement, const trace::Trace& trace);
/// "segment 1 of client dropped; close() of server at 1.300 s"
OwnedText acts_done(const std::vector<lesson::Act>& acts, const lesson::Scenario& scenario);

} // namespace tcpstage::run
