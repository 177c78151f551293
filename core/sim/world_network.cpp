#include "core/sim/world.h"

#include <utility>

// How segments enter the network of a World: what its links and its faults do to them.

namespace tcpstage::sim {

namespace {

trace::Transit transit_of(const tcp::Transmit& transmit, trace::Side from, const Passage& passage, Instant sent)
{
    trace::Transit transit;
    transit.segment = transmit.segment;
    transit.sent = sent;
    transit.ends = passage.ends;
    transit.from = from;
    transit.fate = passage.fate;
    transit.reason = passage.reason;
    transit.retransmission = transmit.retransmission;
    transit.corrupted = passage.corrupted;
    transit.marked = passage.marked;
    transit.window_bytes = transmit.window_bytes;
    return transit;
}

/// Edits the segment on its way; returns what its sender sent.
std::shared_ptr<const trace::SentAs> rewrite(tcp::Transmit& transmit, const Edit& edit, unsigned window_shift)
{
    auto before = std::make_shared<trace::SentAs>(trace::SentAs{transmit.segment, transmit.window_bytes});
    transmit.segment = edited(std::move(transmit.segment), edit, window_shift);
    const unsigned shift = transmit.segment.syn() ? 0 : window_shift;
    transmit.window_bytes = std::uint32_t{transmit.segment.window} << shift;
    return before;
}

} // namespace

void World::transmit(trace::Side side, const tcp::SocketPair& pair, tcp::Transmit& transmit, trace::Recorder& recorder)
{
    ++segments_sent_;
    Link& link = links_[trace::index(side)];
    Edit edit;
    link.wait_for(links_[trace::index(trace::other(side))]);
    Passage passage = link.carry(wire_bytes(transmit.segment), now_, is_ecn_capable(transmit.segment));
    if (pair.remote.address != setup_->endpoints[trace::index(trace::other(side))].socket.address)
        passage = {
            .ends = now_ + link.settings().delay / 2, .fate = trace::Fate::Lost, .reason = trace::Reason::NobodyThere};
    else if (!setup_->faults.empty() && pair == pair_of(side))
        edit = strike(side, transmit.segment, passage);
    std::shared_ptr<const trace::SentAs> before;
    if (!edit.empty()) before = rewrite(transmit, edit, endpoint(side).tcb().rcv_scale);
    trace::TransitId transit = trace::no_transit;
    if (recorder.on()) {
        trace::Transit sent = transit_of(transmit, side, passage, now_);
        sent.before = before;
        transit = recorder.sent(std::move(sent), transmit.before);
    }
    const tcp::SocketPair there = tcp::reversed(pair);
    if (passage.duplicated) {
        const Passage second{.ends = passage.copy_ends, .reason = passage.copied, .marked = passage.marked};
        trace::TransitId copy = trace::no_transit;
        if (transit != trace::no_transit) {
            trace::Transit copied = transit_of(transmit, side, second, now_);
            copied.copy_of = transit;
            copied.before = before;
            copy = recorder.copied(std::move(copied));
        }
        launch(side, there, transmit.segment, passage, transit);
        launch(side, there, std::move(transmit.segment), second, copy);
    } else {
        const bool announced = passage.reason == trace::Reason::TooBig && link.settings().icmp;
        const std::uint32_t slot = launch(side, there, std::move(transmit.segment), passage, transit);
        under_way_[slot].icmp_mtu = announced ? link.settings().mtu : 0;
    }
}

Edit World::strike(trace::Side side, const tcp::Segment& segment, Passage& passage)
{
    Edit edit;
    const Link& link = links_[trace::index(side)];
    for (std::size_t i = 0; i < setup_->faults.size(); ++i) {
        const Fault& fault = setup_->faults[i];
        if (!fault.which.matches(segment, side, now_)) continue;
        if (!fault.which.chooses(++fault_matches_[i])) continue;
        ++fault_hits_[i];
        apply(fault, link, now_, passage);
        edit.add(fault.edit);
    }
    return edit;
}

std::uint32_t World::launch(trace::Side from, const tcp::SocketPair& pair, tcp::Segment segment, const Passage& passage,
                            trace::TransitId transit)
{
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(under_way_.size()));
        under_way_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    UnderWay& under_way = under_way_[slot];
    std::get<tcp::Arrive>(under_way.event).segment = std::move(segment);
    under_way.pair = pair;
    under_way.transit = transit;
    under_way.from = from;
    under_way.fate = passage.fate;
    under_way.corrupted = passage.corrupted;
    under_way.malformed = false;
    under_way.icmp_mtu = 0;
    if (passage.marked) std::get<tcp::Arrive>(under_way.event).segment.ecn = tcp::Ecn::Congestion;
    queue_.push(trace::index(from), {passage.ends, ++order_}, slot);
    return slot;
}

/// Whether another undamaged segment of the same connection arrives at this same instant.
bool World::another_arrives(trace::Side receiver, const tcp::SocketPair& pair) const
{
    if (!endpoint(receiver).settings().take_together) return false;
    const auto next = queue_.peek(now_);
    if (!next) return false;
    const UnderWay& other_one = under_way_[*next];
    const bool same = other_one.from == trace::other(receiver) && other_one.pair == pair;
    return same && other_one.fate == trace::Fate::Arrived && !other_one.corrupted;
}

void World::inject(const Injection& injection, trace::Recorder& recorder)
{
    const trace::Side receiver = trace::other(injection.from);
    const tcp::Segment& segment = injection.segment;
    const tcp::Address source =
        injection.source.value_or(setup_->endpoints[trace::index(injection.from)].socket.address);
    const tcp::Address end = setup_->endpoints[trace::index(receiver)].socket.address;
    const tcp::Address destination = injection.destination.value_or(end);
    const tcp::SocketPair pair{{destination, segment.destination_port}, {source, segment.source_port}};
    const Duration delay = links_[trace::index(injection.from)].settings().delay;
    const bool nobody_there = destination != end && tcp::is_of_a_host(destination);
    const Passage passage{.ends = now_ + (nobody_there ? delay / 2 : delay),
                          .fate = nobody_there ? trace::Fate::Lost : trace::Fate::Arrived,
                          .reason = trace::Reason::FromThePast};
    const tcp::Transmit old{.segment = segment, .window_bytes = segment.window};
    trace::TransitId transit = trace::no_transit;
    if (recorder.on()) {
        recorder.set_connection(number_of(receiver, pair, recorder));
        transit = recorder.injected(transit_of(old, injection.from, passage, now_));
    }
    const std::uint32_t slot = launch(injection.from, pair, segment, passage, transit);
    under_way_[slot].malformed = injection.malformed;
}

} // namespace tcpstage::sim
