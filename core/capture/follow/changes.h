#pragma once
// Why a real endpoint changed its state: the RFC's rule that fits, because a kernel does not name one.

#include "core/tcp/rules.h"
#include "core/tcp/tcb/state.h"
#include "core/trace/record.h"

#include <vector>

namespace tcpstage::capture {

/// `cause` is what came before: a call, an arrival or a timer; null: unknown.
tcp::Rule rule_of_change(tcp::State from, tcp::State to, const trace::Record* cause);

/// The states entered on the shortest legal path from `from` to `to`, including `to`; only `to` if there is no path.
/// `orderly`: without paths on which an end is refused, is reset or gives up.
std::vector<tcp::State> way(tcp::State from, tcp::State to, bool orderly);

} // namespace tcpstage::capture
