#pragma once
// Carries out commands: calls the function in the command's row of ui/model/commands.def.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// Does nothing for a command of the window.
void obey(Change& change, Command command);

} // namespace tcpstage::model
