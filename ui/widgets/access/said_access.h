#pragma once
// Something that is said once, as an object that comes with it as its name.

#include <QAccessible>
#include <functional>

class QWidget;

namespace tcpstage::widgets {

class SaidAccess : public QAccessibleInterface {
public:
    /// A child of the widget's interface; `hasKeyboard` may be empty: never.
    SaidAccess(QWidget& parent, QAccessible::Role role, QString sentence, std::function<bool()> hasKeyboard = {})
        : parent_{parent}, role_{role}, sentence_{std::move(sentence)}, hasKeyboard_{std::move(hasKeyboard)}
    {}

    bool isValid() const override { return true; }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override;
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString&) override {}
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
