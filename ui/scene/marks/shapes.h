#pragma once
// The shapes of marks. Plain values, independent of any painter.

#include "ui/scene/marks/ink.h"

#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <variant>
#include <vector>

namespace tcpstage::scene {

struct Line {
    QPointF from;
    QPointF to;
    double width = 1;
    Ink ink = Ink::Rule;
    Stroke stroke = Stroke::Solid;
    double headLength = 0; // of the arrow head at `to`; 0: none
    friend bool operator==(const Line&, const Line&) = default;
};
struct Box {
    QRectF rect;
    double radius = 0;
    Ink fill = Ink::None;
    Ink border = Ink::None;
    double borderWidth = 1;
    Stroke stroke = Stroke::Solid;
    friend bool operator==(const Box&, const Box&) = default;
};
/// One line of text with its baseline through `at`, rotated by `degrees` around it.
struct Label {
    QString text;
    QPointF at;
    double pixels = 13; // font size
    Ink ink = Ink::Text;
    Face face = Face::Sans;
    int weight = 400;
    Align align = Align::Left;
    double degrees = 0;
    friend bool operator==(const Label&, const Label&) = default;
};
struct Cross {
    QPointF at;
    double radius = 6;
    double width = 2;
    Ink ink = Ink::Lost;
    friend bool operator==(const Cross&, const Cross&) = default;
};
/// A line drawn by hand: through points that have each a width. Ends and corners are round.
struct Curve {
    struct Point {
        QPointF at;
        double width = 1;
        friend bool operator==(const Point&, const Point&) = default;
    };
    std::vector<Point> points;
    Ink ink = Ink::PenRed;
    friend bool operator==(const Curve&, const Curve&) = default;
};
using Shape = std::variant<Line, Box, Label, Cross, Curve>;

/// A part of a curve that is drawn with one width; it begins where the one before ends. At least two points.
struct CurvePart {
    QPolygonF points;
    double width = 1;
};
/// The curve in few parts: widths that can hardly be told apart are one.
std::vector<CurvePart> partsOf(const Curve& curve);
/// From the edge of what is drawn; at most 0 within it.
double distance(const Curve& curve, QPointF point);

} // namespace tcpstage::scene
