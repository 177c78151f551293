// What the two kernels say of the connections, and when they are asked.
#include "core/live/wire/server.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

constexpr std::int64_t sample_pause_ns = 1'000'000; // between two samples while segments just pass

/// Whether the change is worth reporting; a countdown alone is not.
bool differ(const TcpInfo& a, const TcpInfo& b)
{
    TcpInfo same_time = b;
    same_time.expires_ms = a.expires_ms;
    return a != same_time;
}

} // namespace

void Server::touch(std::uint32_t connection)
{
    if (connection != no_connection && std::ranges::find(touched_, connection) == touched_.end())
        touched_.push_back(connection);
}

bool Server::sample(std::size_t side, bool always)
{
    bool changed = false;
    for (const std::uint32_t connection : touched_)
        changed = sample(connection, side, always) || changed;
    return changed;
}

bool Server::sample(std::uint32_t connection, std::size_t side, bool always)
{
    Connections::Known& known = connections_.at(connection);
    std::int64_t& sampled_at = known.sampled_at[side];
    if (passes_ && !always && now() - sampled_at < sample_pause_ns) return false;
    const auto found = stacks_[side].sample(known.ends_of(side));
    sampled_at = now();
    if (!found || (!always && !differ(*found, known.seen[side]))) return false;
    const TcpInfo& tcp_info = known.seen[side] = *found;
    Event event;
    event.kind = Event::Kind::Sampled;
    event.side = static_cast<std::uint8_t>(side);
    event.at = sampled_at;
    event.connection = connection;
    reporter_.report(event, {reinterpret_cast<const std::uint8_t*>(&tcp_info), sizeof tcp_info});
    return true;
}

void Server::sample_both()
{
    bool changed = take_segments();
    for (std::size_t side = 0; side < 2; ++side) {
        if (passes_ && !runs_programs_ && now() - connections_.at(0).sampled_at[side] < sample_pause_ns) continue;
        changed = sample(side, false) || changed;
        stacks_[side].proceed(reporter_);
    }
    if (changed) report(Event::Kind::Settled, 0);
    if (runs_programs_) touched_.clear();
    for (std::size_t side = 0; side < 2; ++side)
        react(side);
    if (passes_) deliver_due();
}

/// Looks at all connections that are not over, and waits for the program that is to listen.
void Server::sample_programs()
{
    for (std::uint32_t connection = 0; connection < connections_.size(); ++connection)
        if (!connections_.at(connection).is_over()) touch(connection);
    if (listens_) return;
    const std::uint16_t port = stacks_[1].listening_port();
    listens_ = port != 0;
    if (listens_) report(Event::Kind::Listening, 1, UINT32_MAX, port);
}

void Server::count_losses()
{
    for (std::size_t side = 0; side < 2; ++side)
        if (const std::uint64_t lost = wire_.ends[side].lost(); lost != 0)
            report(Event::Kind::Unordered, side, UINT32_MAX, static_cast<std::int64_t>(lost));
}

} // namespace tcpstage::live
