#pragma once
// The questions of a prediction: which step has one, where it stops the stage, and what an answer does. Private to this
// folder.

#include "ui/model/store/change.h"

#include <memory>
#include <optional>
#include <string>

namespace tcpstage::model {

/// Where the stage should go; empty: it stays.
using Where = std::optional<scene::StageTime>;

struct ComingStep {
    trace::RecordId step;
    scene::StageTime before; // just before it
};
/// The first step after `time`. There is a staged run.
std::optional<ComingStep> comingStep(const Model& model, scene::StageTime time);
/// The question before this step; empty: none.
std::shared_ptr<const predict::Question> questionAt(const Model& model, trace::RecordId step);
/// Where a question stops the stage on its way from one time to another; `to` if none does.
scene::StageTime stopAtQuestion(const Model& model, scene::StageTime from, scene::StageTime to);

/// Records the answer to the current question; `verdict` is empty if the right answer was only shown.
Where answered(Change& change, std::string given, std::optional<predict::Verdict> verdict, std::string right = {});
/// Records the first answer of a player that was wrong, where the question is left before a right one.
void recordFirstMistake(Change& change, std::string right);
/// Removes the question, with what was typed for it.
void clearQuestion(Prediction& prediction);
/// Removes the answers too; keeps what is asked for.
void forgetPrediction(Change& change);
/// After each action: sets or removes the question for the present position.
void settlePrediction(Change& change);

} // namespace tcpstage::model
