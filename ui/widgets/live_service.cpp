#include "ui/widgets/live_service.h"

#include "core/live/session.h"
#include "core/scenario/saved_run.h"
#include "ui/scene/story.h"

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
std::string refusedText(const std::vector<live::Attempt>& attempts)
{
    std::string text;
    for (const live::Attempt& attempt : attempts)
        if (!attempt.works())
            text += fmt::format("{}{} ({}): cannot {} ({})", text.empty() ? "" : "; ", live::word(attempt.rung),
                                attempt.with, attempt.step.en, live::errno_name(attempt.reason));
    return text;
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

/// As the window wants it; the story is laid out here, in the thread of the run.
LiveNews newsOf(live::SessionNews news, const Scenario& lesson, const BeginLive& request)
{
    LiveNews told;
    LivePlay& play = told.play;
    play.ticket = request.ticket;
    play.stage = stageOf(news.stage);
    play.rung = static_cast<LiveRung>(news.rung);
    play.byHand = news.by_hand;
    play.held = std::move(news.held);
    for (const OwnedText& limit : news.limits)
        play.limits.push_back(limit.en);
    play.refused = refusedText(news.attempts);
    if (news.stage == live::SessionNews::Stage::Failed)
        play.failure = news.failure.sentence() + (play.refused.empty() ? "" : ": " + play.refused);
    else
        told.story = tell(lesson, std::move(news.run), request.pace);
    return told;
}

class LiveRunLink : public LiveLink {
public:
    LiveRunLink(const Scenario& lesson, const BeginLive& request, std::function<void(LiveNews)> tell)
        : session_{lesson,
                   {{}, request.byHand, request.hop},
                   [lesson, request, tell = std::move(tell)](live::SessionNews news) {
                       tell(newsOf(std::move(news), lesson, request));
                   }}
    {}

    void decide(const DecideLive& decision) override
    {
        if (decision.flight)
            session_.decide(*decision.flight, verdictOf(decision.fate));
        else
            session_.decide_next(verdictOf(decision.fate));
    }
    void hold(bool on) override { session_.hold(on); }
    void stop() override { session_.stop(); }

private:
    live::Session session_;
};

} // namespace

std::unique_ptr<LiveLink> startLive(const BeginLive& request, std::function<void(LiveNews)> tell)
{
    auto told = find_run(request.source);
    if (!told) {
        LiveNews news;
        news.play.ticket = request.ticket;
        news.play.stage = LivePlay::Stage::Failed;
        news.play.failure = told.error().sentence();
        tell(std::move(news));
        return nullptr;
    }
    Scenario lesson = std::move(told->scenario);
    lesson.beside.reset(); // kernels live in one world only
    return std::make_unique<LiveRunLink>(lesson, request, std::move(tell));
}

} // namespace tcpstage
