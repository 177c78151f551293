#include "ui/widgets/common/kept_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace tcpstage::widgets {

bool keepsKey(const QWidget* focus, const QKeyEvent& event)
{
    const int key = event.key();
    const bool upDown = key == Qt::Key_Up || key == Qt::Key_Down;
    if (qobject_cast<const QPlainTextEdit*>(focus)) return upDown && event.modifiers() == Qt::ShiftModifier;
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
    const bool enters = key == Qt::Key_Return || key == Qt::Key_Enter;
    const bool presses = key == Qt::Key_Space || enters;
    const bool moves = key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
    if (upDown) return true; // they scroll the stage; a clicker's step only while presenting
    if (qobject_cast<const QLineEdit*>(focus)) return enters;
    if (qobject_cast<const QLabel*>(focus)) return enters; // a link in it
    if (qobject_cast<const QAbstractButton*>(focus)) return presses;
    if (qobject_cast<const QAbstractItemView*>(focus)) return presses || moves;
    if (qobject_cast<const QAbstractSlider*>(focus)) return moves || key == Qt::Key_Left || key == Qt::Key_Right;
    return false;
}

} // namespace tcpstage::widgets
