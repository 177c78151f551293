#pragma once
// Everything that the window shows, as one value. Widgets keep no copy of it; only update() makes a new one.

#include "ui/model/audience.h"
#include "ui/model/branches.h"
#include "ui/model/capture_list.h"
#include "ui/model/drawing/drawing_state.h"
#include "ui/model/hour.h"
#include "ui/model/limits.h"
#include "ui/model/live.h"
#include "ui/model/notice.h"
#include "ui/model/pending_load.h"
#include "ui/model/prediction.h"
#include "ui/model/work.h"
#include "ui/scene/marks/theme_name.h"
#include "ui/scene/staged/staged_run.h"
#include "ui/scene/views.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace tcpstage::model {

enum class ThemeChoice : std::uint8_t { Desktop, Light, Dark, Contrast };

/// An animation from one step to the next. A second key press jumps to its end.
struct Glide {
    scene::StageTime from{};
    scene::StageTime to{};
    double elapsed = 0; // seconds
    double length = 0;  // seconds
};

/// Where playing waits: nowhere, at each note as long as it takes to read, or at each note until it is started again.
enum class PlayStops : std::uint8_t { Never, ToRead, AtNotes };

struct Model {
    StagedRunPtr staged; // empty until the first lesson is loaded
    std::string source;  // the lesson's id, or the path of a file
    std::optional<PendingLoad> loading;
    std::uint64_t lastTicket = 0;
    std::optional<Notice> notice;
    Messages messages;                   // that were in the bar; empty: none
    std::optional<LivePlay> live;        // a live run that is running or has just ended
    std::uint64_t liveStagedRun = 0;     // the ticket of the live run on the stage
    OwnChoice own;                       // the programs that were run last
    std::optional<CaptureList> captures; // the connections of a capture
    std::optional<HourOnStage> hour;
    std::optional<LastHour> lastHour; // of the last start, until an hour is opened
    Branches branches;
    Desk desk;                       // visit to which the work on the stage belongs
    std::vector<WorkPtr> done;       // undo list, newest last; it includes changes of lesson
    std::vector<WorkPtr> undone;     // redo list
    std::vector<WorkPtr> left;       // work in other lessons, newest last
    std::vector<WorkPtr> visited;    // where Back goes, newest last: other lessons, as they were left
    std::vector<WorkPtr> ahead;      // where Forward goes: those that Back has left
    std::vector<std::string> recent; // paths of files that were opened, newest first
    std::string lessonFolder;        // of one's own lessons; empty: none
    std::string lastFolder;          // of the file that was opened or written last; empty: none
    Prediction prediction;
    scene::StageTime time{};
    double carry = 0; // fraction of a StageTime tick that playback still has to advance
    std::optional<Glide> glide;
    bool playing = false;
    PlayStops stops = PlayStops::ToRead;
    double reading = 0; // seconds that playing still waits for the reader
    double speed = 1;   // minSpeed..maxSpeed
    bool animates = true;
    std::optional<bool> calm; // chosen: nothing moves by itself; empty: as the desktop
    bool desktopIsCalm = false;
    bool enlarges = true;  // draw larger on a large screen that the desktop does not scale; from the next start on
    bool following = true; // the ladder follows the now line
    scene::Ref selection;
    scene::Ref aim; // the selection of a menu, whose details do not open; Nothing: none

    scene::DisplayOptions display;
    bool lastPage = false;                                    // after the last step: the whole run on one page
    scene::View viewBefore = scene::View::Ladder;             // the last page
    std::shared_ptr<const std::vector<std::string>> finished; // lessons whose last page was seen; empty: none
    std::shared_ptr<const std::vector<std::string>> solved;   // lessons whose goal was reached; empty: none
    std::string hintsFor;                                     // the lesson for whose goal hints were given
    std::size_t hints = 0;                                    // how many of them
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
    bool network = false; // whether the network sliders are shown
    SidePanel panel = SidePanel::None;
    double textSize = 0; // the chosen factor for all text and what it sizes; 0: as fits, up to 1
    TextRoom textRoom;
    double zoom = 1;     // factor for the ladder, in addition to the text's
    double plotZoom = 1; // factor for the time axis of the other views
    ThemeChoice theme = ThemeChoice::Desktop;
    bool desktopIsDark = false;
    bool presenting = false;
    Audience audience;
    Curtain curtain = Curtain::Open;
    bool pointer = false;
    bool spotlight = false;
    bool magnifier = false;
    DrawingState drawing;
    bool numbersShown = false; // of the selected segment: where its numbers come from, in large type
    double presentZoom = 1;    // of the stage in a presentation

    bool moves() const { return playing || glide.has_value(); }
    /// Whether what would move jumps: steps, and playing from step to step.
    bool isCalm() const { return calm.value_or(desktopIsCalm); }
    Language language() const { return display.language; }
    /// The factor for all text: as chosen, or less in a window that is too small for it.
    double shownTextSize() const
    {
        return textSize == 0 ? std::min(1.0, textRoom.all) : std::min(textSize, textRoom.most);
    }
    scene::ThemeName themeName() const;
    /// The end of the glide if there is one, else the current time.
    scene::StageTime goal() const { return glide ? glide->to : time; }
};

/// The work on the stage.
WorkPtr workOf(const Model& model);

} // namespace tcpstage::model
