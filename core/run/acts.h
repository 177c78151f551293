#pragma once
// The acts of a reader who tries to reach the goal of a lesson: what-ifs, as a file writes them.

#include "core/lesson/goal.h"
#include "core/run/what_if.h"
#include "core/trace/trace.h"

namespace tcpstage::run {

/// The kind of act that a what-if is. Empty: it sets an option, which no goal allows.
std::optional<lesson::ActKind> kind_of(const WhatIf& change);
/// The what-if that `change` is in the run `trace` of `scenario`; empty if the run has no such segment.
std::optional<WhatIf> what_if(const lesson::Act& act, const trace::Trace& trace);
/// "segment 3 of client dropped", "close() of server at 1.300 s".
OwnedText act_text(const lesson::Act& act, const lesson::Scenario& scenario);

/// How many acts of a kind the goal still allows after those that made `scenario`.
std::uint32_t acts_left(const lesson::Scenario& scenario, lesson::ActKind kind);
/// Why no act of a kind may be done to a run of a lesson with a goal (any more); empty: it may.
OwnedText why_not(const lesson::Scenario& scenario, lesson::ActKind kind);
/// The same of one act, or of another change.
OwnedText why_not(const lesson::Scenario& scenario, const WhatIf& change);
/// "2 drops, 1 call": what a goal allows, or what is left of it. Empty: nothing.
OwnedText acts_text(const std::array<std::uint32_t, lesson::act_kinds>& counts);

/// Notes in `child`, which `change` has made of `parent`, that this was done. Only for a lesson with a goal.
void note_act(lesson::Scenario& child, const lesson::Scenario& parent, const trace::Trace& trace, const WhatIf& change);

} // namespace tcpstage::run
