#include "app/commands.h"

#include "app/line/output.h"
#include "app/open_command.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/base/time.h"
#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "ui/page/render_page.h"
#include "ui/paint/own_fonts.h"
#include "ui/paint/render.h"

#include <QGuiApplication>
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace tcpstage::app {

namespace {

struct Size {
    int width = 0;
    int height = 0;
};

/// "1920x1080"; each side 16 to 16384 pixels. Empty: none was given.
Result<Size> parse_size(const std::string& text)
{
    if (text.empty()) return Size{};
    constexpr int least = 16;
    constexpr int most = 16384;
    Size size;
    const char* const last = text.data() + text.size();
    const auto [cross, error] = std::from_chars(text.data(), last, size.width);
    const bool crossed = error == std::errc{} && cross != last && *cross == 'x';
    const auto [end, second] = std::from_chars(crossed ? cross + 1 : last, last, size.height);
    const bool whole = crossed && second == std::errc{} && end == last;
    const bool fits = std::min(size.width, size.height) >= least && std::max(size.width, size.height) <= most;
    if (whole && fits) return size;
    return fail(say({"--size \"{}\" is not a size", "--size “{}”不是尺寸"}, text), {},
                say({"write width x height in pixels, {} to {}, such as 1920x1080",
                     "请写宽x高，以像素计，{} 到 {}，例如 1920x1080"},
                    least, most));
}

Result<void> check_ending(const std::string& path)
{
    constexpr std::array<std::string_view, 8> endings{".png", ".svg", ".pdf",  ".html",
                                                      ".gif", ".mp4", ".webm", ".pptx"};
    constexpr std::array<std::string_view, 5> pictures{".png", ".svg", ".pdf", ".html", ".pptx"}; // nobody means a film
    const std::string ending = std::filesystem::path{path}.extension().string();
    if (std::ranges::find(endings, ending) == endings.end())
        return fail(say({"\"{}\" is not the extension of a picture file", "“{}”不是图片的扩展名"}, ending),
                    {path, 0, 0}, advice_for(ending, pictures));
    return {};
}

Result<void> check_moment(const RenderOptions& options, const trace::Trace& trace, bool two_worlds)
{
    if (!options.at.empty() && !parse_duration(options.at)) return tl::unexpected{no_time(options.at)};
    const auto steps =
        std::ranges::count_if(trace.records(), [](const trace::Record& record) { return trace::is_step(record.kind); });
    if (options.step > steps && !two_worlds)
        return fail(say({"--step {}: the lesson has only {} steps", "--step {}：课程只有 {} 步"}, options.step, steps),
                    {}, {"choose an earlier one", "请选更早的一步"});
    return {};
}

Error no_chinese_font(const std::string& path)
{
    return {{"no font here has Chinese characters", "本机没有中文字体"},
            {path, 0, 0},
            {"install one, such as Noto Sans CJK (Debian: fonts-noto-cjk)",
             "请安装一种，例如 Noto Sans CJK（Debian：fonts-noto-cjk）"}};
}

paint::PictureWords words_of(const RenderOptions& options)
{
    return {options.size,
            options.theme,
            options.language == Language::Chinese ? "zh" : "en",
            options.view,
            options.at,
            options.step,
            options.steps,
            options.page,
            static_cast<int>(options.per_page),
            options.blank,
            options.frames_per_second,
            options.notation,
            options.lesson,
            options.drawing,
            options.programs,
            options.console};
}

/// An hour is drawn only as a page.
int render_hour(const Result<lesson::Hour>& hour, const RenderOptions& options, int& argc, char** argv)
{
    const Language language = options.language;
    if (!hour) return complain(hour.error(), language);
    if (!page::isPage(options.output))
        return complain({{"an hour can only be drawn as a page", "一堂课只能输出为网页"},
                         {options.output, 0, 0},
                         {"end the name in .html, or draw its lessons one by one",
                          "请让文件名以 .html 结尾，或逐个输出其中的课程"}},
                        language);
    if (options.step >= 0 || !options.at.empty())
        return complain(
            {{"each lesson of an hour begins where the hour says", "每个课程从何处开始，由这堂课的文件规定"},
             {options.lesson, 0, 0},
             {"leave out --step and --at", "请去掉 --step 和 --at"}},
            language);
    qputenv("QT_QPA_PLATFORM", "offscreen"); // a picture needs no display
    const QGuiApplication application{argc, argv};
    const auto written = page::writeHourPage(*hour, words_of(options), options.language_given, options.output);
    return written ? 0 : complain(written.error(), language);
}

} // namespace

int render_lesson(const RenderOptions& options, int& argc, char** argv)
{
    const Language language = options.language;
    if (const auto ending = check_ending(options.output); !ending) return complain(ending.error(), language);
    if (const auto size = parse_size(options.size); !size) return complain(size.error(), language);
    const bool several =
        !options.steps.empty() || !options.page.empty() || options.per_page > 0 || !options.blank.empty();
    if (several && page::isPage(options.output))
        return complain(
            {{"a page in the browser has all steps", "网页总是包含所有步骤"},
             {options.output, 0, 0},
             {"leave out --steps, --page, --per-page and --blank", "请去掉 --steps、--page、--per-page 和 --blank"}},
            language);
    if (const auto hour = lesson::hour_in_file(options.lesson)) return render_hour(*hour, options, argc, argv);
    auto lesson_run = sources::find_run(options.lesson);
    if (!lesson_run) return complain(lesson_run.error(), language);
    if (const auto moment = check_moment(options, lesson_run->run.trace, lesson_run->beside != nullptr); !moment)
        return complain(moment.error(), language);
    qputenv("QT_QPA_PLATFORM", "offscreen"); // a picture needs no display
    const QGuiApplication application{argc, argv};
    const paint::PictureWords words = words_of(options);
    const auto written =
        page::isPage(options.output)
            ? page::writePage(std::move(lesson_run->scenario), std::move(lesson_run->run), words,
                              options.language_given, options.output)
            : paint::render(std::move(lesson_run->scenario), std::move(lesson_run->run), words, options.output);
    if (!written) return complain(written.error(), language);
    if (language == Language::Chinese && !page::isPage(options.output) && !paint::canShowChinese())
        warn(no_chinese_font(options.output), language);
    return 0;
}

} // namespace tcpstage::app
