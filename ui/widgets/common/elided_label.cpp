#include "ui/widgets/common/elided_label.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace tcpstage::widgets {

namespace {

const QString shortest = QStringLiteral("RFC 9293…"); // a shorter beginning is useless

/// The beginning of `text` that fits, with an ellipsis. It ends before a word or number that would be cut: part of a
/// number is another number.
QString elidedAtWord(const QString& text, const QFontMetrics& metrics, int width)
{
    const QString shown = metrics.elidedText(text, Qt::ElideRight, width);
    const qsizetype kept = shown.size() - 1; // without the ellipsis
    if (shown == text || kept <= 0 || kept >= text.size()) return shown;
    const auto inWord = [](QChar c) { return c.unicode() < 0x80 && !c.isSpace(); };
    if (!inWord(text[kept - 1]) || !inWord(text[kept])) return shown;
    qsizetype begin = kept;
    while (begin > 0 && inWord(text[begin - 1]))
        --begin;
    return begin > 0 ? text.left(begin).trimmed() + u'…' : shown;
}

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
    const QString shown = elidedAtWord(whole_, fontMetrics(), contentsRect().width());
    setText(shown);
    const QString cut = shown == whole_ ? QString{} : whole_;
    setToolTip(!clickable_ || whole_.isEmpty() ? cut : cut.isEmpty() ? hint_ : cut + u'\n' + hint_);
    setAccessibleName(!clickable_ || whole_.isEmpty() ? whole_ : whole_ + QStringLiteral(": ") + hint_);
}

} // namespace tcpstage::widgets
