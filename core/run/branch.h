#pragma once
// "What if?": a lesson with one thing changed at one moment of its run. Up to that moment both runs are identical. The
// result is a lesson again, which can be written, read and compared.

#include "core/run/run.h"
#include "core/run/what_if.h"

namespace tcpstage::run {

/// The lesson in which `change` happens. `trace` is that of `scenario`'s run. `expect` is left out. A note about a
/// later moment appears where both ends and the segment are as they were in the lesson (settled() gives it its count);
/// after a change of the network or of an option such notes are left out, because they describe the original run.
/// Errors: a segment that neither end sent (a copy, an injected one), a segment to spare that the lesson does nothing
/// to, a delay of 0, an edit that changes nothing, a value that the option cannot have, what the lesson's goal does not
/// allow. A branch of a lesson with a goal knows its acts.
Result<lesson::Scenario> branch(const lesson::Scenario& scenario, const trace::Trace& trace, const WhatIf& change,
                                std::stop_token stop = {});

/// The name of the branch: "SYN, ACK dropped: segment 1 of server".
OwnedText name_of(const WhatIf& change, const lesson::Scenario& scenario, const Run& run);

/// The same lesson with a wait cut in two at `at`; its run is the same. `step` is where a call at that instant belongs.
struct CutSteps {
    std::vector<lesson::Step> steps;
    std::size_t step = 0;
    Instant over; // when the last step of the lesson was over
    Instant at;   // where they are cut
};
CutSteps cut_steps(const lesson::Scenario& scenario, Instant at, std::stop_token stop = {});

} // namespace tcpstage::run
