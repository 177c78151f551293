#pragma once
// A simulated run as the events that the helper of a real one would report, so that live traces can be made, and left
// unfinished, without any kernel.

#include "core/live/observe/observer.h"
#include "core/run/run.h"

#include <vector>

namespace tcpstage::testing {

struct Reported {
    live::Event event;
    std::vector<std::uint8_t> tail;
};
/// In order, each with a time of its own. Frames are the numbers of the flights.
std::vector<Reported> reported(const trace::Trace& simulated);

/// When it is decided what becomes of a segment: when it is sent, when it arrives or is lost, or never.
enum class Decided : std::uint8_t { AtOnce, Late, Never };

/// A live trace that grows event by event.
class LiveTrace {
public:
    LiveTrace(const trace::Trace& simulated, live::Vantage vantage, Decided decided);
    LiveTrace(const LiveTrace&) = delete;
    LiveTrace& operator=(const LiveTrace&) = delete;

    void take(const Reported& reported);
    const trace::Trace& trace() const { return trace_; }

private:
    std::optional<sim::Passage> passage(std::uint32_t frame) const;

    const trace::Trace& simulated_;
    Decided decided_;
    trace::Trace trace_;
    live::Observer observer_;
};

} // namespace tcpstage::testing
