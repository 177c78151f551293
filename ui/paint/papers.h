#pragma once
// Everything that shows several steps of a run, by the ending of its file: pictures of each, a PDF with a page for
// each, a handout, a film, or slides.

#include "ui/paint/handout.h"

namespace tcpstage::paint {

struct Papers {
    Steps steps;
    Picture picture;                           // of each step; not of a handout
    bool handout = false;                      // of a PDF: for paper
    int perPage = 4;                           // of a handout
    Blanks blanks{};                           // of a handout
    PictureKind onPaper = PictureKind::Ladder; // what a handout shows
    int framesPerSecond = 0;                   // of a film; 0: usual
};

/// Errors: those of the writer of that kind; an ending that no picture has.
Result<Finished> writePapers(const scene::StagedRun& staged, const Papers& papers, const std::string& path,
                             const Progress& progress = {}, Special special = Special::Refuse);
/// Whether a file of that name always shows several steps: films and slides. They are for projectors.
bool isProjected(const std::string& path);
/// The size of their pictures where nobody has chosen one: a GIF grows with each pixel.
QSizeF projectedSize(const std::string& path);

} // namespace tcpstage::paint
