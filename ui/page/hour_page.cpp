#include "ui/page/hour_page.h"

#include "core/sources/find_run.h"
#include "ui/scene/staged/staged_run.h"

#include <algorithm>

namespace tcpstage::page {

namespace {

Result<PagePart> partOf(const lesson::HourPart& part)
{
    return sources::find_run(part.source).map([&](run::LessonRun found) {
        const auto staged = scene::stageRun(std::move(found.scenario), std::move(found.run));
        PagePart made{staged, {}};
        if (part.step && *part.step == 0) made.opening = scene::StageTime{};
        if (part.step && *part.step > 0 && staged->stepCount() > 0)
            made.opening = staged->stepTime(std::min<std::size_t>(*part.step, staged->stepCount()) - 1);
        return made;
    });
}

} // namespace

Result<paint::Finished> writeHourPage(const lesson::Hour& hour, const PageChoices& choices, const std::string& path,
                                      const StrokesOn& strokes, const paint::Progress& progress, Special special)
{
    const std::size_t all = 2 * hour.parts.size(); // to run them, and to draw them
    const auto goesOn = [&](std::size_t done) { return !progress || progress(done, all); };
    std::vector<PagePart> parts;
    for (const lesson::HourPart& part : hour.parts) {
        if (!goesOn(parts.size())) return paint::Finished::Cancelled;
        auto made = partOf(part);
        if (!made) return tl::unexpected{made.error()};
        if (strokes) made->drawn = strokes(part.source);
        parts.push_back(std::move(*made));
    }
    bool cancelled = false;
    const auto page = pageOf(hour.title, parts, choices, [&](std::size_t done, std::size_t) {
        cancelled = !goesOn(parts.size() + done);
        return !cancelled;
    });
    if (!page) return tl::unexpected{page.error()};
    if (cancelled) return paint::Finished::Cancelled;
    return write_whole_file(path, {page->constData(), static_cast<std::size_t>(page->size())}, special).map([] {
        return paint::Finished::All;
    });
}

} // namespace tcpstage::page
