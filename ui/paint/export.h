#pragma once
// Writes pictures to files, with the same painter as the screen. Needs a QGuiApplication (offscreen is enough), no
// display.

#include "core/base/files.h"
#include "ui/paint/theme.h"
#include "ui/scene/views.h"

#include <string>

namespace tcpstage::paint {

/// What a picture shows. View: only the view `display.view`.
enum class PictureKind : std::uint8_t { Stage, Ladder, States, Present, View };

struct Picture {
    PictureKind view = PictureKind::Stage;
    scene::StageTime time{};
    QSizeF size{1920, 1080}; // pixels
    scene::ThemeName theme = scene::ThemeName::Light;
    scene::DisplayOptions display;
};

/// The zoom of a ladder in a picture of that size.
double ladderZoom(QSizeF size);
/// The scene of the picture.
scene::Scene sceneOf(const scene::StagedRun& staged, const Picture& picture);

/// Error: a side outside 16..16384.
Result<void> checkSize(QSizeF size);
/// Error: not enough memory.
Result<QByteArray> pngOf(const scene::Scene& scene, const Theme& theme);

/// Writes PNG, SVG or PDF, by the file's ending; an incomplete file is never left behind. Errors: unknown ending, a
/// size outside 16..16384, a file that cannot be written.
Result<void> writePicture(const scene::StagedRun& staged, const Picture& picture, const std::string& path,
                          Special special = Special::Refuse);

} // namespace tcpstage::paint
