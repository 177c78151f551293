#include "ui/widgets/access/said_access.h"

#include <QWidget>
#include <QWindow>

namespace tcpstage::widgets {

QWindow* SaidAccess::window() const { return parent_.window()->windowHandle(); }

QAccessibleInterface* SaidAccess::parent() const { return QAccessible::queryAccessibleInterface(&parent_); }

QString SaidAccess::text(QAccessible::Text kind) const { return kind == QAccessible::Name ? sentence_ : QString{}; }

QRect SaidAccess::rect() const { return {parent_.mapToGlobal(QPoint{}), parent_.size()}; }

QAccessible::State SaidAccess::state() const
{
    QAccessible::State state;
    state.readOnly = true;
    state.focusable = hasKeyboard_ != nullptr;
    state.focused = hasKeyboard_ && hasKeyboard_();
    return state;
}

} // namespace tcpstage::widgets
