#include "core/trace/trace.h"

#include <algorithm>
#include <cassert>

namespace tcpstage {

ConnectionNumber Trace::add_peer(const OtherPeer& peer)
{
    assert(peers_.size() < UINT16_MAX);
    peers_.push_back(peer);
    return static_cast<ConnectionNumber>(peers_.size());
}

SocketAddress Trace::socket(const Flight& flight, Side side) const
{
    const bool others = flight.connection != the_conversation && peer(flight.connection).host != side;
    const Address address = others ? peer(flight.connection).socket.address : endpoint(side).socket.address;
    return {address, side == flight.from ? flight.segment.source_port : flight.segment.destination_port};
}

RecordId Trace::append(const Record& record)
{
    assert(records_.empty() || records_.back().at <= record.at);
    records_.push_back(record);
    return static_cast<RecordId>(records_.size() - 1);
}

FlightId Trace::launch(Flight flight)
{
    assert(flights_.empty() || flights_.back().sent <= flight.sent);
    const Instant ends = flight.ends;
    flights_.push_back(std::move(flight));
    raise_latest_ends(ends);
    return static_cast<FlightId>(flights_.size() - 1);
}

void Trace::raise_latest_ends(Instant ends)
{
    std::size_t block = flights_.size() - 1;
    for (auto& level : latest_ends_) {
        block /= fan_out;
        if (block == level.size()) {
            level.push_back(ends);
        } else if (level[block] < ends) {
            level[block] = ends;
        }
    }
    if (latest_ends_.empty()) latest_ends_.push_back({ends});
    if (latest_ends_.back().size() > 1) latest_ends_.push_back({std::ranges::max(latest_ends_.back())});
}

void Trace::settle(FlightId id, RecordId end_record, const Ending& ending)
{
    flights_[id].end_record = end_record;
    foretell(id, ending, flights_[id].corrupted);
}

void Trace::foretell(FlightId id, const Ending& ending, bool corrupted)
{
    Flight& flight = flights_[id];
    flight.corrupted = corrupted;
    flight.fate = ending.fate;
    flight.reason = ending.reason;
    if (flight.ends == ending.at) return;
    flight.ends = ending.at;
    renew_latest_ends(id);
}

void Trace::renew_latest_ends(std::size_t flight)
{
    std::size_t block = flight / fan_out;
    const auto begin = flights_.begin() + static_cast<std::ptrdiff_t>(block * fan_out);
    const auto count = std::min(fan_out, flights_.size() - block * fan_out);
    latest_ends_[0][block] =
        std::max_element(begin, begin + static_cast<std::ptrdiff_t>(count), [](const Flight& a, const Flight& b) {
            return a.ends < b.ends;
        })->ends;
    for (std::size_t level = 1; level < latest_ends_.size(); ++level) {
        block /= fan_out;
        const auto& below = latest_ends_[level - 1];
        const auto first = below.begin() + static_cast<std::ptrdiff_t>(block * fan_out);
        const auto size = std::min(fan_out, below.size() - block * fan_out);
        latest_ends_[level][block] = *std::max_element(first, first + static_cast<std::ptrdiff_t>(size));
    }
}

void Trace::snapshot(Side side, RecordId after, const Tcb& tcb) { snapshots_[index(side)].append(after, tcb); }

std::span<const Record> Trace::between(Instant first, Instant last) const
{
    if (last <= first) return {};
    const auto begin = std::ranges::lower_bound(records_, first, {}, &Record::at);
    const auto end = std::ranges::lower_bound(begin, records_.end(), last, {}, &Record::at);
    return {begin, end};
}

Moment Trace::moment_at(Instant instant) const
{
    const auto next = std::ranges::upper_bound(records_, instant, {}, &Record::at);
    if (next == records_.begin()) return {instant, no_record};
    return {instant, static_cast<RecordId>(next - records_.begin() - 1)};
}

Moment Trace::last_moment() const
{
    if (records_.empty()) return {};
    return moment_after(static_cast<RecordId>(records_.size() - 1));
}

Tcb Trace::at(Side side, Moment moment) const
{
    if (moment.record == no_record) return Tcb{};
    return snapshots_[index(side)].at(moment.record).value_or(Tcb{});
}

std::size_t Trace::memory_bytes() const
{
    std::size_t bytes = records_.capacity() * sizeof(Record) + flights_.capacity() * sizeof(Flight);
    for (const Snapshots& snapshots : snapshots_)
        bytes += snapshots.memory_bytes();
    for (const auto& level : latest_ends_)
        bytes += level.capacity() * sizeof(Instant);
    return bytes;
}

std::size_t Trace::sent_until(Instant instant) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(flights_, instant, {}, &Flight::sent) - flights_.begin());
}

} // namespace tcpstage
