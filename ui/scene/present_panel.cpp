#include "ui/scene/present_panel.h"

#include "ui/scene/marks/fonts.h"
#include "ui/scene/panels/backlog_table.h"
#include "ui/scene/panels/panel_parts.h"
#include "ui/scene/panels/program_lane.h"
#include "ui/scene/words/program_words.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text beforeWord{"before", "之前"};
constexpr int mostLaneRows = 6;    // beside variables
constexpr double leastTable = 150; // of 1080 lines: its heading, a row and what was dropped
constexpr int flatLaneRows = 3;
constexpr double laneRow = 38; // of 1080 lines
constexpr Text becauseWord{"because", "原因"};

/// Whether the run is about variables: they stay where a program would take their place.
bool hasSubjects(const StagedRun& staged)
{
    return std::ranges::any_of(trace::both_sides, [&](trace::Side side) { return !subjectsOf(staged, side).empty(); });
}

/// An endpoint from the last row: its state, its variables, how it came there.
class PresentPanel {
public:
    PresentPanel(Scene& scene, const PresentPanelInput& input)
        : pen_{scene, input.unit}, input_{input.view}, panels_{input.time}, side_{input.side}, area_{input.area},
          moment_{input_.staged.timeMap.moment(panels_)}, change_{changeAt(input_.staged, side_, moment_)},
          bases_{basesOf(input_.staged.trace(), side_, moment_, input_.display.numbers)}
    {}

    /// The name beside the state, and the variables beside each other.
    void drawFlat()
    {
        const Ref self{Ref::Kind::Endpoint, side_, 0};
        const double big = std::round(px(42));
        const double half = room() * 0.46;
        const QString name = endTitle(input_.staged.trace(), side_, input_.display);
        pen_.text(elided(name, Face::Sans, big, 700, half - px(10)), {area_.left() + px(18), area_.top() + px(52)}, big,
                  Ink::Text, 700, Align::Left, Face::Sans, self);
        if (!input_.staged.hasStates(side_)) return;
        pill({area_.right() - px(14) - room() * 0.54, area_.top() + px(10), room() * 0.54, px(56)});
        if (hasLane() && !hasSubjects(input_.staged)) return lane(area_.top() + px(76)); // it has their place
        std::vector<Variable> shown = variables();
        const auto width = [&] { return room() / static_cast<double>(shown.size()); };
        const auto cell = [&] { return width() - px(26); };                  // its highlight is 16 wider
        for (const Variable variable : {Variable::RcvNxt, Variable::SndUna}) // what the run is about stays
            if (widest(shown) > cell()) std::erase(shown, variable);
        double left = area_.left() + px(18);
        const double named = namePixels(shown, cell());
        for (const Variable variable : shown) {
            value(variable, {left, area_.top() + px(74), cell(), px(86)}, named);
            left += width();
        }
        if (hasLane() && input_.display.programs == ProgramLanes::Always) lane(area_.top() + px(166));
    }

    void draw()
    {
        const double middle = area_.center().x();
        const Ref self{Ref::Kind::Endpoint, side_, 0};
        const double big = std::round(px(42));
        const QString name = endTitle(input_.staged.trace(), side_, input_.display);
        pen_.text(elided(name, Face::Sans, big, 700, room()), {middle, area_.top() + px(58)}, big, Ink::Text, 700,
                  Align::Centre, Face::Sans, self);
        if (!input_.staged.hasStates(side_)) return;
        pill({area_.left() + px(14), area_.top() + px(84), area_.width() - px(28), px(66)});
        double y = area_.top() + px(190);
        const tcp::Counterfactuals& without = input_.staged.trace().endpoint(side_).without;
        if (without.any()) y = missing(without, y);
        if (without.tcp) return lane(y);
        const double program = hasLane() ? laneRows(input_.staged, laneSize(), mostLaneRows) * laneSize().row : 0;
        const double bottom = area_.bottom() - program;
        if (input_.staged.backlogs[trace::index(side_)]) {
            const double end = hasLane() ? std::max(bottom, y + px(leastTable)) : bottom;
            const QRectF below{area_.left() + px(18), y - px(14), area_.width() - px(36), end - y};
            drawBacklogBig(pen_, panelInput(), panels_, below);
            return lane(end - px(10));
        }
        std::vector<Variable> shown = variables();
        for (const Variable variable : {Variable::RcvNxt, Variable::SndUna}) // what the run is about stays
            if (y + px(96) * static_cast<double>(shown.size()) > bottom) std::erase(shown, variable);
        const double named = namePixels(shown, room());
        for (const Variable variable : shown) {
            if (y + px(88) > bottom) break;
            value(variable, {area_.left() + px(18), y, room(), px(86)}, named);
            y += px(96);
        }
        hasLane() ? lane(y) : transition(y + px(14));
    }

private:
    PanelInput panelInput() const { return {input_.staged, side_, moment_, input_.selection, input_.display}; }
    LaneSize laneSize() const { return {small(), std::round(px(laneRow)), false}; }
    bool hasLane() const { return showsPrograms(input_.staged, input_.display); }
    /// The program, from `top` down.
    void lane(double top)
    {
        if (!hasLane()) return;
        const double inset = px(10);
        const double rows = std::floor((area_.bottom() - px(6) - top) / laneSize().row);
        const double height = std::max(0.0, rows) * laneSize().row;
        drawProgram(pen_, panelInput(), laneSize(),
                    {area_.left() + inset, area_.bottom() - px(6) - height, area_.width() - 2 * inset, height});
    }

    double px(double count) const { return pen_.px(count); }
    double room() const { return area_.width() - px(32); }

    std::vector<Variable> variables() const
    {
        std::vector<Variable> shown{Variable::SndUna, Variable::SndNxt, Variable::RcvNxt};
        for (const Variable variable : subjectsOf(input_.staged, side_))
            shown.push_back(variable);
        return shown;
    }

    double small() const { return std::round(px(27.4)); }

    /// The width that the longest of their names needs, or the longest of their numbers by the end of the run.
    double widest(const std::vector<Variable>& shown) const
    {
        const trace::Trace& trace = input_.staged.trace();
        const trace::Moment end = trace.last_moment();
        const tcp::Tcb last = trace.at(side_, end);
        const TcbBases bases = basesOf(trace, side_, end, input_.display.numbers);
        double width = 0;
        for (const Variable variable : shown)
            for (const QString& text : {nameOf(variable), valueOf(variable, change_.now, bases_, input_.display),
                                        valueOf(variable, last, bases, input_.display)})
                width = std::max(width, textWidth(text, Face::Mono, small(), text == nameOf(variable) ? 500 : 700));
        return width;
    }
    /// The same for all names.
    double namePixels(const std::vector<Variable>& shown, double room) const
    {
        double wanted = small();
        const auto fits = [&](Variable variable) {
            return textWidth(nameOf(variable), Face::Mono, wanted, 500) <= room;
        };
        while (wanted > 12 && !std::ranges::all_of(shown, fits))
            --wanted;
        return wanted;
    }

    void pill(const QRectF& rect)
    {
        const tcp::State state = change_.now.state;
        const Ref ref{Ref::Kind::State, side_, static_cast<std::uint32_t>(state)};
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
        const double small = this->small();
        for (const Text& text : tcp::differences(without))
            for (const QString& line :
                 wrapped(inLanguage(text, input_.display.language), Face::Sans, small, 600, room(), 5)) {
                pen_.text(line, {area_.left() + px(18), y + small}, small, Ink::Lost, 600);
                y += px(35);
            }
        return y + px(12);
    }

    /// The name above the value; the value before it where there is room.
    void value(Variable variable, const QRectF& rect, double named)
    {
        const Ref ref{Ref::Kind::Variable, side_, static_cast<std::uint32_t>(variable)};
        const QString now = valueOf(variable, change_.now, bases_, input_.display);
        const QString old = valueOf(variable, change_.before, basesOf(bases_, change_.before), input_.display);
        const double small = this->small();
        if (now != old) pen_.fill(rect.adjusted(-px(8), -px(3), px(8), -px(3)), px(8), Ink::Highlight, ref);
        pen_.text(nameOf(variable), {rect.left(), rect.top() + px(27)}, named, Ink::Muted, 500, Align::Left, Face::Mono,
                  ref);
        const QString from = old + QStringLiteral("→");
        const double before = textWidth(from, Face::Mono, small, 500);
        double big = std::round(px(41));
        const bool both = now != old && before + textWidth(now, Face::Mono, big, 700) < rect.width();
        while (big > small && textWidth(now, Face::Mono, big, 700) > rect.width())
            --big;
        if (both)
            pen_.text(from, {rect.left(), rect.top() + px(72)}, small, Ink::Muted, 500, Align::Left, Face::Mono, ref);
        pen_.text(elided(now, Face::Mono, big, 700, rect.width()),
                  {rect.left() + (both ? before : 0), rect.top() + px(72)}, big, Ink::Text, 700, Align::Left,
                  Face::Mono, ref);
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
        const double small = this->small();
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
    TcbBases bases_;
};

} // namespace

void addPresentPanel(Scene& scene, const PresentPanelInput& input)
{
    PresentPanel panel{scene, input};
    input.flat ? panel.drawFlat() : panel.draw();
}

double flatPanelHeight(const StagedRun& staged, const DisplayOptions& display)
{
    const bool both = display.programs == ProgramLanes::Always && showsPrograms(staged, display) && hasSubjects(staged);
    return both ? 168 + 10 + flatLaneRows * laneRow : 168;
}

bool canBeFlat(const StagedRun& staged)
{
    return std::ranges::all_of(trace::both_sides, [&](trace::Side side) {
        return !staged.backlogs[trace::index(side)] && !staged.trace().endpoint(side).without.any();
    });
}

} // namespace tcpstage::scene
