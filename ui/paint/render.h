#pragma once
// The words of the command line as a picture. Needs a QGuiApplication; chooses the fonts itself.

#include "ui/paint/export.h"

#include <span>
#include <string_view>

namespace tcpstage::paint {

/// As they were typed; empty words stand for the defaults.
struct PictureWords {
    std::string size;       // "1920x1080"
    std::string theme;      // light, dark, contrast
    std::string language;   // en, zh
    std::string view;       // stage, ladder, states, present, or a view of the middle: spaces, ...
    std::string at;         // "1.5s"; empty: see step
    std::int64_t step = -1; // from 1; -1: the end
};
/// All words for `view`.
std::span<const std::string_view> pictureViews();
/// Errors: a word that is not known, a size or a step out of range.
Result<Picture> pictureFrom(const PictureWords& words, const scene::StagedRun& staged);

/// Lays the run out and writes its picture.
Result<void> render(lesson::Scenario scenario, run::Run run, const PictureWords& words, const std::string& path);

} // namespace tcpstage::paint
