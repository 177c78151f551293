#include "core/sim/world.h"

#include <utility>

// How segments enter the network of a World: what its links and its faults do to them.

namespace tcpstage::sim {

namespace {

trace::Journey journey_of(const tcp::Transmit& transmit, trace::Side from, const Passage& passage, Instant sent)
{
    return {.sent = sent,
            .ends = passage.ends,
            .from = from,
            .fate = passage.fate,
            .reason = passage.reason,
            .retransmission = transmit.retransmission,
            .corrupted = passage.corrupted,
            .marked = passage.marked,
            .window_bytes = transmit.window_bytes};
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
    std::shared_ptr<const trace::SentAs> before;
    link.wait_for(links_[trace::index(trace::other(side))]);
    Passage passage = link.carry(wire_bytes(transmit.segment), now_, is_ecn_capable(transmit.segment));
    if (pair.remote.address != setup_->endpoints[trace::index(trace::other(side))].socket.address) {
        passage = {
            .ends = now_ + link.settings().delay / 2, .fate = trace::Fate::Lost, .reason = trace::Reason::NobodyThere};
    } else if (!setup_->faults.empty() && pair == pair_of(side)) {
        const Edit edit = strike(side, transmit.segment, passage);
        if (!edit.empty()) before = rewrite(transmit, edit, endpoint(side).tcb().rcv_scale);
    }
    trace::TransitId transit = trace::no_transit;
    if (recorder.on()) {
        trace::Journey sent = journey_of(transmit, side, passage, now_);
        sent.before = before;
        transit = recorder.sent(transmit.segment, std::move(sent), transmit.before);
    }
    if (passage.duplicated) {
        const Passage second{.ends = passage.copy_ends, .reason = passage.copied, .marked = passage.marked};
        trace::TransitId copy = trace::no_transit;
        if (transit != trace::no_transit) {
            trace::Journey copied = journey_of(transmit, side, second, now_);
            copied.copy_of = transit;
            copied.before = before;
            copy = recorder.copied(transmit.segment, std::move(copied));
        }
        launch(side, pair, tcp::Segment{transmit.segment}, passage, transit);
        launch(side, pair, std::move(transmit.segment), second, copy);
    } else {
        const bool announced = passage.reason == trace::Reason::TooBig && link.settings().icmp;
        const std::uint32_t slot = launch(side, pair, std::move(transmit.segment), passage, transit);
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

std::uint32_t World::launch(trace::Side from, const tcp::SocketPair& pair, tcp::Segment&& segment,
                            const Passage& passage, trace::TransitId transit)
{
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(under_way_.size()));
        under_way_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    UnderWay& under_way = under_way_[slot];
    under_way.arrival().segment = std::move(segment);
    under_way.pair.local = pair.remote;
    under_way.pair.remote = pair.local;
    under_way.transit = transit;
    under_way.from = from;
    under_way.fate = passage.fate;
    under_way.corrupted = passage.corrupted;
    under_way.malformed = false;
    under_way.icmp_mtu = 0;
    if (passage.marked) under_way.arrival().segment.ecn = tcp::Ecn::Congestion;
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
        transit = recorder.injected(segment, journey_of(old, injection.from, passage, now_));
    }
    const std::uint32_t slot = launch(injection.from, tcp::reversed(pair), tcp::Segment{segment}, passage, transit);
    under_way_[slot].malformed = injection.malformed;
}

} // namespace tcpstage::sim
