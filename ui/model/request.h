#pragma once
// Requests: work that the model asks of the store.

#include "core/be_tcp/be_tcp.h"
#include "ui/model/drawing/drawing_actions.h"
#include "ui/model/model.h"

#include <array>
#include <optional>
#include <string>
#include <variant>

namespace tcpstage::model {

struct LoadSource {
    std::uint64_t ticket;
    std::string source;
    scene::TimeMapKind timeMap;
    StagedRunPtr again;                  // not empty: stage this run again, with another time map
    std::optional<run::WhatIf> change{}; // not empty: make a branch of `again`
    StagedRunPtr parent{};               // not empty: show it beside `again`
    std::array<OwnedText, 2> names{};    // names of the two
    std::string text{};                  // not empty: a lesson as text
    bool withSimulated = false;          // with the simulated run of its lesson beside it
    bool alone = false;                  // `again` was one of two: show it alone
    bool recall = false;                 // with the unsaved work of an earlier start
};
struct WriteStage {
    StagedRunPtr staged;
    scene::StageTime time;
    QSizeF size;
    scene::ThemeName theme;
    scene::DisplayOptions display;
    std::string path;
};
struct SaveRunTo {
    StagedRunPtr staged;
    std::string path;
    OwnedText title{}; // of the branch; empty: the lesson's own
};
struct WriteText {
    std::string path;
    std::string text;
};
/// Asks for the peer's reaction if the player sends `draft` instead of the right segment. Answered by PeerReplied.
struct AskPeer {
    std::uint64_t ticket;
    StagedRunPtr staged;
    be_tcp::PlayTurn turn;
    std::optional<be_tcp::Draft> draft; // empty: sends nothing
};
/// Keeps the work in the user's data folder; work without branches and texts removes what is there.
struct KeepWork {
    WorkPtr work;
    bool now = false; // at once, because the lesson is left
};
/// Deletes the kept work of a source.
struct DiscardWork {
    std::string source;
};
/// Opens an address in the browser: a section of an RFC.
struct Browse { // also an action
    std::string address;
};
struct RememberChoices {};
struct StopLive {};
struct TimeMapLive {
    scene::TimeMapKind kind;
};
using Request = std::variant<LoadSource, AskPeer, WriteStage, SaveRunTo, WriteText, RememberChoices, BeginLive,
                             DecideLive, HoldLive, ChooseLive, StopLive, TimeMapLive, KeepWork, DiscardWork, Browse,
                             ReadConnections, StopReading, ReadDrawing, KeepDrawing>;

} // namespace tcpstage::model
