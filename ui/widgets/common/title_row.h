#pragma once
// The top of a panel beside the stage: its title, and the button that puts it away.

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace tcpstage::widgets {

/// Belongs to nobody yet.
QHBoxLayout* titleRow(QLabel& title, QToolButton& close);

} // namespace tcpstage::widgets
