#pragma once
// What happened on ordinary sockets, told again together with the segments that were seen meanwhile: those are known
// later than what follows from them.

#include "core/live/observe/watcher.h"
#include "core/live/protocol.h"
#include "core/trace/trace.h"

namespace tcpstage::live {

struct Happened {
    Event event;
    std::vector<std::uint8_t> tail;
};

struct CaptureMerge {
    std::array<trace::EndpointInfo, 2> endpoints;
    std::int64_t start = 0; // the machine's time at the trace's instant 0
};

/// A look at a kernel counts only if no segment passed while it was asked: whether it answered before or after that
/// segment nobody can say.
trace::Trace merge_capture(const std::vector<Happened>& events, const std::vector<Passing>& packets,
                           const CaptureMerge& merge);

} // namespace tcpstage::live
