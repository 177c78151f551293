#pragma once
// Two programs of the user on real sockets, in the model: what was chosen, and what such a run has beside a lesson's.

#include "core/capture/list/listing.h"
#include "ui/scene/staged/time_map.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::model {

inline constexpr int longestOwnDelayMs = 400; // one way: a kernel repeats a SYN after 1 s
/// As chosen last.
struct OwnChoice {
    std::string server; // lines for the shell
    std::string client;
    bool ip6 = false;
    bool byHand = true;
    int delayMs = 20; // of each segment
    friend bool operator==(const OwnChoice&, const OwnChoice&) = default;
};
/// The source of such a run, as sources::connection_source() writes it with the number of a connection.
inline constexpr std::string_view programsSource = "programs";

/// What a run of programs of the user has beside that of a lesson.
struct OwnPart {
    std::uint32_t chosen = 0;                                // the connection on the stage; 0: there is none yet
    std::shared_ptr<const capture::Listing> connections;     // all; empty: none yet
    std::shared_ptr<const std::vector<std::string>> written; // what the programs wrote: "client: ..."
};

struct StartOwn { // two programs of the user on real sockets
    OwnChoice choice;
};

/// A request to show another connection of programs of the user; also after they have ended.
struct ChooseLive {
    std::uint32_t number = 1;
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
};

} // namespace tcpstage::model
