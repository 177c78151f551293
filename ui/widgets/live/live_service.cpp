#include "ui/widgets/live/live_service.h"

#include "core/base/say.h"
#include "core/lesson/library.h"
#include "core/live/own/own_session.h"
#include "core/live/session/session.h"
#include "core/live/watch/watch_session.h"
#include "core/run/saved_run.h"
#include "ui/scene/staged/staged_run.h"

#include <atomic>
#include <fmt/format.h>

namespace tcpstage::widgets {

namespace {

constexpr Duration delayed{500ms};

live::Verdict verdictOf(model::LiveFate fate)
{
    live::Verdict verdict;
    verdict.duplicate = fate == model::LiveFate::Duplicate;
    if (fate == model::LiveFate::Drop) verdict.fate = live::Command::Fate::Drop;
    if (fate == model::LiveFate::Corrupt) verdict.fate = live::Command::Fate::Corrupt;
    if (fate == model::LiveFate::Delay) verdict.after = delayed;
    return verdict;
}

/// Why a better vantage does not work on this machine.
OwnedText refusedText(const std::vector<live::Attempt>& attempts)
{
    OwnedText text;
    for (const live::Attempt& attempt : attempts) {
        if (attempt.works()) continue;
        const OwnedText why = say({"{} ({}): {}", "{}（{}）：{}"}, live::word(attempt.vantage), attempt.with,
                                  attempt.trouble->error().sentences());
        text.en += (text.en.empty() ? "" : "; ") + why.en;
        text.zh += (text.zh.empty() ? "" : "；") + why.zh;
    }
    return text;
}

OwnedText failureText(const Error& failure, const OwnedText& refused)
{
    if (refused.empty()) return failure.sentences();
    return say({"{}: {}", "{}：{}"}, failure.sentences(), refused);
}

/// `Stage`: of a lesson's news, or of those of own programs.
template <typename Stage> model::LivePlay::Stage stageOf(Stage stage)
{
    switch (stage) {
    case Stage::Running:
        return model::LivePlay::Stage::Running;
    case Stage::Ended:
    case Stage::Stopped:
        return model::LivePlay::Stage::Ended;
    case Stage::Failed:
        return model::LivePlay::Stage::Failed;
    }
    return model::LivePlay::Stage::Failed;
}

/// Stages the live run in its own thread, extending it as it grows.
class LiveStager {
public:
    explicit LiveStager(lesson::Scenario lesson) : lesson_{std::move(lesson)} {}

    std::shared_ptr<const scene::StagedRun> staged(run::Run run, bool anew, scene::TimeMapKind timeMap)
    {
        if (!staged_)
            staged_ = scene::stageRun(lesson_, std::move(run), timeMap);
        else if (anew || staged_->timeMap.kind() != timeMap)
            staged_ = scene::stageAnew(*staged_, std::move(run), timeMap);
        else
            staged_ = scene::stageLonger(*staged_, std::move(run));
        return staged_;
    }

private:
    lesson::Scenario lesson_;
    std::shared_ptr<const scene::StagedRun> staged_;
};

/// Converts the session's news for the model.
model::LiveNews newsOf(live::SessionNews seen, LiveStager& stager, std::uint64_t ticket, scene::TimeMapKind timeMap)
{
    model::LiveNews news;
    model::LivePlay& play = news.play;
    play.ticket = ticket;
    play.stage = stageOf(seen.stage);
    play.vantage = seen.vantage;
    play.byHand = seen.by_hand;
    play.held = std::move(seen.held);
    play.limits = std::move(seen.limits);
    play.refused = refusedText(seen.attempts);
    if (seen.stage == live::SessionNews::Stage::Failed)
        play.failure = failureText(seen.failure, play.refused);
    else
        news.staged = stager.staged(std::move(seen.run), seen.is_new_trace, timeMap);
    return news;
}

/// The lesson; taken from the stage if it is there, because the window waits for this call.
Result<lesson::Scenario> lessonOf(const model::BeginLive& request)
{
    if (request.shown) return request.shown->scenario;
    return lesson::find_lesson(request.source);
}

/// A live run has only one world.
lesson::Scenario oneWorld(lesson::Scenario lesson)
{
    lesson.beside.reset();
    return lesson;
}

class LiveRunLink : public model::LiveLink {
public:
    LiveRunLink(const lesson::Scenario& lesson, const model::BeginLive& request,
                std::function<void(model::LiveNews)> report)
        : stager_{oneWorld(lesson)}, timeMap_{request.timeMap},
          session_{lesson,
                   {request.vantage, request.byHand, request.hop, request.asMachine},
                   [this, ticket = request.ticket, report = std::move(report)](live::SessionNews news) {
                       report(newsOf(std::move(news), stager_, ticket, timeMap_));
                   }}
    {}

    void decide(const model::DecideLive& decision) override
    {
        if (decision.transit)
            session_.decide(*decision.transit, verdictOf(decision.fate));
        else
            session_.decide_next(verdictOf(decision.fate));
    }
    void hold(bool on) override { session_.hold(on); }
    void timeMap(scene::TimeMapKind kind) override
    {
        timeMap_ = kind;
        session_.sample();
    }
    void stop() override { session_.stop(); }

private:
    LiveStager stager_; // used only in the session's thread
    std::atomic<scene::TimeMapKind> timeMap_;
    live::Session session_;
};

live::OwnOptions optionsOf(const model::BeginLive& request)
{
    live::OwnOptions options;
    options.network = live::plain_network(*request.hop);
    options.by_hand = request.byHand;
    return options;
}

/// A run with a list of connections, of which one is on the stage.
template <typename Session> class SeveralLink : public model::LiveLink {
public:
    void choose(const model::ChooseLive& choice) override
    {
        timeMap_ = choice.timeMap;
        session_->choose(choice.number);
    }
    void timeMap(scene::TimeMapKind kind) override
    {
        timeMap_ = kind;
        session_->sample();
    }
    void stop() override { session_->stop(); }

protected:
    SeveralLink(const model::BeginLive& request, std::function<void(model::LiveNews)> report)
        : ticket_{request.ticket}, report_{std::move(report)}, timeMap_{request.timeMap}
    {}

    /// Reports news with what they have seen. `other`: another connection than before; `anew`: another run of the same
    /// one. Call it in the session's thread.
    template <typename News> void report(model::LiveNews news, News& seen, bool other, bool anew)
    {
        news.play.ticket = ticket_;
        news.play.limits = std::move(seen.limits);
        if (seen.stage == News::Stage::Failed)
            news.play.failure = seen.failure.sentences();
        else if (seen.chosen != 0) {
            if (other) stager_.emplace(std::move(seen.scenario));
            news.staged = stager_->staged(std::move(seen.run), anew, timeMap_);
        }
        report_(std::move(news));
    }

    std::optional<Session> session_; // begins when all else is there, and ends before anything else

private:
    std::uint64_t ticket_;
    std::function<void(model::LiveNews)> report_;
    std::optional<LiveStager> stager_; // of the chosen connection; used only in the session's thread
    std::atomic<scene::TimeMapKind> timeMap_;
};

/// Two programs of the user.
class OwnRunLink final : public SeveralLink<live::OwnSession> {
public:
    OwnRunLink(const model::BeginLive& request, std::function<void(model::LiveNews)> report)
        : SeveralLink{request, std::move(report)}
    {
        const live::OwnPrograms programs{{request.own->client, request.own->server}, request.own->ip6};
        session_.emplace(programs, optionsOf(request), [this](live::OwnNews news) { take(std::move(news)); });
    }
    ~OwnRunLink() override { session_.reset(); }

    void decide(const model::DecideLive& decision) override
    {
        if (decision.transit)
            session_->decide(*decision.transit, verdictOf(decision.fate));
        else
            session_->decide_next(verdictOf(decision.fate));
    }
    void hold(bool on) override { session_->hold(on); }

private:
    void take(live::OwnNews seen)
    {
        model::LiveNews news;
        news.play.stage = stageOf(seen.stage);
        news.play.byHand = seen.by_hand;
        news.play.held = std::move(seen.held);
        news.play.several = model::SeveralPart{seen.chosen, std::move(seen.connections), std::move(seen.written), {}};
        report(std::move(news), seen, seen.is_new_trace, false);
    }
};

model::LivePlay::Stage stageOfWatch(live::WatchNews::Stage stage)
{
    switch (stage) {
    case live::WatchNews::Stage::Starting:
        return model::LivePlay::Stage::Starting;
    case live::WatchNews::Stage::Running:
        return model::LivePlay::Stage::Running;
    case live::WatchNews::Stage::Ended:
        return model::LivePlay::Stage::Ended;
    case live::WatchNews::Stage::Failed:
        return model::LivePlay::Stage::Failed;
    }
    return model::LivePlay::Stage::Failed;
}

/// Connections of this machine.
class WatchLink final : public SeveralLink<live::WatchSession> {
public:
    WatchLink(const model::BeginLive& request, live::WatchTarget target, std::function<void(model::LiveNews)> report)
        : SeveralLink{request, std::move(report)}, watched_{request.watch->target}
    {
        session_.emplace(std::move(target), request.watch->vantage,
                         [this](live::WatchNews news) { take(std::move(news)); });
    }
    ~WatchLink() override { session_.reset(); }

    void decide(const model::DecideLive& /*decision*/) override {} // nothing is held
    void hold(bool /*on*/) override {}

private:
    void take(live::WatchNews seen)
    {
        model::LiveNews news;
        news.play.stage = stageOfWatch(seen.stage);
        news.play.vantage = seen.vantage;
        if (seen.refused) news.play.refused = say({"dumpcap: {}", "dumpcap：{}"}, seen.refused->error().sentences());
        news.play.several = model::SeveralPart{seen.chosen, std::move(seen.connections), {}, watched_};
        report(std::move(news), seen, seen.is_other, !seen.continues);
    }

    std::string watched_;
};

std::unique_ptr<model::LiveLink> failed(const Error& error, std::uint64_t ticket,
                                        const std::function<void(model::LiveNews)>& report)
{
    model::LiveNews news;
    news.play.ticket = ticket;
    news.play.stage = model::LivePlay::Stage::Failed;
    news.play.failure = failureText(error, {});
    report(std::move(news));
    return nullptr;
}

} // namespace

std::unique_ptr<model::LiveLink> startLive(const model::BeginLive& request, std::function<void(model::LiveNews)> report)
{
    if (request.own) return std::make_unique<OwnRunLink>(request, std::move(report));
    if (request.watch) {
        auto target = live::parse_watch_target(request.watch->target);
        if (!target) return failed(target.error(), request.ticket, report);
        return std::make_unique<WatchLink>(request, std::move(*target), std::move(report));
    }
    auto lesson = lessonOf(request);
    if (!lesson) return failed(lesson.error(), request.ticket, report);
    return std::make_unique<LiveRunLink>(*lesson, request, std::move(report));
}

} // namespace tcpstage::widgets
