#pragma once
// The prediction quiz: begins, asks, takes answers, ends, and shows answers again. Private to this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

Where togglePrediction(Change& change);
/// Begins or ends the quiz in which the user plays the TCP of this end.
Where toggleBeTcp(Change& change, trace::Side side);
/// What Esc does first: leaves typing, the quiz, or its review. False: there was nothing to leave.
bool leavePrediction(Change& change);
/// The next step: goes to the question before it, or shows its answer. Empty: an ordinary step.
Where nextQuestion(Change& change);
Where chooseAsked(Change& change, AskFor asks);
Where answerChoice(Change& change, std::size_t choice);
Where answerKey(Change& change, char key);
/// Where the step of an answer is.
Where momentOfAnswer(const Model& model, std::size_t answer);
void saveAnswers(Change& change, const std::string& path);

// Commands.
void countHands(Change& change);
void typeAnswer(Change& change);

} // namespace tcpstage::model
