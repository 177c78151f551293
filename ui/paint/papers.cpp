#include "ui/paint/papers.h"

#include "ui/paint/film.h"
#include "ui/paint/slides.h"

#include <QFileInfo>

namespace tcpstage::paint {

namespace {

bool endsIn(const std::string& path, const char* ending)
{
    return QFileInfo{QString::fromStdString(path)}.suffix().compare(QLatin1String{ending}, Qt::CaseInsensitive) == 0;
}

} // namespace

bool isProjected(const std::string& path) { return isFilm(path) || isSlides(path); }

QSizeF projectedSize(const std::string& path) { return endsIn(path, "gif") ? QSizeF{960, 540} : QSizeF{1920, 1080}; }

Result<Finished> writePapers(const scene::StagedRun& staged, const Papers& papers, const std::string& path,
                             const Progress& progress, Special special)
{
    if (isSlides(path)) return writeSlides(staged, papers.picture, papers.steps, path, progress, special);
    if (isFilm(path)) {
        const int frames = papers.framesPerSecond > 0 ? papers.framesPerSecond : usualFrames(path);
        return writeFilm(staged, papers.picture, papers.steps, frames, path, progress, special);
    }
    if (!endsIn(path, "pdf")) return writeSteps(staged, papers.picture, papers.steps, path, progress, special);
    if (!papers.handout) return writeStepsPdf(staged, papers.picture, papers.steps, path, progress, special);
    const Handout handout{papers.steps, papers.perPage, papers.blanks, papers.onPaper, papers.picture.display};
    return writeHandout(staged, handout, path, progress, special);
}

} // namespace tcpstage::paint
