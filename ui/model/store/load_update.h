#pragma once
// What happens to the model when lessons come and go: a source is asked for, is loaded, or cannot be. Private to this
// folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void openSource(Change& change, const OpenSource& open);
void cancelOpening(Change& change);
void takeLoaded(Change& change, const RunLoaded& loaded);
void takeFailure(Change& change, const LoadFailed& failed);
/// What the button of the notice offers.
void takeOffer(Change& change);
/// The run is prepared again with another time map; the stage stays at its moment.
void chooseTimeMap(Change& change, scene::TimeMapKind timeMap);

// Commands.
/// Back to the one that was left, or from it to an empty one.
void newSandbox(Change& change);

} // namespace tcpstage::model
