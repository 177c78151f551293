#pragma once
// Handouts: the steps of a run on A4 pages, several on each, every one with its picture, its caption and the source.
// In black and white.

#include "ui/paint/blanks.h"
#include "ui/paint/steps.h"

namespace tcpstage::paint {

struct Handout {
    Steps steps;
    int perPage = 4;                        // 1 to most_per_page; of two worlds at most 2 stand on a page
    Blanks blanks{};                        // to be filled in by the reader
    PictureKind view = PictureKind::Ladder; // of each step; View: display.view
    scene::DisplayOptions display{};
};
inline constexpr int most_per_page = 6;

/// Writes a PDF; with blanks also a second one with the answers, whose pages are the same otherwise: see answersOf().
/// The progress counts steps. Nothing is written if it is cancelled. Errors: a file that cannot be written.
Result<Finished> writeHandout(const scene::StagedRun& staged, const Handout& handout, const std::string& path,
                              const Progress& progress = {}, Special special = Special::Refuse);
/// "lesson-answers.pdf" of "lesson.pdf"
std::string answersOf(const std::string& path);

} // namespace tcpstage::paint
