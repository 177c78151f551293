#pragma once
// Turns a simulated run into the events that the helper would report, so that tests can make complete or unfinished
// live traces without a real kernel.

#include "core/live/observe/observer.h"
#include "core/run/run.h"

#include <vector>

namespace tcpstage::testing {

struct Reported {
    live::Event event;
    std::vector<std::uint8_t> tail;
};
/// The events in order, each at its own time. Frame numbers are transit ids.
std::vector<Reported> reported(const trace::Trace& simulated);

/// When the fate of a segment is decided: when it is sent, when it arrives or is lost, or never.
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
