#pragma once
// What Qt itself says on standard error.

#include "core/base/text.h"

namespace tcpstage::app {

/// From now on, Qt prints nothing about folders, locales and plugins that it has replaced by others: nobody needs to do
/// anything then. Where it can open no window it ends the program with one sentence and exit_error, and not with
/// abort(). All else is printed as before.
void take_qt_messages(Language language);

} // namespace tcpstage::app
