#pragma once
// The views: each computes a Scene from (story, time, viewport, selection). Pure; the same input gives the same marks.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage {

enum class Numbers : std::uint8_t { Absolute, Relative, Both };
enum class StateNames : std::uint8_t { Rfc, Netstat };
enum class Depth : std::uint8_t { Simple, Exact, Analogy };
/// What the middle of the stage shows of the run.
enum class Look : std::uint8_t { Ladder, Spaces, TimeSequence, Window, RoundTrip, Timers, Matrix };
inline constexpr std::size_t look_count = 7;

/// How things are shown; not what.
struct Showing {
    Language language = Language::English;
    Numbers numbers = Numbers::Absolute;
    StateNames stateNames = StateNames::Rfc;
    Depth depth = Depth::Exact;
    Look look = Look::Ladder;
    bool presenting = false; // the sizes of a projector: key labels >= 40 px at 1080 lines, nothing under 27 px
    friend bool operator==(const Showing&, const Showing&) = default;
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

/// The sequence diagram: lifelines with state bands, segments, timers, folded silence, the now line.
Scene ladder(const Story& story, StageTime time, const Viewport& viewport, const Ref& selection,
             const Showing& showing);
/// The ladder's whole height in pixels, and the scroll that keeps the now line in view.
double ladderHeight(const Story& story, const Viewport& viewport, const Showing& showing);
double followingScroll(const Story& story, StageTime time, const Viewport& viewport, const Showing& showing);

/// One endpoint: name, address, state; state diagram of figure 5 with the last transition lit and named; variables,
/// changed ones marked with old -> new; send sequence space.
Scene endpointPanel(const Story& story, Side side, StageTime time, const Viewport& viewport, const Ref& selection,
                    const Showing& showing);

/// One segment: its header bit by bit, its octets, and where each number comes from.
Scene segmentInspector(const Story& story, FlightId flight, const Viewport& viewport, const Ref& selection,
                       const Showing& showing);

/// The stage as one picture: both endpoints, the ladder and the caption. For export and for the projector.
Scene wholeStage(const Story& story, StageTime time, const Viewport& viewport, const Ref& selection,
                 const Showing& showing);

/// What just happened and why: the lesson's note, else the rule's sentence.
struct Caption {
    QString title;
    QString text;
    QString source; // "RFC 9293 3.5"
};
Caption caption(const Story& story, StageTime time, const Showing& showing);
/// The texts of all notes, whenever they come.
QStringList noteTexts(const Story& story, const Showing& showing);
/// Of two worlds: what differs first, and by which rule. Empty for one.
QString firstDifference(const Story& story, Language language);
/// What differs in what is selected, or else in the present step; where nothing does, what differs first.
QStringList differencesHere(const Story& story, StageTime time, const Ref& selection, Language language);
/// The same, one after another.
QString differenceHere(const Story& story, StageTime time, const Ref& selection, Language language);

} // namespace tcpstage
