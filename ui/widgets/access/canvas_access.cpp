#include "ui/widgets/access/canvas_access.h"

#include "ui/widgets/access/mark_access.h"
#include "ui/widgets/access/said_access.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/canvas/voice.h"

#include <QTimer>
#include <algorithm>

namespace tcpstage::widgets {

using namespace std::chrono_literals;

namespace {

MarkAccess* markOfId(QAccessible::Id id) { return static_cast<MarkAccess*>(QAccessible::accessibleInterface(id)); }

void report(QAccessibleInterface& about, QAccessible::Event what)
{
    QAccessibleEvent event{&about, what};
    QAccessible::updateAccessibility(&event);
}

void forget(QAccessible::Id id)
{
    if (QAccessible::isActive()) report(*QAccessible::accessibleInterface(id), QAccessible::ObjectDestroyed);
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
        report(*markOfId(id), QAccessible::ObjectCreated);
    for (const QAccessible::Id id : renamed)
        report(*markOfId(id), QAccessible::NameChanged);
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
    if (QAccessible::isActive()) report(*said, QAccessible::ObjectCreated);
    if (QAccessible::isActive() && hasKeyboard()) report(*said, QAccessible::Focus);
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

void speak(Canvas& canvas, Voice voice)
{
    static const bool known = (QAccessible::installFactory(CanvasAccess::make), true);
    static_cast<void>(known);
    canvas.setVoice(std::move(voice));
    auto* pause = new QTimer{&canvas}; // not in each frame
    pause->setSingleShot(true);
    pause->setInterval(150ms);
    pause->callOnTimeout(&canvas, [&canvas] {
        if (const CanvasAccess* access = CanvasAccess::of(canvas)) access->follow();
    });
    QObject::connect(&canvas, &Canvas::changed, pause, [pause] {
        if (QAccessible::isActive() && !pause->isActive()) pause->start();
    });
    QObject::connect(&canvas, &Canvas::ending, [&canvas] { // what a screen reader has of it needs all of it
        if (CanvasAccess* access = CanvasAccess::of(canvas))
            QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(access));
    });
}

void announce(Canvas& canvas, const QString& text)
{
    if (CanvasAccess* access = CanvasAccess::of(canvas)) access->say(text);
}

bool reportSelection(Canvas& canvas)
{
    const Voice& voice = canvas.voice();
    const CanvasAccess* access = QAccessible::isActive() && canvas.isVisible() ? CanvasAccess::of(canvas) : nullptr;
    if (!access || !voice.selection || !voice.hasKeyboard || !voice.hasKeyboard()) return false;
    MarkAccess* mark = access->markOf(voice.selection());
    if (mark) report(*mark, QAccessible::Focus);
    return mark != nullptr;
}

} // namespace tcpstage::widgets
