#pragma once
// How things are shown, and how much of them: the options of every view.

#include "core/base/text.h"
#include "core/base/time.h"

#include <QSizeF>
#include <cstdint>

namespace tcpstage::scene {

enum class Numbers : std::uint8_t { Absolute, Relative, Both };
enum class StateNames : std::uint8_t { Rfc, Netstat };
enum class Depth : std::uint8_t { Simple, Exact, Analogy };
/// What the middle of the stage shows of the run.
enum class View : std::uint8_t { Ladder, Spaces, TimeSequence, Window, RoundTrip, Timers, Matrix };
inline constexpr std::size_t view_count = 7;

/// How things are shown; not what.
struct DisplayOptions {
    Language language = Language::English;
    Numbers numbers = Numbers::Absolute;
    StateNames stateNames = StateNames::Rfc;
    Depth depth = Depth::Exact;
    View view = View::Ladder;
    bool presenting = false; // the sizes of a projector: key labels >= 40 px at 1080 lines, nothing under 27 px
    friend bool operator==(const DisplayOptions&, const DisplayOptions&) = default;
};

/// Where on the ladder the view is.
struct Viewport {
    QSizeF size;        // pixels
    double scroll = 0;  // pixels of the ladder above the view's top edge
    double zoom = 1;    // of sizes and text
    Instant until{};    // a plot shows the time until then, at least
    bool legend = true; // a plot explains its signs
    double whole = 0;   // pixels; a plot that is one of two is part of one so high, and has its texts. 0: it is alone
    friend bool operator==(const Viewport&, const Viewport&) = default;
};

} // namespace tcpstage::scene
