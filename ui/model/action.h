#pragma once
// What can happen to the model.

#include "ui/model/branch_actions.h"
#include "ui/model/commands.h"
#include "ui/model/model.h"
#include "ui/model/request.h"

#include <chrono>
#include <variant>
#include <vector>

namespace tcpstage::model {

struct Elapsed { // real time, while something moves
    std::chrono::nanoseconds time;
};
struct Seek {
    scene::StageTime time;
};
struct Select {
    scene::Ref ref; // Nothing: nothing is selected
};
struct Scrolled {}; // away from the now line, by hand
struct OpenSource {
    std::string source;  // a lesson's id, or a path
    bool afresh = false; // without the work that was left there
};
struct SourceChanged { // the file on the stage is another one now
    std::string text;  // its content where it is a lesson
};
struct TakeOffer {}; // of the notice
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
struct Announce {
    Notice notice;
};
struct DismissNotice {};
struct SetSpeed {
    double speed;
};
struct SetZoom {
    double zoom;
};
struct SetTimeMap {
    scene::TimeMapKind timeMap;
};
struct SetLanguage {
    Language language;
};
struct SetTheme {
    ThemeChoice theme;
};
struct DesktopIsDark {
    bool dark;
};
struct SetNumbers {
    scene::Numbers numbers;
};
struct SetStateNames {
    scene::StateNames names;
};
struct SetView {
    scene::View view;
};
struct SetDepth {
    scene::Depth depth;
};
struct WriteTo { // the stage as it is, into a file
    std::string path;
    QSizeF size;
};
struct SaveTo { // the run: its trace with its lesson
    std::string path;
};

struct StartLive {
    std::string source; // a lesson; empty: the one that is on the stage
    bool byHand = false;
    std::optional<Duration> hop;            // each segment takes so long; empty: as the lesson says
    std::optional<live::Vantage> vantage{}; // empty: the best that works
};
struct CompareLive {}; // with the simulated run of the same lesson
struct CloseLive {};   // stops what goes on; then puts its bar away

using Action =
    std::variant<Command, Elapsed, Seek, Select, Scrolled, OpenSource, SourceChanged, TakeOffer, CancelOpening,
                 RunLoaded, LoadFailed, PeerReplied, Announce, DismissNotice, SetSpeed, SetZoom, SetTimeMap,
                 SetLanguage, SetTheme, DesktopIsDark, SetNumbers, SetStateNames, SetDepth, SetView, WriteTo, SaveTo,
                 StartLive, LiveNews, CompareLive, CloseLive, HoldLive, DecideLive, MakeCall, EditTransit, SetNetwork,
                 SetTcpOption, WriteDraft, WriteLesson, ShowBranch, CloseBranch, CompareBranches, RenameBranch,
                 ChooseAsked, AnswerChoice, AnswerKey, Revisit, SaveAnswersTo>;

struct Updated {
    Model model;
    std::vector<Request> requests;
};

} // namespace tcpstage::model
