#include "ui/widgets/access/desktop_motion.h"

#include <gtest/gtest.h>

namespace tcpstage::widgets {
namespace {

DesktopSettings says(const char* group, const char* key, const QVariant& value)
{
    return {{QLatin1String{group}, {{QLatin1String{key}, value}}}};
}

TEST(DesktopMotion, IsWhatTheSettingsOfDesktopsSay)
{
    EXPECT_FALSE(asksForCalm({}).has_value());
    EXPECT_FALSE(asksForCalm(says("org.gnome.desktop.interface", "gtk-theme", QStringLiteral("Adwaita"))).has_value());
    EXPECT_EQ(asksForCalm(says("org.gnome.desktop.interface", "enable-animations", false)), true);
    EXPECT_EQ(asksForCalm(says("org.gnome.desktop.interface", "enable-animations", true)), false);
    EXPECT_EQ(asksForCalm(says("org.kde.kdeglobals.KDE", "AnimationDurationFactor", QStringLiteral("0"))), true);
    EXPECT_EQ(asksForCalm(says("org.kde.kdeglobals.KDE", "AnimationDurationFactor", QStringLiteral("0.5"))), false);
    EXPECT_EQ(asksForCalm(says("org.freedesktop.appearance", "reduced-motion", 1U)), true);
    EXPECT_EQ(asksForCalm(says("org.freedesktop.appearance", "reduced-motion", 0U)), false);
}

TEST(DesktopMotion, TheStandardSettingCountsMoreThanThoseOfDesktops)
{
    DesktopSettings settings = says("org.freedesktop.appearance", "reduced-motion", 0U);
    settings.insert(says("org.gnome.desktop.interface", "enable-animations", false));
    EXPECT_EQ(asksForCalm(settings), false);
}

} // namespace
} // namespace tcpstage::widgets
