#include "ui/widgets/common/elided_label.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace tcpstage::widgets {

namespace {

const QString shortest = QStringLiteral("RFC 9293…"); // a shorter beginning is useless

} // namespace

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel{parent} { setTextFormat(Qt::PlainText); }

void ElidedLabel::setWhole(const QString& text)
{
    if (text == whole_) return;
    whole_ = text;
    if (clickable_) setFocusPolicy(whole_.isEmpty() ? Qt::NoFocus : Qt::TabFocus);
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

void ElidedLabel::setClickable(const QString& hint)
{
    clickable_ = true;
    hint_ = hint;
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(whole_.isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    fit();
}

void ElidedLabel::mouseReleaseEvent(QMouseEvent* event)
{
    if (clickable_ && event->button() == Qt::LeftButton && rect().contains(event->pos())) Q_EMIT clicked();
    QLabel::mouseReleaseEvent(event);
}

void ElidedLabel::keyPressEvent(QKeyEvent* event)
{
    const bool enters = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (clickable_ && enters) return Q_EMIT clicked();
    QLabel::keyPressEvent(event);
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
    const QString cut = shown == whole_ ? QString{} : whole_;
    setToolTip(!clickable_ || whole_.isEmpty() ? cut : cut.isEmpty() ? hint_ : cut + u'\n' + hint_);
    setAccessibleName(!clickable_ || whole_.isEmpty() ? whole_ : whole_ + QStringLiteral(": ") + hint_);
}

} // namespace tcpstage::widgets
