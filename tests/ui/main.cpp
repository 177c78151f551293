#include "ui/paint/painter.h"

#include <QApplication>
#include <QStandardPaths>
#include <gtest/gtest.h>

int main(int argc, char** argv)
{
    testing::InitGoogleTest(&argc, argv);
    // On the small screen that Qt has without a file each window would be styled twice: when it opens and when it
    // grows.
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    if (platform.isEmpty() || platform == "offscreen")
        qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" QT_TESTCASE_SOURCEDIR "/screen.json");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application{argc, argv};
    tcpstage::paint::chooseFonts();
    return RUN_ALL_TESTS();
}
