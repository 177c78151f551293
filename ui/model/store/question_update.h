#pragma once
// The question of prediction that stands on the stage: which step asks one, where it stops the stage, and what an
// answer does. Private to this folder.

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
/// What is asked before this step; empty: nothing.
std::shared_ptr<const predict::Question> questionAt(const Model& model, trace::RecordId step);
/// On the way from one time to another: where a question stops the stage.
scene::StageTime stopAtQuestion(const Model& model, scene::StageTime from, scene::StageTime to);

/// The question that stands is answered: `verdict` is empty when its answer was only shown.
Where answered(Change& change, std::string given, std::optional<predict::Verdict> verdict, std::string right = {});
/// Without the question, and what was typed for it.
void clearQuestion(Prediction& prediction);
/// Without the answers as well; what is asked for stays.
void forgetPrediction(Change& change);
/// After anything has happened: does a question stand now?
void settlePrediction(Change& change);

} // namespace tcpstage::model
