// Figure 5 of RFC 9293, with all eleven states at fixed places.

#include "core/captions/transition.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panel_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tcpstage::scene {

namespace {

struct Place {
    double column; // part of the width
    int row;
};
constexpr int rows = 7;
// In the order of State.
constexpr std::array<Place, tcp::state_count> places{{{0.475, 0},
                                                      {0.16, 1},
                                                      {0.79, 1},
                                                      {0.16, 2},
                                                      {0.475, 3},
                                                      {0.16, 4},
                                                      {0.145, 5},
                                                      {0.79, 4},
                                                      {0.475, 5},
                                                      {0.805, 5},
                                                      {0.475, 6}}};

const Place& placeOf(tcp::State state) { return places[static_cast<std::size_t>(state)]; }

class Diagram {
public:
    Diagram(PanelPen& pen, const PanelInput& input, const QRectF& area)
        : pen_{pen}, input_{input}, area_{area}, pitch_{area.height() / (rows - 0.42)}, node_{area.width() * 0.29,
                                                                                              pitch_ * 0.58}
    {
        const double wanted = std::round(pen.px(10));
        pixels_ = wanted;
        const double least = std::min(7.0, pen.px(8.1)); // small text is chosen where it is drawn large
        while (pixels_ > least &&
               textWidth(QStringLiteral("SYN-RECEIVED"), Face::Sans, pixels_, 600) > node_.width() - 4)
            --pixels_;
        const double gap = pitch_ - node_.height();
        namePixels_ = std::max(least, std::min(std::round(pen.px(9.5)), std::floor(gap * 0.55)));
        // In a low diagram the boxes shrink, as far as possible, to leave room for a transition's name between two
        // rows.
        const double room = std::max(gap, pitch_ - pixels_ - 3);
        nameHeight_ = std::max(std::ceil(namePixels_ * 1.2), std::min(std::round(namePixels_ * 1.7), std::floor(room)));
        node_.setHeight(std::min(node_.height(), std::max(pixels_ + 2, pitch_ - nameHeight_)));
    }

    void draw()
    {
        const auto last = lastTransition(input_.staged, input_.side, input_.moment, input_.display.language);
        for (const tcp::Transition& edge : tcp::transitions())
            if (edge.drawn) this->edge(edge.from, edge.to, false);
        if (last) edge(last->from, last->to, true);
        for (std::size_t i = 0; i < tcp::state_count; ++i)
            state(static_cast<tcp::State>(i));
        if (last) name(*last);
    }

private:
    QRectF box(tcp::State state) const
    {
        const Place& place = placeOf(state);
        const QPointF middle{area_.left() + place.column * area_.width(),
                             area_.top() + place.row * pitch_ + node_.height() / 2};
        return {middle - QPointF{node_.width() / 2, node_.height() / 2}, node_};
    }

    void state(tcp::State state)
    {
        const tcp::State current = input_.staged.trace().at(input_.side, input_.moment).state;
        const bool visited = input_.staged.runIndex.visited(input_.side, state, input_.moment.record);
        const Ref ref{Ref::Kind::State, input_.side, static_cast<std::uint32_t>(state)};
        const QRectF rect = box(state);
        const double radius = pen_.px(6);
        const double ring = pen_.px(2.5);
        const bool now = state == current;
        if (input_.selection == ref)
            pen_.add(Box{rect.adjusted(-ring, -ring, ring, ring), radius + ring, Ink::None, Ink::Selection, ring,
                         Stroke::Solid});
        if (now) {
            if (input_.selection != ref)
                pen_.add(Box{rect.adjusted(-ring, -ring, ring, ring), radius + ring, Ink::None, inkOf(state), ring,
                             Stroke::Solid},
                         {}, 0.45);
            pen_.add(Box{rect, radius, inkOf(state)}, ref);
        } else {
            pen_.add(Box{rect, radius, Ink::Panel, visited ? inkOf(state) : Ink::Rule,
                         visited ? pen_.px(1.9) : pen_.px(1.1), Stroke::Solid},
                     ref);
        }
        const Ink ink = now ? Ink::OnState : visited ? Ink::Text : Ink::Faint;
        pen_.text(stateText(state, input_.display), baselineFor(rect.center(), pixels_), pixels_, ink,
                  now       ? 700
                  : visited ? 600
                            : 450,
                  Align::Centre, Face::Sans, ref);
    }

    void line(QPointF from, QPointF to, bool lit, bool last)
    {
        pen_.add(Line{from, to, pen_.px(lit ? 2.6 : 1.2), lit ? Ink::Accent : Ink::Rule, Stroke::Solid,
                      lit && last ? pen_.px(9) : 0});
    }

    void edge(tcp::State from, tcp::State to, bool lit)
    {
        const QRectF a = box(from);
        const QRectF b = box(to);
        const int down = placeOf(to).row - placeOf(from).row;
        if (down < -1) { // back to CLOSED, around the right side
            const double bus = area_.right() - pen_.px(1.5);
            const double y = a.center().y();
            line({a.right(), y}, {bus, y}, lit, false);
            line({bus, y}, {bus, b.center().y()}, lit, false);
            line({bus, b.center().y()}, {b.right(), b.center().y()}, lit, true);
        } else if (down == 0) {
            const bool right = b.left() > a.left();
            line({right ? a.right() : a.left(), a.center().y()}, {right ? b.left() : b.right(), b.center().y()}, lit,
                 true);
        } else {
            const QPointF start{a.center().x(), down > 0 ? a.bottom() : a.top()};
            line(start, {b.center().x(), down > 0 ? b.top() : b.bottom()}, lit, true);
        }
    }

    /// Writes the transition's name into the gap between two rows, or else as near to it as it hides no state.
    void name(const LastTransition& last)
    {
        QString text = last.event;
        if (!last.action.isEmpty()) text += QStringLiteral(" / ") + last.action;
        text = elided(text, Face::Sans, namePixels_, 600, area_.width() - pen_.px(12));
        const QSizeF size{textWidth(text, Face::Sans, namePixels_, 600) + pen_.px(12), nameHeight_};
        const int from = placeOf(last.from).row;
        const int to = placeOf(last.to).row;
        const int gap = to > from ? to - 1 : std::min(to, rows - 2); // below this row
        const double y = area_.top() + gap * pitch_ + node_.height() + (pitch_ - node_.height() - size.height()) / 2;
        const double middle = (box(last.from).center().x() + box(last.to).center().x()) / 2;
        const double x = std::clamp(middle - size.width() / 2, area_.left(), area_.right() - size.width());
        const QRectF rect = freeNear({QPointF{std::round(x), std::round(y)}, size});
        pen_.add(Box{rect, pen_.px(4), Ink::Highlight, Ink::Accent, 1, Stroke::Solid});
        pen_.text(text, baselineFor(rect.center(), namePixels_), namePixels_, Ink::Text, 600, Align::Centre);
    }

    /// The nearest place to `wanted` at which a rectangle hides no state; `wanted` if there is none.
    QRectF freeNear(const QRectF& wanted) const
    {
        const auto isFree = [&](const QRectF& place) {
            for (std::size_t i = 0; i < tcp::state_count; ++i)
                if (box(static_cast<tcp::State>(i)).intersects(place)) return false;
            return true;
        };
        constexpr double step = 4; // pixels
        const QRectF within{area_.left(), area_.top(), area_.width() - wanted.width(),
                            area_.height() - wanted.height()};
        QRectF best = wanted;
        double nearest = std::numeric_limits<double>::infinity();
        if (isFree(wanted)) return wanted;
        for (double y = within.top(); y <= within.bottom(); y += step)
            for (double x = within.left(); x <= within.right(); x += step) {
                const QPointF away = QPointF{x, y} - wanted.topLeft();
                const double far = std::hypot(away.x(), away.y());
                if (far >= nearest || !isFree({{x, y}, wanted.size()})) continue;
                nearest = far;
                best.moveTo(std::round(x), std::round(y));
            }
        return best;
    }

    PanelPen& pen_;
    const PanelInput& input_;
    QRectF area_;
    double pitch_;
    QSizeF node_;
    double pixels_ = 10;
    double namePixels_ = 9; // name of a transition
    double nameHeight_ = 15;
};

} // namespace

std::optional<LastTransition> lastTransition(const StagedRun& staged, trace::Side side, trace::Moment moment,
                                             Language language)
{
    const StateSpan* span = staged.runIndex.spanAt(side, moment.record);
    if (!span || span->record == trace::no_record) return {};
    const trace::Record entered = staged.trace().record(span->record);
    const captions::Passage passage = captions::passage_of(staged.trace(), span->record);
    LastTransition last{entered.from(), entered.to(), inLanguage(passage.event, language),
                        inLanguage(passage.action, language)};
    return last;
}

void drawDiagram(PanelPen& pen, const PanelInput& input, const QRectF& area) { Diagram{pen, input, area}.draw(); }

} // namespace tcpstage::scene
