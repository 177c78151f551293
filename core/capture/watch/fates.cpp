#include "core/capture/watch/fates.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::size_t most_bare_acks = 64;

bool overlap(tcp::Seq a, tcp::Seq a_end, tcp::Seq b, tcp::Seq b_end)
{
    return tcp::before(a, b_end) && tcp::before(b, a_end);
}

} // namespace

Fates::Fates(const Sightings& sightings)
    : sightings_{sightings}, fates_(sightings.size(), Passed::Arrived), previous_(sightings.size())
{
    for (std::size_t i = 0; i < sightings.size(); ++i) {
        const Sighting& sighting = sightings[i];
        if (!sighting.seen.taken()) continue;
        if (sighting.segment.syn() && !sighting.segment.has_ack() && !sighting.seen.has(Mark::Retransmission))
            directions_[trace::index(sighting.from)] = {};
        if (sighting.segment.has_ack()) acknowledged(i);
        if (!sighting.segment.rst()) sent(i);
        if (sighting.seen.needless != 0) undo(sighting.seen.needless);
    }
    for (const Direction& direction : directions_)
        for (const Copy& copy : direction.waiting)
            if (fates_[copy.sighting] == Passed::Arrived && !copy.selected) fates_[copy.sighting] = Passed::Unknown;
}

Instant Fates::last_sent(std::size_t sighting) const
{
    return previous_[sighting] == 0 ? never : sightings_[previous_[sighting] - 1].at;
}

void Fates::sent(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    const tcp::Segment& segment = sighting.segment;
    Direction& own = directions_[trace::index(sighting.from)];
    if (segment.length() == 0) {
        if (!segment.has_ack()) return;
        own.bare_acks.push_back(index);
        if (own.bare_acks.size() > most_bare_acks) own.bare_acks.pop_front();
        return;
    }
    const bool probe = sighting.seen.has(Mark::WindowProbe) || sighting.seen.has(Mark::KeepAlive);
    if (probe) return; // its octet need not be taken
    const Copy copy{index, segment.seq, segment.end()};
    if (sighting.seen.has(Mark::Retransmission)) {
        for (const Copy& earlier : own.waiting) {
            if (!overlap(earlier.seq, earlier.end, copy.seq, copy.end)) continue;
            previous_[index] = static_cast<std::uint32_t>(earlier.sighting + 1);
            if (!earlier.selected) fates_[earlier.sighting] = Passed::Lost;
        }
        if (own.has_acknowledged && tcp::at_or_before(copy.end, own.acknowledged))
            note_lost_acks(index, directions_[trace::index(trace::other(sighting.from))]);
    }
    if (own.has_acknowledged && tcp::at_or_before(copy.end, own.acknowledged)) return; // nothing waits for its ACK
    const auto place = std::upper_bound(own.waiting.begin(), own.waiting.end(), copy,
                                        [](const Copy& a, const Copy& b) { return tcp::before(a.end, b.end); });
    own.waiting.insert(place, copy);
}

void Fates::acknowledged(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    const tcp::Segment& segment = sighting.segment;
    const trace::Side peer = trace::other(sighting.from);
    Direction& of = directions_[trace::index(peer)];
    if (segment.options.sack_count > 0 && !sighting.seen.has(Mark::DSack)) selected(segment.options.sack[0], of);
    if (of.has_acknowledged && !tcp::after(segment.ack, of.acknowledged)) return;
    of.has_acknowledged = true;
    of.acknowledged = segment.ack;
    Duration& least = round_trips_[trace::index(sighting.from)];
    while (!of.waiting.empty() && tcp::at_or_before(of.waiting.front().end, segment.ack)) {
        least = std::min(least, sighting.at - sightings_[of.waiting.front().sighting].at);
        of.waiting.pop_front();
    }
}

/// The first block reports the newest octets (RFC 2018 section 4). A block that only grows is not read again.
void Fates::selected(const tcp::SackBlock& block, Direction& of)
{
    const bool grows = block.left == of.last_block.left && tcp::at_or_after(block.right, of.last_block.right);
    const tcp::Seq from = grows ? of.last_block.right : block.left;
    of.last_block = block;
    auto copy = std::lower_bound(of.waiting.begin(), of.waiting.end(), from,
                                 [](const Copy& waiting, tcp::Seq seq) { return tcp::before(waiting.end, seq); });
    for (; copy != of.waiting.end() && tcp::at_or_before(copy->end, block.right); ++copy)
        if (tcp::at_or_after(copy->seq, block.left)) copy->selected = true;
}

/// Octets go again that were acknowledged: the ACKs that should have been there by then were lost.
void Fates::note_lost_acks(std::size_t again, const Direction& of_acks)
{
    const Sighting& sighting = sightings_[again];
    const Duration round_trip = 2 * distance(sighting.from);
    for (const std::size_t ack : of_acks.bare_acks)
        if (tcp::at_or_after(sightings_[ack].segment.ack, sighting.segment.end()) &&
            sightings_[ack].at + round_trip < sighting.at)
            fates_[ack] = Passed::Lost;
}

/// That retransmission was needless: the copy before it had arrived.
void Fates::undo(std::uint64_t number)
{
    const auto again = std::ranges::lower_bound(sightings_, number, {}, &Sighting::number);
    if (again == sightings_.end() || again->number != number) return;
    const std::uint32_t previous = previous_[static_cast<std::size_t>(again - sightings_.begin())];
    if (previous != 0) fates_[previous - 1] = Passed::Arrived;
}

} // namespace tcpstage::capture
