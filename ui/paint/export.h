#pragma once
// Pictures in files, by the one painter. Needs a QGuiApplication (offscreen is enough), no display.

#include "core/base/files.h"
#include "ui/paint/theme.h"
#include "ui/scene/views.h"

#include <string>

namespace tcpstage {

/// Look: what `display.look` names, alone.
enum class View : std::uint8_t { Stage, Ladder, States, Present, Look };

struct Picture {
    View view = View::Stage;
    StageTime time{};
    QSizeF size{1920, 1080}; // pixels
    ThemeName theme = ThemeName::Light;
    DisplayOptions display;
};

/// What the picture shows.
Scene sceneOf(const StagedRun& staged, const Picture& picture);

/// Writes PNG, SVG or PDF, by the file's ending. Nothing half-written is left behind. Errors: unknown ending, a size
/// outside 16..16384, a file that cannot be written.
Result<void> writePicture(const StagedRun& staged, const Picture& picture, const std::string& path,
                          Special special = Special::Refuse);

} // namespace tcpstage
