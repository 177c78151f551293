#pragma once
// Where the stage stands in its run, and how it goes elsewhere: step by step, from segment to segment, to causes and
// effects, or playing. Private to this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

/// At once, and nothing moves any more.
void standAt(Change& change, scene::StageTime time);
/// Glides there in `seconds` of real time, unless steps are not animated.
void goTo(Change& change, scene::StageTime time, double seconds);
/// As a step goes there.
void goTo(Change& change, const Where& where);
/// To what has just happened on real sockets.
void goToNewest(Change& change, scene::StageTime time);
/// Real time goes by while something moves: `seconds` of it.
void elapse(Change& change, double seconds);

// Commands.
void nextStep(Change& change);
void previousStep(Change& change);
void nextFrame(Change& change);
void previousFrame(Change& change);
void goToBeginning(Change& change);
void goToEnd(Change& change);
void nextSegment(Change& change);
void previousSegment(Change& change);
void goToCause(Change& change);
void goToEffect(Change& change);
void togglePlay(Change& change);

} // namespace tcpstage::model
