#include "ui/paint/steps.h"

#include "core/base/say.h"
#include "ui/paint/painter.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <regex>

namespace tcpstage::paint {

namespace {

constexpr int pdfPixelsPerInch = 96;

/// "7", "3-9"; empty: neither.
std::optional<Steps> rangeIn(const std::string& words)
{
    Steps steps;
    const char* const last = words.data() + words.size();
    const auto [end, wrong] = std::from_chars(words.data(), last, steps.first);
    steps.last = steps.first;
    if (wrong != std::errc{}) return {};
    if (end == last) return steps;
    if (*end != '-') return {};
    const auto [rest, bad] = std::from_chars(end + 1, last, steps.last);
    if (bad != std::errc{} || rest != last || steps.last < steps.first) return {};
    return steps;
}

} // namespace

Result<Steps> stepsFrom(const std::string& words, const scene::StagedRun& staged)
{
    const std::size_t count = staged.stepCount();
    const std::size_t opening = staged.stepsUntil(staged.opening());
    if (count == 0)
        return fail({"this run has no steps", "这次运行没有步骤"}, {}, {"choose another lesson", "请选别的课程"});
    const auto range = words == "all" ? Steps{std::min(opening + 1, count), count} : rangeIn(words);
    if (!range || range->first == 0)
        return fail(say({"\"{}\" is not a range of steps", "“{}”不是步骤的范围"}, words), {},
                    {"write all, 7 or 3-9", "请写 all、7 或 3-9"});
    if (range->last > count)
        return fail(say({"steps {}: the lesson has only {} steps", "步骤 {}：课程只有 {} 步"}, words, count), {},
                    {"choose earlier ones", "请选更早的步骤"});
    if (range->count() > most_steps)
        return fail(say({"these are {} steps, and at most {} can be drawn at once", "共 {} 步，一次最多绘制 {} 步"},
                        range->count(), most_steps),
                    {}, {"choose some of them, such as 1-100", "请只选一部分，例如 1-100"});
    return *range;
}

scene::StageTime timeOf(const scene::StagedRun& staged, std::size_t step) { return staged.stepTime(step - 1); }

Result<std::string> nameOfStep(const std::string& pattern, std::size_t step)
{
    static const std::regex place{R"(%(0?)(\d?)d)"};
    const auto begin = std::sregex_iterator{pattern.begin(), pattern.end(), place};
    if (std::distance(begin, std::sregex_iterator{}) != 1) {
        const std::filesystem::path path{pattern};
        std::filesystem::path name = path.parent_path() / path.stem();
        name += "-%02d" + path.extension().string();
        return fail({"each step has a file of its own, so the name needs one place for its number",
                     "每一步写成一个文件，所以文件名里要有且只有一处放编号"},
                    {pattern, 0, 0}, say({"write {}", "请写 {}"}, name.string()));
    }
    const std::smatch& found = *begin;
    const int width = found[2].length() == 0 ? 0 : found[2].str().front() - '0';
    const std::string number =
        found[1].length() == 0 ? fmt::format("{:{}}", step, width) : fmt::format("{:0{}}", step, width);
    return found.prefix().str() + number + found.suffix().str();
}

Result<Finished> writeSteps(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                            const std::string& pattern, const Progress& progress, Special special)
{
    Picture each = picture;
    for (std::size_t step = steps.first; step <= steps.last; ++step) {
        if (progress && !progress(step - steps.first, steps.count())) return Finished::Cancelled;
        const auto name = nameOfStep(pattern, step);
        if (!name) return tl::unexpected{name.error()};
        each.time = timeOf(staged, step);
        if (auto written = writePicture(staged, each, *name, special); !written) return tl::unexpected{written.error()};
    }
    return Finished::All;
}

Result<Finished> writeStepsPdf(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                               const std::string& path, const Progress& progress, Special special)
{
    if (const auto fits = checkSize(picture.size); !fits) return tl::unexpected{fits.error()};
    QByteArray octets;
    QBuffer buffer{&octets};
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer{&buffer};
    writer.setTitle(QString::fromStdString(staged.scenario.title[picture.display.language]));
    writer.setCreator(QStringLiteral("TCP Stage"));
    writer.setResolution(pdfPixelsPerInch);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize{picture.size * 72.0 / pdfPixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch});
    QPainter painter{&writer};
    Picture each = picture;
    for (std::size_t step = steps.first; step <= steps.last; ++step) {
        if (progress && !progress(step - steps.first, steps.count())) return Finished::Cancelled;
        if (step > steps.first) writer.newPage();
        each.time = timeOf(staged, step);
        paint(painter, sceneOf(staged, each), Theme::named(picture.theme));
    }
    painter.end();
    return write_whole_file(path, {octets.constData(), static_cast<std::size_t>(octets.size())}, special).map([] {
        return Finished::All;
    });
}

} // namespace tcpstage::paint
