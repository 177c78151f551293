#include "ui/paint/render.h"

#include "core/base/files.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "ui/paint/painter.h"
#include "ui/paint/papers.h"
#include "ui/scene/centre.h"
#include "ui/scene/drawing/drawing_text.h"

#include <QFileInfo>
#include <QString>
#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <vector>

namespace tcpstage::paint {

namespace {

/// The index of a word in the list; 0 when the word is empty.
Result<std::size_t> choice(const std::string& word, std::span<const std::string_view> known, Text what)
{
    if (word.empty()) return 0;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i] == word) return i;
    return fail(say({"unknown {} \"{}\"", "未知的{}“{}”"}, what, word), {}, advice_for(word, known));
}

Result<QSizeF> sizeFrom(const std::string& text)
{
    if (text.empty()) return QSizeF{1920, 1080};
    int width = 0;
    int height = 0;
    const char* end = text.data() + text.size();
    const auto [middle, bad] = std::from_chars(text.data(), end, width);
    if (bad == std::errc{} && middle != end && (*middle == 'x' || *middle == 'X')) {
        const auto [rest, wrong] = std::from_chars(middle + 1, end, height);
        if (wrong == std::errc{} && rest == end && width > 0 && height > 0) return QSizeF(width, height);
    }
    return fail(say({"\"{}\" is no size", "“{}”不是尺寸"}, text), {},
                {"write it as 1920x1080", "请写成 1920x1080 这样"});
}

Result<scene::StageTime> timeFrom(const PictureWords& words, const scene::StagedRun& staged)
{
    const scene::TimeMap& timeMap = staged.timeMap;
    if (!words.at.empty()) {
        const auto since = parse_duration(words.at);
        if (!since)
            return fail(say({"\"{}\" is no time", "“{}”不是时间"}, words.at), {},
                        {"write it as 1.5s or 200 ms", "请写成 1.5s 或 200 ms 这样"});
        return timeMap.timeOf(start_of_time + *since);
    }
    if (words.step < 0) return timeMap.end();
    const auto step = static_cast<std::size_t>(words.step);
    if (step > staged.stepCount())
        return fail(say({"there is no step {}", "没有第 {} 步"}, step), {},
                    say({"this run has {} steps", "这次运行有 {} 步"}, staged.stepCount()));
    return step == 0 ? scene::StageTime{} : staged.stepTime(step - 1);
}

/// What is drawn on the lesson itself, not on its branches.
Result<scene::DrawingPtr> drawingFrom(const PictureWords& words)
{
    if (words.drawing.empty()) return scene::DrawingPtr{};
    const auto drawings = scene::readDrawingFile(words.drawing);
    if (!drawings) return tl::unexpected{drawings.error()};
    const scene::LessonDrawing* found = scene::drawingOf(*drawings, words.lesson);
    if (!found)
        return fail(say({"nothing is drawn on {} there", "其中没有 {} 的批注"}, words.lesson), {words.drawing, 0, 0},
                    {"choose the file of this lesson", "请选择这一课的文件"});
    return scene::onTheLesson(found->strokes);
}

bool isPdf(const std::string& path)
{
    return QFileInfo{QString::fromStdString(path)}.suffix().compare(QLatin1String("pdf"), Qt::CaseInsensitive) == 0;
}

bool isForPaper(const PictureWords& words) { return !words.page.empty() || words.perPage > 0 || !words.blank.empty(); }

Result<Papers> papersFrom(const PictureWords& words, const Picture& picture, const scene::StagedRun& staged,
                          const std::string& path)
{
    const auto steps = stepsFrom(words.steps.empty() ? "all" : words.steps, staged);
    if (!steps) return tl::unexpected{steps.error()};
    const auto blanks = blanksFrom(words.blank);
    if (!blanks) return tl::unexpected{blanks.error()};
    Papers papers;
    papers.steps = *steps;
    papers.picture = picture;
    papers.handout = isForPaper(words);
    if (words.perPage > 0) papers.perPage = words.perPage;
    papers.blanks = *blanks;
    if (!words.view.empty()) papers.onPaper = picture.view;
    papers.framesPerSecond = words.framesPerSecond;
    if (isProjected(path) && words.view.empty()) papers.picture.view = PictureKind::Present;
    if (isProjected(path) && words.size.empty()) papers.picture.size = projectedSize(path);
    return papers;
}

} // namespace

std::span<const std::string_view> pictureViews()
{
    static const std::vector<std::string_view> views = [] {
        std::vector<std::string_view> all{"stage", "ladder", "states", "present"};
        for (std::size_t view = 1; view < scene::view_count; ++view) // the first is the ladder
            all.push_back(scene::info(static_cast<scene::View>(view)).id);
        return all;
    }();
    return views;
}

Result<Picture> pictureFrom(const PictureWords& words, const scene::StagedRun& staged)
{
    constexpr std::array<std::string_view, 3> themes{"light", "dark", "contrast"};
    constexpr std::array<std::string_view, 2> languages{"en", "zh"};
    const auto size = sizeFrom(words.size);
    if (!size) return tl::unexpected{size.error()};
    const auto theme = choice(words.theme, themes, {"theme", "主题"});
    if (!theme) return tl::unexpected{theme.error()};
    const auto language = choice(words.language, languages, {"language", "语言"});
    if (!language) return tl::unexpected{language.error()};
    constexpr std::array<std::string_view, 2> notations{"rfc", "textbook"};
    const auto notation = choice(words.notation, notations, {"notation", "写法"});
    if (!notation) return tl::unexpected{notation.error()};
    const auto view = choice(words.view, pictureViews(), {"view", "视图"});
    if (!view) return tl::unexpected{view.error()};
    constexpr std::array<std::string_view, 3> lanes{"where-they-matter", "always", "never"};
    const auto programs = choice(words.programs, lanes, {"choice of programs", "程序调用的显示方式"});
    if (!programs) return tl::unexpected{programs.error()};
    const auto time = timeFrom(words, staged);
    if (!time) return tl::unexpected{time.error()};
    Picture picture;
    picture.size = *size;
    picture.theme = static_cast<scene::ThemeName>(*theme);
    picture.display = scene::withNotation(picture.display, *notation == 1);
    picture.display.language = static_cast<Language>(*language);
    picture.view = static_cast<PictureKind>(std::min(*view, static_cast<std::size_t>(PictureKind::View)));
    if (picture.view == PictureKind::View)
        picture.display.view = static_cast<scene::View>(*view - static_cast<std::size_t>(PictureKind::View) + 1);
    picture.display.programs = static_cast<scene::ProgramLanes>(*programs);
    picture.display.console = words.console;
    picture.time = *time;
    return drawingFrom(words).map([&](scene::DrawingPtr drawing) {
        picture.display.drawn.drawing = std::move(drawing);
        return picture;
    });
}

Result<void> render(lesson::Scenario scenario, run::Run run, const PictureWords& words, const std::string& path)
{
    chooseFonts();
    const auto staged = scene::stageRun(std::move(scenario), std::move(run));
    const auto picture = pictureFrom(words, *staged);
    if (!picture) return tl::unexpected{picture.error()};
    if (isForPaper(words) && !isPdf(path))
        return fail({"--page, --per-page and --blank are for a PDF", "--page、--per-page 和 --blank 只用于 PDF"},
                    {path, 0, 0}, {"end the name in .pdf", "请让文件名以 .pdf 结尾"});
    const bool several = !words.steps.empty() || isForPaper(words) || isProjected(path);
    if (!several) return writePicture(*staged, *picture, path, Special::Write);
    return papersFrom(words, *picture, *staged, path).and_then([&](const Papers& papers) {
        return writePapers(*staged, papers, path, {}, Special::Write).map([](Finished) {});
    });
}

} // namespace tcpstage::paint
