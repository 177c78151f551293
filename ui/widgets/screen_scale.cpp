#include "ui/widgets/screen_scale.h"

#include <QGuiApplication>
#include <QScreen>
#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage {

namespace {

constexpr QSizeF usualSize{1920, 1080};
constexpr double usualDpi = 96;
constexpr double leastRoom = 1.5; // a desk's screen of 2560 x 1440 stays as it is
constexpr double largest = 4;

} // namespace

double scaleOf(const ScreenSize& screen)
{
    const bool scaled = screen.scale != 1 || std::abs(screen.textScale - 1) > 0.05;
    if (scaled) return 1;
    const double room = std::min(screen.size.width() / usualSize.width(), screen.size.height() / usualSize.height());
    return room < leastRoom ? 1 : std::min(std::floor(room * 4) / 4, largest);
}

QByteArray scaleFactors(const QList<ScreenSize>& screens)
{
    QByteArray factors;
    bool any = false;
    for (const ScreenSize& screen : screens) {
        const double scale = scaleOf(screen);
        any = any || scale > 1;
        if (!factors.isEmpty()) factors += ';';
        factors += screen.name.toUtf8() + '=' + QByteArray::number(scale);
    }
    return any ? factors : QByteArray{};
}

QByteArray wantedScaleFactors()
{
    constexpr std::array said{"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_ENABLE_HIGHDPI_SCALING",
                              "QT_USE_PHYSICAL_DPI", "QT_FONT_DPI"};
    if (std::ranges::any_of(said, [](const char* name) { return qEnvironmentVariableIsSet(name); })) return {};
    QList<ScreenSize> screens;
    for (const QScreen* screen : QGuiApplication::screens())
        screens.append(
            {screen->name(), screen->size(), screen->devicePixelRatio(), screen->logicalDotsPerInch() / usualDpi});
    return scaleFactors(screens);
}

} // namespace tcpstage
