#pragma once
// A presentation (PPTX) with a step of a run on each slide: its picture as vectors, with a bitmap beside it for
// programs that show no SVG, and what is said of the step as the speaker's notes.

#include "ui/paint/steps.h"

#include <span>
#include <string_view>

namespace tcpstage::paint {

/// The same run gives the same octets. The progress counts steps. Nothing is written if it is cancelled. Errors: a size
/// outside 16..16384, a file that cannot be written.
Result<Finished> writeSlides(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                             const std::string& path, const Progress& progress = {}, Special special = Special::Refuse);
/// Whether a file of that name is a presentation: it ends in .pptx.
bool isSlides(const std::string& path);

/// A part of a presentation, from resources/slides.
struct SlidePart {
    std::string_view name;
    std::string_view text;
};
std::span<const SlidePart> slideParts();

} // namespace tcpstage::paint
