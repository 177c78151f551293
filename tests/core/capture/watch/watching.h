#pragma once
// A capture written as one line for each segment, and the trace that is made of it.

#include "core/capture/watch/watch.h"

#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::capture {

class Watching {
public:
    Watching();
    /// A segment that passes the capture point at that time.
    Watching& left(Duration at, std::string_view line, std::string_view comment = {});
    Watching& right(Duration at, std::string_view line, std::string_view comment = {});
    Watching& damaged(Duration at, std::string_view line); // from the left
    /// SYN, SYN,ACK and ACK at 0, 100 and 100 ms: the left end is at the capture point, the right one 50 ms away.
    Watching& opened();
    const Watch& watch() const { return watch_; }
    Watched made() const { return watch_.trace(); }

private:
    Watching& pass(trace::Side from, Duration at, std::string_view line, std::string_view comment, bool bad);

    Watch watch_;
    std::uint64_t number_ = 0;
};

/// What the end entered, with the rule: "SYN-SENT (open-active), ESTABLISHED (syn-sent-established)".
std::string entered(const trace::Trace& trace, trace::Side side);
/// Each step in one line: "0 left sends S", "50000 right gets S", "... loses", "... timer retransmit"; times in us.
std::vector<std::string> steps(const trace::Trace& trace);

} // namespace tcpstage::capture
