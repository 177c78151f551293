#pragma once
// One thing of a picture as a screen reader meets it: a child of the canvas, with name, value, description and actions.

#include "ui/scene/spoken_marks.h"
#include "ui/widgets/access/childless_access.h"

#include <QAccessible>

namespace tcpstage::widgets {

class Canvas;

class MarkAccess : public ChildlessAccess, public QAccessibleActionInterface, public QAccessibleValueInterface {
public:
    MarkAccess(Canvas& canvas, scene::SpokenMark mark) : canvas_{canvas}, mark_{std::move(mark)} {}

    const scene::SpokenMark& mark() const { return mark_; }
    /// True: it has another name now.
    bool follow(const scene::SpokenMark& mark);

    QWindow* window() const override;
    QAccessibleInterface* parent() const override;
    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::Role role() const override;
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    QString localizedActionName(const QString& name) const override;
    QString localizedActionDescription(const QString& name) const override;
    void doAction(const QString& name) override;
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

    // Of a variable that has a number: nobody can set it.
    QVariant currentValue() const override;
    void setCurrentValue(const QVariant&) override {}
    QVariant maximumValue() const override { return currentValue(); }
    QVariant minimumValue() const override { return currentValue(); }
    QVariant minimumStepSize() const override { return 0.0; }

private:
    Canvas& canvas_; // deletes it before itself
    scene::SpokenMark mark_;
};

} // namespace tcpstage::widgets
