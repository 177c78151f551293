#pragma once
// The steps of a run that a film, slides, pages or pictures show, and a picture of each of them.

#include "ui/paint/export.h"

#include <functional>

namespace tcpstage::paint {

/// Steps as --step counts them: from 1, both included.
struct Steps {
    std::size_t first = 1;
    std::size_t last = 1;
    std::size_t count() const { return last - first + 1; }
};
/// "all", which begins where the lesson opens, "7", or "3-9". Errors: no such range, steps that the run does not have,
/// a run without steps, more than most_steps.
Result<Steps> stepsFrom(const std::string& words, const scene::StagedRun& staged);
inline constexpr std::size_t most_steps = 3000;
/// Where a step is.
scene::StageTime timeOf(const scene::StagedRun& staged, std::size_t step);

/// What has been done of a long work, and all of it, in any unit; false cancels it.
using Progress = std::function<bool(std::size_t done, std::size_t all)>;
/// How a long work ended, if not with an error.
enum class Finished : std::uint8_t { All, Cancelled };

/// A picture of each step in a file of its own, PNG or SVG. `pattern` is the name of the files, in which %d, or %02d,
/// stands for the number of the step. Files that are there already are replaced. Errors: a name without a number, and
/// those of writePicture; the pictures before that one are written.
Result<Finished> writeSteps(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                            const std::string& pattern, const Progress& progress = {},
                            Special special = Special::Refuse);
/// One PDF with a page for each step, in the size of the picture. Nothing is written if it is cancelled.
Result<Finished> writeStepsPdf(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                               const std::string& path, const Progress& progress = {},
                               Special special = Special::Refuse);
/// "step-07.png" of "step-%02d.png" and 7. Error: there is no such place, or several.
Result<std::string> nameOfStep(const std::string& pattern, std::size_t step);

} // namespace tcpstage::paint
