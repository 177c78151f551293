#include "ui/widgets/live/live_service.h"

#include "core/base/say.h"
#include "core/lesson/library.h"
#include "core/live/session/session.h"
#include "core/run/saved_run.h"
#include "ui/scene/staged/staged_run.h"

#include <atomic>
#include <fmt/format.h>

namespace tcpstage {

namespace {

constexpr Duration delayed{500ms};

live::Verdict verdictOf(LiveFate fate)
{
    live::Verdict verdict;
    verdict.duplicate = fate == LiveFate::Duplicate;
    if (fate == LiveFate::Drop) verdict.fate = live::Command::Fate::Drop;
    if (fate == LiveFate::Corrupt) verdict.fate = live::Command::Fate::Corrupt;
    if (fate == LiveFate::Delay) verdict.after = delayed;
    return verdict;
}

/// Why a better way does not work on this machine.
OwnedText refusedText(const std::vector<live::Attempt>& attempts)
{
    OwnedText text;
    for (const live::Attempt& attempt : attempts) {
        if (attempt.works()) continue;
        const OwnedText why = say({"{} ({}): {}", "{}（{}）：{}"}, live::word(attempt.rung), attempt.with,
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

LivePlay::Stage stageOf(live::SessionNews::Stage stage)
{
    switch (stage) {
    case live::SessionNews::Stage::Running:
        return LivePlay::Stage::Running;
    case live::SessionNews::Stage::Ended:
    case live::SessionNews::Stage::Stopped:
        return LivePlay::Stage::Ended;
    case live::SessionNews::Stage::Failed:
        return LivePlay::Stage::Failed;
    }
    return LivePlay::Stage::Failed;
}

/// The story is laid out in the thread of the run, piece by piece as it goes on.
class Teller {
public:
    explicit Teller(Scenario lesson) : lesson_{std::move(lesson)} {}

    std::shared_ptr<const StagedRun> told(Run run, bool anew, TimeMapKind timeMap)
    {
        if (!staged_)
            staged_ = tell(lesson_, std::move(run), timeMap);
        else if (anew || staged_->timeMap.kind() != timeMap)
            staged_ = tellAnew(*staged_, std::move(run), timeMap);
        else
            staged_ = tellOn(*staged_, std::move(run));
        return staged_;
    }

private:
    Scenario lesson_;
    std::shared_ptr<const StagedRun> staged_;
};

/// As the window wants it.
LiveNews newsOf(live::SessionNews news, Teller& teller, std::uint64_t ticket, TimeMapKind timeMap)
{
    LiveNews told;
    LivePlay& play = told.play;
    play.ticket = ticket;
    play.stage = stageOf(news.stage);
    play.rung = static_cast<LiveRung>(news.rung);
    play.byHand = news.by_hand;
    play.held = std::move(news.held);
    play.limits = std::move(news.limits);
    play.refused = refusedText(news.attempts);
    if (news.stage == live::SessionNews::Stage::Failed)
        play.failure = failureText(news.failure, play.refused);
    else
        told.staged = teller.told(std::move(news.run), news.told_anew, timeMap);
    return told;
}

/// Neither run in the simulator nor read from a file when it is on the stage: the window waits for this.
Result<Scenario> lessonOf(const BeginLive& request)
{
    if (request.shown) return request.shown->scenario;
    return find_lesson(request.source);
}

std::optional<live::Rung> rungOf(const std::optional<LiveRung>& rung)
{
    if (!rung) return {};
    return static_cast<live::Rung>(*rung);
}

class LiveRunLink : public LiveLink {
public:
    LiveRunLink(const Scenario& lesson, const BeginLive& request, std::function<void(LiveNews)> tell)
        : teller_{lesson}, timeMap_{request.timeMap}, session_{
                                                          lesson,
                                                          {rungOf(request.rung), request.byHand, request.hop},
                                                          [this, ticket = request.ticket,
                                                           tell = std::move(tell)](live::SessionNews news) {
                                                              tell(newsOf(std::move(news), teller_, ticket, timeMap_));
                                                          }}
    {}

    void decide(const DecideLive& decision) override
    {
        if (decision.transit)
            session_.decide(*decision.transit, verdictOf(decision.fate));
        else
            session_.decide_next(verdictOf(decision.fate));
    }
    void hold(bool on) override { session_.hold(on); }
    void timeMap(TimeMapKind kind) override
    {
        timeMap_ = kind;
        session_.look();
    }
    void stop() override { session_.stop(); }

private:
    Teller teller_; // of the session's thread
    std::atomic<TimeMapKind> timeMap_;
    live::Session session_;
};

} // namespace

std::unique_ptr<LiveLink> startLive(const BeginLive& request, std::function<void(LiveNews)> tell)
{
    auto lesson = lessonOf(request);
    if (!lesson) {
        LiveNews news;
        news.play.ticket = request.ticket;
        news.play.stage = LivePlay::Stage::Failed;
        news.play.failure = failureText(lesson.error(), {});
        tell(std::move(news));
        return nullptr;
    }
    lesson->beside.reset(); // kernels live in one world only
    return std::make_unique<LiveRunLink>(*lesson, request, std::move(tell));
}

} // namespace tcpstage
