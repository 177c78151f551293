#pragma once
// Live runs of several connections in the model: those of two programs of the user, and those of this machine that are
// watched. One of them is on the stage.

#include "core/capture/list/listing.h"
#include "core/live/vantage.h"
#include "ui/scene/staged/time_map.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::model {

/// The sources of such runs, as sources::connection_source() writes them with the number of a connection.
inline constexpr std::string_view programsSource = "programs";
inline constexpr std::string_view watchSource = "watch";
constexpr bool isOfSeveral(std::string_view path) { return path == programsSource || path == watchSource; }

/// What a run of several connections has beside that of a lesson.
struct SeveralPart {
    std::uint32_t chosen = 0;                                  // the connection on the stage; 0: there is none yet
    std::shared_ptr<const capture::Listing> connections{};     // all; empty: none yet
    std::shared_ptr<const std::vector<std::string>> written{}; // what the programs wrote: "client: ..."
    std::string watched{}; // which connections of this machine, as WatchChoice has it; empty: programs of the user

    std::string_view path() const { return watched.empty() ? programsSource : watchSource; }
};

/// Connections of this machine: as live::parse_watch_target() reads it.
struct WatchChoice {
    std::string target;
    std::optional<live::Vantage> vantage{}; // Watch or TcpInfo; empty: the better one that works here
};
struct StartWatch { // watches connections of this machine
    WatchChoice choice;
};

/// A request to show another of the connections; also after they have ended.
struct ChooseLive {
    std::uint32_t number = 1;
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
};

} // namespace tcpstage::model
