// The whole stage as one picture, for export and presentations.

#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/present_panel.h"
#include "ui/scene/whole_caption.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

struct StageInput {
    const ViewInput& view;
    StageTime panels;             // the time that both endpoints show
    const Board* board = nullptr; // the question board; nullptr: the caption is shown

    bool asks() const { return board && board->question && !board->answered; }
};

Mark card(const QRectF& rect, double radius, Ink fill = Ink::Panel, Ink border = Ink::Rule)
{
    return {Box{rect, radius, fill, border, 1, Stroke::Solid}, {}, 1};
}

void addLadderCard(Scene& scene, const StageInput& input, const QRectF& area, double scale)
{
    const ViewInput& shown = input.view;
    scene.still.push_back(card(area, 10));
    const QRectF inside = area.adjusted(1, 1, -1, -1);
    const LadderStyle style{inside.size(), scale, shown.display};
    const LadderStyle& followed = shown.staged.beside ? halfStyle(style, shown.display) : style;
    LadderView view{inside.topLeft(), style, scrollFollowing(shown.staged, shown.time, followed)};
    if (input.asks()) view.hidden = Hidden{input.board->question->side, input.board->question->head};
    const auto add = shown.staged.beside ? addPair : addLadder;
    add(scene, shown, view, true);
    if (input.asks() && !shown.staged.beside) addQuestionMark(scene, shown, view, *input.board->question);
}

/// A card with the view of `display.view` on it.
void addViewCard(Scene& scene, const ViewInput& input, const QRectF& area)
{
    scene.still.push_back(card(area, 10));
    const QRectF inside = area.adjusted(1, 1, -1, -1);
    ViewInput view = input;
    view.viewport = {inside.size(), 0, 1};
    view.viewport.scroll = followingPan(view);
    addMoved(scene, viewScene(view), inside.topLeft());
}

void addProgress(Scene& scene, const ViewInput& input, const QRectF& area, double pixels)
{
    const TimeMap& timeMap = input.staged.timeMap;
    const QString steps =
        QStringLiteral("%1 / %2").arg(input.staged.stepsUntil(input.time)).arg(input.staged.stepCount());
    const QString longest = QStringLiteral("%1 / %1").arg(input.staged.stepCount());
    const double width = textWidth(longest, Face::Sans, pixels, 600) + pixels;
    const QRectF bar{area.left(), area.center().y() - area.height() / 2, area.width() - width, area.height()};
    const double part = timeMap.end() > StageTime{} ? std::min(1.0, seconds(input.time) / seconds(timeMap.end())) : 1.0;
    scene.still.push_back({Box{bar, bar.height() / 2, Ink::Track}, {}, 1});
    QRectF done = bar;
    done.setWidth(std::max(bar.height(), bar.width() * part));
    scene.moving.push_back({Box{done, bar.height() / 2, Ink::Accent}, {}, 1});
    scene.moving.push_back({Label{steps,
                                  {area.right(), baselineFor(area.center().y(), pixels)},
                                  pixels,
                                  Ink::Muted,
                                  Face::Sans,
                                  600,
                                  Align::Right,
                                  0},
                            {},
                            1});
}

void present(Scene& scene, const StageInput& input)
{
    const ViewInput& shown = input.view;
    const QSizeF size = shown.viewport.size;
    const double unit = size.height() / 1080;
    const double gap = std::round(20 * unit);
    const double foot = std::round(34 * unit);
    const bool ladder = shown.display.view == View::Ladder;
    const bool pair = ladder && shown.staged.beside != nullptr; // two ladders need the room of the endpoints
    const double wide = size.width();
    WordRoom words{{gap, 0, wide - 2 * gap, std::round((input.board ? 326 : 206) * unit)},
                   std::round(43 * unit),
                   std::round((pair ? 36 : 32) * unit),
                   std::round(27.4 * unit),
                   Ink::Text};
    double said = input.board ? words.area.height() : captionHeight(shown.staged, shown.display, words);
    if (!ladder) said = std::min(said, std::max(words.area.height(), 240 * unit)); // plots need their height to be read
    double tall = size.height() - said - foot - 3.4 * gap;
    const double below = tall + 2 * gap;
    const bool ends = ladder && !pair;
    const bool flat = ends && size.width() < 1.5 * size.height() && canBeFlat(shown.staged);
    const double strip = std::round(168 * unit); // of both ends below the ladder, on a screen of 4:3
    if (flat) tall -= strip + gap;
    const double side = pair || flat ? -gap : std::round(std::min(352 * unit, size.width() * 0.25));
    if (ladder)
        addLadderCard(scene, input, {2 * gap + side, gap, wide - 2 * side - 4 * gap, tall}, 2.5 * unit);
    else
        addViewCard(scene, shown, {gap, gap, wide - 2 * gap, tall});
    for (const trace::Side end : trace::both_sides) {
        if (!ends) break;
        const double half = (wide - 3 * gap) / 2;
        const bool left = end == trace::Side::Left;
        const QRectF area = flat ? QRectF{left ? gap : wide - gap - half, tall + 2 * gap, half, strip}
                                 : QRectF{left ? gap : wide - gap - side, gap, side, tall};
        scene.still.push_back(card(area, 14 * unit));
        const std::size_t first = scene.moving.size();
        addPresentPanel(scene, {shown, input.panels, end, area, unit, flat});
        if (input.asks()) hideAnswer(scene.moving, first, *input.board->question);
    }
    words.area = {gap, below, wide - 2 * gap, said};
    if (input.board)
        addBoard(scene, *input.board, words.area, {std::round(40 * unit), std::round(46 * unit), std::round(29 * unit)},
                 shown.display);
    else
        addCaption(scene, shown, words);
    addProgress(scene, shown, {gap, size.height() - foot - gap * 0.3, wide - 2 * gap, std::round(12 * unit)},
                std::round(27.4 * unit));
}

void overview(Scene& scene, const ViewInput& input)
{
    const QSizeF size = input.viewport.size;
    const double unit = std::max(0.4, std::min(size.width() / 1340, size.height() / 800));
    const double gap = std::round(12 * unit);
    const double said = std::round(104 * unit);
    const double wide = size.width();
    const double tall = size.height() - said - 3 * gap;
    const bool ladder = input.display.view == View::Ladder;
    const bool pair = ladder && input.staged.beside != nullptr;
    const double side = pair ? -gap : std::round(std::min(312 * unit, wide * 0.26));
    const QRectF middle{2 * gap + side, gap, wide - (ladder ? 2 : 1) * side - (ladder ? 4 : 3) * gap, tall};
    if (ladder)
        addLadderCard(scene, {input, input.time}, middle, unit);
    else
        addViewCard(scene, input, middle);
    for (const trace::Side end : trace::both_sides) {
        if (pair || (end == trace::Side::Right && !ladder)) break; // the view takes its place
        const QRectF area{end == trace::Side::Left ? gap : wide - gap - side, gap, side, tall};
        scene.still.push_back(card(area, 10 * unit));
        ViewInput panel = input;
        panel.viewport = {area.size(), 0, 1};
        addMoved(scene, endpointPanel(panel, end), area.topLeft());
    }
    const WordRoom words{{gap, tall + 2 * gap, wide - 2 * gap, said},
                         std::round(17 * unit),
                         std::round(14 * unit),
                         std::round(12.5 * unit)};
    addCaption(scene, input, words);
}

} // namespace

Scene wholeStage(const ViewInput& input)
{
    Scene scene{input.viewport.size, Ink::Paper};
    input.display.presenting ? present(scene, {input, input.time}) : overview(scene, input);
    return scene;
}

Scene wholeStageAsking(const ViewInput& input, StageTime panels, const Board& board)
{
    Scene scene{input.viewport.size, Ink::Paper};
    ViewInput asking = input;
    asking.display = whileAsking(input.display);
    present(scene, {asking, panels, &board});
    return scene;
}

} // namespace tcpstage::scene
