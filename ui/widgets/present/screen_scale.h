#pragma once
// How much larger everything is drawn on a large screen whose desktop does not scale: nobody should need glasses
// because a screen has four times the pixels.

#include <QByteArray>
#include <QList>
#include <QSizeF>
#include <QString>
#include <memory>

class QApplication;

namespace tcpstage::widgets {

struct ScreenSize {
    QString name;         // as QScreen calls it
    QSizeF size;          // in pixels that the desktop has scaled already
    double scale = 1;     // that the desktop asks for
    double textScale = 1; // the same, of text alone
};

/// In quarters, 1.5 to 4: so much that the screen has room for about what one of 1920 x 1080 shows. 1 where it is not
/// much larger than that, or the desktop scales itself.
double scaleOf(const ScreenSize& screen);
/// For QT_SCREEN_SCALE_FACTORS: names those screens only that are to be scaled.
QByteArray scaleFactors(const QList<ScreenSize>& screens);
/// The environment says how Qt shall scale.
bool scalingIsGiven();

/// A QApplication that scales large screens, unless the person or the environment does not want it. The names of
/// application and organization are set. What the screens needed is remembered: Qt learns how it shall scale when its
/// application is made, and only then can it be asked for the screens, so before screens that it has not seen yet the
/// application is made twice. Qt's own options are taken out of argc and argv.
std::unique_ptr<QApplication> scaledApplication(int& argc, char** argv);

} // namespace tcpstage::widgets
