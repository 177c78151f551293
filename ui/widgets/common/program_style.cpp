#include "ui/widgets/common/program_style.h"

#include "ui/paint/icons.h"

namespace tcpstage::widgets {

ProgramStyle::ProgramStyle() : QProxyStyle{QStringLiteral("Fusion")} {}

QIcon ProgramStyle::standardIcon(StandardPixmap standardIcon, const QStyleOption* option, const QWidget* widget) const
{
    if (standardIcon == SP_LineEditClearButton) return paint::icon(paint::Sign::Close);
    if (standardIcon == SP_ToolBarHorizontalExtensionButton) return paint::icon(paint::Sign::Down);
    return QProxyStyle::standardIcon(standardIcon, option, widget);
}

} // namespace tcpstage::widgets
