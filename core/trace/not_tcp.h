#pragma once
// What makes a run no TCP, for every view and every export to say.

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace tcpstage::trace {

/// What the endpoints lack, each once; none for TCP.
std::vector<Text> not_tcp(const Trace& trace);
/// The same as one line; empty for TCP.
std::string not_tcp_text(const Trace& trace, Language language = Language::English);

} // namespace tcpstage::trace
