#include "ui/model/store/predict_update.h"

#include "ui/model/prediction_board.h"
#include "ui/model/store/be_tcp_update.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t longestTyped = 12;
constexpr std::uint32_t mostHands = 999;
constexpr std::size_t mostTried = 3000; // steps searched for one with a question

/// Why nothing can be predicted here; nullptr: it can.
const Text* obstacleOf(const Model& model)
{
    if (!model.staged) return &wording::predictNothing;
    if (model.staged->beside) return &wording::predictTwoWorlds;
    if (model.live || model.staged->trace().source() != trace::Source::Simulated) return &wording::predictNotSimulated;
    const scene::TimeMap& timeMap = model.staged->timeMap;
    for (std::size_t i = 0; i < std::min(timeMap.stepCount(), mostTried); ++i)
        if (predict::ask_anything(model.staged->trace(), timeMap.step(i))) return nullptr;
    return &wording::predictNothing;
}

Where typeKey(Change& change, char key)
{
    Prediction& now = change.model.prediction;
    std::string& typed = now.typed;
    now.refused = false;
    if (key == '\b') {
        if (!typed.empty()) typed.pop_back();
    } else if (key != '\n') {
        now.typing = true;
        if (typed.size() < longestTyped) typed.push_back(key);
    } else if (auto verdict = predict::judge(*now.question, typed)) {
        return answered(change, typed, std::move(verdict));
    } else {
        now.refused = true;
    }
    return {};
}

void countKey(Prediction& now, char key)
{
    const std::size_t choices = now.question->choices.size();
    std::uint32_t& hands = now.hands[now.hand];
    if (key == '\b')
        hands /= 10;
    else if (key == '\n' || key == 'v')
        now.hand = (now.hand + 1) % choices;
    else if (key == '^')
        now.hand = (now.hand + choices - 1) % choices;
    else if (key >= '0' && key <= '9')
        hands = std::min(mostHands, hands * 10 + static_cast<std::uint32_t>(key - '0'));
}

} // namespace

Where togglePrediction(Change& change)
{
    Prediction& now = change.model.prediction;
    if (now.on) {
        leavePrediction(change);
        return {};
    }
    if (const Text* why = obstacleOf(change.model)) {
        change.announce(*why, true);
        return {};
    }
    forgetPrediction(change);
    now.on = true;
    if (change.model.panel == SidePanel::Text)
        change.model.panel = SidePanel::None; // its notes would give answers away
    change.model.notice.reset();
    change.model.playing = false;
    const Where where = nextQuestion(change);
    if (!now.on) change.announce(wording::whyOverToPredict);
    return where;
}

Where toggleBeTcp(Change& change, trace::Side side)
{
    Prediction& now = change.model.prediction;
    const AskFor asks = side == trace::Side::Left ? AskFor::BeLeft : AskFor::BeRight;
    const bool same = now.on && now.asks == asks;
    if (now.on) leavePrediction(change);
    if (same) return {};
    now.asks = asks;
    return togglePrediction(change);
}

bool leavePrediction(Change& change)
{
    Prediction& now = change.model.prediction;
    if (now.typing) {
        now.typing = false;
        now.typed.clear();
        now.refused = false;
        return true;
    }
    if (now.on) {
        recordFirstMistake(change, rightDraft(change.model));
        clearQuestion(now);
        now.on = false;
        now.reviewing = !now.answers->empty();
        now.page = 0;
        return true;
    }
    const bool reviewed = now.reviewing;
    now.reviewing = false;
    return reviewed;
}

Where nextQuestion(Change& change)
{
    Prediction& now = change.model.prediction;
    if (!now.on || !change.model.staged) return {};
    if (now.stands() && now.plays()) showRightDraft(change);
    if (now.stands() && now.firstMistake)
        return answered(change, now.firstGiven, now.firstMistake, rightDraft(change.model));
    if (now.stands()) return answered(change, {}, {});
    clearQuestion(now);
    const auto step = comingStep(change.model, change.model.goal());
    if (!step) {
        leavePrediction(change); // after the last step: shows the mistakes
        return {};
    }
    if (!questionAt(change.model, step->step)) return {};
    return step->before;
}

Where chooseAsked(Change& change, AskFor asks)
{
    Prediction& now = change.model.prediction;
    now.asks = asks;
    if (!now.on) return now.plays() ? togglePrediction(change) : Where{};
    clearQuestion(now);
    now.askedHead = trace::no_record;
    return nextQuestion(change);
}

Where answerChoice(Change& change, std::size_t choice)
{
    Prediction& now = change.model.prediction;
    if (!now.stands() || choice >= now.question->choices.size()) return {};
    if (now.counting) {
        now.hand = choice;
        now.hands[choice] = std::min(mostHands, now.hands[choice] + 1);
        return {};
    }
    const predict::Question& question = *now.question;
    return answered(change, predict::to_text(question.choices[choice].value, question.asked, Language::English),
                    predict::judge(question, choice));
}

Where answerKey(Change& change, char key)
{
    Prediction& now = change.model.prediction;
    if (!takes(now, key, change.model.presenting)) {
        if (reserves(now, key, change.model.presenting)) change.announce(whyNoAnswer(change.model));
        return {};
    }
    if (now.plays()) return draftKey(change, key);
    const bool letter = key >= 'A' && key <= 'D';
    if (now.counting && letter) {
        now.hand = static_cast<std::size_t>(key - 'A');
        now.hands[now.hand] = 0; // the digits that follow are its count
    } else if (now.counting) {
        countKey(now, key);
    } else if (letter) {
        return answerChoice(change, static_cast<std::size_t>(key - 'A'));
    } else if (key >= '1' && key <= '4' && !now.typing) {
        return answerChoice(change, static_cast<std::size_t>(key - '1'));
    } else {
        return typeKey(change, key);
    }
    return {};
}

Where momentOfAnswer(const Model& model, std::size_t answer)
{
    const auto& answers = *model.prediction.answers;
    if (!model.staged || answer >= answers.size()) return {};
    const predict::Answered& was = answers[answer];
    const trace::Trace& trace = model.staged->trace();
    const trace::RecordId step = was.question.step;
    const bool same = step < trace.records().size() && trace.record(step).at == was.at;
    return same ? model.staged->timeMap.at(step) : model.staged->timeMap.timeOf(was.at);
}

void saveAnswers(Change& change, const std::string& path)
{
    const auto& answers = *change.model.prediction.answers;
    if (!answers.empty()) change.request(WriteText{path, predict::to_csv(answers)});
}

void countHands(Change& change)
{
    Prediction& now = change.model.prediction;
    if (now.plays()) return change.announce(wording::whyNoHands);
    now.counting = !now.counting;
    now.typing = false;
}

void typeAnswer(Change& change)
{
    Prediction& now = change.model.prediction;
    if (!now.stands() || !predict::is_number(now.question->asked)) return;
    now.counting = false;
    now.typing = true;
}

} // namespace tcpstage::model
