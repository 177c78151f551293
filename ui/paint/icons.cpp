#include "ui/paint/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <algorithm>
#include <array>

namespace tcpstage::paint {

namespace {

// All icons are drawn in a square of 16 x 16 units.
QPolygonF triangle(double tip, double base) { return QPolygonF{{QPointF{tip, 8}, {base, 3.2}, {base, 12.8}}}; }

void bar(QPainter& painter, double x, double width) { painter.drawRect(QRectF{x, 3.2, width, 9.6}); }

/// A step: an arrow. `way`: 1 forward, -1 back.
void drawArrow(QPainter& painter, const QColor& colour, double way)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter.drawLine(QPointF{8 - way * 5.4, 8}, QPointF{8 + way * 5, 8});
    painter.drawPolyline(QPolygonF{{QPointF{8 + way * 0.8, 3.8}, {8 + way * 5, 8}, {8 + way * 0.8, 12.2}}});
}

/// A frame of a film: a triangle between the edges of the film.
void drawFrame(QPainter& painter, const QColor& colour, double way)
{
    painter.drawPolygon(QPolygonF{{QPointF{8 + way * 4.6, 8}, {8 - way * 3.4, 4.6}, {8 - way * 3.4, 11.4}}});
    painter.setPen(QPen{colour, 1.5, Qt::DotLine});
    for (const double y : {2.2, 13.8})
        painter.drawLine(QPointF{2.4, y}, QPointF{13.6, y});
}

void drawSun(QPainter& painter, const QColor& colour)
{
    painter.drawEllipse(QPointF{8, 8}, 3, 3);
    painter.setPen(QPen{colour, 1.4, Qt::SolidLine, Qt::RoundCap});
    constexpr std::array<QPointF, 8> rays{QPointF{1, 0}, {0.71, 0.71},   {0, 1},  {-0.71, 0.71},
                                          {-1, 0},       {-0.71, -0.71}, {0, -1}, {0.71, -0.71}};
    for (const QPointF ray : rays)
        painter.drawLine(QPointF{8, 8} + ray * 4.9, QPointF{8, 8} + ray * 6.6);
}

void drawMoon(QPainter& painter)
{
    QPainterPath whole;
    whole.addEllipse(QPointF{7.6, 8.4}, 5.4, 5.4);
    QPainterPath bite;
    bite.addEllipse(QPointF{10.6, 5.6}, 4.8, 4.8);
    painter.drawPath(whole.subtracted(bite));
}

void drawHalfCircle(QPainter& painter, const QColor& colour)
{
    painter.drawPie(QRectF{2.5, 2.5, 11, 11}, 90 * 16, 180 * 16);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, 1.5});
    painter.drawEllipse(QPointF{8, 8}, 5.5, 5.5);
}

void drawScreen(QPainter& painter, const QColor& colour)
{
    painter.drawRect(QRectF{6, 12.6, 4, 1.2});
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter.drawRoundedRect(QRectF{1.8, 2.6, 12.4, 8.6}, 1.5, 1.5);
}

void drawShape(QPainter& painter, Sign sign, const QColor& colour)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    if (sign == Sign::Close) {
        painter.drawLine(QPointF{4.2, 4.2}, QPointF{11.8, 11.8});
        painter.drawLine(QPointF{11.8, 4.2}, QPointF{4.2, 11.8});
    } else if (sign == Sign::Search) {
        painter.drawEllipse(QPointF{7, 7}, 4.2, 4.2);
        painter.drawLine(QPointF{10.2, 10.2}, QPointF{13.4, 13.4});
    } else {
        painter.drawPolyline(QPolygonF{{QPointF{4.5, 6.3}, {8, 9.8}, {11.5, 6.3}}});
    }
}

void drawStage(QPainter& painter)
{
    painter.setBrush(QColor{0x0B, 0x62, 0xC4});
    painter.drawRoundedRect(QRectF{0.5, 0.5, 15, 15}, 3.4, 3.4);
    painter.setBrush(Qt::white);
    painter.drawRect(QRectF{3.2, 3, 1.5, 10});
    painter.drawRect(QRectF{11.3, 3, 1.5, 10});
    painter.setPen(QPen{Qt::white, 1.1, Qt::SolidLine, Qt::RoundCap});
    painter.drawLine(QPointF{4.7, 4.4}, QPointF{11, 6});
    painter.drawLine(QPointF{11.3, 7.3}, QPointF{5, 8.9});
    painter.setPen(QPen{QColor{0xFF, 0xC8, 0x5A}, 1.1, Qt::SolidLine, Qt::RoundCap});
    painter.drawLine(QPointF{4.7, 10.2}, QPointF{11, 11.8});
}

void draw(QPainter& painter, Sign sign, const QColor& colour)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (sign) {
    case Sign::First:
        bar(painter, 2.8, 1.8);
        painter.drawPolygon(triangle(5, 13));
        return;
    case Sign::PreviousStep:
        return drawArrow(painter, colour, -1);
    case Sign::PreviousFrame:
        return drawFrame(painter, colour, -1);
    case Sign::Play:
        painter.drawPolygon(triangle(13, 4));
        return;
    case Sign::Pause:
        bar(painter, 3.8, 2.8);
        bar(painter, 9.4, 2.8);
        return;
    case Sign::NextFrame:
        return drawFrame(painter, colour, 1);
    case Sign::NextStep:
        return drawArrow(painter, colour, 1);
    case Sign::Last:
        painter.drawPolygon(triangle(11, 3));
        bar(painter, 11.4, 1.8);
        return;
    case Sign::Close:
    case Sign::Search:
    case Sign::Down:
        return drawShape(painter, sign, colour);
    case Sign::Sun:
        return drawSun(painter, colour);
    case Sign::Moon:
        return drawMoon(painter);
    case Sign::HalfCircle:
        return drawHalfCircle(painter, colour);
    case Sign::Screen:
        return drawScreen(painter, colour);
    case Sign::Stage:
        return drawStage(painter);
    }
}

class SignEngine : public QIconEngine {
public:
    SignEngine(Sign sign, QColor on, QColor off) : sign_{sign}, on_{on}, off_{off} {}
    explicit SignEngine(Sign sign) : sign_{sign} {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const double scale = std::min(rect.width(), rect.height()) / 16.0;
        painter->translate(QRectF{rect}.center() - QPointF{8, 8} * scale);
        painter->scale(scale, scale);
        draw(*painter, sign_, on_.isValid() ? (mode == QIcon::Disabled ? off_ : on_) : hint());
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap{size};
        pixmap.fill(Qt::transparent);
        QPainter painter{&pixmap};
        paint(&painter, QRect{QPoint{}, size}, mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SignEngine{*this}; }

private:
    static QColor hint() { return QGuiApplication::palette().color(QPalette::PlaceholderText); }

    Sign sign_;
    QColor on_; // invalid: the palette's colour for hints
    QColor off_;
};

} // namespace

QIcon icon(Sign sign, const Theme& theme, scene::Ink ink)
{
    return QIcon{new SignEngine{sign, theme(ink), theme(scene::Ink::Faint)}};
}

QIcon icon(Sign sign) { return QIcon{new SignEngine{sign}}; }

QIcon programIcon()
{
    QIcon icon;
    for (const int size : {16, 32, 48, 64, 128})
        icon.addPixmap(
            SignEngine{Sign::Stage, Qt::black, Qt::black}.pixmap(QSize{size, size}, QIcon::Normal, QIcon::Off));
    return icon;
}

} // namespace tcpstage::paint
