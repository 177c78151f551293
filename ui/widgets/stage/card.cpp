#include "ui/widgets/stage/card.h"

#include "ui/widgets/stage/stage_room.h"

#include <QFrame>
#include <QVBoxLayout>

namespace tcpstage::widgets {

QFrame* card(QWidget* content, QWidget* above)
{
    auto* frame = new QFrame;
    frame->setProperty("class", QStringLiteral("Card"));
    auto* box = new QVBoxLayout{frame};
    box->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    box->setSpacing(0);
    if (above) box->addWidget(above);
    box->addWidget(content, 1);
    return frame;
}

} // namespace tcpstage::widgets
