#pragma once
// Serves who uses the keyboard: a menu that is opened by a key has its first usable entry chosen, so that Up, Down and
// Return work at once; the keys that an open menu shows beside its entries work in it; pasting nothing is harmless; and
// a tool tip, which the resting mouse has brought, no longer covers the stage.

#include <QObject>

class QMenu;

namespace tcpstage::widgets {

class KeyboardUse : public QObject {
    Q_OBJECT

public:
    /// Watches the whole application.
    explicit KeyboardUse(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool byKey_ = false; // the last input was a key
};

} // namespace tcpstage::widgets
