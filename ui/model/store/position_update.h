#pragma once
// The position in the run, and how it changes: by steps, by segments, to causes and effects, or by playing. Private to
// this folder.

#include "ui/model/store/question_update.h"

namespace tcpstage::model {

/// Goes there at once and stops all movement.
void standAt(Change& change, scene::StageTime time);
/// Goes there in `seconds` of real time; at once if that is 0 or steps are not animated.
void goTo(Change& change, scene::StageTime time, double seconds);
/// Goes where the quiz asks, in the time of a step; empty: stays.
void goTo(Change& change, const Where& where);
/// Goes to the newest record of a live run.
void goToNewest(Change& change, scene::StageTime time);
/// Moves one end of the span that is measured to a record; the other one stays, or is the present step.
void measureAt(Change& change, trace::RecordId record, bool begins);
/// Advances the glide or the playback by `seconds` of real time.
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
void nextChapter(Change& change);
void previousChapter(Change& change);
void goToCause(Change& change);
void goToEffect(Change& change);
void togglePlay(Change& change);
/// Begins a span at the present step; then ends it there; then takes it away.
void measure(Change& change);

} // namespace tcpstage::model
