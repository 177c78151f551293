#pragma once
// The pictures of a page: what the window shows in its centre, once for wide screens and once for phones, and the
// panels of both ends; each at every moment, and three times between two moments, so that the page can move between
// them.

#include "ui/page/page_marks.h"
#include "ui/paint/export.h"

#include <vector>

namespace tcpstage::page {

/// What is shown on a page.
struct PageView {
    paint::PictureKind kind = paint::PictureKind::Stage; // a stage is a ladder and both panels
    scene::DisplayOptions display{};                     // but for its language: a page has both
    QSizeF size{};                                       // of the centre; empty: a usual one
};
/// The options of the page in a language.
scene::DisplayOptions displayOf(const PageView& view, Language language);

/// Of the picture of the centre for wide screens.
paint::Picture pagePicture(const scene::StagedRun& staged, const PageView& view, Language language);
/// A list of pictures: see player.js. `times` as in PageWords.
QByteArray pagePictures(const scene::StagedRun& staged, const PageView& view,
                        const std::vector<scene::StageTime>& times, PageMarks& marks);

} // namespace tcpstage::page
