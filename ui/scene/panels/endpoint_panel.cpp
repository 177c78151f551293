#include "ui/scene/panels/panel_parts.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/backlog_table.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/panels/program_lane.h"
#include "ui/scene/words/program_words.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text playedByScript{"The script plays this end: it sends what the script says, and has no state of its own.",
                              "这一端由脚本扮演：按脚本发送报文段，没有自己的状态。"};

constexpr Text spacesElsewhere{"Send and receive space: view %1", "发送和接收序号空间：视图 %1"};

constexpr Text alsoWord{"also", "还有"};

constexpr std::size_t usualVariables = 9; // those of the RFC, RTO and SRTT
constexpr std::size_t leastVariables = 5; // fewer are not worth a diagram
constexpr double leastDiagram = 120;      // pixels
constexpr int fewestLaneRows = 5;
constexpr int mostLaneRows = 9;

class Panel {
public:
    Panel(Scene& scene, const PanelInput& input, StageTime time, QSizeF size, double zoom)
        : input_{input}, time_{time}, size_{size}, pen_{scene, zoom * std::clamp(std::min(size.width() / 306,
                                                                                          size.height() / 640),
                                                                                 0.86, 1.6)},
          change_{changeAt(input.staged, input.side, input.moment)}, bases_{basesOf(input.staged.trace(), input.side,
                                                                                    input.moment,
                                                                                    input.display.numbers)}
    {
        for (const trace::Side side : trace::both_sides)
            foresee(side);
        margin_ = std::min(pen_.px(15), size.width() * 0.05);
        inner_ = size.width() - 2 * margin_;
    }

    void draw()
    {
        double top = heading();
        if (isScripted()) return scripted(top);
        if (!input_.staged.hasStates(input_.side)) return;
        const tcp::Counterfactuals& without = input_.staged.trace().endpoint(input_.side).without;
        if (without.any()) top = missing(without, top);
        lane_ = hasRoomForLane(top);
        if (without.tcp) return lane(hasLane() ? size_.height() - top - pen_.px(16) : 0);
        crowded_ = isCrowded(top);
        const auto shown = variables(top);
        const std::size_t usual = few() ? 0 : congestion_ ? mostVariables() : usualVariables;
        const std::size_t cells = std::max(shown.size(), std::min(usual, mostBeside(top)));
        const double gridHeight = std::ceil(static_cast<double>(cells) / columns()) * rowHeight();
        const double bars = pen_.px(62);
        const double also = mayHide(top) ? alsoHeight() : 0;
        double rest = roomBelow(top) - gridHeight - also;
        const double program = laneHeight(rest);
        rest -= program - leastLane();
        const bool listens = input_.staged.backlogs[trace::index(input_.side)].has_value();
        const double table = listens ? backlogHeight(pen_, input_, rest) : 0;
        rest -= table;
        const int barCount = listens ? 0 : rest - 2 * bars > pen_.px(230) ? 2 : rest - bars > pen_.px(200) ? 1 : 0;
        rest -= barCount * bars + (barCount == 1 ? pen_.px(14) : 0); // and where the other one is
        const double diagram = std::min(rest, pen_.px(366));
        double y = top;
        if (diagram > leastDiagram) {
            drawDiagram(pen_, input_, {margin_, y, inner_, diagram - pen_.px(8)});
            y += diagram;
        }
        pen_.add(
            Line{{margin_, std::round(y)}, {size_.width() - margin_, std::round(y)}, 1, Ink::Rule, Stroke::Solid, 0});
        y += pen_.px(8);
        if (table > pen_.px(70)) {
            drawBacklog(pen_, input_, time_, {margin_, y, inner_, table});
            y += table;
        }
        grid(shown, y);
        y += gridHeight + pen_.px(6);
        if (also > 0) nameOthers(shown, y);
        y += also;
        for (int bar = 0; bar < barCount; ++bar, y += bars)
            drawSequenceSpace(pen_, change_.now, bar == 0, {margin_, y + pen_.px(6), inner_, bars}, input_);
        if (barCount < 2 && !listens && program == 0) elsewhere(y + pen_.px(barCount > 0 ? 18 : 8)); // below its words
        lane(program);
    }

private:
    LaneSize laneSize() const { return {std::round(pen_.px(11.5)), std::round(pen_.px(19)), true}; }
    bool hasLane() const { return lane_; }
    /// Whether the program has room: beside the least of the variables where it is wanted, else beside the diagram,
    /// too.
    bool hasRoomForLane(double top) const
    {
        if (!showsPrograms(input_.staged, input_.display)) return false;
        const tcp::Counterfactuals& without = input_.staged.trace().endpoint(input_.side).without;
        const bool listens =
            input_.staged.backlogs[trace::index(input_.side)].has_value(); // its table is the diagram's
        const bool wanted = input_.display.programs == ProgramLanes::Always || listens || without.tcp;
        const double grid = std::ceil(leastVariables / static_cast<double>(columns())) * rowHeight();
        const double diagram = wanted ? 0 : pen_.px(150);
        return roomBelow(top) - rowsOfLane(fewestLaneRows) - grid - alsoLine() >= diagram;
    }
    double rowsOfLane(int most) const { return laneRows(input_.staged, laneSize(), most) * laneSize().row; }
    double leastLane() const { return hasLane() ? rowsOfLane(fewestLaneRows) + pen_.px(4) : 0; }
    /// Its height, with what it takes of the `rest` of the panel beside the diagram, or where that has no room.
    double laneHeight(double rest) const
    {
        if (!hasLane()) return 0;
        const double beside = rest - pen_.px(150);
        const double more = std::max(0.0, beside < 0 ? rest : beside);
        const int rows = fewestLaneRows + static_cast<int>(std::floor(more / laneSize().row));
        return std::max(leastLane(), rowsOfLane(std::min(rows, mostLaneRows)) + pen_.px(4));
    }
    /// Whether a diagram has room, but only beside the essential variables.
    bool isCrowded(double top) const
    {
        if (!hasLane()) return false;
        const auto fits = [&](std::size_t variables) {
            const double grid = std::ceil(static_cast<double>(variables) / columns()) * rowHeight();
            return roomBelow(top) - grid - alsoHeight() >= pen_.px(150);
        };
        return !fits(mostVariables()) && fits(leastVariables);
    }
    /// The program, at the bottom.
    void lane(double height)
    {
        if (!hasLane() || height <= 0) return;
        drawProgram(pen_, input_, laneSize(),
                    {margin_ - pen_.px(5), size_.height() - height - pen_.px(8), inner_ + pen_.px(10), height});
    }

    bool isScripted() const { return input_.staged.trace().is_scripted(input_.side); }

    void scripted(double top)
    {
        const double pixels = std::round(pen_.px(13));
        double y = top + pen_.px(20);
        const QString words = inLanguage(playedByScript, input_.display.language);
        for (const QString& line : wrapped(words, Face::Sans, pixels, 450, inner_, 6)) {
            pen_.text(line, {margin_, y}, pixels, Ink::Muted, 450);
            y += std::round(pixels * 1.5);
        }
    }

    double heading()
    {
        const trace::EndpointInfo& endpoint = input_.staged.trace().endpoint(input_.side);
        const tcp::State state = change_.now.state;
        const Ref ref{Ref::Kind::State, input_.side, static_cast<std::uint32_t>(state)};
        const double pillPixels = std::round(pen_.px(12));
        const QString stateName = stateText(endpoint, state, input_.display);
        const bool states = input_.staged.hasStates(input_.side);
        const double pillWidth = !states ? 0 : textWidth(stateName, Face::Sans, pillPixels, 700) + pen_.px(24);
        const double big = std::round(pen_.px(17));
        const QString name = endTitle(input_.staged.trace(), input_.side, input_.display);
        // If there is no room beside the name, the state goes below the address.
        const bool beside = textWidth(name, Face::Sans, big, 700) <= inner_ - pillWidth - pen_.px(6);
        const double left = beside ? size_.width() - margin_ - pillWidth : margin_;
        const QRectF pill{left, pen_.px(beside ? 12 : 62), pillWidth, pen_.px(26)};
        if (states) {
            pen_.fill(pill, pill.height() / 2, inkOf(state), ref);
            pen_.text(stateName, baselineFor(pill.center(), pillPixels), pillPixels, Ink::OnState, 700, Align::Centre,
                      Face::Sans, ref);
        }
        const Ref self{Ref::Kind::Endpoint, input_.side, 0};
        const double room = beside ? pill.left() - margin_ - pen_.px(6) : inner_;
        pen_.text(elided(name, Face::Sans, big, 700, room), {margin_, pen_.px(28)}, big, Ink::Text, 700, Align::Left,
                  Face::Sans, self);
        const double small = std::round(pen_.px(11.5));
        pen_.text(elided(addressText(endpoint), Face::Mono, small, 450, inner_), {margin_, pen_.px(52)}, small,
                  Ink::Muted, 450, Align::Left, Face::Mono, self);
        return pen_.px(beside ? 66 : 98);
    }

    double alsoPixels() const { return std::round(pen_.px(11)); }
    double alsoLine() const { return std::ceil(alsoPixels() * 1.4); }
    double alsoHeight() const { return alsoLine() * (few() ? 2 : 1); }

    bool isOffered(Variable variable) const
    {
        return static_cast<std::size_t>(variable) < usualVariables || isInteresting(variable, change_.settled);
    }

    /// Names the variables that have no room, to be clicked. Of those that have just changed the name is bold.
    void nameOthers(const std::vector<Variable>& shown, double top)
    {
        const double pixels = alsoPixels();
        QPointF at{margin_, top + pixels};
        for (std::size_t i = 0; i < variable_count; ++i) {
            const auto variable = static_cast<Variable>(i);
            if (!isOffered(variable) || std::ranges::find(shown, variable) != shown.end()) continue;
            if (at == QPointF{margin_, top + pixels}) {
                const QString word = inLanguage(alsoWord, input_.display.language);
                pen_.text(word, at, pixels, Ink::Muted, 450);
                at.rx() += textWidth(word, Face::Sans, pixels, 450) + pen_.px(8);
            }
            const double width = textWidth(nameOf(variable), Face::Mono, pixels, 700);
            if (at.x() + width > margin_ + inner_) at = {margin_, at.y() + alsoLine()};
            if (at.y() > top + alsoHeight()) return;
            nameOther(variable, at);
            at.rx() += width + pen_.px(9);
        }
    }
    void nameOther(Variable variable, QPointF at)
    {
        const Ref ref{Ref::Kind::Variable, input_.side, static_cast<std::uint32_t>(variable)};
        const bool changed = valueOf(variable, change_.now, bases_, input_.display) !=
                             valueOf(variable, change_.before, basesOf(bases_, change_.before), input_.display);
        const double pixels = alsoPixels();
        const double width = textWidth(nameOf(variable), Face::Mono, pixels, 700);
        if (input_.selection == ref)
            pen_.frame({at.x() - pen_.px(2), at.y() - pixels, width + pen_.px(4), pixels * 1.3}, ref);
        pen_.text(nameOf(variable), at, pixels, changed ? Ink::Text : Ink::Muted, changed ? 700 : 500, Align::Left,
                  Face::Mono, ref);
    }

    /// Where to find the sequence spaces that have no room here.
    void elsewhere(double y)
    {
        const double pixels = std::round(pen_.px(11));
        if (y + pixels * 0.3 > size_.height()) return;
        const int key = static_cast<int>(View::Spaces) + 1; // the number keys follow the views
        const QString words = inLanguage(spacesElsewhere, input_.display.language).arg(key);
        pen_.text(elided(words, Face::Sans, pixels, 450, inner_), {margin_, y}, pixels, Ink::Muted, 450);
    }

    /// What makes it no TCP.
    double missing(const tcp::Counterfactuals& without, double y)
    {
        const double pixels = std::max(9.0, std::round(pen_.px(11.5)));
        for (const Text& text : tcp::differences(without))
            for (const QString& line :
                 wrapped(inLanguage(text, input_.display.language), Face::Sans, pixels, 600, inner_, 3)) {
                pen_.text(line, {margin_, y + pixels}, pixels, Ink::Lost, 600);
                y += std::round(pixels * 1.45);
            }
        return y + pen_.px(6);
    }

    /// Looks ahead at what both ends will show, so that both panels have the same layout and nothing moves later.
    void foresee(trace::Side side)
    {
        const auto& spans = input_.staged.runIndex.spans(side);
        const auto open = std::ranges::find(spans, tcp::State::Established, &StateSpan::state);
        const bool opens = open != spans.end() && open->record != trace::no_record;
        const trace::Trace& trace = input_.staged.trace();
        const tcp::Tcb tcb =
            trace.at(side, opens ? trace::Moment{trace.record(open->record).at, open->record} : input_.moment);
        longNumbers_ = longNumbers_ || tcb.snd.iss.value() > 99999 || tcb.rcv.irs.value() > 99999;
        congestion_ = congestion_ || tcb.cwnd > 0;
    }

    int columns() const
    {
        const bool wide = longNumbers_ || input_.display.numbers == Numbers::Both;
        return wide || inner_ < pen_.px(262) ? 1 : 2;
    }
    double rowHeight() const { return pen_.px(columns() == 1 ? 19 : 23); }

    static bool isEssential(Variable variable)
    {
        return variable == Variable::SndUna || variable == Variable::SndNxt || variable == Variable::RcvNxt;
    }

    /// Even numbers, for two columns.
    std::size_t mostVariables() const { return congestion_ ? 12 : 10; }
    /// Whether to show only essential variables: a narrow panel with a backlog, whose diagram must stay legible.
    bool few() const
    {
        return crowded_ || (columns() == 1 && input_.staged.backlogs[trace::index(input_.side)].has_value());
    }

    /// The height left for the diagram and the variables.
    double roomBelow(double top) const { return size_.height() - top - pen_.px(26) - leastLane(); }
    /// The most variables that leave room for the diagram, or, in a panel too low for one, that have room at all; no
    /// limit if another one applies.
    std::size_t mostBeside(double top) const
    {
        if (columns() != 1 || few()) return variable_count;
        const auto rows = [&](double taken) { return std::floor((roomBelow(top) - taken) / rowHeight()); };
        const double diagram = rows(pen_.px(150)) < leastVariables ? 0 : pen_.px(150);
        if (rows(diagram) >= static_cast<double>(mostVariables())) return variable_count;
        return static_cast<std::size_t>(std::max<double>(leastVariables, rows(diagram + alsoHeight())));
    }
    /// Whether at some step a variable may have no room.
    bool mayHide(double top) const { return few() || mostBeside(top) < mostVariables(); }

    std::vector<Variable> variables(double top) const
    {
        // Variables that change least or follow from others come first.
        constexpr std::array dispensable{Variable::Irs,  Variable::Iss, Variable::Srtt,  Variable::Ssthresh,
                                         Variable::Cwnd, Variable::Rto, Variable::RcvWnd};
        const std::vector<Variable> subjects = subjectsOf(input_.staged, input_.side);
        const auto isSubject = [&](Variable variable) {
            return std::ranges::find(subjects, variable) != subjects.end();
        };
        std::vector<Variable> shown;
        for (std::size_t i = 0; i < variable_count; ++i) {
            const auto variable = static_cast<Variable>(i);
            if (few() && !isEssential(variable) && !isSubject(variable)) continue;
            const bool more = shown.size() < mostVariables() && isInteresting(variable, change_.settled);
            if (i < usualVariables || more || isSubject(variable)) shown.push_back(variable);
        }
        const std::size_t most = mostBeside(top);
        for (const bool subject : {false, true}) // what the run is about goes last
            for (const Variable variable : dispensable)
                if (shown.size() > most && isSubject(variable) == subject) std::erase(shown, variable);
        return shown;
    }

    void grid(const std::vector<Variable>& shown, double y)
    {
        const int count = columns();
        const double width = inner_ / count;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            // The RFC's eight variables form a send and a receive column; the others follow below.
            const std::size_t column = count == 1 ? 0 : few() || i >= 8 ? i % 2 : i / 4;
            const std::size_t row = count == 1 ? i : few() ? i / 2 : i < 8 ? i % 4 : 4 + (i - 8) / 2;
            cell(shown[i], {margin_ + static_cast<double>(column) * width, y + static_cast<double>(row) * rowHeight(),
                            width, rowHeight()});
        }
    }

    void cell(Variable variable, const QRectF& rect)
    {
        const Ref ref{Ref::Kind::Variable, input_.side, static_cast<std::uint32_t>(variable)};
        const QString value = valueOf(variable, change_.now, bases_, input_.display);
        const QString old = valueOf(variable, change_.before, basesOf(bases_, change_.before), input_.display);
        const double pixels = std::round(pen_.px(11.5));
        const QRectF back = rect.adjusted(-pen_.px(5), pen_.px(1.5), -pen_.px(7), -pen_.px(1.5));
        const bool changed = value != old;
        if (changed || input_.selection == ref)
            pen_.add(Box{back, pen_.px(4), changed ? Ink::Highlight : Ink::None,
                         input_.selection == ref ? Ink::Selection : Ink::None, pen_.px(1.5), Stroke::Solid},
                     ref);
        const double base = baselineFor(rect.center().y(), pixels);
        const QString name = nameOf(variable);
        pen_.text(name, {rect.left(), base}, pixels, Ink::Muted, 500, Align::Left, Face::Mono, ref);
        const double start = rect.left() + textWidth(QStringLiteral("SND.UNA"), Face::Mono, pixels, 500) + pen_.px(9);
        const double from = std::max(start, rect.left() + textWidth(name, Face::Mono, pixels, 500) + pen_.px(6));
        const double room = back.right() - from - pen_.px(2);
        const QString sign = QStringLiteral("→");
        if (!changed) {
            pen_.text(elided(value, Face::Mono, pixels, 500, room), {from, base}, pixels, Ink::Text, 500, Align::Left,
                      Face::Mono, ref);
            return;
        }
        const double oldWidth = textWidth(old + sign, Face::Mono, pixels, 450);
        const bool both = oldWidth + textWidth(value, Face::Mono, pixels, 700) <= room;
        if (both) pen_.text(old + sign, {from, base}, pixels, Ink::Muted, 450, Align::Left, Face::Mono, ref);
        const QString marked = both ? value : elided(sign + value, Face::Mono, pixels, 700, room);
        pen_.text(marked, {both ? from + oldWidth : from, base}, pixels, Ink::Text, 700, Align::Left, Face::Mono, ref);
    }

    const PanelInput& input_;
    StageTime time_;
    QSizeF size_;
    PanelPen pen_;
    Change change_;
    TcbBases bases_;
    bool longNumbers_ = false;
    bool lane_ = false;    // of the program
    bool crowded_ = false; // by it
    bool congestion_ = false;
    double margin_ = 0;
    double inner_ = 0;
};

} // namespace

Scene endpointPanel(const ViewInput& input, trace::Side side)
{
    Scene scene{input.viewport.size};
    const trace::Moment moment = input.staged.timeMap.moment(input.time);
    const PanelInput panel{input.staged, side, moment, input.selection, input.display};
    Panel{scene, panel, input.time, input.viewport.size, input.viewport.zoom}.draw();
    return scene;
}

} // namespace tcpstage::scene
