#pragma once
// An append-only list of what happened on a connection, at both ends. Nothing in it is ever edited.

#include "core/tcp/tcb/settings.h"
#include "core/trace/latest_ends.h"
#include "core/trace/record_store.h"
#include "core/trace/sequence.h"
#include "core/trace/snapshots.h"

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tcpstage::trace {

enum class Source : std::uint8_t { Simulated, Live, Capture, Script };
/// In a trace of a packetdrill script: the end that the script plays. It has no state of its own.
inline constexpr std::string_view script_name = "script";

struct EndpointInfo {
    std::string name; // "client"
    tcp::SocketAddress socket;
    tcp::Counterfactuals without{}; // what makes it no TCP
    friend bool operator==(const EndpointInfo&, const EndpointInfo&) = default;
};

class Trace {
public:
    Trace() = default;
    Trace(Source source, std::array<EndpointInfo, 2> endpoints)
        : source_{source}, endpoints_{std::move(endpoints)}, transits_{
                                                                 {endpoints_[0].socket.port, endpoints_[1].socket.port}}
    {}

    // Only a Recorder calls these.
    /// The number of a new connection with another peer; at most UINT16_MAX of them.
    ConnectionNumber add_peer(const OtherPeer& peer);
    /// Amortised O(1). `record.at` must not go back.
    RecordId append(const Record& record);
    /// Amortised O(1). `transit.sent` must not go back. Its Sent record is appended by the caller.
    TransitId launch(const Transit& transit);
    /// The TCB of `side` from the record `after` on, which must not go back.
    void snapshot(Side side, RecordId after, const tcp::Tcb& tcb);
    /// O(1) when it ends as was said when it was launched; else O(log n): what becomes of a real segment is known when
    /// it happens.
    void settle(TransitId transit, RecordId end_record, const Ending& ending);
    /// What will become of a segment was decided after it had been sent.
    void expect_ending(TransitId transit, const Ending& ending, bool corrupted);

    Source source() const { return source_; }
    const EndpointInfo& endpoint(Side side) const { return endpoints_[index(side)]; }
    bool is_scripted(Side side) const { return source_ == Source::Script && endpoint(side).name == script_name; }
    std::span<const OtherPeer> peers() const { return peers_; }
    const OtherPeer& peer(ConnectionNumber connection) const { return peers_[connection - std::size_t{1}]; }
    /// Who sends a segment, and to whom.
    tcp::SocketAddress source(const Transit& transit) const { return socket(transit, transit.from); }
    tcp::SocketAddress destination(const Transit& transit) const { return socket(transit, other(transit.from)); }
    /// Not TCP: some endpoint lacks a rule of it, or all.
    bool is_tcp() const { return !endpoints_[0].without.any() && !endpoints_[1].without.any(); }
    /// Both are stored packed: each is made when it is asked for.
    Sequence<Record> records() const { return {*this, 0, records_.size()}; }
    Record record(RecordId id) const { return records_.at(id, usual_cause(records_.transit_of(id))); }
    Sequence<Transit> transits() const { return {*this, 0, transits_.size()}; }
    Transit transit(TransitId id) const { return transits_.at(id); }
    bool empty() const { return records_.size() == 0; }
    Instant end() const { return end_; }

    /// Records with first <= at < last. O(log n).
    Sequence<Record> between(Instant first, Instant last) const;
    /// The last moment at or before `instant`. O(log n).
    Moment moment_at(Instant instant) const;
    Moment moment_after(RecordId record) const { return {records_.time(record), record}; }
    Moment last_moment() const;
    /// The TCB of a side; a closed one before its first change. O(log n), never a replay. What an event does to a TCB
    /// is seen from the head of its group on: after an arrival, the TCB has taken the segment, and the answer is on its
    /// way.
    tcp::Tcb at(Side side, Moment moment) const;
    /// Calls visit(FlightId) for each flight with sent <= instant < ends, in order of sending. O(log n + k log n).
    template <std::invocable<TransitId> Visitor> void in_flight(Instant instant, Visitor visit) const
    {
        latest_ends_.visit(transits_, instant, visit);
    }
    /// What it keeps in memory, payloads apart.
    struct Memory {
        std::size_t records = 0;
        std::size_t transits = 0;
        std::size_t snapshots = 0;
        std::size_t ends = 0; // what finds flights in progress
        std::size_t all() const { return records + transits + snapshots + ends; }
    };
    Memory memory_bytes() const;

private:
    tcp::SocketAddress socket(const Transit& transit, Side side) const;
    /// Of an arrival or a loss: when its segment was sent.
    RecordId usual_cause(TransitId transit) const
    {
        return transit < transits_.size() ? transits_.sent_record(transit) : no_record;
    }

    Source source_ = Source::Simulated;
    std::array<EndpointInfo, 2> endpoints_;
    std::vector<OtherPeer> peers_;
    Instant end_ = start_of_time;
    RecordStore records_;
    TransitStore transits_;
    std::array<Snapshots, 2> snapshots_;
    LatestEnds latest_ends_;
};

} // namespace tcpstage::trace
