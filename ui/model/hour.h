#pragma once
// The lesson hour that is given, and what can be done with it.

#include "core/lesson/hour.h"

#include <memory>
#include <string>
#include <variant>

namespace tcpstage::model {

using HourPtr = std::shared_ptr<const lesson::Hour>;

struct HourOnStage {
    HourPtr hour;         // never empty
    std::string path;     // of its file; empty: it was not saved
    std::size_t part = 0; // that is on the stage, or was before another lesson was looked at

    const lesson::HourPart& now() const { return hour->parts[part]; }
    bool isLast() const { return part + 1 == hour->parts.size(); }
};

/// The hour that was on the stage when the program ended.
struct LastHour {
    std::string path;
    std::size_t part = 0;
};

/// A file that was to be opened is an hour.
struct HourRead {
    std::uint64_t ticket;
    HourPtr hour;
};
/// Begins an hour, at one of its parts.
struct BeginHour {
    HourPtr hour;
    std::string path;
    std::size_t part = 0;
};
/// Puts a part of the hour on the stage.
struct GoToPart {
    std::size_t part;
};

using HourAction = std::variant<HourRead, BeginHour, GoToPart>;

} // namespace tcpstage::model
