#include "ui/widgets/common/title_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace tcpstage::widgets {

QHBoxLayout* titleRow(QLabel& title, QToolButton& close)
{
    close.setFocusPolicy(Qt::TabFocus);
    close.setAutoRaise(true);
    auto* row = new QHBoxLayout;
    row->addWidget(&title, 1);
    row->addWidget(&close);
    return row;
}

} // namespace tcpstage::widgets
