#pragma once
// Opening lessons and files: requests a load, and takes its result. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void openSource(Change& change, const OpenSource& open);
void cancelOpening(Change& change);
void takeLoaded(Change& change, const RunLoaded& loaded);
void takeFailure(Change& change, const LoadFailed& failed);
/// The button of the notice was pressed.
void takeOffer(Change& change);
/// Prepares the run again with another time map; keeps the present moment.
void chooseTimeMap(Change& change, scene::TimeMapKind timeMap);

// Commands.
/// Opens the sandbox as it was left, or an empty one if the sandbox is open.
void newSandbox(Change& change);

} // namespace tcpstage::model
