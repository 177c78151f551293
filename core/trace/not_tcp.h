#pragma once
// What makes a run "not TCP"; every view and every export says it.

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace tcpstage::trace {

/// One sentence for each rule that an endpoint lacks, without repetitions; empty for TCP.
std::vector<Text> not_tcp(const Trace& trace);
/// The same as one line; empty for TCP.
std::string not_tcp_text(const Trace& trace, Language language = Language::English);

} // namespace tcpstage::trace
