#include "ui/scene/caption_foot.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <cmath>

namespace tcpstage::scene {

namespace {

/// The size of the difference between two worlds: on a projector a line is read from the last row.
double differencePixels(const WordRoom& room, const DisplayOptions& display)
{
    return display.presenting ? room.text : room.smallest;
}

/// The most lines for the difference between two worlds.
qsizetype mostDifferenceLines(const DisplayOptions& display) { return display.presenting ? 2 : 1; }

/// Adds the legend, beside the last line or below it; nothing where neither has room.
void addLegend(Foot& foot, const QString& legend, const WordRoom& whole, std::size_t most)
{
    if (legend.isEmpty()) return;
    const double pixels = whole.smallest;
    const auto widthOf = [](const Foot::Part& part) {
        return textWidth(part.words, Face::Sans, part.pixels, part.differs ? 600 : 500);
    };
    const Foot::Part beside{legend, pixels, false, true};
    if (!foot.parts.empty() && widthOf(foot.parts.back()) + 2 * pixels + widthOf(beside) <= whole.width())
        return foot.parts.push_back(beside);
    const QStringList lines = wrapped(legend, Face::Sans, pixels, 500, whole.width(), static_cast<int>(most) + 1);
    if (foot.parts.size() + static_cast<std::size_t>(lines.size()) > most) return;
    for (const QString& line : lines)
        foot.parts.push_back({line, pixels, false, false});
}

} // namespace

double Foot::height() const
{
    double sum = parts.empty() ? 0 : std::round(parts.back().pixels * 0.4);
    for (const Part& part : parts)
        sum += line(part);
    return sum;
}

Foot footOf(const ViewInput& input, const WordRoom& whole, const QString& legend)
{
    const DisplayOptions& display = input.display;
    double pixels = differencePixels(whole, display);
    const qsizetype most = mostDifferenceLines(display);
    QStringList differs = differencesBeside(input.staged, input.time, input.selection, display);
    const auto lined = [&](int atMost) {
        const QString gap = display.language == Language::English ? QStringLiteral(" ") : QString{};
        const QString all = differs.join(gap);
        const QString shown = atMost > most ? all : wholeSentences(all, pixels, 600, whole.width(), atMost);
        return wrapped(shown, Face::Sans, pixels, 600, whole.width(), atMost);
    };
    while (differs.size() > 1 && lined(static_cast<int>(most) + 1).size() > most) // leave out rather than cut
        differs.removeLast();
    if (differs.isEmpty() || lined(static_cast<int>(most) + 1).size() > most) pixels = whole.smallest;
    Foot foot;
    if (!differs.isEmpty())
        for (const QString& line : lined(static_cast<int>(most)))
            foot.parts.push_back({line, pixels, true, false});
    addLegend(foot, legend, whole, static_cast<std::size_t>(most) + (display.presenting ? 2 : 0));
    return foot;
}

void addFoot(Scene& scene, const Foot& foot, const WordRoom& whole)
{
    const QRectF& area = whole.area;
    double y = area.bottom() - foot.height();
    for (const Foot::Part& part : foot.parts) {
        y += foot.line(part);
        scene.moving.push_back({Label{part.words,
                                      {part.beside ? area.right() - whole.margin() : area.left() + whole.margin(), y},
                                      part.pixels,
                                      part.differs ? Ink::Text : Ink::Muted,
                                      Face::Sans,
                                      part.differs ? 600 : 500,
                                      part.beside ? Align::Right : Align::Left,
                                      0},
                                {},
                                1});
    }
}

} // namespace tcpstage::scene
