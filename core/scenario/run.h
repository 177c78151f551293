#pragma once
// Runs a scenario to its end: a pure function.

#include "core/scenario/scenario.h"
#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace tcpstage {

/// A note with the moment from which it is shown.
struct PlacedNote {
    RecordId from = no_record; // no_record: from the start
    std::size_t note = 0;      // index in Scenario::notes
};

struct Run {
    Trace trace;
    std::vector<PlacedNote> notes; // in order of time
    std::vector<Error> warnings;   // a fault that matched nothing, a wait that never ended, a note that never came
};

Run run(const Scenario& scenario);

} // namespace tcpstage
