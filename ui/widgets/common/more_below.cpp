#include "ui/widgets/common/more_below.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QScrollBar>

namespace tcpstage::widgets {

class FadingEdge : public QWidget {
public:
    FadingEdge(QWidget* parent, bool below) : QWidget{parent}, below_{below}
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setObjectName(below ? QStringLiteral("moreBelow") : QStringLiteral("moreAbove"));
        hide();
    }

    QColor color;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QColor clear = color;
        clear.setAlpha(0);
        QLinearGradient fade{0, 0, 0, static_cast<qreal>(height())};
        fade.setColorAt(below_ ? 0 : 1, clear);
        fade.setColorAt(below_ ? 1 : 0, color);
        QPainter{this}.fillRect(rect(), fade);
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
    for (FadingEdge* edge : {above_, below_}) {
        edge->color = color;
        edge->update();
    }
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
