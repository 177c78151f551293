#pragma once
// Drawing by hand: strokes belong to a run and its step, and are shown there. Private to this folder and store/drawing.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void act(Change& change, const DrawingAction& action);
/// After each action: the strokes of the lesson that is on the stage are there, and those of its run are shown.
/// `before`: all strokes before the action.
void settleDrawing(Change& change, const scene::DrawingPtr& before);
/// What Esc does: leaves drawing. False: it was off.
bool leaveDrawing(Change& change);

// Commands.
void toggleDrawing(Change& change);
void toggleHidden(Change& change);
void clearDrawing(Change& change);
/// The last stroke while drawing, else the last work.
void undoLast(Change& change);
void redoLast(Change& change);

} // namespace tcpstage::model
