#include "ui/widgets/common/keyboard_use.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QToolTip>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

void chooseFirst(QMenu& menu)
{
    const QList<QAction*> actions = menu.actions();
    const auto usable = [](const QAction* action) {
        return action->isVisible() && action->isEnabled() && !action->isSeparator();
    };
    const auto first = std::ranges::find_if(actions, usable);
    if (first != actions.end()) menu.setActiveAction(*first);
}

} // namespace

KeyboardUse::KeyboardUse(QObject* parent) : QObject{parent} { qApp->installEventFilter(this); }

bool KeyboardUse::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
        byKey_ = true;
        if (QToolTip::isVisible()) QToolTip::hideText();
        break;
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::TouchBegin:
        byKey_ = false;
        break;
    case QEvent::Show:
        if (auto* menu = qobject_cast<QMenu*>(watched); menu && byKey_) chooseFirst(*menu);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
