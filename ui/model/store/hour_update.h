#pragma once
// The lesson hour: its parts follow each other on the stage. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void act(Change& change, const HourAction& action);

// Commands.
void nextPart(Change& change);
void previousPart(Change& change);
void endHour(Change& change);

} // namespace tcpstage::model
