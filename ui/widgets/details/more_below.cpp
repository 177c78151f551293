#include "ui/widgets/details/more_below.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QScrollBar>

namespace tcpstage::widgets {

/// Its colour at the edge, and nothing inside.
class FadingEdge : public QWidget {
public:
    FadingEdge(QWidget* parent, bool below) : QWidget{parent}, below_{below}
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_StyledBackground);
        setObjectName(below ? QStringLiteral("moreBelow") : QStringLiteral("moreAbove"));
        hide();
    }

    void setColor(const QColor& color)
    {
        const QString rgb = QStringLiteral("%1, %2, %3").arg(color.red()).arg(color.green()).arg(color.blue());
        setStyleSheet(QStringLiteral("background: qlineargradient(x1: 0, y1: %1, x2: 0, y2: %2, "
                                     "stop: 0 rgba(%3, 0), stop: 1 rgba(%3, 255));")
                          .arg(QLatin1String{below_ ? "0" : "1"}, QLatin1String{below_ ? "1" : "0"}, rgb));
    }

private:
    bool below_;
};

namespace {

constexpr int tall = 26; // pixels: a line of text and a half

} // namespace

MoreBelow::MoreBelow(QAbstractScrollArea& area)
    : QObject{&area}, area_{area}, above_{new FadingEdge{&area, false}}, below_{new FadingEdge{&area, true}}
{
    area.viewport()->installEventFilter(this);
    connect(area.verticalScrollBar(), &QScrollBar::valueChanged, this, &MoreBelow::place);
    connect(area.verticalScrollBar(), &QScrollBar::rangeChanged, this, &MoreBelow::place);
}

void MoreBelow::setColor(const QColor& color)
{
    for (FadingEdge* edge : {above_, below_})
        edge->setColor(color);
}

bool MoreBelow::isCut(bool below) const
{
    const QScrollBar& bar = *area_.verticalScrollBar();
    return below ? bar.value() < bar.maximum() : bar.value() > bar.minimum();
}

bool MoreBelow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) place();
    return QObject::eventFilter(watched, event);
}

void MoreBelow::place()
{
    const QRect seen = area_.viewport()->geometry();
    above_->setGeometry(seen.x(), seen.y(), seen.width(), tall);
    below_->setGeometry(seen.x(), seen.bottom() + 1 - tall, seen.width(), tall);
    above_->setVisible(isCut(false));
    below_->setVisible(isCut(true));
    for (FadingEdge* edge : {above_, below_})
        edge->raise();
}

} // namespace tcpstage::widgets
