#include "ui/page/page.h"

#include "core/base/say.h"
#include "core/run/goal_text.h"
#include "ui/page/page_json.h"
#include "ui/page/page_words.h"
#include "ui/paint/svg_writer.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/mark_names.h"

#include <algorithm>
#include <array>

namespace tcpstage::page {

namespace {

QByteArray bothOf(const OwnedText& text)
{
    return objectOf({{"en", quoted(text.en)}, {"zh", quoted(text[Language::Chinese])}});
}

OwnedText sourceOf(const lesson::Scenario& scenario)
{
    if (scenario.rfc.empty()) return {};
    return {"RFC " + captions::section_text(scenario.rfc, Language::English),
            "RFC " + captions::section_text(scenario.rfc, Language::Chinese)};
}

/// [what is to be reached, what may be done for it or how it was done]; 0 without a goal.
QByteArray goalJson(const scene::StagedRun& staged)
{
    if (!staged.judgement) return "0";
    const run::GoalText text = run::goal_text(staged.scenario, *staged.judgement, staged.trace());
    return listOf(QByteArrayList{bothOf(text.goal), bothOf(text.state)});
}

/// Before all steps, and after each.
std::vector<scene::StageTime> timesOf(const scene::StagedRun& staged)
{
    std::vector<scene::StageTime> times{scene::StageTime{}};
    for (std::size_t i = 0; i < staged.stepCount(); ++i)
        times.push_back(staged.stepTime(i));
    return times;
}

QByteArray timesJson(const std::vector<scene::StageTime>& times)
{
    QByteArrayList list;
    for (const scene::StageTime time : times)
        list << QByteArray::number(static_cast<qint64>(time.count()));
    return listOf(list);
}

/// Both worlds by name.
QByteArray worldsJson(const scene::StagedRun& staged)
{
    QByteArrayList worlds;
    for (const std::size_t which : {0U, 1U})
        if (staged.beside) worlds << bothOf(staged.half(which).scenario.half_title());
    return listOf(worlds);
}

QByteArray lessonJson(const std::string& id, const scene::StagedRun& staged, const PageChoices& choices)
{
    const std::vector<scene::StageTime> times = timesOf(staged);
    const bool givesAway = choices.view.kind == paint::PictureKind::View &&
                           choices.view.display.view != scene::View::Ladder; // as in the window
    const scene::DisplayOptions display = displayOf(choices.view, choices.language);
    PageMarks marks{staged, display};
    PageWords words{staged, display, times};
    const QByteArray pictures = pagePictures(staged, choices.view, times, marks);
    const QByteArray said = objectOf({{"en", words.said(Language::English)}, {"zh", words.said(Language::Chinese)}});
    const std::size_t opening = staged.stepsUntil(staged.opening());
    const std::size_t first = staged.stepsUntil(choices.opening.value_or(staged.opening()));
    return objectOf(
        {{"id", quoted(id)},
         {"title", bothOf(staged.scenario.title)},
         {"summary", bothOf(staged.scenario.summary)},
         {"source", bothOf(sourceOf(staged.scenario))},
         {"goal", goalJson(staged)},
         {"notTcp", staged.trace().is_tcp() ? "0" : "1"},
         {"worlds", worldsJson(staged)},
         {"opening", QByteArray::number(static_cast<qint64>(opening))},
         {"first", QByteArray::number(static_cast<qint64>(first))},
         {"times", timesJson(times)},
         {"captions", words.captions()},
         {"said", said},
         {"console", objectOf({{"en", words.console(Language::English)}, {"zh", words.console(Language::Chinese)}})},
         {"waiting", words.waiting()},
         {"questions", givesAway ? "{}" : words.questions()},
         {"ids", marks.ids()},
         {"names", objectOf({{"en", marks.names(Language::English)}, {"zh", marks.names(Language::Chinese)}})},
         {"pictures", pictures},
         {"marks", marks.marks()}});
}

/// `title`: over all lessons, where there are several.
QByteArray dataOf(const OwnedText& title, const QByteArrayList& lessons, const PageChoices& choices)
{
    const QByteArray language = choices.language == Language::Chinese ? "\"zh\"" : "\"en\"";
    const std::string_view theme = choices.theme ? paint::id(*choices.theme) : "";
    return objectOf({{"format", "\"tcpstage-page\""},
                     {"version", "1"},
                     {"language", language},
                     {"fixedLanguage", choices.fixedLanguage ? "1" : "0"},
                     {"theme", quoted(std::string{theme})},
                     {"depth", QByteArray::number(static_cast<int>(choices.view.display.depth))},
                     {"title", lessons.size() > 1 ? bothOf(title) : "0"},
                     {"lessons", listOf(lessons)}});
}

/// "--i1:#f6f7f9;--i2:..."
QByteArray coloursOf(scene::ThemeName name)
{
    QByteArray colours;
    for (int ink = 1; ink <= static_cast<int>(scene::Ink::PenMarker); ++ink)
        colours += "--i" + QByteArray::number(ink) + ':' +
                   paint::Theme::named(name).colour(static_cast<scene::Ink>(ink)).name().toLatin1() + ';';
    return colours;
}

/// The theme that was chosen, or else that of the system.
QByteArray themesCss()
{
    const QByteArray light = coloursOf(scene::ThemeName::Light) + "color-scheme:light";
    const QByteArray dark = coloursOf(scene::ThemeName::Dark) + "color-scheme:dark";
    const QByteArray contrast = coloursOf(scene::ThemeName::Contrast) + "color-scheme:dark";
    return ":root{" + light + "}\n@media (prefers-color-scheme:dark){:root{" + dark +
           "}}\n@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root{" + contrast +
           "}}\n:root[data-theme=light]{" + light + "}\n:root[data-theme=dark]{" + dark +
           "}\n:root[data-theme=contrast]{" + contrast + "}\n@media print{:root,:root:root[data-theme]{" + light +
           "}}\n";
}

/// What a browser shows that runs no script: the whole ladder, or the last picture.
QByteArray pictureWithoutScript(const scene::StagedRun& staged, const PageChoices& choices)
{
    const paint::Picture picture = pagePicture(staged, choices.view, choices.language);
    const auto names = [&](const scene::Ref& ref) { return scene::markName(staged, ref, picture.display); };
    const QString title = QString::fromStdString(staged.scenario.title[choices.language]);
    return paint::svgWithVariables(paint::sceneOf(staged, picture),
                                   {title, choices.language, QStringLiteral("end-"), names});
}

QByteArray octets(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

/// Fills the places {{name}} of the page. What is filled in is not searched for places.
QByteArray filled(std::string_view page, const std::vector<std::pair<std::string_view, QByteArray>>& values)
{
    QByteArray out;
    while (true) {
        const std::size_t begin = page.find("{{");
        const std::size_t end = page.find("}}", begin);
        out += octets(page.substr(0, begin));
        if (begin == std::string_view::npos || end == std::string_view::npos) return out;
        const std::string_view name = page.substr(begin + 2, end - begin - 2);
        const auto value = std::ranges::find(values, name, &std::pair<std::string_view, QByteArray>::first);
        if (value != values.end()) out += value->second;
        page.remove_prefix(end + 2);
    }
}

} // namespace

namespace {

Result<void> isShortEnough(const scene::StagedRun& staged)
{
    if (staged.stepCount() > most_page_steps)
        return fail(say({"a run of {} steps is too long for a page, which has at most {}",
                         "这次运行有 {} 步，超过了网页的上限 {} 步"},
                        staged.stepCount(), most_page_steps),
                    {}, {"draw its pictures one by one: --step and .svg", "请逐步输出图片：--step 和 .svg"});
    return {};
}

/// "syn-lost" where it comes first, then "syn-lost-2".
std::string idAmong(std::vector<std::string>& ids, const std::string& id)
{
    std::string own = id;
    for (int count = 2; std::ranges::find(ids, own) != ids.end(); ++count)
        own = id + '-' + std::to_string(count);
    return ids.emplace_back(own);
}

/// `staged` is what is read where no script runs.
QByteArray written(const OwnedText& heading, const scene::StagedRun& staged, const QByteArrayList& lessons,
                   const PageChoices& choices)
{
    const Language language = choices.language;
    const QString title = QString::fromStdString(heading[language]);
    const auto files = pageFiles();
    return filled(files[0].text,
                  {{"lang", language == Language::Chinese ? "zh-CN" : "en"},
                   {"title", paint::escaped(title).toUtf8()},
                   {"summary", paint::escaped(QString::fromStdString(staged.scenario.summary[language])).toUtf8()},
                   {"source", paint::escaped(QString::fromStdString(sourceOf(staged.scenario)[language])).toUtf8()},
                   {"goal", paint::escaped(scene::goalOf(staged, language).goal).toUtf8()},
                   {"themes", themesCss()},
                   {"style", octets(files[1].text)},
                   {"script", octets(files[2].text)},
                   {"data", dataOf(heading, lessons, choices)},
                   {"picture", pictureWithoutScript(staged, choices)}});
}

} // namespace

Result<QByteArray> pageOf(const scene::StagedRun& staged, const PageChoices& choices)
{
    return isShortEnough(staged).map([&] {
        return written(staged.scenario.title, staged, {lessonJson(staged.scenario.id, staged, choices)}, choices);
    });
}

Result<QByteArray> pageOf(const OwnedText& title, std::span<const PagePart> parts, const PageChoices& choices,
                          const paint::Progress& progress)
{
    QByteArrayList lessons;
    std::vector<std::string> ids;
    for (const PagePart& part : parts) {
        if (progress && !progress(ids.size(), parts.size())) return QByteArray{};
        if (const auto isShort = isShortEnough(*part.staged); !isShort) return tl::unexpected{isShort.error()};
        PageChoices own = choices;
        own.opening = part.opening;
        own.view.display.drawn.drawing = part.drawn;
        lessons << lessonJson(idAmong(ids, part.staged->scenario.id), *part.staged, own);
    }
    return written(title, *parts.front().staged, lessons, choices);
}

bool isPage(const std::string& path)
{
    return QString::fromStdString(path).endsWith(QLatin1String(".html"), Qt::CaseInsensitive);
}

Result<void> writePage(const scene::StagedRun& staged, const PageChoices& choices, const std::string& path,
                       Special special)
{
    return pageOf(staged, choices).and_then([&](const QByteArray& page) {
        return write_whole_file(path, {page.constData(), static_cast<std::size_t>(page.size())}, special);
    });
}

} // namespace tcpstage::page
