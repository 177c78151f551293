#pragma once
// What the window shows, as one value. Widgets hold nothing of it; only update() makes a new one.

#include "ui/model/branches.h"
#include "ui/model/live.h"
#include "ui/model/prediction.h"
#include "ui/model/work.h"
#include "ui/scene/marks/theme_name.h"
#include "ui/scene/staged/staged_run.h"
#include "ui/scene/views.h"

#include <memory>
#include <optional>
#include <string>

namespace tcpstage::model {

enum class ThemeChoice : std::uint8_t { Desktop, Light, Dark, Contrast };

/// What hides the stage from the class.
enum class Curtain : std::uint8_t { Open, Black, White };

/// What stands beside the stage, instead of the list of lessons.
enum class SidePanel : std::uint8_t { None, Options, Text };

/// A quick way from one step to the next. A second press jumps to its end.
struct Glide {
    scene::StageTime from{};
    scene::StageTime to{};
    double elapsed = 0; // seconds
    double length = 0;  // seconds
};

/// What the button of a notice does.
enum class Offer : std::uint8_t { None, StartAfresh, Continue, Reload, Undo };

/// One sentence in the bar over the stage.
struct Notice {
    OwnedText sentence;
    bool problem = false;
    Offer offer = Offer::None;
    std::string source{}; // that it opens
};

/// A lesson that is being told by a worker.
struct PendingLoad {
    std::uint64_t ticket = 0;
    std::string source;
    bool keepsMoment = false;     // the same lesson with another pace: stay where we are
    trace::Moment moment;         // where that was
    std::optional<Branch> branch; // a branch of the lesson on the stage
    bool comparesWithParent = false;
    std::optional<std::size_t> replaces{}; // the branch that it takes the place of
    bool ofSecond = false;                 // the moment is one of the run that will stand on the right
    bool afresh = false;                   // without the work that was left there
};

struct Model {
    StagedRunPtr staged; // empty until the first lesson is told
    std::string source;  // the lesson's id, or the path of a file
    std::optional<PendingLoad> loading;
    std::uint64_t lastTicket = 0;
    std::optional<Notice> notice;
    std::optional<LivePlay> live;    // a run on real sockets that goes on, or has just ended
    std::uint64_t liveStagedRun = 0; // the ticket of the real run that is on the stage
    Branches branches;
    Desk desk;                   // of the work on the stage
    std::vector<WorkPtr> done;   // what can be undone, the last at the end; changes of lesson among it
    std::vector<WorkPtr> undone; // what can be done again
    std::vector<WorkPtr> left;   // in other lessons, the newest at the end
    Prediction prediction;

    scene::StageTime time{};
    double carry = 0; // part of a StageTime tick that playback has still to go
    std::optional<Glide> glide;
    bool playing = false;
    double speed = 1; // minSpeed..maxSpeed
    bool animates = true;
    bool enlarges = true;  // everything, on a large screen that the desktop does not scale; at the next start
    bool following = true; // the ladder follows the now line
    scene::Ref selection;

    scene::DisplayOptions display;
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
    bool network = false; // its sliders are shown
    SidePanel panel = SidePanel::None;
    double zoom = 1;
    double plotZoom = 1; // of the other views of the middle
    ThemeChoice theme = ThemeChoice::Desktop;
    bool desktopIsDark = false;

    bool presenting = false;
    Curtain curtain = Curtain::Open;
    bool pointer = false;
    bool spotlight = false;

    bool moves() const { return playing || glide.has_value(); }
    Language language() const { return display.language; }
    scene::ThemeName themeName() const;
    /// Where the position is going: the end of a glide, else the present position.
    scene::StageTime goal() const { return glide ? glide->to : time; }
};

/// The work that is on the stage.
WorkPtr workOf(const Model& model);

inline constexpr double minSpeed = 0.01;
inline constexpr double maxSpeed = 100;
inline constexpr double minZoom = 0.5;
inline constexpr double maxZoom = 3;
inline constexpr double maxPlotZoom = 1000; // 1: the whole run

} // namespace tcpstage::model
