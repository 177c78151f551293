#include "ui/model/store/hour_update.h"

#include "core/base/say.h"
#include "ui/model/store/load_update.h"
#include "ui/model/store/work_update.h"

#include <algorithm>
#include <utility>

namespace tcpstage::model {

namespace {

void goToPart(Change& change, std::size_t part)
{
    Model& model = change.model;
    if (!model.hour || part >= model.hour->hour->parts.size()) return;
    model.hour->part = part;
    const lesson::HourPart& now = model.hour->now();
    OpenSource open{now.source};
    open.step = now.step;
    openSource(change, open);
}

void on(Change& change, const BeginHour& begin)
{
    if (!begin.hour || begin.hour->parts.empty()) return;
    Model& model = change.model;
    model.hour = HourOnStage{begin.hour, begin.path, 0};
    if (!begin.path.empty()) noteRecent(model, begin.path);
    change.request(RememberChoices{});
    goToPart(change, std::min(begin.part, begin.hour->parts.size() - 1));
}

void on(Change& change, const HourRead& read)
{
    Model& model = change.model;
    if (!model.loading || model.loading->ticket != read.ticket) return; // cancelled, or a newer load was requested
    const std::string path = model.loading->source;
    cancelOpening(change);
    const auto last = std::exchange(model.lastHour, std::nullopt);
    on(change, BeginHour{read.hour, path, last && last->path == path ? last->part : 0});
    if (!model.loading) return;
    const std::size_t count = read.hour->parts.size();
    model.loading->said =
        read.hour->minutes() > 0
            ? say({"This hour has {} lessons and takes {} minutes. Ctrl+Shift+PgDn goes to the next one.",
                   "这堂课有 {} 个课程，共 {} 分钟。按 Ctrl+Shift+PgDn 转到下一个。"},
                  count, read.hour->minutes())
            : say({"Lessons of this hour: {}. Ctrl+Shift+PgDn goes to the next one.",
                   "这堂课有 {} 个课程。按 Ctrl+Shift+PgDn 转到下一个。"},
                  count);
}

void on(Change& change, const GoToPart& go) { goToPart(change, go.part); }

} // namespace

void act(Change& change, const HourAction& action)
{
    std::visit([&](const auto& what) { on(change, what); }, action);
}

void nextPart(Change& change)
{
    if (const Model& model = change.model; model.hour && !model.hour->isLast()) goToPart(change, model.hour->part + 1);
}

void endHour(Change& change)
{
    change.model.hour.reset();
    change.request(RememberChoices{}); // the next start does not open it
}

void previousPart(Change& change)
{
    if (const Model& model = change.model; model.hour && model.hour->part > 0) goToPart(change, model.hour->part - 1);
}

} // namespace tcpstage::model
