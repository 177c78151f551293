#include "ui/paint/theme.h"

#include <cmath>

namespace tcpstage::paint {

namespace {

struct Colours {
    scene::Ink ink;
    QRgb light;
    QRgb dark;
    QRgb contrast;
};

constexpr Colours table[] = {
    {scene::Ink::None, 0x00000000, 0x00000000, 0x00000000},
    {scene::Ink::Paper, 0xFFF6F7F9, 0xFF0E1319, 0xFF000000},
    {scene::Ink::Panel, 0xFFFFFFFF, 0xFF161D26, 0xFF000000},
    {scene::Ink::Text, 0xFF17202B, 0xFFF2F5F8, 0xFFFFFFFF},
    {scene::Ink::Muted, 0xFF566270, 0xFFAAB6C3, 0xFFFFFFFF},
    {scene::Ink::Faint, 0xFF626E7C, 0xFF8A97A6, 0xFFD8D8D8},
    {scene::Ink::Rule, 0xFFD9DEE5, 0xFF2B3644, 0xFF8C8C8C},
    {scene::Ink::Accent, 0xFF0B62C4, 0xFF6DB3F8, 0xFF4FC3FF},
    {scene::Ink::AccentText, 0xFFFFFFFF, 0xFF0E1319, 0xFF000000},
    {scene::Ink::Highlight, 0xFFFFF1BF, 0xFF453C12, 0xFF5A4A00},
    {scene::Ink::Now, 0xFFC22A2A, 0xFFFF7B7B, 0xFFFF8A8A},
    {scene::Ink::Lost, 0xFFC22A2A, 0xFFFF7B7B, 0xFFFF8A8A},
    {scene::Ink::SegmentSyn, 0xFF0072B2, 0xFF63B8F0, 0xFF5CC8FF},
    {scene::Ink::SegmentAck, 0xFF5C6876, 0xFFB9C4D0, 0xFFFFFFFF},
    {scene::Ink::SegmentData, 0xFF007A59, 0xFF4FD0A2, 0xFF3DF0A8},
    {scene::Ink::SegmentFin, 0xFFAD5500, 0xFFF2A65A, 0xFFFFB454},
    {scene::Ink::SegmentRst, 0xFFB3261E, 0xFFFF8A80, 0xFFFF9C94},
    {scene::Ink::OnSegment, 0xFFFFFFFF, 0xFF14100A, 0xFF000000},
    {scene::Ink::StateClosed, 0xFF83909A, 0xFF707C8A, 0xFFBDBDBD},
    {scene::Ink::StateListen, 0xFF7192AE, 0xFF93A2B3, 0xFFD8D8D8},
    {scene::Ink::StateOpening, 0xFF3796D2, 0xFF3F9BDB, 0xFF5CC8FF},
    {scene::Ink::StateOpen, 0xFF2CA078, 0xFF2FAE82, 0xFF3DF0A8},
    {scene::Ink::StateClosing, 0xFFBF8215, 0xFFD9942B, 0xFFFFC83D},
    {scene::Ink::StateTimeWait, 0xFF9F6AB8, 0xFFB99BFA, 0xFFBB9DE0},
    {scene::Ink::OnState, 0xFF0E151D, 0xFF0E0B06, 0xFF000000},
    {scene::Ink::Timer, 0xFF7A5600, 0xFFE7C35A, 0xFFFFE14D},
    {scene::Ink::Selection, 0xFF6A35D9, 0xFFC6A6FF, 0xFFFFFF00},
    {scene::Ink::Caption, 0xFFE6F0FC, 0xFF1D2D42, 0xFF1A1A1A},
    {scene::Ink::Track, 0xFFD9DEE5, 0xFF2B3644, 0xFF5A5A5A},
    {scene::Ink::PenRed, 0xFFD01414, 0xFFFF5A52, 0xFFFF6A5E},
    {scene::Ink::PenBlue, 0xFF0A4FD6, 0xFF4C8DF0, 0xFF62B0FF},
    {scene::Ink::PenGreen, 0xFF12803A, 0xFF4CD070, 0xFF4CF07C},
    {scene::Ink::PenPurple, 0xFF8A1FB0, 0xFFE3A6FF, 0xFFE08CFF},
    {scene::Ink::PenMarker, 0xFFF2C200, 0xFFE0C020, 0xFFFFF000},
};
static_assert(std::size(table) == static_cast<std::size_t>(scene::Ink::PenMarker) + 1);

} // namespace

Theme makeTheme(scene::ThemeName name)
{
    Theme theme;
    theme.name_ = name;
    for (const Colours& row : table) {
        const QRgb rgb = name == scene::ThemeName::Light  ? row.light
                         : name == scene::ThemeName::Dark ? row.dark
                                                          : row.contrast;
        theme.colours_[static_cast<std::size_t>(row.ink)] = QColor::fromRgba(rgb);
    }
    return theme;
}

/// As bright as its colour, by the weights of sRGB's luminance: contrasts stay.
Theme inGreys(Theme theme)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    for (QColor& colour : theme.colours_) {
        const double luminance =
            0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
        const double grey = luminance <= 0.0031308 ? luminance * 12.92 : 1.055 * std::pow(luminance, 1 / 2.4) - 0.055;
        const int level = static_cast<int>(std::lround(grey * 255));
        colour = QColor{level, level, level, colour.alpha()};
    }
    theme.colours_[static_cast<std::size_t>(scene::Ink::Accent)] = Qt::black; // as cwnd and octets in flight
    theme.colours_[static_cast<std::size_t>(scene::Ink::SegmentData)] = QColor{0x70, 0x70, 0x70};
    return theme;
}

const Theme& Theme::onPaper()
{
    static const Theme theme = inGreys(named(scene::ThemeName::Light));
    return theme;
}

const Theme& Theme::named(scene::ThemeName name)
{
    static const std::array<Theme, 3> themes{makeTheme(scene::ThemeName::Light), makeTheme(scene::ThemeName::Dark),
                                             makeTheme(scene::ThemeName::Contrast)};
    return themes[static_cast<std::size_t>(name)];
}

std::string_view id(scene::ThemeName name)
{
    constexpr std::array<std::string_view, 3> ids{"light", "dark", "contrast"};
    return ids[static_cast<std::size_t>(name)];
}

} // namespace tcpstage::paint
