#include "ui/widgets/access/canvas_access.h"

#include "ui/widgets/access/mark_access.h"
#include "ui/widgets/access/said_access.h"
#include "ui/widgets/access/voice.h"
#include "ui/widgets/stage/canvas.h"

#include <algorithm>

namespace tcpstage::widgets {

namespace {

MarkAccess* markOfId(QAccessible::Id id) { return static_cast<MarkAccess*>(QAccessible::accessibleInterface(id)); }

void tell(QAccessibleInterface& about, QAccessible::Event what)
{
    QAccessibleEvent event{&about, what};
    QAccessible::updateAccessibility(&event);
}

void forget(QAccessible::Id id)
{
    if (QAccessible::isActive()) tell(*QAccessible::accessibleInterface(id), QAccessible::ObjectDestroyed);
    QAccessible::deleteAccessibleInterface(id);
}

} // namespace

CanvasAccess::CanvasAccess(Canvas& canvas) : QAccessibleWidget{&canvas, QAccessible::Canvas}, canvas_{canvas} {}

CanvasAccess::~CanvasAccess()
{
    if (said_ != 0) QAccessible::deleteAccessibleInterface(said_);
    for (const QAccessible::Id id : marks_)
        QAccessible::deleteAccessibleInterface(id);
}

QAccessibleInterface* CanvasAccess::make(const QString&, QObject* object)
{
    auto* canvas = qobject_cast<Canvas*>(object);
    return canvas && canvas->voice().marks ? new CanvasAccess{*canvas} : nullptr;
}

CanvasAccess* CanvasAccess::of(Canvas& canvas)
{
    return dynamic_cast<CanvasAccess*>(QAccessible::queryAccessibleInterface(&canvas));
}

void CanvasAccess::follow() const
{
    if (!canvas_.takeUnspoken()) return;
    std::vector<QAccessible::Id> known = std::exchange(marks_, {});
    std::vector<QAccessible::Id> fresh;
    std::vector<QAccessible::Id> renamed;
    for (scene::SpokenMark& mark : canvas_.voice().marks()) {
        const auto found =
            std::ranges::find_if(known, [&](QAccessible::Id id) { return markOfId(id)->mark().ref == mark.ref; });
        if (found == known.end()) {
            fresh.push_back(QAccessible::registerAccessibleInterface(new MarkAccess{canvas_, std::move(mark)}));
            marks_.push_back(fresh.back());
            continue;
        }
        if (markOfId(*found)->follow(mark)) renamed.push_back(*found);
        marks_.push_back(*found);
        known.erase(found);
    }
    for (const QAccessible::Id id : known)
        forget(id);
    if (!QAccessible::isActive()) return;
    for (const QAccessible::Id id : fresh)
        tell(*markOfId(id), QAccessible::ObjectCreated);
    for (const QAccessible::Id id : renamed)
        tell(*markOfId(id), QAccessible::NameChanged);
}

MarkAccess* CanvasAccess::markOf(const scene::Ref& ref) const
{
    follow();
    for (const QAccessible::Id id : marks_)
        if (markOfId(id)->mark().ref == ref) return markOfId(id);
    return nullptr;
}

void CanvasAccess::say(const QString& sentence)
{
    const QAccessible::Id before = said_;
    const auto hasKeyboard = [this] {
        const Voice& voice = canvas_.voice();
        return canvas_.hasFocus() && !(voice.hasKeyboard && voice.hasKeyboard());
    };
    auto* said = new SaidAccess{canvas_, QAccessible::ListItem, sentence, hasKeyboard};
    said_ = QAccessible::registerAccessibleInterface(said);
    if (QAccessible::isActive()) tell(*said, QAccessible::ObjectCreated);
    if (QAccessible::isActive() && hasKeyboard()) tell(*said, QAccessible::Focus);
    if (before != 0) forget(before);
}

std::vector<QAccessible::Id> CanvasAccess::own() const
{
    follow();
    std::vector<QAccessible::Id> all = marks_;
    if (said_ != 0) all.insert(all.begin(), said_);
    return all;
}

int CanvasAccess::childCount() const { return static_cast<int>(own().size()) + QAccessibleWidget::childCount(); }

QAccessibleInterface* CanvasAccess::child(int index) const
{
    const std::vector<QAccessible::Id> before = own();
    const int count = static_cast<int>(before.size());
    if (index < 0) return nullptr;
    return index < count ? QAccessible::accessibleInterface(before[static_cast<std::size_t>(index)])
                         : QAccessibleWidget::child(index - count);
}

int CanvasAccess::indexOfChild(const QAccessibleInterface* child) const
{
    const std::vector<QAccessible::Id> before = own();
    for (std::size_t i = 0; i < before.size(); ++i)
        if (QAccessible::accessibleInterface(before[i]) == child) return static_cast<int>(i);
    const int index = QAccessibleWidget::indexOfChild(child);
    return index < 0 ? index : index + static_cast<int>(before.size());
}

QAccessibleInterface* CanvasAccess::childAt(int x, int y) const
{
    if (QAccessibleInterface* widget = QAccessibleWidget::childAt(x, y)) return widget;
    return markOf(scene::hit(canvas_.scene(), canvas_.mapFromGlobal(QPoint{x, y})));
}

QAccessibleInterface* CanvasAccess::focusChild() const
{
    const Voice& voice = canvas_.voice();
    if (voice.hasKeyboard && voice.hasKeyboard() && voice.selection)
        if (MarkAccess* mark = markOf(voice.selection())) return mark;
    if (said_ != 0 && canvas_.hasFocus()) return QAccessible::accessibleInterface(said_);
    return QAccessibleWidget::focusChild();
}

} // namespace tcpstage::widgets
