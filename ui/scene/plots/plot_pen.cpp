#include "ui/scene/plots/plot_pen.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double presentedHeight = 772; // of a plot on a projector of 1080 lines

struct Spot {
    double x;
    double y; // of the row's top
};

double signWidth(const PlotStyle& style, const Key& key)
{
    if (key.sign == Key::Sign::Letter) return textWidth(key.letter, Face::Sans, style.text, 700);
    return key.sign == Key::Sign::Dot || key.sign == Key::Sign::Cross || key.sign == Key::Sign::Stroke ? style.px(9)
                                                                                                       : style.px(18);
}

double keyWidth(const PlotStyle& style, const Key& key)
{
    return signWidth(style, key) + style.px(5) + textWidth(key.text, Face::Sans, style.text, 500);
}

double rowHeight(const PlotStyle& style) { return std::ceil(style.text * 1.55); }

/// The places of the keys; the last spot is the beginning of the next row.
std::vector<Spot> placed(const PlotStyle& style, const std::vector<Key>& keys, double width)
{
    std::vector<Spot> spots;
    Spot spot{0, 0};
    for (const Key& key : keys) {
        const double needed = keyWidth(style, key);
        if (spot.x > 0 && spot.x + needed > width) spot = {0, spot.y + rowHeight(style)};
        spots.push_back(spot);
        spot.x += needed + style.px(16);
    }
    spots.push_back({0, spot.y + rowHeight(style)});
    return spots;
}

void drawSign(PlotPen& pen, const PlotStyle& style, const Key& key, QPointF at)
{
    const double y = at.y() + rowHeight(style) / 2;
    const double width = signWidth(style, key);
    switch (key.sign) {
    case Key::Sign::Swatch:
    case Key::Sign::Pale:
        pen.still(Box{{at.x(), y - style.px(5), width, style.px(10)}, 0, key.ink}, key.ref,
                  key.sign == Key::Sign::Pale ? pastOpacity : 1);
        return;
    case Key::Sign::Edge:
    case Key::Sign::Frame:
        pen.still(Box{{at.x(), y - style.px(5), width, style.px(10)},
                      style.px(2),
                      Ink::None,
                      Ink::Rule,
                      std::max(1.0, style.px(1)),
                      key.sign == Key::Sign::Frame ? Stroke::Dashed : Stroke::Solid},
                  key.ref);
        if (key.sign == Key::Sign::Edge)
            pen.still(Box{{at.x(), y - style.px(5), style.px(4), style.px(10)}, 0, key.ink}, key.ref);
        return;
    case Key::Sign::Line:
    case Key::Sign::Dashed:
    case Key::Sign::Dotted: {
        const Stroke stroke = key.sign == Key::Sign::Line     ? Stroke::Solid
                              : key.sign == Key::Sign::Dashed ? Stroke::Dashed
                                                              : Stroke::Dotted;
        pen.still(Line{{at.x(), y}, {at.x() + width, y}, style.px(2), key.ink, stroke, 0}, key.ref);
        return;
    }
    case Key::Sign::Stroke:
        pen.still(Line{{at.x() + width / 2, y + style.px(6)},
                       {at.x() + width / 2, y - style.px(6)},
                       style.px(2),
                       key.ink,
                       Stroke::Solid,
                       style.px(5)},
                  key.ref);
        return;
    case Key::Sign::Dot:
        pen.still(Box{{at.x(), y - width / 2, width, width}, width / 2, key.ink}, key.ref);
        return;
    case Key::Sign::Cross:
        pen.still(Cross{{at.x() + width / 2, y}, style.px(4), style.px(1.8), key.ink}, key.ref);
        return;
    case Key::Sign::Letter:
        pen.still(Label{key.letter, {at.x(), baselineFor(y, style.text)}, style.text, key.ink, Face::Sans, 700},
                  key.ref);
        return;
    }
}

} // namespace

PlotStyle::PlotStyle(const Viewport& viewport, const DisplayOptions& display)
{
    const QSizeF size = viewport.size;
    if (display.presenting) {
        const double unit = (viewport.whole > 0 ? viewport.whole : size.height()) / presentedHeight;
        scale = 28.0 / 12 * unit;
        text = small = std::max(8.0, std::ceil(27.4 * unit));
        title = std::round(text * 1.25);
    } else {
        scale = std::clamp(std::min(size.width() / 780, size.height() / 500), 0.86, 4.8) * viewport.text;
        text = std::max(10.0, std::round(12 * scale));
        small = std::max(10.0, std::round(11 * scale));
        title = std::round(14.5 * scale);
    }
}

QRectF roomOf(const Words& words)
{
    const double width = textWidth(words.text, words.face, words.pixels, words.weight);
    const FontHeight height = inkHeight(words.pixels);
    const double left = words.align == Align::Left ? 0 : words.align == Align::Centre ? -width / 2 : -width;
    return {words.at.x() + left, words.at.y() - height.ascent, width, height.ascent + height.descent};
}

void PlotPen::still(Shape shape, const Ref& ref, double opacity)
{
    scene_.still.push_back({std::move(shape), ref, opacity});
}

void PlotPen::moving(Shape shape, const Ref& ref, double opacity)
{
    scene_.moving.push_back({std::move(shape), ref, opacity});
}

void PlotPen::write(const Words& words)
{
    avoid(roomOf(words));
    still(Label{words.text, words.at, words.pixels, words.ink, words.face, words.weight, words.align, 0}, words.ref);
}

bool PlotPen::writeIfFree(const Words& words)
{
    if (!isFree(roomOf(words).adjusted(-2, -1, 2, 1))) return false;
    write(words);
    return true;
}

bool PlotPen::isFree(const QRectF& room) const
{
    return std::ranges::none_of(taken_, [&](const QRectF& other) { return other.intersects(room); });
}

double legendHeight(const PlotStyle& style, const std::vector<Key>& keys, double width)
{
    return keys.empty() ? 0 : placed(style, keys, width).back().y;
}

double drawLegend(PlotPen& pen, const PlotStyle& style, const std::vector<Key>& keys, const QRectF& area)
{
    if (keys.empty()) return 0;
    const std::vector<Spot> spots = placed(style, keys, area.width());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const QPointF at = area.topLeft() + QPointF{spots[i].x, spots[i].y};
        drawSign(pen, style, keys[i], at);
        const double x = at.x() + signWidth(style, keys[i]) + style.px(5);
        const double room = area.right() - x;
        pen.write({elided(keys[i].text, Face::Sans, style.text, 500, room),
                   {x, baselineFor(at.y() + rowHeight(style) / 2, style.text)},
                   style.text,
                   Ink::Muted,
                   500,
                   Align::Left,
                   Face::Sans,
                   keys[i].ref});
    }
    return spots.back().y;
}

} // namespace tcpstage::scene
