#include "ui/widgets/common/elided_label.h"

#include <QEvent>

namespace tcpstage::widgets {

namespace {

const QString shortest = QStringLiteral("RFC 9293…"); // a shorter beginning is useless

} // namespace

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel{parent} { setTextFormat(Qt::PlainText); }

void ElidedLabel::setWhole(const QString& text)
{
    if (text == whole_) return;
    whole_ = text;
    updateGeometry();
    fit();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(whole_) + 2, QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int least = whole_.isEmpty() ? 0 : fontMetrics().horizontalAdvance(shortest);
    return {std::min(least, sizeHint().width()), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    fit();
}

void ElidedLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

void ElidedLabel::fit()
{
    const QString shown = fontMetrics().elidedText(whole_, Qt::ElideRight, contentsRect().width());
    setText(shown);
    setToolTip(shown == whole_ ? QString{} : whole_);
    setAccessibleName(whole_);
}

} // namespace tcpstage::widgets
