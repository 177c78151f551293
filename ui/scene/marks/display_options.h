#pragma once
// The display options of all views, and the visible part of a view.

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/captions/style.h"

#include <QSizeF>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace tcpstage::scene {

using captions::Depth;
using captions::EndNames;
using captions::FlagNames;
using captions::Numbers;
using captions::StateNames;
/// What the centre of the stage shows of the run: the rows of views.def.
enum class View : std::uint8_t {
#define TCPSTAGE_VIEW(name, ...) name,
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
};
inline constexpr std::array all_views{
#define TCPSTAGE_VIEW(name, ...) View::name,
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
};
inline constexpr std::size_t view_count = all_views.size();

/// The axes of the congestion window: as the engine has it, or as textbooks draw it (segments by transmission round).
enum class WindowUnits : std::uint8_t { OctetsOverTime, SegmentsByRound };

/// Beside which ends their programs stand: where a run is about them, at all, or at none.
enum class ProgramLanes : std::uint8_t { WhereTheyMatter, Always, Never };

/// The span that is measured on the ladder: from the end of one step of the run to that of another.
struct Measured {
    std::uint32_t from = UINT32_MAX; // a trace::RecordId; no_record is the beginning
    std::optional<std::uint32_t> to; // none: it follows the moment that is shown
    friend bool operator==(const Measured&, const Measured&) = default;
};

struct Drawing;
/// The strokes that are drawn on the run. No other mark depends on them: display options that differ only in strokes
/// are equal.
struct DrawnOn {
    std::shared_ptr<const Drawing> drawing{}; // empty: none
    bool ofAllSteps = false;                  // for paper with the whole ladder; else those of the step that is shown
    friend bool operator==(const DrawnOn&, const DrawnOn&) { return true; }
};

/// How a run is displayed, not which one.
struct DisplayOptions {
    Language language = Language::English;
    Numbers numbers = Numbers::Absolute;
    StateNames stateNames = StateNames::Rfc;
    FlagNames flagNames = FlagNames::Names;
    EndNames endNames = EndNames::Own;
    Depth depth = Depth::Exact;
    View view = View::Ladder;
    bool presenting = false; // sizes for a projector: key labels >= 40 px at 1080 lines, no text under 27 px
    bool answer = false;     // of the question of the present step
    bool brief = false;      // captions: for a small room
    WindowUnits windowUnits = WindowUnits::OctetsOverTime;
    ProgramLanes programs = ProgramLanes::WhereTheyMatter;
    bool console = false; // what tcpdump and ss would print
    std::optional<Measured> measured{};
    DrawnOn drawn{};
    captions::CaptionStyle captionStyle() const { return {language, numbers, stateNames, depth, answer, brief}; }
    friend bool operator==(const DisplayOptions&, const DisplayOptions&) = default;
};

/// As textbooks write it (x, x+1; SYN-RCVD; SYN=1 ACK=1; A: client; segments by round), or nothing of that.
inline DisplayOptions withNotation(DisplayOptions display, bool textbook)
{
    display.numbers = textbook ? Numbers::Symbolic : Numbers::Absolute;
    display.stateNames = textbook ? StateNames::Textbook : StateNames::Rfc;
    display.flagNames = textbook ? FlagNames::Bits : FlagNames::Names;
    display.endNames = textbook ? EndNames::Lettered : EndNames::Own;
    display.windowUnits = textbook ? WindowUnits::SegmentsByRound : WindowUnits::OctetsOverTime;
    return display;
}
inline bool isTextbook(const DisplayOptions& display) { return display == withNotation(display, true); }

/// While a question stands: symbols would give away the number that it asks for, as it is hidden by its digits.
inline DisplayOptions whileAsking(DisplayOptions display)
{
    if (display.numbers == Numbers::Symbolic) display.numbers = Numbers::Absolute;
    return display;
}

/// The visible part of a view: its size, scroll and zoom.
struct Viewport {
    QSizeF size;          // pixels
    double scroll = 0;    // pixels of the ladder above the view's top edge
    double zoom = 1;      // of sizes and text
    Instant until{};      // a plot shows the time until then, at least
    bool legend = true;   // a plot explains its signs
    double whole = 0;     // pixels; a plot that is one of two is part of one so high, and has its texts. 0: it is alone
    double text = 1;      // of letters in a plot, whose zoom is of time
    bool sparing = false; // a plot leaves out what it can: the direction with less data, timers that were never set
    friend bool operator==(const Viewport&, const Viewport&) = default;
};

} // namespace tcpstage::scene
