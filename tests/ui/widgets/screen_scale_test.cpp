#include "ui/widgets/present/screen_scale.h"

#include <gtest/gtest.h>

namespace tcpstage::widgets {

TEST(ScreenScale, LeavesUsualScreensAsTheyAre)
{
    for (const QSizeF size : {QSizeF{1280, 800}, QSizeF{1920, 1080}, QSizeF{2560, 1440}, QSizeF{3440, 1440}})
        EXPECT_EQ(scaleOf({QStringLiteral("HDMI-1"), size}), 1) << size.width();
}

TEST(ScreenScale, MakesRoomOfALargeScreenForWhatAUsualOneShows)
{
    EXPECT_EQ(scaleOf({QStringLiteral("HDMI-1"), {3840, 2160}}), 2);
    EXPECT_EQ(scaleOf({QStringLiteral("HDMI-1"), {2880, 1800}}), 1.5);
    EXPECT_EQ(scaleOf({QStringLiteral("HDMI-1"), {2160, 3840}}), 1); // portrait: a usual width
    EXPECT_EQ(scaleOf({QStringLiteral("HDMI-1"), {15360, 8640}}), 4);
}

TEST(ScreenScale, LeavesItToADesktopThatScales)
{
    EXPECT_EQ(scaleOf({QStringLiteral("eDP-1"), {3840, 2160}, 1.25, 1}), 1);
    EXPECT_EQ(scaleOf({QStringLiteral("eDP-1"), {3840, 2160}, 1, 1.5}), 1);
}

TEST(ScreenScale, IsForEachScreenItsOwn)
{
    const QList<ScreenSize> screens{{QStringLiteral("eDP-1"), {3840, 2160}}, {QStringLiteral("HDMI-1"), {1280, 800}}};
    EXPECT_EQ(scaleFactors(screens), "eDP-1=2");
    EXPECT_EQ(scaleFactors({screens.first(), {QStringLiteral("DP-2"), {2880, 1800}}}), "eDP-1=2;DP-2=1.5");
    EXPECT_TRUE(scaleFactors({screens.last()}).isEmpty());
    EXPECT_TRUE(scaleFactors({}).isEmpty());
}

TEST(ScreenScale, IsNotWantedWhereTheEnvironmentSaysIt)
{
    ASSERT_FALSE(scalingIsGiven());
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI"}) {
        qputenv(name, "1");
        EXPECT_TRUE(scalingIsGiven()) << name;
        qunsetenv(name);
    }
}

} // namespace tcpstage::widgets
