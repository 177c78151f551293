#include "ui/widgets/common/program_style.h"

#include "ui/paint/icons.h"

#include <QApplication>
#include <QCursor>
#include <QMenu>
#include <QToolButton>

namespace tcpstage::widgets {

ProgramStyle::ProgramStyle() : QProxyStyle{QStringLiteral("Fusion")} {}

QIcon ProgramStyle::standardIcon(StandardPixmap standardIcon, const QStyleOption* option, const QWidget* widget) const
{
    if (standardIcon == SP_LineEditClearButton) return paint::icon(paint::Sign::Close);
    if (standardIcon == SP_ToolBarHorizontalExtensionButton) return paint::icon(paint::Sign::Down);
    return QProxyStyle::standardIcon(standardIcon, option, widget);
}

/// A menu takes the mouse from the button that opened it, which does not learn that the pointer has gone elsewhere.
void ProgramStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (auto* menu = qobject_cast<QMenu*>(widget))
        connect(menu, &QMenu::aboutToHide, this, &ProgramStyle::leaveButtons, Qt::UniqueConnection);
}

void ProgramStyle::leaveButtons()
{
    const QWidget* window = QApplication::activeWindow();
    if (!window) return;
    for (QToolButton* button : window->findChildren<QToolButton*>()) {
        if (!button->underMouse() || button->rect().contains(button->mapFromGlobal(QCursor::pos()))) continue;
        QEvent leaves{QEvent::Leave};
        QApplication::sendEvent(button, &leaves);
    }
}

} // namespace tcpstage::widgets
