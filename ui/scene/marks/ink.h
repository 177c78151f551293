#pragma once
// Colours by their meaning, and styles of lines and letters.

#include "core/tcp/segment/segment.h"
#include "core/trace/record.h"

#include <cstdint>

namespace tcpstage::scene {

/// The role of a colour. A theme gives each role its colour.
enum class Ink : std::uint8_t {
    None,
    Paper,
    Panel,
    Text,
    Muted,
    Faint,
    Rule,
    Accent,
    AccentText,
    Highlight,
    Now,
    Lost,
    SegmentSyn,
    SegmentAck,
    SegmentData,
    SegmentFin,
    SegmentRst,
    OnSegment,
    StateClosed,
    StateListen,
    StateOpening,
    StateOpen,
    StateClosing,
    StateTimeWait,
    OnState,
    Timer,
    Selection,
    Caption,
    Track,
    // Of strokes that are drawn by hand.
    PenRed,
    PenBlue,
    PenGreen,
    PenPurple,
    PenMarker,
};
Ink inkOf(tcp::State state);
Ink inkOf(const tcp::Segment& segment);

enum class Stroke : std::uint8_t { Solid, Dashed, Dotted };
enum class Face : std::uint8_t { Sans, Mono };
enum class Align : std::uint8_t { Left, Centre, Right };

} // namespace tcpstage::scene
