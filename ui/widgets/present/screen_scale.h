#pragma once
// The scale factor for a large screen whose desktop does not scale, so that text stays readable on screens with many
// pixels.

#include <QByteArray>
#include <QList>
#include <QSizeF>
#include <QString>
#include <memory>

class QApplication;

namespace tcpstage::widgets {

struct ScreenSize {
    QString name;         // QScreen::name()
    QSizeF size;          // in pixels after the desktop's scaling
    double scale = 1;     // the desktop's scale
    double textScale = 1; // the desktop's scale for text only
};

/// The scale in quarters, 1.5 to 4, at which the screen shows about as much as one of 1920 x 1080. 1 if it is not much
/// larger than that, or the desktop itself scales.
double scaleOf(const ScreenSize& screen);
/// The value for QT_SCREEN_SCALE_FACTORS; lists only screens to be scaled.
QByteArray scaleFactors(const QList<ScreenSize>& screens);
/// Whether the environment already sets Qt's scaling.
bool scalingIsGiven();

/// Makes a QApplication that scales large screens, unless the user's settings or the environment forbid it, with the
/// names of application and organization. Qt reads its scale factors when the application is made, but knows the
/// screens only after that. So the factors are stored for the next start, and with new screens the application is made
/// twice. Removes Qt's options from argc and argv.
std::unique_ptr<QApplication> scaledApplication(int& argc, char** argv);

} // namespace tcpstage::widgets
