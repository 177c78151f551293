#include "ui/widgets/present/toast.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double textPart = 0.028; // of the height: 30 px of 1080
constexpr double widthPart = 0.8;  // at most, of the width
constexpr double topPart = 0.155;  // free above it: titles and names stay in sight, and so does the caption below

} // namespace

Toast::Toast(QWidget* window) : QLabel{window}
{
    setObjectName(QStringLiteral("toast"));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignCenter);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    over_.setSingleShot(true);
    over_.callOnTimeout(this, &Toast::hide);
}

void Toast::announce(const QString& sentence, std::chrono::milliseconds howLong)
{
    setText(sentence);
    setAccessibleName(sentence);
    show();
    place();
    raise();
    over_.start(howLong);
}

void Toast::keepBelow(int height)
{
    least_ = height;
    if (isVisible()) place();
}

void Toast::place()
{
    const QSize window = parentWidget()->size();
    QFont font = this->font();
    font.setPixelSize(std::max(12, static_cast<int>(std::lround(window.height() * textPart))));
    font.setWeight(QFont::DemiBold);
    setFont(font);
    const int margin = font.pixelSize();
    setContentsMargins(margin, margin / 2, margin, margin / 2);
    const int most = static_cast<int>(window.width() * widthPart);
    const int needed = fontMetrics().horizontalAdvance(text()) + 3 * margin;
    const int width = std::min(most, needed);
    resize(width, heightForWidth(width));
    const int top = least_ > 0 ? least_ + margin / 3 : static_cast<int>(window.height() * topPart);
    move((window.width() - width) / 2, top); // not over the caption
}

} // namespace tcpstage::widgets
