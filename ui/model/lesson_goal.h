#pragma once
// What is said of the goal of the lesson on the stage: in the window and on the projector.

#include "ui/model/model.h"

#include <QString>
#include <QStringList>

namespace tcpstage::model {

/// Whether the run on the stage has a goal to reach: it is a simulated run of such a lesson.
bool hasGoal(const Model& model);
/// Whether the run on the stage reaches it by acts that count: a lesson whose text was changed does not.
bool isGoalSolved(const Model& model);
/// Why the goal of the lesson on the stage allows no act of a kind (any more); empty: it does, or there is no goal.
OwnedText goalForbids(const Model& model, lesson::ActKind kind);
/// Whether the goal of that lesson was reached, now or in an earlier start.
bool isSolved(const Model& model, const std::string& lesson);
/// How many hints there are; a known solution is the last.
std::size_t hintsOf(const Model& model);
/// How many of them were asked for.
std::size_t hintsGiven(const Model& model);

struct GoalWords {
    QString goal;      // "Goal: ..."
    QString state;     // what is left to be done, or how it was solved
    QStringList hints; // those that were asked for
    bool solved = false;
    friend bool operator==(const GoalWords&, const GoalWords&) = default;
};
/// Empty texts without a goal.
GoalWords goalWords(const Model& model);

} // namespace tcpstage::model
