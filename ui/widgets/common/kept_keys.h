#pragma once
// Keys that a widget needs for itself while it has the keyboard; elsewhere they are commands.

class QKeyEvent;
class QWidget;

namespace tcpstage::widgets {

/// Whether this press is for `focus` (nullptr: for no widget), not for the command that has the key.
bool keepsKey(const QWidget* focus, const QKeyEvent& event);

} // namespace tcpstage::widgets
