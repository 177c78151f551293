#pragma once
// Why a real endpoint changed its state: the RFC's rule that fits, because a kernel does not name one.

#include "core/tcp/rules.h"
#include "core/tcp/tcb/state.h"
#include "core/trace/trace.h"

#include <optional>
#include <vector>

namespace tcpstage::capture {

/// What came before a change: a call, an arrival or a timer.
struct Cause {
    trace::Record record;
    bool is_reset = false; // the segment that arrived
};
/// Of the records that follow from `head`; empty without one.
std::optional<Cause> cause_of(const trace::Trace& trace, trace::RecordId head);
/// `cause` null: unknown.
tcp::Rule rule_of_change(tcp::State from, tcp::State to, const Cause* cause);

/// The states entered on the shortest legal path from `from` to `to`, including `to`; only `to` if there is no path.
/// `orderly`: without paths on which an end is refused, is reset or gives up.
std::vector<tcp::State> way(tcp::State from, tcp::State to, bool orderly);

} // namespace tcpstage::capture
