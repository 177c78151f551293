// The span that a person measures: a dimension line between the lifelines, with what lies between its ends.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/measurement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace tcpstage::scene {

namespace {

constexpr std::array acrossParts{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}; // of the width between the lifelines
constexpr std::array downParts{0.5,  0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26,
                               0.74, 0.2,  0.8,  0.12, 0.88, 0.05, 0.95}; // of the span that is seen

/// Whether a place is clear of a mark; of the line of an arrow only if it has to be.
bool leavesFree(const Mark& mark, const QRectF& box, bool arrows)
{
    if (const auto* line = std::get_if<Line>(&mark.shape))
        return !arrows || mark.ref.kind != Ref::Kind::Segment || !touch(box, line->from, line->to);
    if (const auto* label = std::get_if<Label>(&mark.shape))
        return !touch(lettersOf(*label).grown(1), Turned{box.center(), box.size(), 0});
    return !bounds(mark).intersects(box);
}

/// The heights at which words may stand in a span, the best first: within it, then just below and above it.
std::vector<double> heightsIn(double top, double bottom, double height)
{
    std::vector<double> heights;
    heights.reserve(downParts.size() + 8);
    for (const double part : downParts)
        heights.push_back(top + (bottom - top) * part);
    for (const double away : {0.8, 1.4, 2.0, 3.0})
        heights.insert(heights.end(), {bottom + height * away, top - height * away});
    return heights;
}

} // namespace

/// Where its words stand: clear of all other words, and of arrows if there is such a place.
QPointF LadderBuilder::spanWords(double top, double bottom, QSizeF size) const
{
    const double width = style_.right - style_.left;
    const double least = style_.left + size.width() / 2 + px(8);
    const double most = std::max(least, style_.right - size.width() / 2 - px(8));
    const auto isFree = [&](const QRectF& box, bool arrows) {
        const auto free = [&](const Mark& mark) { return leavesFree(mark, box, arrows); };
        return std::ranges::all_of(std::span{scene_.still}.subspan(firstStill_), free) &&
               std::ranges::all_of(std::span{scene_.moving}.subspan(firstMoving_), free);
    };
    for (const bool arrows : {true, false})
        for (const double middle : heightsIn(top, bottom, size.height()))
            for (const double part : acrossParts) {
                const double above = std::clamp(middle - size.height() / 2, style_.header,
                                                std::max(style_.header, style_.height - size.height()));
                const double x = std::clamp(style_.left + width * part, least, most);
                const QRectF box{QPointF{x - size.width() / 2, above}, size};
                if (isFree(box, arrows)) return box.center();
            }
    return {style_.left + width / 2, (top + bottom) / 2};
}

/// Where its line crosses the fewest words: through its own words, or beside a lifeline.
double LadderBuilder::spanLine(double words, double top, double bottom) const
{
    const auto crossed = [&](double x) {
        const auto crosses = [&](const Mark& mark) {
            const auto* label = std::get_if<Label>(&mark.shape);
            return label && touch(lettersOf(*label), {x, top}, {x, bottom});
        };
        return std::ranges::count_if(std::span{scene_.still}.subspan(firstStill_), crosses) +
               std::ranges::count_if(std::span{scene_.moving}.subspan(firstMoving_), crosses);
    };
    const double edge = style_.band / 2 + px(12);
    return std::ranges::min(std::array{words, style_.left + edge, style_.right - edge}, {}, crossed);
}

void LadderBuilder::span()
{
    if (!display_.measured || (finished_ && !display_.measured->to)) return; // an open span ends at the moment shown
    const auto ends = endsOf(staged_, *display_.measured, time_);
    const double first = y(ends[0]);
    const double last = y(ends[1]);
    const double top = std::max(first, style_.header);
    const double bottom = std::min(last, style_.height - px(wordFoot));
    if (bottom < top) return;
    const QString words = measurementText(measure(staged_, *display_.measured, time_), display_.language);
    const double pixels = std::round(std::max(style_.tagPixels, style_.numbersPixels));
    const QSizeF size{textWidth(words, Face::Sans, pixels, 600) + px(14), std::round(pixels * 1.7)};
    const QPointF at = spanWords(top, bottom, size);
    const QRectF box{QPointF{std::round(at.x() - size.width() / 2), std::round(at.y() - size.height() / 2)}, size};
    const double thin = std::max(1.0, std::round(px(1.4)));
    for (const double end : {first, last})
        if (end >= style_.header && end <= style_.height)
            moving(Line{{style_.left, end}, {style_.right, end}, std::max(1.0, px(1)), Ink::Accent, Stroke::Dashed, 0});
    const double x = spanLine(at.x(), top, bottom);
    moving(Line{{x, top}, {x, bottom}, thin, Ink::Accent, Stroke::Solid, 0}); // the box covers its part of it
    moving(Box{box, size.height() / 2, ground_, Ink::Accent, thin, Stroke::Solid});
    moving(Label{words, baselineFor(box.center(), pixels), pixels, Ink::Accent, Face::Sans, 600, Align::Centre, 0});
}

} // namespace tcpstage::scene
