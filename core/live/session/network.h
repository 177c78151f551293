#pragma once
// The lesson's network between two real stacks: the simulator's links and faults decide what becomes of each segment.

#include "core/live/observe/numbering.h"
#include "core/sim/fault.h"

namespace tcpstage::live {

class Network {
public:
    explicit Network(const lesson::Scenario& scenario);

    /// Applies to segments sent from now on.
    void change(const std::array<sim::LinkSettings, 2>& links);
    sim::Passage carry(const tcp::Segment& segment, trace::Side from, Instant now);
    const Numbering& numbering() const { return numbering_; }
    /// How often each fault of the lesson was applied.
    const std::vector<std::uint32_t>& fault_hits() const { return hits_; }

private:
    std::vector<sim::Fault> faults_;
    std::array<sim::Link, 2> links_;
    Numbering numbering_;
    std::vector<std::uint32_t> matches_;
    std::vector<std::uint32_t> hits_;
};

} // namespace tcpstage::live
