#include "ui/paint/render.h"

#include "core/base/nearest.h"
#include "ui/paint/painter.h"

#include <QString>
#include <array>
#include <charconv>

namespace tcpstage {

namespace {

/// The position of a word in a list, 0 when it is empty.
template <std::size_t Count>
Result<std::size_t> choice(const std::string& word, const std::array<std::string_view, Count>& known, const char* what)
{
    if (word.empty()) return 0;
    for (std::size_t i = 0; i < Count; ++i)
        if (known[i] == word) return i;
    return fail(std::string{"unknown "} + what + " \"" + word + "\"", {}, advice_for(word, known));
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
    return fail("\"" + text + "\" is no size", {}, "write it as 1920x1080");
}

Result<StageTime> timeFrom(const PictureWords& words, const Story& story)
{
    const Pace& pace = story.pace;
    if (!words.at.empty()) {
        const auto since = parse_duration(words.at);
        if (!since) return fail("\"" + words.at + "\" is no time", {}, "write it as 1.5s or 200 ms");
        return pace.timeOf(start_of_time + *since);
    }
    if (words.step < 0) return pace.end();
    const auto step = static_cast<std::size_t>(words.step);
    if (step > story.stepCount())
        return fail("there is no step " + std::to_string(step), {},
                    "this run has " + std::to_string(story.stepCount()) + " steps");
    return step == 0 ? StageTime{} : story.stepTime(step - 1);
}

} // namespace

Result<Picture> pictureFrom(const PictureWords& words, const Story& story)
{
    constexpr std::array<std::string_view, 3> themes{"light", "dark", "contrast"};
    constexpr std::array<std::string_view, 2> languages{"en", "zh"};
    constexpr std::array<std::string_view, 4> views{"stage", "ladder", "states", "present"};
    const auto size = sizeFrom(words.size);
    if (!size) return tl::unexpected{size.error()};
    const auto theme = choice(words.theme, themes, "theme");
    if (!theme) return tl::unexpected{theme.error()};
    const auto language = choice(words.language, languages, "language");
    if (!language) return tl::unexpected{language.error()};
    const auto view = choice(words.view, views, "view");
    if (!view) return tl::unexpected{view.error()};
    const auto time = timeFrom(words, story);
    if (!time) return tl::unexpected{time.error()};
    Picture picture;
    picture.size = *size;
    picture.theme = static_cast<ThemeName>(*theme);
    picture.showing.language = static_cast<Language>(*language);
    picture.view = static_cast<View>(*view);
    picture.time = *time;
    return picture;
}

Result<void> render(Scenario scenario, Run run, const PictureWords& words, const std::string& path)
{
    chooseFonts();
    const auto story = tell(std::move(scenario), std::move(run));
    const auto picture = pictureFrom(words, *story);
    return picture ? writePicture(*story, *picture, path) : tl::unexpected{picture.error()};
}

} // namespace tcpstage
