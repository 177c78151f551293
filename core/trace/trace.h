#pragma once
// An append-only list of what happened on a connection, at both ends. Nothing in it is ever edited.

#include "core/trace/flight.h"
#include "core/trace/record.h"
#include "core/trace/snapshots.h"

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tcpstage {

enum class Source : std::uint8_t { Simulated, Live, Capture };

struct EndpointInfo {
    std::string name; // "client"
    SocketAddress socket;
    Counterfactuals without{}; // what makes it no TCP
    friend bool operator==(const EndpointInfo&, const EndpointInfo&) = default;
};

class Trace {
public:
    Trace() = default;
    Trace(Source source, std::array<EndpointInfo, 2> endpoints) : source_{source}, endpoints_{std::move(endpoints)} {}

    // Only a Recorder calls these.
    /// The number of a new connection with another peer; at most UINT16_MAX of them.
    ConnectionNumber add_peer(const OtherPeer& peer);
    /// Amortised O(1). `record.at` must not go back.
    RecordId append(const Record& record);
    /// Amortised O(1). `flight.sent` must not go back. Its Sent record is appended by the caller.
    FlightId launch(Flight flight);
    /// The TCB of `side` from the record `after` on, which must not go back.
    void snapshot(Side side, RecordId after, const Tcb& tcb);
    /// O(1) when it ends as was said when it was launched; else O(log n): what becomes of a real segment is known when
    /// it happens.
    void settle(FlightId flight, RecordId end_record, const Ending& ending);
    /// What will become of a segment was decided after it had been sent.
    void foretell(FlightId flight, const Ending& ending, bool corrupted);

    Source source() const { return source_; }
    const EndpointInfo& endpoint(Side side) const { return endpoints_[index(side)]; }
    std::span<const OtherPeer> peers() const { return peers_; }
    const OtherPeer& peer(ConnectionNumber connection) const { return peers_[connection - std::size_t{1}]; }
    /// Who sends a segment, and to whom.
    SocketAddress source(const Flight& flight) const { return socket(flight, flight.from); }
    SocketAddress destination(const Flight& flight) const { return socket(flight, other(flight.from)); }
    /// Not TCP: some endpoint lacks a rule of it, or all.
    bool is_tcp() const { return !endpoints_[0].without.any() && !endpoints_[1].without.any(); }
    std::span<const Record> records() const { return records_; }
    const Record& record(RecordId id) const { return records_[id]; }
    std::span<const Flight> flights() const { return flights_; }
    const Flight& flight(FlightId id) const { return flights_[id]; }
    bool empty() const { return records_.empty(); }
    Instant end() const { return records_.empty() ? start_of_time : records_.back().at; }

    /// Records with first <= at < last. O(log n).
    std::span<const Record> between(Instant first, Instant last) const;
    /// The last moment at or before `instant`. O(log n).
    Moment moment_at(Instant instant) const;
    Moment moment_after(RecordId record) const { return {records_[record].at, record}; }
    Moment last_moment() const;
    /// The TCB of a side; a closed one before its first change. O(log n), never a replay. What an event does to a TCB
    /// is seen from the head of its group on: after an arrival, the TCB has taken the segment, and the answer is on its
    /// way.
    Tcb at(Side side, Moment moment) const;
    /// Calls visit(FlightId) for each flight with sent <= instant < ends, in order of sending. O(log n + k log n).
    template <std::invocable<FlightId> Visitor> void in_flight(Instant instant, Visitor visit) const;
    std::size_t memory_bytes() const;

private:
    static constexpr std::size_t fan_out = 16;

    SocketAddress socket(const Flight& flight, Side side) const;
    void raise_latest_ends(Instant ends);          // of the newest flight
    void renew_latest_ends(std::size_t flight);    // after its end has changed
    std::size_t sent_until(Instant instant) const; // how many flights were sent at or before
    template <typename Visitor>
    void visit_block(std::size_t level, std::size_t block, std::size_t count, Instant instant, Visitor& visit) const;

    Source source_ = Source::Simulated;
    std::array<EndpointInfo, 2> endpoints_;
    std::vector<OtherPeer> peers_;
    std::vector<Record> records_;
    std::vector<Flight> flights_;
    std::array<Snapshots, 2> snapshots_;
    std::vector<std::vector<Instant>> latest_ends_; // a pyramid: level 0 has the latest end of each `fan_out` flights
};

template <std::invocable<FlightId> Visitor> void Trace::in_flight(Instant instant, Visitor visit) const
{
    const std::size_t count = sent_until(instant);
    if (count == 0) return;
    visit_block(latest_ends_.size(), 0, count, instant, visit);
}

template <typename Visitor>
void Trace::visit_block(std::size_t level, std::size_t block, std::size_t count, Instant instant, Visitor& visit) const
{
    if (level == 0) { // a single flight
        if (block < count && flights_[block].ends > instant) visit(static_cast<FlightId>(block));
        return;
    }
    const auto& ends = latest_ends_[level - 1];
    if (block >= ends.size() || ends[block] <= instant) return;
    for (std::size_t i = 0; i < fan_out; ++i) {
        std::size_t first = block * fan_out + i;
        for (std::size_t l = 1; l < level; ++l)
            first *= fan_out;
        if (first >= count) return;
        visit_block(level - 1, block * fan_out + i, count, instant, visit);
    }
}

} // namespace tcpstage
