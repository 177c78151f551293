#include "ui/model/store/store.h"

#include "core/base/say.h"
#include "ui/model/store/update.h"
#include "ui/model/store/work_update.h"
#include "ui/scene/drawing/drawing_text.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <algorithm>
#include <iterator>
#include <utility>

namespace tcpstage::model {

Store::Store(Model start, Services services, QObject* parent)
    : QObject{parent}, model_{std::move(start)}, services_{std::move(services)},
      playback_{[this](std::chrono::nanoseconds time) { frame(time); }}
{
    workers_.setMaxThreadCount(1);
    keeper_.setMaxThreadCount(1);
    lister_.setMaxThreadCount(1);
    keeping_.setSingleShot(true);
    keeping_.setInterval(std::chrono::seconds{1});
    keeping_.callOnTimeout(this, &Store::keepWaiting);
}

Store::~Store()
{
    live_.reset(); // this ends its helper
    loading_.request_stop();
    asking_.request_stop();
    listing_.request_stop();
    workers_.waitForDone();
    lister_.waitForDone();
    keepAll();
}

void Store::dispatch(const Action& action) { dispatchAll({action}); }

void Store::dispatchAll(const std::vector<Action>& actions)
{
    if (actions.size() == 1 && isGrowth(actions.front())) {
        model_ = update(std::move(model_), actions.front()).model;
        return Q_EMIT grown();
    }
    const Model before = model_;
    std::vector<Request> requests;
    for (const Action& action : actions) {
        Updated updated = update(std::move(model_), action);
        model_ = std::move(updated.model);
        std::ranges::move(updated.requests, std::back_inserter(requests));
    }
    const bool moved = playback_.running();
    if (before.loading && (!model_.loading || model_.loading->ticket != before.loading->ticket))
        loading_.request_stop(); // its result is no longer needed
    if (before.prediction.awaits != model_.prediction.awaits) asking_.request_stop();
    playback_.run(model_.moves());
    for (const Request& request : requests)
        fulfil(request);
    Q_EMIT changed(before);
    if (moved && !playback_.running()) wakeForNews(); // no further frame will apply them
}

void Store::frame(std::chrono::nanoseconds time)
{
    std::vector<Action> actions;
    if (auto news = latestNews()) actions.emplace_back(std::move(*news));
    actions.emplace_back(Elapsed{time});
    dispatchAll(actions);
}

void Store::hear(LiveNews news)
{
    {
        const std::scoped_lock lock{newsMutex_};
        if (std::exchange(news_, std::move(news)).has_value()) return;
    }
    wakeForNews();
}

void Store::wakeForNews()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (playback_.running()) return; // the next frame applies them
            if (const auto news = latestNews()) dispatch(*news);
        },
        Qt::QueuedConnection);
}

std::optional<LiveNews> Store::latestNews()
{
    const std::scoped_lock lock{newsMutex_};
    return std::exchange(news_, std::nullopt);
}

void Store::settle()
{
    workers_.waitForDone();
    keeper_.waitForDone();
    lister_.waitForDone();
    QCoreApplication::sendPostedEvents(this);
}

void Store::fulfil(const Request& request)
{
    if (const auto* toLoad = std::get_if<LoadSource>(&request))
        load(*toLoad);
    else if (const auto* toAsk = std::get_if<AskPeer>(&request))
        ask(*toAsk);
    else if (const auto* picture = std::get_if<WriteStage>(&request))
        write([this, what = *picture] { return services_.write(what); }, picture->path);
    else if (const auto* run = std::get_if<SaveRunTo>(&request))
        write([this, what = *run] { return services_.save(what); }, run->path);
    else if (const auto* text = std::get_if<WriteText>(&request); text && services_.put)
        write([this, what = *text] { return services_.put(what); }, text->path);
    else if (const auto* real = std::get_if<BeginLive>(&request))
        begin(*real);
    else if (const auto* decision = std::get_if<DecideLive>(&request); decision && live_)
        live_->decide(*decision);
    else if (const auto* hold = std::get_if<HoldLive>(&request); hold && live_)
        live_->hold(hold->on);
    else if (const auto* choice = std::get_if<ChooseLive>(&request); choice && live_)
        live_->choose(*choice);
    else if (const auto* timeMap = std::get_if<TimeMapLive>(&request); timeMap && live_)
        live_->timeMap(timeMap->kind);
    else if (std::holds_alternative<StopLive>(request) && live_)
        live_->stop();
    else if (const auto* work = std::get_if<KeepWork>(&request); work && services_.keep)
        keep(*work);
    else if (const auto* unwanted = std::get_if<DiscardWork>(&request); unwanted && services_.discard)
        discard(*unwanted);
    else if (const auto* browse = std::get_if<Browse>(&request); browse)
        this->browse(*browse);
    else if (const auto* connections = std::get_if<ReadConnections>(&request); connections && services_.list)
        list(*connections);
    else if (const auto* drawing = std::get_if<ReadDrawing>(&request); drawing && services_.readDrawing)
        read(*drawing);
    else if (const auto* drawn = std::get_if<KeepDrawing>(&request); drawn && services_.keepDrawing)
        keep(*drawn);
    else if (std::holds_alternative<StopReading>(request))
        listing_.request_stop();
    else if (std::holds_alternative<RememberChoices>(request) && services_.remember)
        services_.remember(model_);
}

void Store::post(Action action)
{
    QMetaObject::invokeMethod(
        this, [this, action = std::move(action)] { dispatch(action); }, Qt::QueuedConnection);
}

void Store::load(const LoadSource& request)
{
    loading_ = std::stop_source{};
    workers_.start([this, request, stop = loading_.get_token()] {
        const bool whole = !request.again && !request.change && !request.parent && request.text.empty();
        if (const auto hour = whole && services_.hour ? services_.hour(request.source) : std::nullopt)
            return post(*hour ? Action{HourAction{HourRead{request.ticket, std::make_shared<lesson::Hour>(**hour)}}}
                              : Action{LoadFailed{request.ticket, hour->error().sentences()}});
        post(loadedWith(request, services_.load(request, stop), stop));
    });
}

Action Store::loadedWith(const LoadSource& request, Result<StagedRunPtr> staged, const std::stop_token& stop)
{
    Recalled recalled;
    if (request.recall && services_.recall && !stop.stop_requested())
        recalled = services_.recall(request, staged.value_or(nullptr), stop);
    const bool opened = staged && !(recalled.work && (*staged)->standsIn);
    if (opened) return RunLoaded{request.ticket, std::move(*staged), std::move(recalled)};
    if (!recalled.work) return LoadFailed{request.ticket, staged.error().sentences()};
    // The work is shown although the file cannot be opened.
    recalled.trouble = staged ? (*staged)->scenario.summary : staged.error().sentences();
    const StagedRunPtr lesson = lessonOf(*recalled.work);
    return RunLoaded{request.ticket, lesson, std::move(recalled)};
}

void Store::keep(const KeepWork& request)
{
    std::erase_if(waiting_, [&](const WorkPtr& work) { return work->desk.number == request.work->desk.number; });
    waiting_.push_back(request.work);
    if (request.now)
        keepWaiting();
    else if (!keeping_.isActive())
        keeping_.start();
}

void Store::read(const ReadDrawing& request)
{
    keepDrawings(); // what was written is read
    keeper_.start([this, place = request.place] {
        const auto strokes = services_.readDrawing(place);
        DrawingRead read{place};
        if (strokes)
            read.strokes = *strokes;
        else
            read.trouble = strokes.error().sentences();
        if (strokes && strokes->empty()) return;
        post(DrawingAction{std::move(read)});
    });
}

void Store::keep(const KeepDrawing& request)
{
    drawn_[request.place] = request.drawing;
    if (!keeping_.isActive()) keeping_.start();
}

void Store::keepDrawings()
{
    for (auto& [place, drawing] : std::exchange(drawn_, {}))
        keeper_.start([this, request = KeepDrawing{place, std::move(drawing)}] {
            const Result<void> kept = services_.keepDrawing(request);
            const OwnedText problem = kept ? OwnedText{} : kept.error().sentences();
            QMetaObject::invokeMethod(
                this,
                [this, problem] {
                    if (!std::exchange(drawsInVain_, !problem.empty()) && !problem.empty())
                        dispatch(Announce{Notice{problem, true}});
                },
                Qt::QueuedConnection);
        });
}

scene::DrawingPtr Store::drawnOn(const DrawingPlace& place)
{
    const DrawingState& state = model_.drawing;
    const auto known = state.known.find(place);
    scene::DrawingPtr all = state.place == place ? state.all : known != state.known.end() ? known->second : nullptr;
    if (all) return scene::onTheLesson(all->strokes);
    if (!services_.readDrawing) return {};
    keepWaiting();
    keeper_.waitForDone(); // the service is not of two threads at once
    const auto read = services_.readDrawing(place);
    return read ? scene::onTheLesson(*read) : scene::DrawingPtr{};
}

void Store::keepWaiting()
{
    keeping_.stop();
    keepDrawings();
    for (WorkPtr& work : std::exchange(waiting_, {}))
        keeper_.start([this, work = std::move(work)] {
            const Result<void> kept = services_.keep(*work);
            const OwnedText problem = kept ? OwnedText{} : kept.error().sentences();
            QMetaObject::invokeMethod(
                this, [this, source = work->source, problem] { hearKept(source, problem); }, Qt::QueuedConnection);
        });
}

/// Reports a problem once, and takes it back when the same work can be kept again.
void Store::hearKept(const std::string& source, const OwnedText& problem)
{
    if (!problem.empty() && !keepsInVain_) {
        keepsInVain_ = {source, problem};
        return dispatch(Announce{Notice{problem, true}});
    }
    if (!problem.empty() || !keepsInVain_ || keepsInVain_->first != source) return;
    const OwnedText was = std::exchange(keepsInVain_, std::nullopt)->second;
    dispatch(DismissNotice{was});
}

void Store::browse(const Browse& request)
{
    if (services_.browse && services_.browse(request.address)) return;
    post(Announce{
        Notice{say({"No browser has opened. The address is {}", "没有打开浏览器。网址是 {}"}, request.address), true}});
}

void Store::discard(const DiscardWork& request)
{
    keepWaiting();
    keeper_.start([this, source = request.source] { services_.discard(source); });
}

void Store::keepAll()
{
    if (model_.drawing.growing) dispatch(DrawingAction{FinishStroke{}});
    if (services_.keep && model_.staged && hasWork(model_.source, model_.branches)) keep({workOf(model_), false});
    keepWaiting();
    keeper_.waitForDone();
}

void Store::list(const ReadConnections& request)
{
    listing_.request_stop();
    listing_ = std::stop_source{};
    lister_.start([this, request, stop = listing_.get_token()] {
        const auto progress = [&](double read) { post(ConnectionsProgress{request.ticket, read}); };
        auto listing = services_.list(request.path, stop, progress);
        if (stop.stop_requested()) return;
        if (listing)
            post(ConnectionsListed{request.ticket, std::make_shared<const capture::Listing>(std::move(*listing))});
        else
            post(ConnectionsListed{request.ticket, {}, listing.error().sentences()});
    });
}

void Store::ask(const AskPeer& request)
{
    asking_ = std::stop_source{};
    workers_.start([this, request, stop = asking_.get_token()] {
        OwnedText reply =
            be_tcp::reply_to(request.staged->scenario, request.staged->trace(), request.turn, request.draft, stop);
        if (!stop.stop_requested()) post(PeerReplied{request.ticket, std::move(reply)});
    });
}

void Store::begin(const BeginLive& request)
{
    live_.reset();
    if (services_.live) live_ = services_.live(request, [this](LiveNews news) { hear(std::move(news)); });
}

void Store::write(std::function<Result<void>()> work, const std::string& path)
{
    workers_.start([this, work = std::move(work), path] {
        const Result<void> done = work();
        if (!done) return post(Announce{Notice{done.error().sentences(), true}});
        post(FileWritten{path});
    });
}

} // namespace tcpstage::model
