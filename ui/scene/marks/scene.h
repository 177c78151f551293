#pragma once
// A picture as a list of marks: plain values, independent of any painter. The same scene is painted on screen and
// written to PNG, SVG and PDF.

#include "ui/scene/marks/shapes.h"
#include "ui/scene/marks/surface.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <cstdint>
#include <vector>

namespace tcpstage::scene {

/// The thing that a mark represents, so that it can be clicked.
struct Ref {
    enum class Kind : std::uint8_t {
        Nothing,
        Segment,
        State,
        Variable,
        Timer,
        Endpoint,
        Step,
        Chapter,
        Field,
        Term,   // an entry of the glossary
        Cell,   // of the matrix of states and events
        Answer, // on a question board: see BoardMark
        Network // a change of the network, by its number in the run
    };
    Kind kind = Kind::Nothing;
    trace::Side side = trace::Side::Left;
    std::uint32_t id = 0; // depending on the kind: TransitId, State, variable number, Timer, RecordId, ...
    std::uint8_t run = 0; // with two worlds on one stage: 0 or 1
    friend bool operator==(const Ref&, const Ref&) = default;
};

struct Mark {
    Shape shape;
    Ref ref;
    double opacity = 1;
    friend bool operator==(const Mark&, const Mark&) = default;
};

/// What a sign means, for the pointer that rests on it.
struct Hint {
    QRectF area;
    QString text;
    friend bool operator==(const Hint&, const Hint&) = default;
};

struct Scene {
    QSizeF size;
    Ink background = Ink::Panel;
    std::vector<Mark> still{};       // what stays as time goes by: painted once and kept
    std::vector<Mark> moving{};      // painted anew in each frame, above the still ones
    std::vector<Hint> hints{};       // where marks alone do not say what they are
    std::vector<Surface> surfaces{}; // where strokes can be drawn
};

void move(Mark& mark, QPointF by);
/// Adds the marks of a part of the picture, moved to their place.
void addMoved(Scene& scene, const Scene& part, QPointF by);

struct Turned;
/// The box around the letters of a label.
Turned lettersOf(const Label& label);
/// A rectangle that contains everything painted for the mark.
QRectF bounds(const Mark& mark);
/// The Ref of the topmost mark under `point`, or else within `slack` pixels of it.
Ref hit(const Scene& scene, QPointF point, double slack = 8);
/// What is said at `point`; empty: nothing.
QString hintAt(const Scene& scene, QPointF point);
/// The bottom of the boxes with the names above a ladder; 0: there are none.
double bottomOfNames(const Scene& scene);
/// The painted width of a text in pixels.
double textWidth(const QString& text, Face face, double pixels, int weight);

} // namespace tcpstage::scene
