#pragma once
// What happens to the model when a person predicts: questions are asked, answered and looked at again. Private to this
// folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

Where togglePrediction(Change& change);
/// A person is the TCP of this end, or no longer.
Where toggleBeTcp(Change& change, trace::Side side);
/// Before Esc means something else. False: nothing was there to leave.
bool leavePrediction(Change& change);
/// The next step is wanted: to the question before it, or the answer is shown. Empty: an ordinary step.
Where nextQuestion(Change& change);
Where chooseAsked(Change& change, AskFor asks);
Where answerChoice(Change& change, std::size_t choice);
Where answerKey(Change& change, char key);
/// The moment of an answer.
Where momentOfAnswer(const Model& model, std::size_t answer);
void saveAnswers(Change& change, const std::string& path);

// Commands.
void countHands(Change& change);
void typeAnswer(Change& change);

} // namespace tcpstage::model
