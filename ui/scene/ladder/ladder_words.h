#pragma once
// The words of one segment on the ladder: beside its arrow, or in a capsule while it is under way.

#include "core/trace/record.h"
#include "ui/scene/marks/ink.h"

#include <QPointF>
#include <QString>
#include <cstdint>
#include <vector>

namespace tcpstage::scene {

/// A text in a row; pieces follow from left to right.
struct Piece {
    QString text;
    double pixels;
    double offset; // from the row's left end
    Ink ink;
    Face face;
    int weight;
    double down = 0; // below the first line of the row
};
struct Row {
    std::vector<Piece> pieces;
    double width = 0;
    QPointF at; // left end of the baseline
    double degrees = 0;
};

enum class Capsule : std::uint8_t { Dot, Flags, Full }; // Full has two rows
/// What is shown of a segment under way.
struct CapsulePlan {
    Capsule kind = Capsule::Full;
    QString flags, numbers;
    QString whole, brief, number; // flags and all numbers; flags and the number that says most; that number
    double drop = 0;              // how far those of its own direction push it down
    bool ghost = false;           // swallowed on its way: what is held has the name, and this makes no room for itself
};

/// The words of a burst of which only some have ended, in the place of those of all.
struct BurstSoFar {
    trace::TransitId owner; // its last segment
    std::vector<trace::TransitId> members;
    Row label, below;
};

} // namespace tcpstage::scene
