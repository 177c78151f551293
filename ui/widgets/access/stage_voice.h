#pragma once
// The voices of the canvases that show a run, and of the boards beside them.

#include "ui/model/store/store.h"
#include "ui/widgets/canvas/voice.h"

namespace tcpstage::widgets {

class Actions;
class Announcer;
class Canvas;

/// Of a ladder, a plot, the panel of an end, a presentation. All outlive the canvas. `announcer` says what is asked,
/// and knows whether keys go to what is selected.
Voice stageVoice(model::Store& store, const Actions& actions, Canvas& canvas, Announcer& announcer);
/// Of the details of a segment: its fields can be pressed.
Voice detailsVoice(model::Store& store, Canvas& canvas);
/// Of a question: its answers can be pressed.
Voice boardVoice(model::Store& store, Canvas& canvas);

} // namespace tcpstage::widgets
