#include "ui/model/store/hour_update.h"

#include "core/base/say.h"
#include "ui/model/store/load_update.h"
#include "ui/model/store/work_update.h"

#include <algorithm>

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
    on(change, BeginHour{read.hour, path, 0});
    if (!model.loading) return;
    model.loading->said = say({"This hour has {} lessons and takes {} minutes. Ctrl+Shift+PgDn goes to the next one.",
                               "这堂课有 {} 个课程，共 {} 分钟。按 Ctrl+Shift+PgDn 转到下一个。"},
                              read.hour->parts.size(), read.hour->minutes());
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

void endHour(Change& change) { change.model.hour.reset(); }

void previousPart(Change& change)
{
    if (const Model& model = change.model; model.hour && model.hour->part > 0) goToPart(change, model.hour->part - 1);
}

} // namespace tcpstage::model
