#include "ui/widgets/common/keyboard_use.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QToolTip>
#include <algorithm>
#include <array>

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

/// Carries out the entry beside which the menu shows this key. Not for a letter that is underlined in another entry.
bool obey(const QMenu& menu, const QKeyEvent& key)
{
    const QKeySequence pressed{QKeyCombination{key.modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(key.key())}};
    for (const QAction* action : menu.actions())
        if (QKeySequence::mnemonic(action->text()) == QKeySequence{Qt::ALT | static_cast<Qt::Key>(key.key())})
            return false;
    for (QAction* action : menu.actions()) {
        if (!action->isVisible() || !action->isEnabled() || !action->shortcuts().contains(pressed)) continue;
        const QPointer<QAction> chosen{action};
        while (QWidget* popup = QApplication::activePopupWidget())
            if (!popup->close()) break;
        if (chosen) chosen->trigger();
        return true;
    }
    return false;
}

/// Qt's editors of several lines crash on a clipboard without an owner, as a fresh X11 session has it.
bool pastesNothing(const QKeyEvent& key)
{
    if (!key.matches(QKeySequence::Paste)) return false;
    const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
    return !data || data->formats().isEmpty();
}

bool movesInMenus(int key)
{
    constexpr std::array keys{Qt::Key_Up,    Qt::Key_Down,   Qt::Key_Left,     Qt::Key_Right,  Qt::Key_Home,
                              Qt::Key_End,   Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Space,  Qt::Key_Return,
                              Qt::Key_Enter, Qt::Key_Escape, Qt::Key_Tab,      Qt::Key_Backtab};
    return std::ranges::find(keys, key) != keys.end();
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
        if (event->type() == QEvent::KeyPress && pastesNothing(*static_cast<QKeyEvent*>(event))) return true;
        if (const auto* menu = qobject_cast<QMenu*>(watched); menu && event->type() == QEvent::KeyPress)
            if (const auto& key = *static_cast<QKeyEvent*>(event); !movesInMenus(key.key()) && obey(*menu, key))
                return true;
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
