#include "ui/widgets/present/audience_place.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double firstPart = 0.6; // of the display's width

/// Width by height; 0: any.
double ratioOf(model::AudienceShape shape)
{
    if (shape == model::AudienceShape::Window16To9) return 16.0 / 9;
    return shape == model::AudienceShape::Window4To3 ? 4.0 / 3 : 0;
}

QSize fitting(const QSize& room, double ratio)
{
    const double width = std::min<double>(room.width(), room.height() * ratio);
    return {static_cast<int>(std::lround(width)), static_cast<int>(std::lround(width / ratio))};
}

} // namespace

QScreen* audienceScreen(const model::Audience& audience, const QWidget& workshop)
{
    const QList<QScreen*> all = QGuiApplication::screens();
    const auto wanted = std::ranges::find(all, QString::fromStdString(audience.screen), &QScreen::name);
    if (wanted != all.end()) return *wanted;
    const auto other = std::ranges::find_if(all, [&](const QScreen* screen) { return screen != workshop.screen(); });
    return other == all.end() ? workshop.screen() : *other;
}

bool coversWorkshop(const model::Audience& audience, const QWidget& workshop)
{
    return audience.shape == model::AudienceShape::FullScreen &&
           audienceScreen(audience, workshop) == workshop.screen();
}

QString nameOfScreen(const QScreen& screen)
{
    const QSize size = screen.size() * screen.devicePixelRatio();
    QString name = QStringLiteral("%1 · %2 × %3").arg(screen.name()).arg(size.width()).arg(size.height());
    if (!screen.model().isEmpty() && screen.model() != screen.name())
        name += QStringLiteral(" (%1)").arg(screen.model().trimmed());
    return name;
}

QRect stageWithin(const QSize& window, model::AudienceShape shape)
{
    const double ratio = ratioOf(shape);
    const QSize size = ratio > 0 ? fitting(window, ratio) : window;
    return {QPoint{(window.width() - size.width()) / 2, (window.height() - size.height()) / 2}, size};
}

QSize firstSize(const QSize& room, model::AudienceShape shape)
{
    const double ratio = ratioOf(shape) > 0 ? ratioOf(shape) : 16.0 / 10;
    return fitting(room * firstPart, ratio);
}

} // namespace tcpstage::widgets
