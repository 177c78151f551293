#include "ui/page/render_page.h"

#include "core/run/sandbox.h"
#include "ui/paint/painter.h"
#include "ui/scene/drawing/drawing_text.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::page {

namespace {

Result<PageChoices> choicesFrom(const paint::PictureWords& words, bool fixedLanguage, const scene::StagedRun& staged)
{
    const auto picture = paint::pictureFrom(words, staged);
    if (!picture) return tl::unexpected{picture.error()};
    PageChoices choices;
    choices.view = {picture->view, picture->display, words.size.empty() ? QSizeF{} : picture->size};
    choices.language = picture->display.language;
    choices.fixedLanguage = fixedLanguage;
    if (!words.theme.empty()) choices.theme = picture->theme;
    if (words.step >= 0 || !words.at.empty()) choices.opening = picture->time;
    return choices;
}

} // namespace

Result<void> writePage(lesson::Scenario scenario, run::Run run, const paint::PictureWords& words, bool fixedLanguage,
                       const std::string& path)
{
    paint::chooseFonts();
    const auto staged = scene::stageRun(std::move(scenario), std::move(run));
    return choicesFrom(words, fixedLanguage, *staged).and_then([&](const PageChoices& choices) {
        return writePage(*staged, choices, path, Special::Write);
    });
}

Result<void> writeHourPage(const lesson::Hour& hour, const paint::PictureWords& words, bool fixedLanguage,
                           const std::string& path)
{
    paint::chooseFonts();
    paint::PictureWords ofAll = words;
    ofAll.drawing.clear(); // each lesson has its own
    std::vector<scene::LessonDrawing> drawings;
    if (!words.drawing.empty()) {
        auto read = scene::readDrawingFile(words.drawing);
        if (!read) return tl::unexpected{read.error()};
        drawings = std::move(*read);
    }
    const auto drawnOn = [&](const std::string& source) {
        const scene::LessonDrawing* drawing = scene::drawingOf(drawings, source);
        return drawing ? scene::onTheLesson(drawing->strokes) : scene::DrawingPtr{};
    };
    const auto nothing = scene::stageRun(run::sandbox()); // the words say nothing about a moment
    return choicesFrom(ofAll, fixedLanguage, *nothing).and_then([&](const PageChoices& choices) {
        return writeHourPage(hour, choices, path, drawnOn, {}, Special::Write).map([](paint::Finished) {});
    });
}

} // namespace tcpstage::page
