#include "core/live/session/network.h"

namespace tcpstage::live {

Network::Network(const Scenario& scenario)
    : faults_{scenario.setup.faults}, links_{Link{scenario.setup.links[0], Random{scenario.setup.seed}.fork(0)},
                                             Link{scenario.setup.links[1], Random{scenario.setup.seed}.fork(1)}},
      numbering_{scenario}, matches_(faults_.size()), hits_(faults_.size())
{}

void Network::change(const std::array<LinkSettings, 2>& links)
{
    for (std::size_t i = 0; i < 2; ++i)
        links_[i].change(links[i]);
}

Passage Network::carry(const Segment& segment, Side from, Instant now)
{
    numbering_.notice(segment, from);
    const Segment numbered = numbering_.in_lesson(segment, from);
    Link& link = links_[index(from)];
    Passage passage = link.carry(wire_bytes(segment), now);
    for (std::size_t i = 0; i < faults_.size(); ++i) {
        const Fault& fault = faults_[i];
        if (!fault.which.matches(numbered, from) || !fault.which.chooses(++matches_[i])) continue;
        ++hits_[i];
        if (fault.kind != Fault::Kind::Edit) apply(fault, link, now, passage);
    }
    return passage;
}

} // namespace tcpstage::live
