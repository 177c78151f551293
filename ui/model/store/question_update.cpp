#include "ui/model/store/question_update.h"

#include "core/be_tcp/be_tcp.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

bool isRelative(const Model& model) { return model.display.numbers == scene::Numbers::Relative; }

/// Clears the selection if its segment has not been sent yet: it would reveal the answer.
void deselectWhatIsComing(Model& model)
{
    const scene::StagedRun& staged = *model.staged;
    if (model.selection.kind == scene::Ref::Kind::Segment &&
        (model.selection.id >= staged.trace().transits().size() ||
         staged.timeMap.at(staged.trace().transit(model.selection.id).sent_record) > model.goal()))
        model.selection = scene::Ref{};
}

} // namespace

std::optional<ComingStep> comingStep(const Model& model, scene::StageTime time)
{
    const scene::TimeMap& timeMap = model.staged->timeMap;
    const std::size_t next = timeMap.stepsUntil(time);
    if (next >= timeMap.stepCount()) return {};
    const trace::RecordId step = timeMap.step(next);
    return ComingStep{step, std::max(scene::StageTime{}, timeMap.at(step) - scene::StageTime{1})};
}

std::shared_ptr<const predict::Question> questionAt(const Model& model, trace::RecordId step)
{
    const trace::Trace& trace = model.staged->trace();
    const Prediction& was = model.prediction;
    const trace::Record record = trace.record(step);
    if (record.kind == trace::Kind::Sent && record.cause == was.askedHead &&
        (was.asks == AskFor::Mixed || record.ref == was.askedTransit))
        return {};
    if (was.plays()) {
        auto mine = step == was.askedHead ? std::nullopt : be_tcp::turn_at(trace, step, *was.plays());
        return mine ? std::make_shared<const predict::Question>(std::move(mine->question)) : nullptr;
    }
    auto question =
        was.asks == AskFor::Mixed
            ? predict::ask_anything(trace, step, isRelative(model))
            : predict::ask(trace, step, static_cast<predict::Asked>(static_cast<int>(was.asks) - 1), isRelative(model));
    return question ? std::make_shared<const predict::Question>(std::move(*question)) : nullptr;
}

scene::StageTime stopAtQuestion(const Model& model, scene::StageTime from, scene::StageTime to)
{
    if (!model.prediction.on || !model.staged) return to;
    for (auto step = comingStep(model, from); step && step->before <= to;
         step = comingStep(model, model.staged->timeMap.at(step->step)))
        if (step->before > from && questionAt(model, step->step)) return step->before;
    return to;
}

namespace {

void record(Change& change, std::string given, std::optional<predict::Verdict> verdict, std::string right)
{
    Prediction& now = change.model.prediction;
    const predict::Question& question = *now.question;
    const trace::Trace& trace = change.model.staged->trace();
    const scene::StageTime happens = change.model.staged->timeMap.at(question.step);
    auto answers = std::make_shared<std::vector<predict::Answered>>(*now.answers);
    answers->push_back({question, change.model.staged->shownStep(happens), trace.endpoint(question.side).name,
                        trace.record(question.step).at, std::move(given), std::move(verdict), now.hands,
                        std::move(right)});
    now.answers = std::move(answers);
}

} // namespace

void recordFirstMistake(Change& change, std::string right)
{
    const Prediction& now = change.model.prediction;
    if (now.stands() && now.plays() && now.firstMistake)
        record(change, now.firstGiven, now.firstMistake, std::move(right));
}

Where answered(Change& change, std::string given, std::optional<predict::Verdict> verdict, std::string right)
{
    Prediction& now = change.model.prediction;
    const predict::Question& question = *now.question;
    const scene::TimeMap& timeMap = change.model.staged->timeMap;
    const trace::Trace& trace = change.model.staged->trace();
    const scene::StageTime happens = timeMap.at(question.step);
    record(change, std::move(given), verdict, std::move(right));
    now.verdict = std::move(verdict);
    now.answered = true;
    now.typing = false;
    now.refused = false;
    now.askedHead = question.head;
    now.askedTransit = question.transit;
    const bool sends = question.transit < trace.transits().size();
    now.shownAt = sends ? timeMap.at(trace.transit(question.transit).sent_record) : happens;
    return now.shownAt;
}

void clearQuestion(Prediction& prediction)
{
    prediction.question.reset();
    prediction.answered = false;
    prediction.verdict.reset();
    prediction.hands = {};
    prediction.hand = 0;
    prediction.typing = false;
    prediction.refused = false;
    prediction.typed.clear();
    prediction.flags = {};
    prediction.fields = {};
    prediction.field = 0;
    prediction.ruling.reset();
    prediction.reply = {};
    prediction.awaits = 0;
    prediction.waited = false;
    prediction.firstMistake.reset();
}

void forgetPrediction(Change& change)
{
    Prediction& now = change.model.prediction;
    const AskFor asks = now.asks;
    const bool counting = now.counting;
    now = {};
    now.asks = asks;
    now.counting = counting;
}

void settlePrediction(Change& change)
{
    Model& model = change.model;
    Prediction& now = model.prediction;
    if (!now.on) return;
    if (!model.staged || model.staged->beside || model.live) {
        now.on = false;
        return clearQuestion(now);
    }
    model.display.view = scene::View::Ladder; // the plots would reveal the answer
    deselectWhatIsComing(model);
    const scene::StagedRun& staged = *model.staged;
    if (now.answered && now.of == &staged && model.goal() == now.shownAt) return;
    if (now.answered) clearQuestion(now);
    const auto step = comingStep(model, model.goal());
    const bool here = step && step->before == model.goal();
    const predict::Question* known = now.question.get();
    if (here && known && now.of == &staged && known->step == step->step &&
        (known->relative == isRelative(model) || !predict::is_number(known->asked)))
        return;
    clearQuestion(now);
    if (!here) return;
    now.question = questionAt(model, step->step);
    now.of = &staged;
}

} // namespace tcpstage::model
