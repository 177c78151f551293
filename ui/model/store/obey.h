#pragma once
// Does what a person commands: calls the function in the row of that command in ui/model/commands.def.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// What only the window can do is left to it.
void obey(Change& change, Command command);

} // namespace tcpstage::model
