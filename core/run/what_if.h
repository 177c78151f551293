#pragma once
// The changes that a person can make to a run.

#include "core/lesson/scenario.h"
#include "core/trace/record.h"

#include <array>
#include <string>
#include <variant>

namespace tcpstage::run {

/// A fault that happens to a segment of the run.
struct StrikeSegment {
    trace::TransitId transit;
    sim::Fault::Kind kind = sim::Fault::Kind::Drop;
    Duration by{0}; // of a delay, more than 0; of a duplicate: how much later, 0: a quarter of the link's delay
};
/// The network leaves alone a segment that it drops, delays, duplicates, corrupts or edits in the lesson.
struct SpareSegment {
    trace::TransitId transit;
};
/// A middlebox changes a segment on its way.
struct EditSegment {
    trace::TransitId transit;
    sim::Edit edit;
};
/// The network has other settings from an instant on: all that leaves at that instant has them too.
struct ChangeNetwork {
    Instant at;
    std::array<sim::LinkSettings, 2> links;
};
/// The user of one end makes a call, after everything else that happens at that instant.
struct CallAt {
    Instant at;
    lesson::CallStep call;
};
/// An option of one end has another value from the beginning.
struct SetOption {
    trace::Side side;
    std::string name;
    std::string value;
};
using WhatIf = std::variant<StrikeSegment, SpareSegment, EditSegment, CallAt, ChangeNetwork, SetOption>;

} // namespace tcpstage::run
