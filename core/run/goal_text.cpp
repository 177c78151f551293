#include "core/run/goal_text.h"

#include "core/base/say.h"
#include "core/run/acts.h"

namespace tcpstage::run {

namespace {

OwnedText may_still(const lesson::Scenario& scenario)
{
    std::array<std::uint32_t, lesson::act_kinds> left{};
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = acts_left(scenario, static_cast<lesson::ActKind>(i));
    const OwnedText text = acts_text(left);
    if (text.empty())
        return {"All that is allowed was done: undo, or go back to an earlier run.",
                "允许的操作已经用完：请撤销，或回到先前的运行。"};
    return scenario.solves && !scenario.solves->acts.empty() ? say({"You may still {}.", "还可以{}。"}, text)
                                                             : say({"You may {}.", "可以{}。"}, text);
}

} // namespace

OwnedText acts_done(const std::vector<lesson::Act>& acts, const lesson::Scenario& scenario)
{
    std::vector<OwnedText> texts;
    texts.reserve(acts.size());
    for (const lesson::Act& act : acts)
        texts.push_back(act_text(act, scenario));
    return in_one_line(texts);
}

GoalText goal_text(const lesson::Scenario& scenario, const Judgement& judgement, const trace::Trace& trace)
{
    GoalText text{say({"Goal: {}.", "目标：{}。"}, scenario.goal->text), may_still(scenario), false};
    if (!scenario.solves || scenario.solves->acts.empty()) return text;
    text.solved = judgement.is_reached();
    if (text.solved)
        text.state = say({"Solved by: {}. How: {}", "已达成。操作：{}。过程：{}"},
                         acts_done(scenario.solves->acts, scenario), how_reached(judgement, trace));
    else
        text.state = say({"Not yet: {0}. {1}", "还没有达成：{0}。{1}"}, in_one_line(judgement.missing), text.state);
    return text;
}

} // namespace tcpstage::run
