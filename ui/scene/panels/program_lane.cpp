#include "ui/scene/panels/program_lane.h"

#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/program_words.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text laneTitle{"Program", "程序"};
constexpr Text noCalls{"no calls so far", "尚无调用"};
constexpr int leastRows = 3;

/// One line as it is written in a width.
struct LaneRow {
    captions::ProgramLine line;
    QString call;
    QString result; // "= 0", or that it blocks
    bool two;       // the result has a row of its own
    bool present;   // of this step
};

class Lane {
public:
    Lane(PanelPen& pen, const PanelInput& input, const LaneSize& size, const QRectF& area)
        : pen_{pen}, input_{input}, size_{size}, area_{area}
    {}

    void draw()
    {
        const int titled = size_.titled ? 1 : 0;
        const int room = static_cast<int>(std::floor(area_.height() / size_.row + 0.01)) - titled;
        if (room < 1) return;
        if (size_.titled) word(say(laneTitle), 0, Ink::Muted, 600);
        const std::vector<LaneRow> rows = rowsIn(room);
        if (rows.empty()) return word(say(noCalls), titled, Ink::Faint, 450);
        int at = titled;
        for (const LaneRow& row : rows) {
            draw(row, at);
            at += row.two ? 2 : 1;
        }
    }

private:
    QString say(const Text& text) const { return inLanguage(text, input_.display.language); }

    void word(const QString& words, int row, Ink ink, int weight)
    {
        const double middle = area_.top() + (row + 0.5) * size_.row;
        pen_.text(elided(words, Face::Sans, size_.letters, weight, area_.width()),
                  {area_.left(), baselineFor(middle, size_.letters)}, size_.letters, ink, weight);
    }

    /// The latest lines that have room, the oldest first; where only one has, that of the step.
    std::vector<LaneRow> rowsIn(int room) const
    {
        if (room == 1) {
            const auto now = lineNow(input_.staged, input_.side, input_.moment);
            return now ? std::vector{rowOf(*now)} : std::vector<LaneRow>{};
        }
        const captions::Program& program = programOf(input_.staged, input_.side);
        std::vector<LaneRow> rows;
        int used = 0;
        const auto lines = program.until(input_.moment.record, static_cast<std::size_t>(room));
        for (std::size_t i = lines.size(); i-- > 0;) {
            LaneRow row = rowOf(lines[i]);
            used += row.two ? 2 : 1;
            if (used > room && !rows.empty()) break;
            rows.push_back(std::move(row));
        }
        std::ranges::reverse(rows);
        return rows;
    }

    LaneRow rowOf(const captions::ProgramLine& line) const
    {
        const trace::Trace& trace = input_.staged.trace();
        LaneRow row{line, {}, {}, false, isOfStep(line, input_.staged, input_.moment)};
        if (line.call == captions::SocketCall::Restart) {
            row.call = crashText(input_.display.language);
            return row;
        }
        row.result = resultText(line, input_.display.language);
        const QString full = plain(captions::call_text(line, trace, input_.side));
        const QString brief = plain(captions::short_call_text(line));
        const double beside = inner() - width(row.result, 700) - pen_.px(8);
        row.call = firstThatFits({full, brief}, Face::Mono, size_.letters, 700, beside);
        if (!row.call.isEmpty()) return row;
        row.two = true;
        row.call = firstThatFits({full, brief}, Face::Mono, size_.letters, 700, inner());
        if (row.call.isEmpty()) row.call = elided(brief, Face::Mono, size_.letters, 700, inner());
        return row;
    }

    double inner() const { return area_.width() - 2 * inset(); }
    double inset() const { return std::round(size_.letters * 0.45); }
    double width(const QString& text, int weight) const { return textWidth(text, Face::Mono, size_.letters, weight); }
    Ref refOf(trace::RecordId record) const { return {Ref::Kind::Step, input_.side, record}; }

    void draw(const LaneRow& row, int at)
    {
        const double top = area_.top() + at * size_.row;
        const double height = size_.row * (row.two ? 2 : 1);
        const QRectF back{area_.left(), top + 1, area_.width(), height - 2};
        const Ref begins = refOf(row.line.begins);
        const Ref returns = row.line.blocks() ? begins : refOf(row.line.returns);
        const double radius = pen_.px(4);
        if (row.present) pen_.fill(back, radius, Ink::Highlight, begins);
        if (row.line.blocks()) pen_.add(Box{back, radius, Ink::None, Ink::Muted, pen_.px(1), Stroke::Dashed}, begins);
        if (row.present) // what this step has done is marked by more than its colour
            pen_.fill({back.left(), back.top(), std::max(2.0, pen_.px(2.5)), back.height()}, 0, Ink::Accent, begins);
        const double first = baselineFor(top + size_.row / 2, size_.letters);
        const int weight = row.present ? 700 : 500;
        const bool over = !row.present && !row.line.blocks();
        pen_.text(row.call, {area_.left() + inset(), first}, size_.letters, over ? Ink::Muted : Ink::Text, weight,
                  Align::Left, Face::Mono, begins);
        const bool fails = row.line.failure != captions::Errno::None && !row.line.blocks();
        pen_.text(row.result, {area_.right() - inset(), first + (row.two ? size_.row : 0)}, size_.letters,
                  fails ? Ink::Lost : Ink::Text, weight, Align::Right, Face::Mono, returns);
    }

    PanelPen& pen_;
    const PanelInput& input_;
    const LaneSize& size_;
    QRectF area_;
};

} // namespace

int laneRows(const StagedRun& staged, const LaneSize& size, int most)
{
    std::size_t lines = leastRows;
    for (const trace::Side side : trace::both_sides)
        lines = std::max(lines, programOf(staged, side).lines().size() + 1); // and one that waits
    return static_cast<int>(std::min<std::size_t>(lines + (size.titled ? 1 : 0), static_cast<std::size_t>(most)));
}

void drawProgram(PanelPen& pen, const PanelInput& input, const LaneSize& size, const QRectF& area)
{
    Lane{pen, input, size, area}.draw();
}

} // namespace tcpstage::scene
