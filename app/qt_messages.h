#pragma once
// What Qt itself prints on standard error.

namespace tcpstage::app {

/// From now on, Qt prints nothing about folders, locales and plugins that it has replaced by others: nobody needs to do
/// anything then. All else is printed as before.
void drop_needless_qt_messages();

} // namespace tcpstage::app
