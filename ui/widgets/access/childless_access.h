#pragma once
// What is no widget and has no children, as a screen reader meets it.

#include <QAccessible>

namespace tcpstage::widgets {

class ChildlessAccess : public QAccessibleInterface {
public:
    bool isValid() const override { return true; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}
};

} // namespace tcpstage::widgets
