#pragma once
// Dialogs fit the screen, whatever its size and scale: what has no room scrolls.

#include <QObject>
#include <QSize>

class QDialog;

namespace tcpstage::widgets {

/// Makes a dialog at most as large as `room`. If its parts need more, they are put into a scroll area.
void fitDialog(QDialog& dialog, QSize room);

/// Fits each dialog of the program before it is seen, also Qt's own: files, printers, progress.
class DialogRoom : public QObject {
    Q_OBJECT

public:
    explicit DialogRoom(QObject* parent);
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace tcpstage::widgets
