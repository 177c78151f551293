#include "ui/widgets/present/screen_scale.h"

#include "ui/model/kept/choices.h"

#include <QApplication>
#include <QScreen>
#include <QSettings>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tcpstage::widgets {

namespace {

constexpr QSizeF usualSize{1920, 1080};
constexpr double usualDpi = 96;
constexpr double leastRoom = 1.5; // a screen of 2560 x 1440 is not scaled
constexpr double largest = 4;
constexpr const char* variable = "QT_SCREEN_SCALE_FACTORS";
constexpr const char* factorsKey = "screen-factors"; // the value of `variable` at the last start
constexpr const char* screensKey = "screens";        // the screens with that value

/// The screens as Qt has scaled them.
QByteArray screensNow()
{
    QByteArray screens;
    for (const QScreen* screen : QGuiApplication::screens())
        screens += screen->name().toUtf8() + ' ' + QByteArray::number(screen->size().width()) + 'x' +
                   QByteArray::number(screen->size().height()) + ' ' + QByteArray::number(screen->devicePixelRatio()) +
                   ';';
    return screens;
}

QByteArray wantedFactors()
{
    QList<ScreenSize> screens;
    for (const QScreen* screen : QGuiApplication::screens())
        screens.append(
            {screen->name(), screen->size(), screen->devicePixelRatio(), screen->logicalDotsPerInch() / usualDpi});
    return scaleFactors(screens);
}

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
    for (const ScreenSize& screen : screens) {
        const double scale = scaleOf(screen);
        if (scale == 1) continue; // left to Qt
        if (!factors.isEmpty()) factors += ';';
        factors += screen.name.toUtf8() + '=' + QByteArray::number(scale);
    }
    return factors;
}

bool scalingIsGiven()
{
    constexpr std::array names{"QT_SCALE_FACTOR", variable, "QT_ENABLE_HIGHDPI_SCALING", "QT_USE_PHYSICAL_DPI",
                               "QT_FONT_DPI"};
    return std::ranges::any_of(names, [](const char* name) { return qEnvironmentVariableIsSet(name); });
}

std::unique_ptr<QApplication> scaledApplication(int& argc, char** argv)
{
    const std::vector<char*> words{argv, argv + argc};
    std::unique_ptr<QApplication> application;
    const auto make = [&](const QByteArray& factors) {
        application.reset(); // only one may exist at a time
        if (factors.isEmpty())
            qunsetenv(variable);
        else
            qputenv(variable, factors);
        argc = static_cast<int>(words.size());
        std::ranges::copy(words, argv);
        application = std::make_unique<QApplication>(argc, argv);
    };
    QSettings settings;
    if (!model::enlarges(settings) || scalingIsGiven()) return std::make_unique<QApplication>(argc, argv);
    const QByteArray known = settings.value(QLatin1String{factorsKey}).toByteArray();
    make(known);
    if (!known.isEmpty()) {
        if (settings.value(QLatin1String{screensKey}).toByteArray() == screensNow()) return application;
        make({}); // the screens have changed
    }
    const QByteArray factors = wantedFactors();
    if (factors.isEmpty()) {
        if (known.isEmpty()) return application; // the usual case: nothing is written
        settings.remove(QLatin1String{factorsKey});
        settings.remove(QLatin1String{screensKey});
        return application;
    }
    make(factors);
    settings.setValue(QLatin1String{factorsKey}, factors);
    settings.setValue(QLatin1String{screensKey}, screensNow());
    return application;
}

} // namespace tcpstage::widgets
