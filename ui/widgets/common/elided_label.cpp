#include "ui/widgets/common/elided_label.h"

#include "ui/scene/marks/fonts.h"
#include "ui/widgets/canvas/spoken_name.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

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

void ElidedLabel::setShrinks(double least, int lines)
{
    least_ = least;
    most_ = lines;
    fit();
}

void ElidedLabel::setRoom(int room)
{
    if (room == room_) return;
    room_ = room;
    fit();
}

QSize ElidedLabel::sizeHint() const
{
    const int one = fontMetrics().horizontalAdvance(whole_) + 2;
    if (lines_ == 1) return {one, QLabel::sizeHint().height()};
    return {std::min(one, room()), lines_ * fontMetrics().lineSpacing() + 2};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int least = whole_.isEmpty() ? 0 : fontMetrics().horizontalAdvance(shortest);
    return {std::min(least, sizeHint().width()), sizeHint().height()};
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
    if (!shrinking_ && (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)) fit();
}

/// Makes the letters as small as the text needs, and the text as many lines.
void ElidedLabel::shrink()
{
    shrinking_ = true;
    if (!styleSheet().isEmpty()) setStyleSheet({}); // back to the usual size
    ensurePolished();
    QFont small = usual_ = font();
    const int usual = fontInfo().pixelSize();
    const int least = static_cast<int>(std::ceil(usual * least_));
    int pixels = usual;
    const auto isOne = [&] { return QFontMetrics{small}.horizontalAdvance(whole_) + 2 <= room(); };
    for (; pixels > least && !isOne(); --pixels)
        small.setPixelSize(pixels - 1);
    const QFontMetrics metrics{small};
    const double high = metrics.boundingRect(QRect{0, 0, room(), 2000}, Qt::TextWordWrap, whole_).height();
    lines_ = isOne() ? 1 : std::max(2, static_cast<int>(std::lround(high / metrics.lineSpacing())));
    if (lines_ > most_) lines_ = 1;
    if (pixels < usual) setStyleSheet(QStringLiteral("font-size: %1px;").arg(pixels));
    setWordWrap(lines_ > 1);
    updateGeometry();
    shrinking_ = false;
}

void ElidedLabel::fit()
{
    if (least_ < 1) shrink();
    // The width that the layout has given may be less than the room that was expected.
    const int width = std::min(room(), contentsRect().width());
    const QString shown =
        lines_ > 1 ? whole_ : scene::endedAtWord(whole_, fontMetrics().elidedText(whole_, Qt::ElideRight, width));
    setText(shown);
    const QString cut = shown == whole_ ? QString{} : whole_;
    setToolTip(!clickable_ || whole_.isEmpty() ? cut : cut.isEmpty() ? hint_ : cut + u'\n' + hint_);
    setSpokenName(*this, !clickable_ || whole_.isEmpty() ? whole_ : whole_ + QStringLiteral(": ") + hint_);
}

} // namespace tcpstage::widgets
