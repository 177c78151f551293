#pragma once
// What the model asks the world for.

#include "core/be_tcp/be_tcp.h"
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
    StagedRunPtr again;                  // not empty: tell this one again, with another pace
    std::optional<run::WhatIf> change{}; // in `again`: a branch of it
    StagedRunPtr parent{};               // not empty: put it beside `again`
    std::array<OwnedText, 2> names{};    // of the two
    std::string text{};                  // not empty: a lesson, as text
    bool withSimulated = false;          // and its lesson beside it, as the simulator runs it
    bool alone = false;                  // `again` was one of two: it by itself
    bool recall = false;                 // with the work that was left there in an earlier start
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
};
struct WriteText {
    std::string path;
    std::string text;
};
/// What would follow, if this went out instead of what is right. Answered by PeerReplied.
struct AskPeer {
    std::uint64_t ticket;
    StagedRunPtr staged;
    be_tcp::PlayTurn turn;
    std::optional<be_tcp::Draft> draft; // none: nothing goes out
};
/// Into the user's data folder; without branches and texts: there is nothing to keep there any more.
struct KeepWork {
    WorkPtr work;
    bool now = false; // the lesson is left
};
/// What was kept of a source is wanted no more.
struct DiscardWork {
    std::string source;
};
struct RememberChoices {};
struct StopLive {};
struct TimeMapLive {
    scene::TimeMapKind kind;
};
using Request = std::variant<LoadSource, AskPeer, WriteStage, SaveRunTo, WriteText, RememberChoices, BeginLive,
                             DecideLive, HoldLive, StopLive, TimeMapLive, KeepWork, DiscardWork>;

} // namespace tcpstage::model
