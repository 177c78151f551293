#pragma once

class QFrame;
class QWidget;

namespace tcpstage::widgets {

/// A round-cornered frame around a canvas, with what stands `above` it inside the frame.
QFrame* card(QWidget* content, QWidget* above = nullptr);

} // namespace tcpstage::widgets
