#pragma once
// Adds marks to a plot and keeps its labels apart: one that would stand on another is left out.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <vector>

namespace tcpstage::scene {

/// The measures of a plot's text and strokes, from the room that it has.
struct PlotStyle {
    PlotStyle(const Viewport& viewport, const DisplayOptions& display);

    double scale; // of everything; 1: text of 12 px
    double text;  // pixels of labels
    double small; // pixels of numbers on axes
    double title; // pixels of the heading

    double px(double count) const { return count * scale; }
};

/// Text to be placed; its baseline through `at`.
struct Words {
    QString text;
    QPointF at;
    double pixels;
    Ink ink = Ink::Text;
    int weight = 500;
    Align align = Align::Left;
    Face face = Face::Sans;
    Ref ref{};
};

/// The room that a label's letters take.
QRectF roomOf(const Words& words);

class PlotPen {
public:
    explicit PlotPen(Scene& scene) : scene_{scene} {}

    /// Below what moves, painted once: the data, the axes.
    void still(Shape shape, const Ref& ref = {}, double opacity = 1);
    /// Above it, painted with each frame.
    void moving(Shape shape, const Ref& ref = {}, double opacity = 1);
    /// Always written; others keep away from it.
    void write(const Words& words);
    /// Written unless it would touch a label, or what `avoid` keeps free. True when it was.
    bool writeIfFree(const Words& words);
    /// No label may stand here.
    void avoid(const QRectF& room) { taken_.push_back(room); }
    bool isFree(const QRectF& room) const;

private:
    Scene& scene_;
    std::vector<QRectF> taken_;
};

/// A colour with its meaning, as a legend shows them.
struct Key {
    enum class Sign : std::uint8_t { Swatch, Line, Dashed, Dotted, Stroke, Letter, Dot, Cross };
    Sign sign = Sign::Swatch;
    Ink ink = Ink::Text;
    QString text;
    Ref ref{};
    QString letter{}; // for Sign::Letter
};
/// In rows from the top left of `area`; returns how high they are. What does not fit in `area`'s width goes on below.
double drawLegend(PlotPen& pen, const PlotStyle& style, const std::vector<Key>& keys, const QRectF& area);
/// 0 when `keys` is empty.
double legendHeight(const PlotStyle& style, const std::vector<Key>& keys, double width);

} // namespace tcpstage::scene
