// The whole stage as one picture, for export and presentations.

#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/backlog_table.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/whole_caption.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text beforeWord{"before", "之前"};
constexpr Text becauseWord{"because", "原因"};

struct StageInput {
    const ViewInput& view;
    StageTime panels;             // what both endpoints show
    const Board* board = nullptr; // instead of the caption

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

/// An endpoint from the last row: its state, three variables, how it came there.
class PresentPanel {
public:
    PresentPanel(Scene& scene, const StageInput& input, trace::Side side, const QRectF& area, double unit)
        : pen_{scene, unit}, input_{input.view}, panels_{input.panels}, side_{side}, area_{area},
          moment_{input_.staged.timeMap.moment(panels_)}, change_{changeAt(input_.staged, side, moment_)}
    {}

    void draw()
    {
        const double middle = area_.center().x();
        const Ref self{Ref::Kind::Endpoint, side_, 0};
        const double big = std::round(px(42));
        const QString name = endpointName(input_.staged.trace().endpoint(side_), input_.display.language);
        pen_.text(elided(name, Face::Sans, big, 700, room()), {middle, area_.top() + px(58)}, big, Ink::Text, 700,
                  Align::Centre, Face::Sans, self);
        if (input_.staged.trace().is_scripted(side_)) return;
        pill();
        double y = area_.top() + px(190);
        const tcp::Counterfactuals& without = input_.staged.trace().endpoint(side_).without;
        if (without.any()) y = missing(without, y);
        if (without.tcp) return;
        if (input_.staged.backlogs[trace::index(side_)]) {
            const PanelInput input{input_.staged, side_, moment_, input_.selection, input_.display};
            const QRectF below{area_.left() + px(18), y - px(14), area_.width() - px(36), area_.bottom() - y};
            return drawBacklogBig(pen_, input, panels_, below);
        }
        for (const Variable variable : {Variable::SndUna, Variable::SndNxt, Variable::RcvNxt})
            y = value(variable, y);
        transition(y + px(14));
    }

private:
    double px(double count) const { return pen_.px(count); }
    double room() const { return area_.width() - px(32); }

    void pill()
    {
        const tcp::State state = change_.now.state;
        const Ref ref{Ref::Kind::State, side_, static_cast<std::uint32_t>(state)};
        const QRectF rect{area_.left() + px(14), area_.top() + px(84), area_.width() - px(28), px(66)};
        pen_.fill(rect, px(12), inkOf(state), ref);
        const QString name = stateText(input_.staged.trace().endpoint(side_), state, input_.display);
        double pixels = std::round(px(40));
        while (pixels > px(27) && textWidth(name, Face::Sans, pixels, 700) > rect.width() - px(12))
            --pixels;
        pen_.text(name, baselineFor(rect.center(), pixels), pixels, Ink::OnState, 700, Align::Centre, Face::Sans, ref);
    }

    /// The sentences that say why the run is not TCP.
    double missing(const tcp::Counterfactuals& without, double y)
    {
        const double small = std::round(px(27.4));
        for (const Text& text : tcp::differences(without))
            for (const QString& line :
                 wrapped(inLanguage(text, input_.display.language), Face::Sans, small, 600, room(), 5)) {
                pen_.text(line, {area_.left() + px(18), y + small}, small, Ink::Lost, 600);
                y += px(35);
            }
        return y + px(12);
    }

    double value(Variable variable, double y)
    {
        const Ref ref{Ref::Kind::Variable, side_, static_cast<std::uint32_t>(variable)};
        const QString now = valueOf(variable, change_.now, input_.display);
        const QString old = valueOf(variable, change_.before, input_.display);
        const double left = area_.left() + px(18);
        const double small = std::round(px(27.4));
        const double big = std::round(px(41));
        if (now != old)
            pen_.fill({left - px(8), y - px(3), area_.width() - px(20), px(86)}, px(8), Ink::Highlight, ref);
        pen_.text(nameOf(variable), {left, y + px(27)}, small, Ink::Muted, 500, Align::Left, Face::Mono, ref);
        const QString from = old + QStringLiteral("→");
        const double width = textWidth(from, Face::Mono, small, 500);
        const bool both = now != old && width + textWidth(now, Face::Mono, big, 700) < room();
        if (both) pen_.text(from, {left, y + px(72)}, small, Ink::Muted, 500, Align::Left, Face::Mono, ref);
        pen_.text(elided(now, Face::Mono, big, 700, room()), {left + (both ? width : 0), y + px(72)}, big, Ink::Text,
                  700, Align::Left, Face::Mono, ref);
        return y + px(96);
    }

    struct Said {
        QString line;
        Ink ink;
        int weight;
        double gap; // space above
    };

    void say(std::vector<Said>& lines, const QString& words, Ink ink, int weight, double gap = 0) const
    {
        for (const QString& line : wrapped(words, Face::Sans, std::round(px(27.4)), weight, room(), 3)) {
            lines.push_back({line, ink, weight, gap});
            gap = 0;
        }
    }

    /// The previous state and the reason for the change; if there is no room for both, only the reason.
    void transition(double y)
    {
        const auto last = lastTransition(input_.staged, side_, moment_, input_.display.language);
        if (!last) return;
        std::vector<Said> before;
        say(before, inLanguage(beforeWord, input_.display.language), Ink::Faint, 500);
        say(before, stateText(last->from, input_.display), Ink::Text, 600);
        std::vector<Said> because;
        say(because, inLanguage(becauseWord, input_.display.language), Ink::Faint, 500, px(10));
        say(because, last->action.isEmpty() ? last->event : last->event + QStringLiteral(" / ") + last->action,
            Ink::Text, 600);
        const double line = px(35);
        const auto fits = [&](std::size_t lines) {
            return y + px(10) + line * static_cast<double>(lines) <= area_.bottom();
        };
        if (!fits(because.size())) return;
        if (fits(before.size() + because.size())) because.insert(because.begin(), before.begin(), before.end());
        const double small = std::round(px(27.4));
        for (const Said& said : because) {
            y += said.gap;
            pen_.text(said.line, {area_.left() + px(18), y + small}, small, said.ink, said.weight);
            y += line;
        }
    }

    PanelPen pen_;
    const ViewInput& input_;
    StageTime panels_; // what it shows
    trace::Side side_;
    QRectF area_;
    trace::Moment moment_;
    Change change_;
};

void addProgress(Scene& scene, const ViewInput& input, const QRectF& area, double pixels)
{
    const TimeMap& timeMap = input.staged.timeMap;
    const QString steps =
        QStringLiteral("%1 / %2").arg(input.staged.shownStep(input.time)).arg(input.staged.shownSteps());
    const QString longest = QStringLiteral("%1 / %1").arg(input.staged.shownSteps());
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
    const bool pair = ladder && shown.staged.beside != nullptr; // two ladders take the room of the endpoints
    const double wide = size.width();
    WordRoom words{{gap, 0, wide - 2 * gap, std::round((input.board ? 326 : 206) * unit)},
                   std::round(43 * unit),
                   std::round(32 * unit),
                   std::round(27.4 * unit)};
    double said = input.board ? words.area.height() : captionHeight(shown.staged, shown.display, words);
    if (!ladder) said = std::min(said, std::max(words.area.height(), 240 * unit)); // plots need their height to be read
    const double side = pair ? -gap : std::round(std::min(352 * unit, size.width() * 0.25));
    const double tall = size.height() - said - foot - 3.4 * gap;
    if (ladder)
        addLadderCard(scene, input, {2 * gap + side, gap, wide - 2 * side - 4 * gap, tall}, 2.5 * unit);
    else
        addViewCard(scene, shown, {gap, gap, wide - 2 * gap, tall});
    for (const trace::Side end : trace::both_sides) {
        if (pair || !ladder) break;
        const QRectF area{end == trace::Side::Left ? gap : wide - gap - side, gap, side, tall};
        scene.still.push_back(card(area, 14 * unit));
        const std::size_t first = scene.moving.size();
        PresentPanel{scene, input, end, area, unit}.draw();
        if (input.asks()) hideAnswer(scene.moving, first, *input.board->question);
    }
    words.area = {gap, tall + 2 * gap, wide - 2 * gap, said};
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
    present(scene, {input, panels, &board});
    return scene;
}

} // namespace tcpstage::scene
