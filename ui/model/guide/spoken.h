#pragma once
// What a screen reader says of the present step, of a question and of an answer: each once, when it comes.

#include "ui/model/model.h"

#include <QString>

namespace tcpstage::model {

/// The caption of the step, and what a plot shows then; the question with its answers; what is said to an answer, with
/// the score; the segment that is put together; the review of a quiz; the last page. Empty without a run.
QString spokenNow(const Model& model);
/// Another view has come: its name, and its present values. The step is the same.
QString spokenView(const Model& model);
/// Whether spokenNow() may differ. Quicker than to compare, as it is asked in each frame.
bool mayBeSpoken(const Model& model, const Model& before);
/// What is new beside the step: a notice, or a branch that has come to the stage. Empty: nothing.
QString spokenNews(const Model& model, const Model& before);

} // namespace tcpstage::model
