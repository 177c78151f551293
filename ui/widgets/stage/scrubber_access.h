#pragma once
// The position in the run as a screen reader meets it: a slider over the steps.

#include <QAccessibleWidget>

namespace tcpstage::widgets {

class Scrubber;

class ScrubberAccess : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit ScrubberAccess(Scrubber& scrubber);
    /// nullptr of any other object.
    static QAccessibleInterface* make(const QString& key, QObject* object);

    void* interface_cast(QAccessible::InterfaceType type) override;
    QVariant currentValue() const override;
    void setCurrentValue(const QVariant& value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }

private:
    Scrubber& scrubber_;
};

} // namespace tcpstage::widgets
