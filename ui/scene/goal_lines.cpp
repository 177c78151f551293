#include "ui/scene/goal_lines.h"

#include "core/run/goal_text.h"
#include "ui/scene/ladder_card.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr int mostLines = 2; // of each text: the ladder needs the rest
constexpr double lineHeight = 1.38;

double marginOf(double pixels) { return std::round(pixels * 0.6); }

/// The lines of the goal, and of its state under it.
std::pair<QStringList, QStringList> linesOf(const GoalLines& goal, double width, double pixels)
{
    const double room = width - 2 * marginOf(pixels);
    const QString state = goal.solved ? QStringLiteral("✓ ") + goal.state : goal.state;
    return {wrapped(goal.goal, Face::Sans, pixels, 700, room, mostLines),
            wrapped(wholeSentences(state, pixels, 500, room, mostLines), Face::Sans, pixels, 500, room, mostLines)};
}

} // namespace

GoalLines goalOf(const StagedRun& staged, Language language)
{
    if (!staged.judgement) return {};
    const run::GoalText text = run::goal_text(staged.scenario, *staged.judgement, staged.trace());
    return {plain(text.goal[language]), plain(text.state[language]), text.solved};
}

double goalHeight(const GoalLines& goal, double width, double pixels, double gap)
{
    if (goal.goal.isEmpty()) return 0;
    const auto [head, state] = linesOf(goal, width, pixels);
    const auto lines = static_cast<double>(head.size() + state.size());
    return std::round(lines * pixels * lineHeight + marginOf(pixels) + gap);
}

void addGoal(Scene& scene, const GoalLines& goal, const QRectF& area, double pixels)
{
    scene.still.push_back(card(area, pixels * 0.5, Ink::Caption, goal.solved ? Ink::Accent : Ink::None));
    const auto [head, state] = linesOf(goal, area.width(), pixels);
    double base = area.top() + marginOf(pixels) * 0.5 + pixels;
    const auto add = [&](const QStringList& lines, Ink ink, int weight) {
        for (const QString& line : lines) {
            scene.still.push_back(
                {Label{line, {area.left() + marginOf(pixels), base}, pixels, ink, Face::Sans, weight, Align::Left, 0},
                 {},
                 1});
            base += pixels * lineHeight;
        }
    };
    add(head, Ink::Text, 700);
    add(state, goal.solved ? Ink::Text : Ink::Muted, 500);
}

} // namespace tcpstage::scene
