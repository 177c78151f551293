#include "core/capture/join/join.h"

#include "core/base/unknown_octets.h"
#include "core/capture/join/pairing.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

bool same_octets(const Bytes& payload, std::span<const std::uint8_t> captured)
{
    const std::size_t both = std::min<std::size_t>(payload.size(), captured.size());
    return std::ranges::equal(payload.span().first(both), captured.first(both));
}

} // namespace

Search::Search(const Watch& watched) : watched_{watched}
{
    const Sightings& sightings = watched.sightings();
    for (std::uint32_t i = 0; i < sightings.size(); ++i)
        known_.emplace(name_of(sightings[i].from, sightings[i].segment), i);
}

void Search::take(const Packet& packet, std::uint32_t connection, trace::Side from, const Pair& ends)
{
    const tcp::Segment segment = read_segment(packet);
    const std::array<trace::EndpointInfo, 2>& ours = watched_.ends();
    for (const bool mirrored : {false, true}) {
        const auto [first, last] = known_.equal_range(name_of(mirrored ? trace::other(from) : from, segment));
        const bool same = std::any_of(first, last, [&](const auto& known) {
            const Bytes& payload = watched_.sightings()[known.second].segment.payload;
            return is_unknown(payload) || same_octets(payload, packet.payload);
        });
        if (!same) continue;
        Likeness& likeness = alike_[connection];
        ++likeness.segments[mirrored ? 1 : 0];
        likeness.same_addresses =
            ours[mirrored ? 1 : 0].socket == ends.left && ours[mirrored ? 0 : 1].socket == ends.right;
    }
}

std::optional<Search::Found> Search::found() const
{
    std::optional<Found> best;
    std::uint64_t most = 0;
    for (const auto& [connection, likeness] : alike_) {
        const bool mirrored = likeness.segments[1] > likeness.segments[0];
        const std::uint64_t count = likeness.segments[mirrored ? 1 : 0];
        const bool better = !best || (likeness.same_addresses && best->other_addresses);
        const bool alike = best && best->other_addresses != likeness.same_addresses;
        if (!better && (!alike || count <= most)) continue;
        best = Found{connection, mirrored, !likeness.same_addresses};
        most = count;
    }
    return best;
}

} // namespace tcpstage::capture
