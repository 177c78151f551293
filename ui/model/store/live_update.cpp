#include "ui/model/store/live_update.h"

#include "core/compare/compare.h"
#include "ui/model/store/work_update.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>

namespace tcpstage::model {

void LiveUpdate::start(const StartLive& start)
{
    if (model_.live && model_.live->goesOn()) requests_.emplace_back(StopLive{});
    LivePlay play;
    play.ticket = ++model_.lastTicket;
    play.source = start.source.empty() ? model_.source : start.source;
    play.byHand = start.byHand;
    model_.loading.reset();
    model_.notice.reset();
    model_.selection = scene::Ref{};
    model_.playing = false;
    model_.following = true;
    model_.live = play;
    const auto& all = model_.branches.all; // the lesson itself, not what was made of it
    const StagedRunPtr lesson = all.empty() ? model_.staged : all.front().staged;
    requests_.emplace_back(BeginLive{play.ticket, play.source, play.byHand, start.hop, model_.timeMap, start.vantage,
                                     play.source == model_.source ? lesson : nullptr});
}

void LiveUpdate::obey(Command command)
{
    if (command == Command::CompareRuns) compare();
    if (command == Command::DropSegment) decide(LiveFate::Drop);
    if (command == Command::DuplicateSegment) decide(LiveFate::Duplicate);
    if (command == Command::DelaySegment) decide(LiveFate::Delay);
    if (command == Command::CorruptSegment) decide(LiveFate::Corrupt);
}

std::optional<scene::StageTime> LiveUpdate::news(const LiveNews& news)
{
    if (!model_.live || model_.live->ticket != news.play.ticket) return {}; // closed, or another one has begun
    LivePlay play = news.play;
    play.source = model_.live->source;
    play.following = model_.live->following;
    model_.live = std::move(play);
    if (model_.live->stage == LivePlay::Stage::Failed) {
        model_.notice = Notice{model_.live->failure, true};
        model_.live.reset();
    }
    if (!news.staged) return {};
    const bool first = !model_.staged || model_.staged->trace().source() != trace::Source::Live ||
                       model_.source.empty() || model_.liveStagedRun != news.play.ticket;
    const trace::Moment moment = first ? trace::Moment{} : model_.staged->timeMap.moment(model_.goal());
    model_.liveStagedRun = news.play.ticket;
    if (first) {
        WorkUpdate{model_, requests_}.leave();
        model_.branches = {};
        model_.desk = {++model_.lastTicket, false};
    }
    model_.staged = news.staged;
    if (model_.live) model_.source = model_.live->source;
    const scene::TimeMap& timeMap = model_.staged->timeMap;
    const scene::StageTime before = moment.record == trace::no_record ? scene::StageTime{} : timeMap.at(moment.record);
    model_.time = first ? scene::StageTime{} : std::min(model_.time, timeMap.end());
    const bool glides = model_.glide.has_value();
    model_.glide.reset();
    if (!model_.live || !model_.live->following) {
        model_.time = before;
        return {};
    }
    const bool over = model_.live->stage == LivePlay::Stage::Ended;
    const auto records = static_cast<trace::RecordId>(model_.staged->trace().records().size());
    const scene::StageTime now = over ? timeMap.end() : records == 0 ? scene::StageTime{} : timeMap.at(records - 1);
    if (glides && now > model_.time) model_.time += (now - model_.time) / 4; // much happens: no falling behind
    return now;
}

bool LiveUpdate::chooseTimeMap(scene::TimeMapKind timeMap)
{
    if (!model_.live || !model_.live->goesOn()) return false;
    requests_.emplace_back(TimeMapLive{timeMap});
    return true;
}

void LiveUpdate::compare()
{
    if (!model_.staged || (model_.live && model_.live->goesOn())) return;
    const bool together = scene::isRealBesideSimulated(*model_.staged);
    if (!together && (model_.staged->beside || model_.staged->trace().source() != trace::Source::Live)) return;
    const StagedRunPtr real = together ? model_.staged->beside : model_.staged;
    model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, real->timeMap.moment(model_.goal()), {}};
    model_.loading->ofSecond = !together;
    LoadSource request{model_.lastTicket, model_.source, model_.timeMap, real};
    request.withSimulated = !together;
    request.alone = together;
    requests_.emplace_back(std::move(request));
}

scene::StageTime LiveUpdate::placeOf(const PendingLoad& loading, const scene::StagedRun& loaded)
{
    const bool together = scene::isRealBesideSimulated(*model_.staged);
    if (loading.ofSecond)
        model_.selection.run = model_.selection.kind == scene::Ref::Kind::Nothing ? 0 : 1;
    else if (together && !loaded.beside)
        model_.selection = model_.selection.run == 1 ? model_.selection : scene::Ref{};
    if (!loaded.beside) model_.selection.run = 0;
    if (loading.moment.record == trace::no_record) return {};
    return loaded.half(loading.ofSecond ? 1 : 0).timeMap.at(loading.moment.record);
}

void LiveUpdate::close()
{
    if (!model_.live) return;
    if (model_.live->goesOn())
        requests_.emplace_back(StopLive{});
    else
        model_.live.reset();
}

void LiveUpdate::hold(bool on)
{
    if (!model_.live || !model_.live->goesOn()) return;
    requests_.emplace_back(HoldLive{on});
}

bool LiveUpdate::decide(LiveFate fate, std::optional<trace::TransitId> transit)
{
    if (!model_.live || !model_.live->goesOn() || model_.live->held.empty()) return false;
    const auto isHeld = [&](trace::TransitId id) {
        return std::ranges::find(model_.live->held, id) != model_.live->held.end();
    };
    if (transit && !isHeld(*transit)) return false;
    DecideLive decision{transit, fate};
    if (!transit && model_.selection.kind == scene::Ref::Kind::Segment && isHeld(model_.selection.id))
        decision.transit = model_.selection.id;
    model_.live->following = true;
    requests_.emplace_back(decision);
    return true;
}

bool LiveUpdate::atTheEnd() const
{
    return model_.staged && model_.staged->stepsUntil(model_.goal()) == model_.staged->stepCount();
}

bool LiveUpdate::stepsLive()
{
    if (!model_.live || !model_.live->goesOn() || !model_.live->byHand || !atTheEnd()) return false;
    model_.following = true;
    decide(LiveFate::Deliver);
    return true;
}

} // namespace tcpstage::model
