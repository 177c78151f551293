#include "ui/widgets/access/mark_access.h"

#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/canvas/voice.h"

#include <QRegularExpression>
#include <QWindow>
#include <utility>

namespace tcpstage::widgets {

bool MarkAccess::follow(const scene::SpokenMark& mark)
{
    const scene::SpokenMark before = std::exchange(mark_, mark);
    return before.name != mark.name || before.value != mark.value;
}

QWindow* MarkAccess::window() const { return canvas_.window()->windowHandle(); }

QAccessibleInterface* MarkAccess::parent() const { return QAccessible::queryAccessibleInterface(&canvas_); }

QString MarkAccess::text(QAccessible::Text kind) const
{
    const Voice& voice = canvas_.voice();
    switch (kind) {
    case QAccessible::Name:
        return scene::sentence(mark_, voice.language ? voice.language() : Language::English);
    case QAccessible::Value:
        return mark_.value;
    case QAccessible::Description:
        return voice.more ? voice.more(mark_.ref) : QString{};
    default:
        return {};
    }
}

QRect MarkAccess::rect() const
{
    const QRect place = mark_.place.toAlignedRect() & canvas_.rect();
    return {canvas_.mapToGlobal(place.topLeft()), place.size()};
}

QAccessible::Role MarkAccess::role() const
{
    return mark_.ref.kind == scene::Ref::Kind::Answer ? QAccessible::Button : QAccessible::ListItem;
}

QAccessible::State MarkAccess::state() const
{
    const Voice& voice = canvas_.voice();
    QAccessible::State state;
    state.focusable = true;
    state.selectable = voice.selection != nullptr;
    state.selected = voice.selection && voice.selection() == mark_.ref;
    state.focused = state.selected && voice.hasKeyboard && voice.hasKeyboard();
    state.offscreen = mark_.place.isEmpty();
    state.invisible = !canvas_.isVisible();
    return state;
}

void* MarkAccess::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ActionInterface) return static_cast<QAccessibleActionInterface*>(this);
    const bool isNumber = mark_.ref.kind == scene::Ref::Kind::Variable && currentValue().isValid();
    if (type == QAccessible::ValueInterface && isNumber) return static_cast<QAccessibleValueInterface*>(this);
    return nullptr;
}

/// The number with which the value begins: "0.6 s, before: 1 s".
QVariant MarkAccess::currentValue() const
{
    static const QRegularExpression beginning{QStringLiteral("^[0-9]+(?:\\.[0-9]+)?")};
    const QRegularExpressionMatch found = beginning.match(mark_.value);
    return found.hasMatch() ? QVariant{found.captured().toDouble()} : QVariant{};
}

QStringList MarkAccess::actionNames() const
{
    const Voice& voice = canvas_.voice();
    QStringList names{pressAction()};
    if (voice.hasMenu && voice.hasMenu(mark_.ref)) names << showMenuAction();
    if (voice.act) names << setFocusAction();
    if (!voice.actions) return names;
    for (const MarkAction& action : voice.actions(mark_.ref))
        names << action.id;
    return names;
}

QString MarkAccess::localizedActionName(const QString& name) const
{
    if (canvas_.voice().actions)
        for (const MarkAction& action : canvas_.voice().actions(mark_.ref))
            if (action.id == name) return action.words;
    return QAccessibleActionInterface::localizedActionName(name);
}

QString MarkAccess::localizedActionDescription(const QString& name) const { return localizedActionName(name); }

/// After the call has returned: an action may open a menu, and may delete this mark.
void MarkAccess::doAction(const QString& name)
{
    Canvas* canvas = &canvas_;
    const scene::Ref ref = mark_.ref;
    const QPoint middle = rect().center();
    QMetaObject::invokeMethod(
        canvas,
        [canvas, ref, middle, name] {
            if (name == pressAction())
                Q_EMIT canvas->picked(ref, middle);
            else if (name == showMenuAction())
                Q_EMIT canvas->asked(ref, middle);
            else if (canvas->voice().act)
                canvas->voice().act(ref, name);
        },
        Qt::QueuedConnection);
}

} // namespace tcpstage::widgets
