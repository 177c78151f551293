#include "ui/widgets/stage/scrubber_access.h"

#include "ui/widgets/stage/scrubber.h"

#include <algorithm>

namespace tcpstage::widgets {

ScrubberAccess::ScrubberAccess(Scrubber& scrubber)
    : QAccessibleWidget{&scrubber, QAccessible::Slider}, scrubber_{scrubber}
{}

QAccessibleInterface* ScrubberAccess::make(const QString&, QObject* object)
{
    auto* scrubber = qobject_cast<Scrubber*>(object);
    return scrubber ? new ScrubberAccess{*scrubber} : nullptr;
}

void* ScrubberAccess::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QVariant ScrubberAccess::currentValue() const { return static_cast<int>(scrubber_.step()); }

QVariant ScrubberAccess::maximumValue() const { return static_cast<int>(scrubber_.steps()); }

void ScrubberAccess::setCurrentValue(const QVariant& value)
{
    const int last = static_cast<int>(scrubber_.steps());
    scrubber_.seek(static_cast<std::size_t>(std::clamp(value.toInt(), 0, last)));
}

} // namespace tcpstage::widgets
