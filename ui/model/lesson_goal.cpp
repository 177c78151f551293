#include "ui/model/lesson_goal.h"

#include "core/base/say.h"
#include "core/run/acts.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

const scene::StagedRun* runWithGoal(const Model& model)
{
    const StagedRunPtr& staged = model.branches.runToChange(model.staged);
    return staged && staged->judgement ? staged.get() : nullptr;
}

/// The run, or one that it was made of, comes from a changed text.
bool isOfChangedText(const Branches& branches)
{
    for (std::size_t i = branches.shown; i < branches.all.size(); i = branches.all[i].parent) {
        if (branches.all[i].written) return true;
        if (i == 0) break;
    }
    return false;
}

const std::vector<lesson::Act>& actsOf(const lesson::Scenario& scenario)
{
    static const std::vector<lesson::Act> none;
    return scenario.solves ? scenario.solves->acts : none;
}

QString joined(const std::vector<OwnedText>& texts, Language language)
{
    QStringList parts;
    for (const OwnedText& text : texts)
        parts << say(text, language);
    return parts.join(language == Language::English ? QStringLiteral("; ") : QStringLiteral("；"));
}

std::vector<OwnedText> textsOf(const std::vector<lesson::Act>& acts, const lesson::Scenario& scenario)
{
    std::vector<OwnedText> texts;
    texts.reserve(acts.size());
    for (const lesson::Act& act : acts)
        texts.push_back(run::act_text(act, scenario));
    return texts;
}

QString stillAllowed(const lesson::Scenario& scenario, Language language)
{
    std::array<std::uint32_t, lesson::act_kinds> left{};
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = run::acts_left(scenario, static_cast<lesson::ActKind>(i));
    const OwnedText text = run::acts_text(left);
    if (text.empty()) return say(wording::goalNothingLeft, language);
    const bool begun = !actsOf(scenario).empty();
    return say(begun ? wording::goalMayStill : wording::goalMay, language, {say(text, language)});
}

QString stateText(const Model& model, const scene::StagedRun& staged)
{
    const Language language = model.language();
    const lesson::Scenario& scenario = staged.scenario;
    if (isOfChangedText(model.branches)) return say(wording::goalTextChanged, language);
    const auto& acts = actsOf(scenario);
    if (isGoalSolved(model))
        return say(wording::goalSolved, language,
                   {joined(textsOf(acts, scenario), language),
                    say(run::how_reached(*staged.judgement, staged.trace()), language)});
    if (acts.empty()) return stillAllowed(scenario, language);
    const QString missing = say(wording::goalNotYet, language, {joined(staged.judgement->missing, language)});
    return missing + (language == Language::English ? QStringLiteral(" ") : QString{}) +
           stillAllowed(scenario, language);
}

} // namespace

bool hasGoal(const Model& model) { return runWithGoal(model) != nullptr; }

bool isGoalSolved(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    return staged && staged->judgement->is_reached() && !actsOf(staged->scenario).empty() &&
           !isOfChangedText(model.branches);
}

bool isSolved(const Model& model, const std::string& lesson)
{
    return model.solved && std::ranges::find(*model.solved, lesson) != model.solved->end();
}

std::size_t hintsOf(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    if (!staged) return 0;
    const lesson::Goal& goal = *staged->scenario.goal;
    return goal.hints.size() + (goal.solution.empty() ? 0 : 1);
}

std::size_t hintsGiven(const Model& model)
{
    return model.hintsFor == model.source ? std::min(model.hints, hintsOf(model)) : 0;
}

GoalWords goalWords(const Model& model)
{
    const scene::StagedRun* const staged = runWithGoal(model);
    if (!staged) return {};
    const Language language = model.language();
    const lesson::Goal& goal = *staged->scenario.goal;
    GoalWords words{
        say(wording::goal, language, {say(goal.text, language)}), stateText(model, *staged), {}, isGoalSolved(model)};
    for (std::size_t i = 0; i < hintsGiven(model); ++i) {
        const bool last = i == goal.hints.size();
        const QString number = QString::number(i + 1);
        words.hints << (last ? say(wording::goalSolution, language,
                                   {joined(textsOf(goal.solution, staged->scenario), language)})
                             : say(wording::goalHint, language, {number, say(goal.hints[i], language)}));
    }
    return words;
}

} // namespace tcpstage::model
