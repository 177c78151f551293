#pragma once
// Something that is said once, as an object that comes with it as its name.

#include "ui/widgets/access/childless_access.h"

#include <functional>

class QWidget;

namespace tcpstage::widgets {

class SaidAccess : public ChildlessAccess {
public:
    /// A child of the widget's interface; `hasKeyboard` may be empty: never.
    SaidAccess(QWidget& parent, QAccessible::Role role, QString sentence, std::function<bool()> hasKeyboard = {})
        : parent_{parent}, role_{role}, sentence_{std::move(sentence)}, hasKeyboard_{std::move(hasKeyboard)}
    {}

    QWindow* window() const override;
    QAccessibleInterface* parent() const override;
    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::Role role() const override { return role_; }
    QAccessible::State state() const override;

private:
    QWidget& parent_;
    QAccessible::Role role_;
    QString sentence_;
    std::function<bool()> hasKeyboard_;
};

} // namespace tcpstage::widgets
