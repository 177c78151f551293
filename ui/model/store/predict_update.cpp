#include "ui/model/store/predict_update.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t longestTyped = 12;
constexpr std::uint32_t mostHands = 999;
constexpr std::size_t mostTried = 3000; // steps, for one with a question

bool isRelative(const Model& model) { return model.display.numbers == scene::Numbers::Relative; }

} // namespace

const Text* PredictUpdate::obstacle() const
{
    if (!model_.staged) return &wording::predictNothing;
    if (model_.staged->beside) return &wording::predictTwoWorlds;
    if (model_.live || model_.staged->trace().source() != trace::Source::Simulated)
        return &wording::predictNotSimulated;
    const scene::TimeMap& timeMap = model_.staged->timeMap;
    for (std::size_t i = 0; i < std::min(timeMap.stepCount(), mostTried); ++i)
        if (predict::ask_anything(model_.staged->trace(), timeMap.step(i))) return nullptr;
    return &wording::predictNothing;
}

void PredictUpdate::clear()
{
    now().question.reset();
    now().answered = false;
    now().verdict.reset();
    now().hands = {};
    now().hand = 0;
    now().typing = false;
    now().refused = false;
    now().typed.clear();
    now().flags = {};
    now().fields = {};
    now().field = 0;
    now().ruling.reset();
    now().reply = {};
    now().awaits = 0;
    now().waited = false;
    now().firstMistake.reset();
}

void PredictUpdate::forget()
{
    const AskFor asks = now().asks;
    const bool counting = now().counting;
    now() = {};
    now().asks = asks;
    now().counting = counting;
}

std::optional<PredictUpdate::Coming> PredictUpdate::coming(scene::StageTime time) const
{
    const scene::TimeMap& timeMap = model_.staged->timeMap;
    const std::size_t next = timeMap.stepsUntil(time);
    if (next >= timeMap.stepCount()) return {};
    const trace::RecordId step = timeMap.step(next);
    return Coming{step, std::max(scene::StageTime{}, timeMap.at(step) - scene::StageTime{1})};
}

std::shared_ptr<const predict::Question> PredictUpdate::questionAt(trace::RecordId step) const
{
    const trace::Trace& trace = model_.staged->trace();
    const Prediction& was = model_.prediction;
    const trace::Record record = trace.record(step);
    if (record.kind == trace::Kind::Sent && record.cause == was.askedHead &&
        (was.asks == AskFor::Mixed || record.ref == was.askedTransit))
        return {};
    if (was.plays()) {
        auto mine = step == was.askedHead ? std::nullopt : be_tcp::turn_at(trace, step, *was.plays());
        return mine ? std::make_shared<const predict::Question>(std::move(mine->question)) : nullptr;
    }
    auto question = was.asks == AskFor::Mixed
                        ? predict::ask_anything(trace, step, isRelative(model_))
                        : predict::ask(trace, step, static_cast<predict::Asked>(static_cast<int>(was.asks) - 1),
                                       isRelative(model_));
    return question ? std::make_shared<const predict::Question>(std::move(*question)) : nullptr;
}

PredictUpdate::Where PredictUpdate::toggle()
{
    if (now().on) {
        leave();
        return {};
    }
    if (const Text* why = obstacle()) {
        model_.notice = Notice{{std::string{why->en}, std::string{why->zh}}, true};
        return {};
    }
    forget();
    now().on = true;
    model_.notice.reset();
    model_.playing = false;
    return next();
}

bool PredictUpdate::leave()
{
    if (now().typing) {
        now().typing = false;
        now().typed.clear();
        now().refused = false;
        return true;
    }
    if (now().on) {
        clear();
        now().on = false;
        now().reviewing = !now().answers->empty();
        return true;
    }
    const bool reviewed = now().reviewing;
    now().reviewing = false;
    return reviewed;
}

PredictUpdate::Where PredictUpdate::next()
{
    if (!now().on || !model_.staged) return {};
    if (now().stands() && now().plays()) give();
    if (now().stands()) return answered({}, {});
    clear();
    const auto step = coming(model_.goal());
    if (!step) {
        leave(); // the last step is over: now for the mistakes
        return {};
    }
    if (!questionAt(step->step)) return {};
    return step->before;
}

PredictUpdate::Where PredictUpdate::answered(std::string given, std::optional<predict::Verdict> verdict,
                                             std::string right)
{
    const predict::Question& question = *now().question;
    const scene::TimeMap& timeMap = model_.staged->timeMap;
    const trace::Trace& trace = model_.staged->trace();
    const scene::StageTime happens = timeMap.at(question.step);
    auto answers = std::make_shared<std::vector<predict::Answered>>(*now().answers);
    answers->push_back({question, timeMap.stepsUntil(happens), trace.endpoint(question.side).name,
                        trace.record(question.step).at, std::move(given), verdict, now().hands, std::move(right)});
    now().answers = std::move(answers);
    now().verdict = std::move(verdict);
    now().answered = true;
    now().typing = false;
    now().refused = false;
    now().askedHead = question.head;
    now().askedTransit = question.transit;
    const bool sends = question.transit < trace.transits().size();
    now().shownAt = sends ? timeMap.at(trace.transit(question.transit).sent_record) : happens;
    return now().shownAt;
}

PredictUpdate::Where PredictUpdate::answer(std::size_t choice)
{
    if (!now().stands() || choice >= now().question->choices.size()) return {};
    if (now().counting) {
        now().hand = choice;
        now().hands[choice] = std::min(mostHands, now().hands[choice] + 1);
        return {};
    }
    const predict::Question& question = *now().question;
    return answered(predict::to_text(question.choices[choice].value, question.asked, Language::English),
                    predict::judge(question, choice));
}

PredictUpdate::Where PredictUpdate::type(char key)
{
    std::string& typed = now().typed;
    now().refused = false;
    if (key == '\b') {
        if (!typed.empty()) typed.pop_back();
    } else if (key != '\n') {
        now().typing = true;
        if (typed.size() < longestTyped) typed.push_back(key);
    } else if (auto verdict = predict::judge(*now().question, typed)) {
        return answered(typed, std::move(verdict));
    } else {
        now().refused = true;
    }
    return {};
}

void PredictUpdate::count(char key)
{
    std::uint32_t& hands = now().hands[now().hand];
    if (key == '\b')
        hands /= 10;
    else if (key == '\n')
        now().hand = (now().hand + 1) % now().question->choices.size();
    else if (key >= '0' && key <= '9')
        hands = std::min(mostHands, hands * 10 + static_cast<std::uint32_t>(key - '0'));
}

PredictUpdate::Where PredictUpdate::key(char key)
{
    if (!takes(now(), key)) return {};
    if (now().plays()) return draft(key);
    const bool letter = key >= 'A' && key <= 'D';
    if (now().counting && letter) {
        now().hand = static_cast<std::size_t>(key - 'A');
        now().hands[now().hand] = 0; // the digits that follow are its count
    } else if (now().counting) {
        count(key);
    } else if (letter) {
        return answer(static_cast<std::size_t>(key - 'A'));
    } else if (key >= '1' && key <= '4' && !now().typing) {
        return answer(static_cast<std::size_t>(key - '1'));
    } else {
        return type(key);
    }
    return {};
}

void PredictUpdate::obey(Command command)
{
    if (command == Command::CountHands && now().on && !now().plays()) {
        now().counting = !now().counting;
        now().typing = false;
    }
    if (command == Command::TypeAnswer && now().stands() && predict::is_number(now().question->asked)) {
        now().counting = false;
        now().typing = true;
    }
}

PredictUpdate::Where PredictUpdate::choose(AskFor asks)
{
    now().asks = asks;
    if (!now().on) return now().plays() ? toggle() : Where{};
    clear();
    now().askedHead = trace::no_record;
    return next();
}

scene::StageTime PredictUpdate::limit(scene::StageTime from, scene::StageTime to) const
{
    if (!model_.prediction.on || !model_.staged) return to;
    for (auto step = coming(from); step && step->before <= to; step = coming(model_.staged->timeMap.at(step->step)))
        if (step->before > from && questionAt(step->step)) return step->before;
    return to;
}

void PredictUpdate::settle()
{
    if (!now().on) return;
    if (!model_.staged || model_.staged->beside || model_.live) {
        now().on = false;
        clear();
        return;
    }
    model_.display.view = scene::View::Ladder; // the plots tell more than may be known
    const scene::StagedRun& staged = *model_.staged;
    if (model_.selection.kind == scene::Ref::Kind::Segment &&
        (model_.selection.id >= staged.trace().transits().size() ||
         staged.timeMap.at(staged.trace().transit(model_.selection.id).sent_record) > model_.goal()))
        model_.selection = scene::Ref{};
    if (now().answered && now().of == &staged && model_.goal() == now().shownAt) return;
    if (now().answered) clear();
    const auto step = coming(model_.goal());
    const bool here = step && step->before == model_.goal();
    const predict::Question* known = now().question.get();
    if (here && known && now().of == &staged && known->step == step->step &&
        (known->relative == isRelative(model_) || !predict::is_number(known->asked)))
        return;
    clear();
    if (!here) return;
    now().question = questionAt(step->step);
    now().of = &staged;
}

PredictUpdate::Where PredictUpdate::revisit(std::size_t answer) const
{
    const auto& answers = *model_.prediction.answers;
    if (!model_.staged || answer >= answers.size()) return {};
    const predict::Answered& was = answers[answer];
    const trace::Trace& trace = model_.staged->trace();
    const trace::RecordId step = was.question.step;
    const bool same = step < trace.records().size() && trace.record(step).at == was.at;
    return same ? model_.staged->timeMap.at(step) : model_.staged->timeMap.timeOf(was.at);
}

void PredictUpdate::save(const std::string& path)
{
    if (!now().answers->empty()) requests_.emplace_back(WriteText{path, predict::to_csv(*now().answers)});
}

} // namespace tcpstage::model
