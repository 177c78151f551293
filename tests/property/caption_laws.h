#pragma once
// What holds of the captions of any run.

#include "core/captions/caption.h"

#include <string>

namespace tcpstage::captions {

/// The first step whose caption breaks a law, and how; empty: all hold.
/// - The engine's caption names no number, state or segment that is not of its step.
/// - It says nothing of variables that are deleted with their TCB, and of an edited segment what is on the wire.
/// - Two steps never have the same caption.
/// - A note is said at its own moment and no other.
std::string broken_caption(const lesson::Scenario& scenario, const run::Run& run, std::size_t most_steps = SIZE_MAX);

/// What `text` names that the step of `record` has nothing to do with; empty: nothing.
std::string foreign_in(const std::string& text, const trace::Trace& trace, trace::RecordId record);

} // namespace tcpstage::captions
