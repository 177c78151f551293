#pragma once
// A lesson hour as one page.

#include "core/lesson/hour.h"
#include "ui/page/page.h"

#include <functional>

namespace tcpstage::page {

/// What is drawn by hand on a lesson of the hour, by the source of its part.
using StrokesOn = std::function<scene::DrawingPtr(const std::string& source)>;

/// Writes the lessons of an hour in order as one page; each begins at the step of its part. What only the speaker reads
/// is left out. `progress` is called before each lesson; false ends the work, and no file is written. Errors: a lesson
/// that cannot be read, a run of too many steps, a file that cannot be written.
Result<paint::Finished> writeHourPage(const lesson::Hour& hour, const PageChoices& choices, const std::string& path,
                                      const StrokesOn& strokes = {}, const paint::Progress& progress = {},
                                      Special special = Special::Refuse);

} // namespace tcpstage::page
