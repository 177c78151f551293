#pragma once
// Setting the name or the description of a widget tells every screen reader of it, even where it stays the same.

#include <QString>
#include <QWidget>

namespace tcpstage::widgets {

inline void setSpokenName(QWidget& widget, const QString& name)
{
    if (widget.accessibleName() != name) widget.setAccessibleName(name);
}
inline void setSpokenText(QWidget& widget, const QString& description)
{
    if (widget.accessibleDescription() != description) widget.setAccessibleDescription(description);
}

} // namespace tcpstage::widgets
