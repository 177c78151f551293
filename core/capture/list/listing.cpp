#include "core/capture/list/listing.h"

#include "core/base/files.h"
#include "core/capture/list/packet_stream.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::uint64_t packets_between_looks = 4096; // at the stop token

struct Followed {
    Follower follower;
    Instant began{};
    Instant ended{};
    std::uint64_t first_packet = 0;
};

Connection listed(std::uint32_t number, const Pair& ends, const Followed& followed)
{
    return {.number = number + 1,
            .ends = ends,
            .began = followed.began,
            .ended = followed.ended,
            .first_packet = followed.first_packet,
            .totals = followed.follower.totals(),
            .states = {followed.follower.state(trace::Side::Left), followed.follower.state(trace::Side::Right)}};
}

} // namespace

Result<Listing> list_connections(const Origin& origin, const ListOptions& options)
{
    auto stream = PacketStream::open(origin);
    if (!stream) return tl::unexpected{stream.error()};
    std::vector<Followed> all;
    for (std::uint64_t count = 0; stream->next(); ++count) {
        const Packet& packet = stream->packet();
        const Connections::Place& place = stream->place();
        if (place.begins) all.push_back({Follower{place.port_reuse}, packet.at, packet.at, packet.number});
        Followed& followed = all[place.connection];
        followed.follower.take(place.from, packet);
        followed.ended = std::max(followed.ended, packet.at);
        if (count % packets_between_looks != 0) continue;
        if (options.stop.stop_requested()) return cancelled(origin.name());
        if (options.progress) options.progress(stream->read_octets());
    }
    Listing listing{.counts = stream->decoder().counts(),
                    .unused_fragments = stream->decoder().unused_fragments(),
                    .began_ns = stream->decoder().began_ns(),
                    .problem = stream->problem()};
    listing.connections.reserve(all.size());
    for (std::uint32_t number = 0; number < all.size(); ++number)
        listing.connections.push_back(listed(number, stream->connections().ends(number), all[number]));
    return listing;
}

} // namespace tcpstage::capture
