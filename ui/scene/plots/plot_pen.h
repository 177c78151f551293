#pragma once
// Adds marks to a plot, and leaves out labels that would overlap others.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <vector>

namespace tcpstage::scene {

/// The sizes of a plot's text and strokes, computed from the viewport.
struct PlotStyle {
    PlotStyle(const Viewport& viewport, const DisplayOptions& display);

    double scale; // 1: text of 12 px
    double text;  // labels, in pixels
    double small; // numbers on axes, in pixels
    double title; // the heading, in pixels

    double px(double count) const { return count * scale; }
};

/// A text to be placed, with its baseline through `at`.
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

/// The box around the letters of a text.
QRectF roomOf(const Words& words);

class PlotPen {
public:
    explicit PlotPen(Scene& scene) : scene_{scene} {}

    /// Adds a still mark (data, axes): below the moving ones, painted once.
    void still(Shape shape, const Ref& ref = {}, double opacity = 1);
    /// Adds a moving mark: above the still ones, painted in each frame.
    void moving(Shape shape, const Ref& ref = {}, double opacity = 1);
    /// Writes a text in any case; later ones keep clear of it.
    void write(const Words& words);
    /// Writes a text unless it would touch a label or an area of avoid(). True when written.
    bool writeIfFree(const Words& words);
    /// Keeps an area free of labels.
    void avoid(const QRectF& room) { taken_.push_back(room); }
    bool isFree(const QRectF& room) const;

private:
    Scene& scene_;
    std::vector<QRectF> taken_;
};

/// The opacity of what is over.
inline constexpr double pastOpacity = 0.55;

/// An entry of a legend: a sign and its meaning. Pale: a swatch of what is over. Edge: a cell with a bold left edge.
/// Frame: a dashed cell.
struct Key {
    enum class Sign : std::uint8_t { Swatch, Pale, Edge, Frame, Line, Dashed, Dotted, Stroke, Letter, Dot, Cross };
    Sign sign = Sign::Swatch;
    Ink ink = Ink::Text;
    QString text;
    Ref ref{};
    QString letter{}; // for Sign::Letter
};
/// Draws the keys in rows from the top left of `area`, with line breaks at its width; returns the height.
double drawLegend(PlotPen& pen, const PlotStyle& style, const std::vector<Key>& keys, const QRectF& area);
/// 0 when `keys` is empty.
double legendHeight(const PlotStyle& style, const std::vector<Key>& keys, double width);

} // namespace tcpstage::scene
