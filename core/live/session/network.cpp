#include "core/live/session/network.h"

namespace tcpstage::live {

Network::Network(const lesson::Scenario& scenario)
    : faults_{scenario.setup.faults}, links_{sim::Link{scenario.setup.links[0], Random{scenario.setup.seed}.fork(0)},
                                             sim::Link{scenario.setup.links[1], Random{scenario.setup.seed}.fork(1)}},
      numbering_{scenario}, matches_(faults_.size()), hits_(faults_.size())
{}

void Network::change(const std::array<sim::LinkSettings, 2>& links)
{
    for (std::size_t i = 0; i < 2; ++i)
        links_[i].change(links[i]);
}

sim::Passage Network::carry(const tcp::Segment& segment, trace::Side from, Instant now)
{
    numbering_.notice(segment, from);
    const tcp::Segment numbered = numbering_.in_lesson(segment, from);
    sim::Link& link = links_[trace::index(from)];
    link.wait_for(links_[trace::index(trace::other(from))]);
    sim::Passage passage = link.carry(sim::wire_bytes(segment), now);
    for (std::size_t i = 0; i < faults_.size(); ++i) {
        const sim::Fault& fault = faults_[i];
        if (!fault.which.matches(numbered, from) || !fault.which.chooses(++matches_[i])) continue;
        ++hits_[i];
        if (fault.kind != sim::Fault::Kind::Edit) sim::apply(fault, link, now, passage);
    }
    return passage;
}

} // namespace tcpstage::live
