#pragma once
// The list of a capture's connections. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void listConnections(Change& change);
void leaveConnections(Change& change);
void takeProgress(Change& change, const ConnectionsProgress& progress);
void takeConnections(Change& change, const ConnectionsListed& listed);

} // namespace tcpstage::model
