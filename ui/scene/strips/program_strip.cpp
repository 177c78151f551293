#include "ui/scene/strips/program_strip.h"

#include "core/trace/spoken_name.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/panels/program_lane.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/program_words.h"

#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::array<std::uint8_t, 2> bothRuns{0, 1};

double rowOf(double letters) { return std::round(letters * 1.5); }
double edgeOf(double letters) { return std::round(letters * 0.4); }

QString nameOf(const StagedRun& staged, trace::Side side, Language language)
{
    return QString::fromStdString(trace::spoken(staged.trace().endpoint(side))[language]);
}

/// The programs of one run in its half.
void addHalf(PanelPen& pen, const ViewInput& half, StageTime time, const QRectF& area, double letters)
{
    const trace::Moment moment = half.staged.timeMap.moment(time);
    double name = 0;
    for (const trace::Side side : trace::both_sides)
        name = std::max(name, textWidth(nameOf(half.staged, side, half.display.language), Face::Sans, letters, 500));
    const double gap = std::round(letters * 0.8);
    double top = area.top();
    for (const trace::Side side : trace::both_sides) {
        pen.text(nameOf(half.staged, side, half.display.language),
                 {area.left(), baselineFor(top + rowOf(letters) / 2, letters)}, letters, Ink::Muted, 500);
        drawProgram(pen, {half.staged, side, moment, half.selection, half.display}, {letters, rowOf(letters), false},
                    {area.left() + name + gap, top, area.width() - name - gap, rowOf(letters)});
        top += rowOf(letters);
    }
}

} // namespace

bool showsProgramStrip(const StagedRun& staged, const DisplayOptions& display)
{
    if (display.presenting && display.programs != ProgramLanes::Always) return false; // the ladders need the height
    return staged.beside &&
           std::ranges::any_of(bothRuns, [&](std::uint8_t run) { return showsPrograms(staged.half(run), display); });
}

double programStripHeight(double letters) { return 2 * rowOf(letters) + 2 * edgeOf(letters); }

void addProgramStrip(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters)
{
    const double inset = std::round(letters * 0.8);
    const double half = std::round(area.width() / 2);
    for (const std::uint8_t run : bothRuns) {
        Scene part{input.viewport.size};
        PanelPen pen{part, letters / 12};
        addHalf(pen, input.half(run), time,
                {area.left() + run * half + inset, area.top() + edgeOf(letters), half - 2 * inset,
                 area.height() - 2 * edgeOf(letters)},
                letters);
        for (std::vector<Mark>* marks : {&part.still, &part.moving})
            for (Mark& mark : *marks)
                if (mark.ref.kind != Ref::Kind::Nothing) mark.ref.run = run;
        addMoved(scene, part, {});
    }
}

QString programStripText(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    QStringList lines;
    for (const std::uint8_t run : bothRuns) {
        const StagedRun& half = staged.half(run);
        const QString title = QString::fromStdString(half.scenario.half_title()[display.language]);
        for (const trace::Side side : trace::both_sides) {
            if (const auto line = lineNow(half, side, half.timeMap.moment(time)))
                lines << QStringLiteral("%1: %2: %3")
                             .arg(title, nameOf(half, side, display.language),
                                  lineText(*line, half, side, display.language));
        }
    }
    return lines.join(u'\n');
}

} // namespace tcpstage::scene
