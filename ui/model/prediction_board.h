#pragma once
// Makes the question board from the model.

#include "ui/model/model.h"

namespace tcpstage::model {

/// The content of the board; it points into `model`, which must outlive it.
scene::Board boardOf(const Model& model);
/// What a key of the quiz that does nothing now says.
const Text& whyNoAnswer(const Model& model);
/// What the next step does after the mistakes, and how they are left.
QString afterReviewText(const Model& model);
/// In a presentation with mistakes on it: shows the next page of them, or the one before. False: there is none.
bool turnReview(Model& model, bool forward);
/// The time that both endpoint panels show: before the event whose consequence is asked.
scene::StageTime panelTime(const Model& model);

} // namespace tcpstage::model
