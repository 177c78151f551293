#include "ui/widgets/present/toast.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double textPart = 0.028; // of the height: 30 px of 1080
constexpr double widthPart = 0.8;  // at most, of the width
constexpr double topPart = 0.155;  // free above it: titles and names stay in sight
constexpr double lowestPart = 0.9;

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

void Toast::keepClear(int height, std::vector<QRect> words)
{
    least_ = height;
    words_ = std::move(words);
    place();
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
    const int left = (window.width() - width) / 2;
    const int first = least_ > 0 ? least_ + margin / 3 : static_cast<int>(window.height() * topPart);
    const auto covered = [&](int top) { // words
        const QRect place{left, top, width, height()};
        return std::ranges::count_if(words_, [&](const QRect& words) { return words.intersects(place); });
    };
    int best = first; // where it covers the fewest
    for (int top = first; covered(best) > 0 && top + height() < window.height() * lowestPart; top += 4)
        if (covered(top) < covered(best)) best = top;
    move(left, best);
}

} // namespace tcpstage::widgets
