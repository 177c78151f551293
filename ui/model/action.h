#pragma once
// Actions: everything that can change the model.

#include "ui/model/audience.h"
#include "ui/model/branch_actions.h"
#include "ui/model/commands.h"
#include "ui/model/display_actions.h"
#include "ui/model/drawing/drawing_actions.h"
#include "ui/model/model.h"
#include "ui/model/request.h"

#include <chrono>
#include <variant>
#include <vector>

namespace tcpstage::model {

struct Elapsed { // real time, during an animation
    std::chrono::nanoseconds time;
};
struct Seek {
    scene::StageTime time;
};
struct Select {
    scene::Ref ref;    // Nothing: clears the selection
    bool aims = false; // it is what a menu is about: its details do not open
};
struct Scrolled {}; // the user scrolled away from the now line
struct OpenSource {
    std::string source;                  // a lesson's id, or a path
    bool afresh = false;                 // without the kept unsaved work
    std::optional<std::uint32_t> step{}; // where it begins, as --step counts
    std::optional<Duration> at{};        // or the time of the lesson at which it begins
};
struct SourceChanged { // another program has changed the lesson's file
    std::string text;  // its content if it is a lesson
};
struct TakeOffer {}; // made by the notice
struct CancelOpening {};
struct RunLoaded {
    std::uint64_t ticket;
    StagedRunPtr staged;
    Recalled recalled{};
};
struct LoadFailed {
    std::uint64_t ticket;
    OwnedText sentence;
};
struct PeerReplied {
    std::uint64_t ticket;
    OwnedText reply;
};
struct SetSpeed {
    double speed;
};
struct SetZoom {
    double zoom;
};
struct SetPresentZoom { // in a presentation
    double zoom;
};
struct SetPlayStops {
    PlayStops stops;
};
struct ShowNumbers { // of a segment, while presenting: where they come from
    scene::Ref segment;
};
struct SetTimeMap {
    scene::TimeMapKind timeMap;
};
struct SetTheme {
    ThemeChoice theme;
};
struct SetLessonFolder { // where one's own lessons are
    std::string path;
};
struct WriteTo { // writes a picture of the stage to a file
    std::string path;
    QSizeF size;
};
struct FileWritten { // to this path
    std::string path;
};
struct SaveTo { // writes the run: its trace with its lesson
    std::string path;
};

using Action =
    std::variant<Command, Elapsed, Seek, Select, Scrolled, OpenSource, SourceChanged, TakeOffer, CancelOpening,
                 RunLoaded, LoadFailed, PeerReplied, Announce, DismissNotice, SetSpeed, SetZoom, SetPresentZoom,
                 SetPlayStops, ShowNumbers, SetTimeMap, SetLanguage, SetTheme, DesktopIsDark, DesktopIsCalm,
                 SetNotation, SetDepth, SetPrograms, SetView, MeasureAt, SetTextRoom, SetLessonFolder, WriteTo,
                 FileWritten, SaveTo, StartLive, StartOwn, StartWatch, LiveNews, CompareLive, CloseLive, HoldLive,
                 DecideLive, MakeCall, EditTransit, SetNetwork, SetTcpOption, WriteDraft, WriteLesson, ShowBranch,
                 CloseBranch, CompareBranches, RenameBranch, ChooseAsked, AnswerChoice, AnswerKey, Revisit,
                 SaveAnswersTo, Browse, ListConnections, LeaveConnections, ConnectionsProgress, ConnectionsListed,
                 HourAction, SetAudience, DrawingAction>;

} // namespace tcpstage::model
