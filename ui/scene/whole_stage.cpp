// The whole stage as one picture, for export and presentations.

#include "ui/scene/centre.h"
#include "ui/scene/drawing/strokes.h"
#include "ui/scene/goal_lines.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/ladder_card.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/present_bar.h"
#include "ui/scene/present_panel.h"
#include "ui/scene/strips/strip.h"
#include "ui/scene/whole_caption.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double mostStretched = 1.3; // of time in two narrow ladders
constexpr double leastInQuiz = 0.7;   // of time beside the board of a quiz
constexpr double captionLeast = 206;  // height of 1080
constexpr double mostEnlarged = 1.25; // letters of captions and endpoints: the ladder needs the rest
constexpr double idleBoard = 326;     // of a caption with what a quiz says under it

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

void addStripCard(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters)
{
    scene.still.push_back(card(area, std::round(letters / 3)));
    addStrip(scene, input, time, area, letters);
}

/// The width of the widest row that names a segment of the run, in sizes of its letters.
double widestName(const StagedRun& staged, const DisplayOptions& display)
{
    struct Known {
        std::uint64_t run = 0;
        DisplayOptions display;
        double width = 0;
    };
    thread_local std::array<Known, 2> known; // of both worlds
    constexpr std::size_t mostMeasured = 200;
    constexpr double pixels = 20;
    for (const Known& each : known)
        if (each.run == staged.number && each.display == display) return each.width;
    double widest = 0;
    const std::size_t count = std::min(staged.trace().transits().size(), mostMeasured);
    for (trace::TransitId id = 0; id < count; ++id) {
        const SegmentWords words = wordsOf(staged.trace(), id, display);
        widest = std::max(widest, textWidth(words.flags + u' ', Face::Sans, pixels, 700) +
                                      textWidth(words.numbers, Face::Mono, pixels, 500));
    }
    known[0] = known[1];
    known[1] = {staged.number, display, widest / pixels};
    return known[1].width;
}

/// Whether a ladder of that style can write the name of each segment between the lifelines in one row. Letters that are
/// chosen larger may not take them away.
bool hasRoomForNames(const ViewInput& input, const LadderStyle& style)
{
    const LadderStyle half = followedStyle(input, style);
    const double room = half.right - half.left - 2 * half.band;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !input.staged.beside) break;
        if (widestName(input.staged.half(which), input.display) * half.numbersPixels > room) return false;
    }
    return true;
}

/// Of the height: more than two captions take only at the steps that need it.
constexpr double mostUsualForTwo = 0.32;

/// Two captions under a whole run, which has one height at all steps.
constexpr double mostOfPage = 0.3;
constexpr double mostOfNarrowPage = 0.38; // on a screen of 4:3

/// Where the parts of a presentation stand.
struct PresentLayout {
    double gap;
    double unit;    // 1 at 1080 lines
    double letters; // the same for letters, which can be chosen larger
    double side;    // width of an endpoint's card; none where the ladder or the view has all of it
    double foot;    // height of the progress bar
    double head;    // height of the goal with the gap under it; 0: none
    bool numbers;   // a card with the numbers of a segment stands beside the ladder
    QRectF console; // empty: it is not shown
    double strip;   // height of both endpoints' cards below the ladder, on a screen of 4:3; 0: they stand beside it
    QRectF middle;  // the ladder, or the view
    double closer;  // stretch of time: in a quiz, whose board takes room, as much is seen as without it
    double usual;   // its height at most steps, where a caption is no longer than usual
    WordRoom words;
    QString legend; // what the signs on two ladders mean

    QRectF panel(trace::Side end, double wide) const
    {
        const bool left = end == trace::Side::Left;
        const double top = gap + head;
        const double half = (wide - 3 * gap) / 2;
        return strip > 0 ? QRectF{left ? gap : wide - gap - half, middle.bottom() + gap, half, strip}
                         : QRectF{left ? gap : wide - gap - side, top, side, middle.height()};
    }
    /// A narrow ladder is smaller from the beginning; zooming begins there.
    double scale(const ViewInput& input) const
    {
        const QSizeF size = middle.adjusted(1, 1, -1, -1).size();
        const double usual = LadderStyle{size, 2.5 * unit, input.display}.scale;
        double larger = usual * input.viewport.zoom;
        while (larger > usual && !hasRoomForNames(input, {size, larger, input.display}))
            larger = std::max(usual, larger * 0.97);
        return larger;
    }
    /// Where two ladders are narrow, time is stretched: on steeper arrows words have room.
    LadderStyle style(const ViewInput& input) const
    {
        LadderStyle made{middle.adjusted(1, 1, -1, -1).size(), scale(input), input.display};
        made.stretch = closer;
        if (input.staged.beside)
            made.stretch = std::clamp(made.scale / halfStyle(made, input.display).scale, 1.0, mostStretched);
        if (closer == 1) return stretched(input.staged, made, input.display);
        return made;
    }
};

/// How much closer steps stand on a ladder of that height than beside a caption. The names above it need theirs.
double closerInQuiz(const ViewInput& input, const WordRoom& board, double tall)
{
    WordRoom usual = board;
    const double unit = input.viewport.size.height() / 1080;
    usual.area.setHeight(std::round(captionLeast * unit));
    const double without = tall + board.area.height() - captionHeight(input.staged, input.display, usual);
    const double names = 130 * unit;
    return std::clamp((tall - names) / (without - names), leastInQuiz, 1.0);
}

BoardSizes boardSizes(double unit)
{
    return {std::round(projectedSizes.title * unit), std::round(projectedSizes.choice * unit),
            std::round(projectedSizes.text * unit), std::round(projectedSizes.least * unit)};
}

/// Letters as large as the mistakes on this page leave room for: the board of a review has one height.
BoardSizes sizesFor(const Board& board, const QRectF& area, double unit, const DisplayOptions& display)
{
    BoardSizes sizes = boardSizes(unit);
    BoardSizes larger = sizes;
    const double most = sizes.text * 1.45;
    while (!board.review.isEmpty() && ++larger.text <= most &&
           boardHeight(board, area.width(), larger, display) <= area.height())
        sizes = larger;
    return sizes;
}

/// As high as the words of a question or of its answer need: what came before needs the rest.
double boardHeight(const StageInput& input, double width, double unit)
{
    const bool reviews = !input.board->review.isEmpty();
    if (reviews || !input.board->question) return std::round((reviews ? projectedReview : idleBoard) * unit);
    const double needed = boardHeight(*input.board, width, boardSizes(unit), input.view.display);
    return std::clamp(std::ceil(needed), std::round(captionLeast * unit), std::round(projectedReview * unit));
}

/// Of what is said under the last page; what its signs can mean has room, too.
double heightOfEnd(const StageInput& input, const WordRoom& room, double unit)
{
    constexpr double least = 150; // of 1080
    constexpr double most = 230;
    Caption said = *input.extras->said;
    const ViewInput& shown = input.view;
    if (shown.staged.comparison) said.beside = signsLegend(shown.staged, shown.time, shown.display.language);
    return std::clamp(std::ceil(heightOfSaid(said, room)), std::round(least * unit), std::round(most * unit));
}

/// `legend`: what the signs in the picture mean.
PresentLayout layoutFor(const StageInput& input, const QString& legend)
{
    const ViewInput& shown = input.view;
    const QSizeF size = shown.viewport.size;
    const double unit = size.height() / 1080;
    const double letters = unit * std::clamp(shown.viewport.zoom, 1.0, mostEnlarged);
    const double gap = std::round(20 * unit);
    const double foot = std::round(34 * unit);
    const double wide = size.width();
    const bool ladder = shown.display.view == View::Ladder;
    const bool two = shown.staged.beside != nullptr;
    const bool ended = input.extras && input.extras->said;
    const bool pair = ladder && two; // two ladders take the room of the endpoints
    const bool page = two && shown.display.view == View::Whole;
    const bool numbers = ladder && input.extras && input.extras->numbers &&
                         shown.selection.kind == Ref::Kind::Segment &&
                         shown.selection.id < shown.staged.half(shown.selection.run).trace().transits().size();
    const bool reviews = input.board && !input.board->review.isEmpty();
    const double least = input.board ? boardHeight(input, wide - 2 * gap, unit) : std::round(captionLeast * letters);
    WordRoom words{{gap, 0, wide - 2 * gap, least},
                   std::round(43 * letters),
                   std::round((two ? 36 : 32) * letters),
                   two && !ended && !page && wide >= 1.5 * size.height() ? std::ceil(35.7 * letters) // for the last row
                                                                         : std::round(27.4 * letters),
                   Ink::Text};
    double said = words.area.height();
    if (ended)
        said = heightOfEnd(input, words, unit);
    else if (!input.board)
        said = captionHeight(shown.staged, shown.display, words);
    if (pair) said = std::min(said, std::round(size.height() * mostUsualForTwo));
    const double most = said;
    if (ladder && !ended && !input.board) // rather a smaller stage than half a sentence
        said = std::max(said,
                        std::min(std::ceil(captionHeightNow(shown, words, legend)), std::round(size.height() * 0.6)));
    const double under = wide < 1.5 * size.height() ? mostOfNarrowPage : mostOfPage;
    if (!ladder) // plots need their height to be read
        said = std::min(said, page ? std::round(size.height() * under) : std::max(words.area.height(), 240 * unit));
    const double head = input.extras ? goalHeight(input.extras->goal, wide - 2 * gap, words.smallest, gap * 0.5) : 0;
    const double typed = stripHeight(shown.staged, shown.display, wide - 2 * gap, words.smallest);
    const QRectF console{gap, size.height() - said - foot - typed - 1.4 * gap - (typed > 0 ? gap : 0), wide - 2 * gap,
                         typed};
    double tall = size.height() - head - said - foot - 3.4 * gap - (typed > 0 ? typed + gap : 0);
    words.area = {gap, size.height() - said - foot - 1.4 * gap, wide - 2 * gap, said};
    const bool ends = ladder && !pair && !numbers;
    const bool flat = ends && wide < 1.5 * size.height() && canBeFlat(shown.staged);
    const double strip = flat ? std::round(flatPanelHeight(shown.staged, shown.display) * letters) : 0;
    if (flat) tall -= strip + gap;
    // Larger letters have the same width: the ladder keeps its own.
    const double side = !ends || flat ? -gap : std::round(std::min(352 * unit, wide * 0.25));
    QRectF middle{2 * gap + side, gap + head, wide - 2 * side - 4 * gap, tall};
    if (numbers) middle.setWidth(std::round((wide - 3 * gap) * 0.52));
    const bool quiz = ladder && input.board && !reviews && !two;
    const double closer = quiz ? closerInQuiz(shown, words, tall) : 1;
    return {gap,   unit,  letters, side, foot, head, numbers, console, strip, middle, closer, tall + said - most,
            words, legend};
}

/// What the signs on two ladders mean that stand so.
QString legendOf(const StageInput& input, const PresentLayout& at)
{
    Scene ladders{input.view.viewport.size};
    addLadderCard(ladders, input, at.middle, at.style(input.view), at.usual);
    return signsLegend(input.view.staged, ladders, input.view.display.language);
}

/// Two ladders are drawn to know which signs stand on them: they say how much room their meanings need. Lower ladders
/// may have fewer signs.
PresentLayout layoutOf(const StageInput& input)
{
    const ViewInput& shown = input.view;
    const PresentLayout bare = layoutFor(input, {});
    const bool signs = shown.display.view == View::Ladder && shown.staged.comparison &&
                       !signsLegend(shown.staged, shown.time, shown.display.language).isEmpty();
    if (!signs) return bare;
    const QString legend = legendOf(input, bare);
    const PresentLayout lower = layoutFor(input, legend);
    const QString fewer = lower.middle == bare.middle ? legend : legendOf(input, lower);
    if (fewer == legend) return lower;
    return layoutFor(input, fewer);
}

void addNumbersCard(Scene& scene, const ViewInput& input, const PresentLayout& at)
{
    const QRectF area{at.middle.right() + at.gap, at.middle.top(),
                      input.viewport.size.width() - at.middle.right() - 2 * at.gap, at.middle.height()};
    scene.still.push_back(card(area, 14 * at.unit));
    ViewInput one = input.half(input.selection.run);
    one.viewport = {area.size(), 0, at.unit};
    addMoved(scene, numbersCard(one, input.selection.id), area.topLeft());
}

/// What is said under the last page, and what the signs on it mean.
void addEnd(Scene& scene, const StageInput& input, const WordRoom& room)
{
    Caption said = *input.extras->said;
    if (input.view.staged.comparison) said.beside = signsLegend(input.view.staged, scene, input.view.display.language);
    addSaid(scene, said, room);
}

void present(Scene& scene, const StageInput& input)
{
    const ViewInput& shown = input.view;
    const PresentLayout at = layoutOf(input);
    const bool ladder = shown.display.view == View::Ladder;
    const bool pair = ladder && shown.staged.beside;
    if (at.head > 0)
        addGoal(scene, input.extras->goal,
                {at.gap, at.gap, shown.viewport.size.width() - 2 * at.gap, at.head - at.gap * 0.5}, at.words.smallest);
    if (ladder)
        addLadderCard(scene, input, at.middle, at.style(shown), at.usual);
    else
        addViewCard(scene, shown, at.middle);
    if (at.numbers) addNumbersCard(scene, shown, at);
    for (const trace::Side end : trace::both_sides) {
        if (at.side < 0 && at.strip == 0) break;
        const QRectF area = at.panel(end, shown.viewport.size.width());
        Mark panel = card(area, 14 * at.unit);
        panel.ref = {Ref::Kind::Endpoint, end, 0};
        scene.still.push_back(std::move(panel));
        const std::size_t first = scene.moving.size();
        addPresentPanel(scene, {shown, input.panels, end, area, at.letters, at.strip > 0});
        if (input.asks()) hideAnswer(scene.moving, first, *input.board->question);
    }
    if (!at.console.isEmpty()) addStripCard(scene, shown, input.panels, at.console, at.words.smallest);
    if (input.idles())
        addIdle(scene, shown, at.words, input.board->hint, input.board->score);
    else if (input.board)
        addBoard(scene, *input.board, at.words.area, sizesFor(*input.board, at.words.area, at.unit, shown.display),
                 shown.display);
    else if (input.extras && input.extras->said)
        addEnd(scene, input, at.words);
    else
        addCaption(scene, shown, at.words, pair ? at.legend : signsLegend(shown.staged, scene, shown.display.language));
    addPresentBar(scene, {shown, input.branch, input.extras && input.extras->finished},
                  {at.gap, shown.viewport.size.height() - at.foot - at.gap * 0.3,
                   shown.viewport.size.width() - 2 * at.gap, std::round(12 * at.unit)},
                  std::round(27.4 * at.unit));
    const QRectF all{{}, shown.viewport.size};
    addSurface(scene, shown, {SurfaceKind::Stage, shown.display.view, all, all, 2 * at.unit});
}

void overview(Scene& scene, const ViewInput& input)
{
    const QSizeF size = input.viewport.size;
    const double unit = std::max(0.4, std::min(size.width() / 1340, size.height() / 800));
    const double gap = std::round(12 * unit);
    const double said = std::round(104 * unit);
    const double wide = size.width();
    const double letters = std::round(12.5 * unit);
    const double typed = stripHeight(input.staged, input.display, wide - 2 * gap, letters);
    const double tall = size.height() - said - 3 * gap - (typed > 0 ? typed + gap : 0);
    const bool ladder = input.display.view == View::Ladder;
    const bool pair = ladder && input.staged.beside != nullptr;
    const double side = pair ? -gap : std::round(std::min(312 * unit, wide * 0.26));
    const QRectF middle{2 * gap + side, gap, wide - (ladder ? 2 : 1) * side - (ladder ? 4 : 3) * gap, tall};
    if (ladder)
        addLadderCard(scene, {input, input.time}, middle, {middle.adjusted(1, 1, -1, -1).size(), unit, input.display},
                      middle.height());
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
    if (typed > 0) addStripCard(scene, input, input.time, {gap, tall + 2 * gap, wide - 2 * gap, typed}, letters);
    const WordRoom words{{gap, size.height() - said - gap, wide - 2 * gap, said},
                         std::round(17 * unit),
                         std::round(14 * unit),
                         std::round(12.5 * unit)};
    addCaption(scene, input, words, signsLegend(input.staged, scene, input.display.language));
}

} // namespace

Scene wholeStage(const ViewInput& input, const StageExtras& extras)
{
    Scene scene{input.viewport.size, Ink::Paper};
    input.display.presenting ? present(scene, {input, input.time, nullptr, &extras, extras.branch})
                             : overview(scene, input);
    return scene;
}

std::pair<double, double> scrollRange(const ViewInput& input, const StageExtras& extras)
{
    if (input.display.view != View::Ladder) return {0, 0};
    const PresentLayout at = layoutOf({input, input.time, nullptr, &extras});
    const LadderStyle style = at.style(input);
    const double follows = scrollFollowing(input.staged, input.time, followedStyle(input, style), at.usual);
    return {-follows, std::max(0.0, mostScroll(input, style) - follows)};
}

Scene wholeStageAsking(const ViewInput& input, StageTime panels, const Board& board, const QString& branch)
{
    Scene scene{input.viewport.size, Ink::Paper};
    ViewInput asking = input;
    asking.display = whileAsking(input.display);
    present(scene, {asking, panels, &board, nullptr, branch});
    return scene;
}

} // namespace tcpstage::scene
