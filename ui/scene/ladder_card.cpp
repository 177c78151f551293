#include "ui/scene/ladder_card.h"

#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

Mark card(const QRectF& rect, double radius, Ink fill, Ink border)
{
    return {Box{rect, radius, fill, border, 1, Stroke::Solid}, {}, 1};
}

LadderStyle followedStyle(const ViewInput& input, const LadderStyle& style)
{
    return input.staged.beside ? halfStyle(style, input.display) : style;
}

double mostScroll(const ViewInput& input, const LadderStyle& style)
{
    return std::max(0.0, std::ceil(contentHeight(input.staged, followedStyle(input, style)) - style.height));
}

namespace {

/// The scroll that follows the present step, and what the viewport adds to it. `usual`: height of the ladder at most
/// steps.
double scrollOf(const ViewInput& input, const LadderStyle& style, double usual)
{
    const double follows = scrollFollowing(input.staged, input.time, followedStyle(input, style), usual);
    if (input.viewport.scroll == 0) return follows;
    return std::clamp(std::round(follows + input.viewport.scroll), 0.0, std::max(follows, mostScroll(input, style)));
}

} // namespace

void addLadderCard(Scene& scene, const StageInput& input, const QRectF& area, const LadderStyle& style, double usual)
{
    const ViewInput& shown = input.view;
    scene.still.push_back(card(area, 10));
    LadderView view{area.topLeft() + QPointF{1, 1}, style, scrollOf(shown, style, usual)};
    if (input.asks() && !shown.staged.beside)
        view.scroll = std::max(view.scroll, scrollToQuestion(shown, style, *input.board->question));
    if (input.asks()) view.hidden = Hidden{input.board->question->side, input.board->question->head};
    const auto add = shown.staged.beside ? addPair : addLadder;
    add(scene, shown, view, true);
    if (input.asks() && !shown.staged.beside) addQuestionMark(scene, shown, view, *input.board->question);
    addLadderSurface(scene, shown, view);
}

} // namespace tcpstage::scene
