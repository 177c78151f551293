#include "ui/widgets/stage/cut_text.h"

#include "ui/widgets/common/term_links.h"

#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

CutText::CutText(std::function<QString(const QString&)> links, QWidget* parent)
    : QLabel{parent}, links_{std::move(links)}
{
    connect(this, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == wholeLink()) open();
    });
}

const QString& CutText::wholeLink()
{
    static const QString link = QStringLiteral("whole:");
    return link;
}

void CutText::showWhole(const QString& text, const QString& more)
{
    whole_ = text;
    more_ = more;
    cut();
}

void CutText::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    if (!whole_.isEmpty()) cut();
}

bool CutText::fits(const QString& html) const { return heightAsLinks(html, font(), width()) <= height(); }

void CutText::cut()
{
    const QString all = links_(whole_);
    const int rough = fontMetrics().boundingRect(QRect{0, 0, width(), 4000}, Qt::TextWordWrap, whole_).height();
    cut_ = rough + fontMetrics().lineSpacing() > height() && !fits(all);
    if (!cut_) {
        if (this->text() != all) setText(all);
        return;
    }
    const auto shown = [&](qsizetype length) {
        return links_(whole_.left(length).trimmed()) +
               QStringLiteral("… <a href=\"%1\"><b>%2</b></a>").arg(wholeLink(), more_.toHtmlEscaped());
    };
    qsizetype most = 0;
    for (qsizetype step = whole_.size(); step > 0; step /= 2)
        while (most + step < whole_.size() && fits(shown(most + step)))
            most += step;
    const qsizetype word = whole_.lastIndexOf(u' ', most); // Chinese may end anywhere
    if (word > most - 16 && word > 0) most = word;
    setText(shown(most));
}

void CutText::open()
{
    auto* sheet = new QFrame{this, Qt::Popup};
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setObjectName(QStringLiteral("wholeCaption"));
    sheet->setFrameShape(QFrame::StyledPanel);
    auto* words = new QLabel{links_(whole_)};
    words->setFont(font());
    words->setTextFormat(Qt::RichText);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    connect(words, &QLabel::linkActivated, this, [this, sheet](const QString& link) {
        sheet->close();
        Q_EMIT linkActivated(link);
    });
    auto* layout = new QVBoxLayout{sheet};
    layout->addWidget(words);
    const QMargins margins = layout->contentsMargins();
    words->setFixedWidth(std::max(width(), std::min(window()->width() - 80, 520)));
    sheet->setFixedWidth(words->width() + margins.left() + margins.right());
    sheet->adjustSize();
    const QRect room = screen()->availableGeometry();
    QPoint corner = mapToGlobal(QPoint{-margins.left(), height() - sheet->height() + margins.bottom()});
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - sheet->width())));
    corner.setY(std::max(corner.y(), room.top()));
    sheet->move(corner);
    sheet->show();
}

} // namespace tcpstage::widgets
