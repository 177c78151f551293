#pragma once
// Makes one trace of the events on ordinary sockets and the segments that dumpcap captured meanwhile. Captured segments
// become known later than the events that follow from them, so the whole trace is rebuilt from both.

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
    std::int64_t began = 0; // the same as trace::Trace::began_ns()
};

/// A sample of a kernel counts only if no segment passed while it was taken: otherwise it is unknown whether the kernel
/// answered before or after that segment.
trace::Trace merge_capture(const std::vector<Happened>& events, const std::vector<Passing>& packets,
                           const CaptureMerge& merge);

} // namespace tcpstage::live
