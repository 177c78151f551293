#include "ui/widgets/common/paragraph_label.h"

#include <algorithm>

namespace tcpstage::widgets {

ParagraphLabel::ParagraphLabel(QWidget* parent) : QLabel{parent}
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ParagraphLabel::setWhole(const QString& text)
{
    if (toolTip() == text) return;
    setToolTip(text);
    fit();
}

int ParagraphLabel::heightOf(const QString& text, int width) const
{
    return QFontMetrics{font()}.boundingRect(QRect{0, 0, width, 2000}, Qt::TextWordWrap, text).height();
}

void ParagraphLabel::setRoom(int height, int most)
{
    setFixedHeight(std::min(height, most * QFontMetrics{font()}.lineSpacing()) + 2);
    fit();
}

void ParagraphLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    fit();
}

bool ParagraphLabel::fits(const QString& text) const { return heightOf(text, width()) <= maximumHeight(); }

QString ParagraphLabel::asFarAsItFits(const QString& text) const
{
    if (fits(text)) return text;
    qsizetype most = 0;
    for (qsizetype step = text.size(); step > 0; step /= 2)
        while (most + step < text.size() && fits(text.left(most + step) + u'…'))
            most += step;
    return text.left(most).trimmed() + u'…';
}

void ParagraphLabel::fit()
{
    const QString all = toolTip();
    const QString shown = fits(all) ? all : asFarAsItFits(all.section(u'\n', 0, 0));
    if (text() != shown) setText(shown);
}

} // namespace tcpstage::widgets
