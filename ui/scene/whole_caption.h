#pragma once
// The caption of the whole stage, for one world or two. Private to whole_stage.cpp.

#include "ui/scene/views.h"
#include "ui/scene/word_room.h"

namespace tcpstage::scene {

/// The height at which no caption of the lesson is cut, in pixels, so that the stage keeps its size: at least the
/// room's height, at most twice that.
double captionHeight(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room);
/// The height that the caption of the present moment needs, however small the room is. `legend`: of two worlds, what
/// their signs in the picture mean.
double captionHeightNow(const ViewInput& input, const WordRoom& room, const QString& legend);
/// Adds the caption of the current moment, or for two worlds both captions, their differences, and the legend.
void addCaption(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& legend);
/// The caption, and under it what a quiz says at a step without a question.
void addIdle(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& hint, const QString& score);
/// The height that words instead of it need with all that is beside them.
double heightOfSaid(const Caption& said, const WordRoom& room);
/// Words instead of it.
void addSaid(Scene& scene, const Caption& said, const WordRoom& room);

} // namespace tcpstage::scene
