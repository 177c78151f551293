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
/// The name of the end that the script plays in a trace of a packetdrill script. That end has no state.
inline constexpr std::string_view script_name = "script";

struct EndpointInfo {
    std::string name; // "client"
    tcp::IpSocket socket;
    tcp::Counterfactuals without{}; // the rules that it lacks
    OwnedText shown{};              // what people read instead of the name; empty: spoken(name)
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
    /// Adds a connection with another peer and returns its number; at most UINT16_MAX of them.
    ConnectionNumber add_peer(const OtherPeer& peer);
    /// Amortised O(1). `record.at` must not go back.
    RecordId append(const Record& record);
    /// Amortised O(1). `journey.sent` must not go back. The caller appends its Sent record.
    TransitId launch(const tcp::Segment& segment, const Journey& journey);
    TransitId launch(const Transit& transit) { return launch(transit.segment, transit); }
    /// The TCB of `side` from the record `after` on, which must not go back.
    void snapshot(Side side, RecordId after, const tcp::Tcb& tcb);
    /// O(1) if the outcome equals the one given at launch, else O(log n), as for a real segment, whose outcome becomes
    /// known when it happens.
    void settle(TransitId transit, RecordId end_record, const Ending& ending);
    void settle(TransitId transit, const Launched& sent, RecordId end_record, const Ending& ending);
    /// Sets what becomes of a segment whose fate was decided after it had been sent.
    void expect_ending(TransitId transit, const Ending& ending, bool corrupted);

    Source source() const { return source_; }
    /// Only for who reads a trace: the file does not have it.
    void show_as(Side side, OwnedText name) { endpoints_[index(side)].shown = std::move(name); }
    const EndpointInfo& endpoint(Side side) const { return endpoints_[index(side)]; }
    bool is_scripted(Side side) const { return source_ == Source::Script && endpoint(side).name == script_name; }
    std::span<const OtherPeer> peers() const { return peers_; }
    const OtherPeer& peer(ConnectionNumber connection) const { return peers_[connection - std::size_t{1}]; }
    /// The sender and the receiver of a segment.
    tcp::IpSocket source(const Transit& transit) const { return socket(transit, transit.from); }
    tcp::IpSocket destination(const Transit& transit) const { return socket(transit, other(transit.from)); }
    /// False: "not TCP", because an endpoint lacks one of its rules, or all.
    bool is_tcp() const { return !endpoints_[0].without.any() && !endpoints_[1].without.any(); }
    /// Records and transits are stored packed; each is unpacked on access.
    Sequence<Record> records() const { return {*this, 0, records_.size()}; }
    Record record(RecordId id) const { return records_.at(id, usual_cause(records_.transit_of(id))); }
    Sequence<Transit> transits() const { return {*this, 0, transits_.size()}; }
    Transit transit(TransitId id) const { return transits_.at(id); }
    Launched launched(TransitId id) const { return transits_.launched(id); } // a small part of it, quickly
    bool empty() const { return records_.size() == 0; }
    Instant end() const { return end_; }

    /// Records with first <= at < last. O(log n).
    Sequence<Record> between(Instant first, Instant last) const;
    /// The last moment at or before `instant`. O(log n).
    Moment moment_at(Instant instant) const;
    Moment moment_after(RecordId record) const { return {records_.time(record), record}; }
    Moment last_moment() const;
    /// The TCB of a side; a closed one before its first change. O(log n), never a replay. The effect of an event on a
    /// TCB shows from the head of its group on: right after an arrival, the TCB has processed the segment. What sending
    /// moves (tcp::SendProgress) shows from each Sent record on.
    tcp::Tcb at(Side side, Moment moment) const;
    /// The TCB of a side when all that follows from the head `head` has happened.
    tcp::Tcb after_group(Side side, RecordId head) const;
    /// Calls visit(TransitId) for each transit with sent <= instant < ends, in order of sending. O(log n + k log n).
    template <std::invocable<TransitId> Visitor> void in_flight(Instant instant, Visitor visit) const
    {
        latest_ends_.visit(transits_, instant, visit);
    }
    /// The memory that it uses in octets, without payloads.
    struct Memory {
        std::size_t records = 0;
        std::size_t transits = 0;
        std::size_t snapshots = 0;
        std::size_t ends = 0; // the index of transits under way
        std::size_t all() const { return records + transits + snapshots + ends; }
    };
    Memory memory_bytes() const;

private:
    tcp::IpSocket socket(const Transit& transit, Side side) const;
    /// The Sent record of a transit: the usual cause of its arrival or loss.
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
