#pragma once
// The colour of each Ink in three themes. Text has a contrast of at least 4.5 : 1 with its background, marks 3 : 1.

#include "ui/scene/marks/scene.h"
#include "ui/scene/marks/theme_name.h"

#include <QColor>
#include <array>
#include <string_view>

namespace tcpstage::paint {

class Theme {
public:
    static const Theme& named(scene::ThemeName name);
    /// The light theme in greys, each as bright as its colour, but for two that lie on each other in plots: for paper
    /// and printers without colours.
    static const Theme& onPaper();

    scene::ThemeName name() const { return name_; }
    QColor colour(scene::Ink ink) const { return colours_[static_cast<std::size_t>(ink)]; }
    QColor operator()(scene::Ink ink) const { return colour(ink); }

private:
    static constexpr std::size_t inkCount = static_cast<std::size_t>(scene::Ink::PenMarker) + 1;

    scene::ThemeName name_ = scene::ThemeName::Light;
    std::array<QColor, inkCount> colours_{};

    friend Theme makeTheme(scene::ThemeName name);
    friend Theme inGreys(Theme theme);
};

/// "light", "dark", "contrast".
std::string_view id(scene::ThemeName name);

} // namespace tcpstage::paint
