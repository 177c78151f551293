#include "ui/model/store/live_update.h"

#include "core/compare/compare.h"
#include "core/sources/capture_run.h"
#include "ui/model/store/work_update.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

/// Real sockets were seen: on the wire, or as they are captured.
bool isReal(const scene::StagedRun& staged)
{
    const trace::Source source = staged.trace().source();
    return source == trace::Source::Live || source == trace::Source::Capture;
}

/// A lesson's run on real sockets, not one of programs of the user.
bool isRealLesson(const scene::StagedRun& staged)
{
    return staged.trace().source() == trace::Source::Live && !staged.scenario.steps.empty();
}

/// Of several connections: their list, and the source that names the one on the stage. Returns whether that is another
/// one than before.
bool takeList(Model& model, LivePlay& play)
{
    if (!play.several || !play.several->connections) return false;
    const std::string path{play.several->path()};
    const bool listed = model.captures && model.captures->path == path;
    if (!listed) model.captures = CaptureList{++model.lastTicket, path};
    model.captures->listing = play.several->connections;
    if (play.several->chosen == 0) return false;
    play.source = sources::connection_source(path, play.several->chosen);
    const auto& before = model.live->several;
    return before && before->chosen != 0 && before->chosen != play.several->chosen;
}

bool isAtTheEnd(const Model& model)
{
    return model.staged && model.staged->stepsUntil(model.goal()) == model.staged->stepCount();
}

/// The run that begins now, on the stage.
const LivePlay& began(Change& change, LivePlay play)
{
    Model& model = change.model;
    if (model.live && model.live->goesOn()) change.request(StopLive{});
    play.ticket = ++model.lastTicket;
    model.loading.reset();
    model.notice.reset();
    model.selection = scene::Ref{};
    model.playing = false;
    model.following = true;
    model.live = std::move(play);
    return *model.live;
}

} // namespace

void startLive(Change& change, const StartLive& start)
{
    Model& model = change.model;
    LivePlay play;
    play.source = start.source.empty() ? model.source : start.source;
    play.byHand = start.byHand;
    play = began(change, std::move(play));
    const auto& all = model.branches.all; // a live run uses the lesson itself, not a branch
    const StagedRunPtr lesson = all.empty() ? model.staged : all.front().staged;
    change.request(BeginLive{play.ticket, play.source, play.byHand, start.hop, model.timeMap, start.vantage,
                             start.asMachine, play.source == model.source ? lesson : nullptr});
}

void startOwn(Change& change, const OwnChoice& choice)
{
    Model& model = change.model;
    model.own = choice;
    LivePlay play;
    play.source = sources::connection_source(std::string{programsSource}, 1);
    play.byHand = choice.byHand;
    play.several.emplace();
    BeginLive begin;
    begin.ticket = began(change, std::move(play)).ticket;
    begin.source = model.live->source;
    begin.byHand = choice.byHand;
    begin.hop = std::chrono::milliseconds{choice.delayMs};
    begin.timeMap = model.timeMap;
    begin.own = choice;
    change.request(std::move(begin));
    change.request(RememberChoices{});
}

void startWatch(Change& change, const WatchChoice& choice)
{
    LivePlay play;
    play.source = sources::connection_source(std::string{watchSource}, 1);
    play.vantage = choice.vantage.value_or(live::Vantage::Watch);
    play.several.emplace().watched = choice.target;
    BeginLive begin;
    begin.ticket = began(change, std::move(play)).ticket;
    begin.source = change.model.live->source;
    begin.timeMap = change.model.timeMap;
    begin.watch = choice;
    change.request(std::move(begin));
}

bool chooseConnectionLive(Change& change, const std::string& source)
{
    const Model& model = change.model;
    if (!model.live || !model.live->several || sources::path_in(source) != model.live->several->path()) return false;
    change.request(ChooseLive{sources::chosen_in(source), model.timeMap});
    return true;
}

std::optional<scene::StageTime> takeNews(Change& change, const LiveNews& news)
{
    Model& model = change.model;
    if (!model.live || model.live->ticket != news.play.ticket) return {}; // closed, or another live run has begun
    LivePlay play = news.play;
    play.source = model.live->source;
    play.following = model.live->following;
    const bool isOther = takeList(model, play);
    model.live = std::move(play);
    if (model.live->stage == LivePlay::Stage::Failed) {
        model.notice = Notice{model.live->failure, true};
        model.live.reset();
    }
    if (!news.staged) return {};
    const bool first =
        !model.staged || !isReal(*model.staged) || model.source.empty() || model.liveStagedRun != news.play.ticket;
    const trace::Moment moment = first || isOther ? trace::Moment{} : model.staged->timeMap.moment(model.goal());
    model.liveStagedRun = news.play.ticket;
    if (first) {
        leaveWork(change);
        model.branches = {};
        model.desk = {++model.lastTicket, false};
    }
    model.staged = news.staged;
    if (model.live) model.source = model.live->source;
    const scene::TimeMap& timeMap = model.staged->timeMap;
    const scene::StageTime before = moment.record == trace::no_record ? scene::StageTime{} : timeMap.at(moment.record);
    if (isOther) model.selection = scene::Ref{};
    if (isOther && !model.live->goesOn()) model.live->following = false; // it is looked at from its beginning
    model.time = first || isOther ? scene::StageTime{} : std::min(model.time, timeMap.end());
    const bool glides = model.glide.has_value();
    model.glide.reset();
    if (!model.live || !model.live->following) {
        model.time = before;
        return {};
    }
    const bool over = model.live->stage == LivePlay::Stage::Ended;
    const auto records = static_cast<trace::RecordId>(model.staged->trace().records().size());
    const scene::StageTime now = over ? timeMap.end() : records == 0 ? scene::StageTime{} : timeMap.at(records - 1);
    if (glides && now > model.time) model.time += (now - model.time) / 4; // so that the stage does not fall behind
    return now;
}

bool chooseTimeMapLive(Change& change, scene::TimeMapKind timeMap)
{
    Model& model = change.model;
    if (!model.live || !model.live->goesOn()) return false;
    change.request(TimeMapLive{timeMap});
    return true;
}

void compareLive(Change& change)
{
    Model& model = change.model;
    if (!model.staged || (model.live && model.live->goesOn())) return;
    const bool together = scene::isRealBesideSimulated(*model.staged);
    if (!together && (model.staged->beside || !isRealLesson(*model.staged))) return;
    const StagedRunPtr real = together ? model.staged->beside : model.staged;
    model.loading = PendingLoad{++model.lastTicket, model.source, true, real->timeMap.moment(model.goal()), {}};
    model.loading->ofSecond = !together;
    LoadSource request{model.lastTicket, model.source, model.timeMap, real};
    request.withSimulated = !together;
    request.alone = together;
    change.request(std::move(request));
}

scene::StageTime placeOfLoaded(Change& change, const PendingLoad& loading, const scene::StagedRun& loaded)
{
    Model& model = change.model;
    const bool together = scene::isRealBesideSimulated(*model.staged);
    if (loading.ofSecond)
        model.selection.run = model.selection.kind == scene::Ref::Kind::Nothing ? 0 : 1;
    else if (together && !loaded.beside)
        model.selection = model.selection.run == 1 ? model.selection : scene::Ref{};
    if (!loaded.beside) model.selection.run = 0;
    if (loading.moment.record == trace::no_record) return {};
    return loaded.half(loading.ofSecond ? 1 : 0).timeMap.at(loading.moment.record);
}

void closeLive(Change& change)
{
    Model& model = change.model;
    if (!model.live) return;
    if (model.live->goesOn())
        change.request(StopLive{});
    else
        model.live.reset();
}

void holdLive(Change& change, bool on)
{
    Model& model = change.model;
    if (!model.live || !model.live->goesOn()) return;
    change.request(HoldLive{on});
}

void decideLive(Change& change, LiveFate fate, std::optional<trace::TransitId> transit)
{
    Model& model = change.model;
    if (!model.live || !model.live->goesOn() || model.live->held.empty()) return;
    const auto isHeld = [&](trace::TransitId id) {
        return std::ranges::find(model.live->held, id) != model.live->held.end();
    };
    if (transit && !isHeld(*transit)) return;
    DecideLive decision{transit, fate};
    if (!transit && model.selection.kind == scene::Ref::Kind::Segment && isHeld(model.selection.id))
        decision.transit = model.selection.id;
    model.live->following = true;
    change.request(decision);
}

bool stepLive(Change& change)
{
    Model& model = change.model;
    if (!model.live || !model.live->goesOn() || !model.live->byHand || !isAtTheEnd(model)) return false;
    model.following = true;
    decideLive(change, LiveFate::Deliver);
    return true;
}

} // namespace tcpstage::model
