#pragma once
// A run that is on its way to the stage.

#include "ui/model/branches.h"
#include "ui/scene/marks/display_options.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tcpstage::model {

/// A run that a worker is making or reading.
struct PendingLoad {
    std::uint64_t ticket = 0;
    std::string source;
    bool keepsMoment = false;     // the same lesson with another time map: keep the moment
    trace::Moment moment;         // the moment to keep
    std::optional<Branch> branch; // a branch of the lesson on the stage
    bool comparesWithParent = false;
    std::optional<std::size_t> replaces{}; // the branch that it replaces
    bool ofSecond = false;                 // the moment belongs to the run that will be on the right
    bool afresh = false;                   // without the kept unsaved work
    scene::View view{};                    // that was shown when it was asked for
    OwnedText said{};                      // when it is on the stage
    std::optional<std::uint32_t> step{};   // where it begins
    std::optional<Duration> at{};          // or when
    bool toLadder = false;                 // a new sandbox is made by its buttons, which only the ladder has
};

} // namespace tcpstage::model
