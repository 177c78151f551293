#pragma once
// Why a real endpoint changed its state: the RFC's rule that fits, for a kernel does not say.

#include "core/tcp/rules.h"
#include "core/tcp/tcb/state.h"
#include "core/trace/record.h"

#include <vector>

namespace tcpstage::live {

/// What came before: a call, an arrival, a timer.
tcp::Rule rule_of_change(tcp::State from, tcp::State to, const trace::Record* cause);

/// The states entered on the shortest legal way from one to the other, the last included; just `to` when there is none.
/// `orderly`: nobody was refused, reset or gave up.
std::vector<tcp::State> way(tcp::State from, tcp::State to, bool orderly);

} // namespace tcpstage::live
