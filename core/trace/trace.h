#pragma once
// An append-only list of what happened on a connection, at both ends. Nothing in it is ever edited.

#include "core/trace/endpoint_info.h"
#include "core/trace/latest_ends.h"
#include "core/trace/record_store.h"
#include "core/trace/sequence.h"
#include "core/trace/snapshot_reader.h"

#include <array>
#include <cassert>
#include <concepts>
#include <span>
#include <vector>

namespace tcpstage::trace {

class Trace {
    friend class Recorder; // which appends to its parts where that is quicker

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
    template <Kind kind> RecordId append(const Record& record, RecordId usual_cause) // see RecordStore::push()
    {
        assert(end_ <= record.at);
        end_ = record.at;
        return records_.push<kind>(record, usual_cause);
    }
    /// Amortised O(1). `journey.sent` must not go back. The caller appends its Sent record.
    TransitId launch(const tcp::Segment& segment, const Journey& journey);
    TransitId launch(const Transit& transit) { return launch(transit.segment, transit); }
    /// The TCB of `side` from the record `after` on, which must not go back.
    void snapshot(Side side, RecordId after, const tcp::Tcb& tcb) { snapshots_[index(side)].append(after, tcb); }
    /// O(1) if the outcome equals the one given at launch, else O(log n), as for a real segment, whose outcome becomes
    /// known when it happens.
    void settle(TransitId transit, RecordId end_record, const Ending& ending);
    void settle(TransitId transit, const Launched& sent, RecordId end_record, const Ending& ending)
    {
        transits_.set_end_record(transit, end_record);
        if (sent.ends == ending.at && sent.fate == ending.fate && sent.reason == ending.reason) return;
        expect_ending(transit, ending, sent.corrupted);
    }
    /// Sets what becomes of a segment whose fate was decided after it had been sent.
    void expect_ending(TransitId transit, const Ending& ending, bool corrupted);

    /// Of real traffic: the instant 0 in ns since 1970 (UTC); 0: unknown.
    void set_began(std::int64_t since_1970) { began_ns_ = since_1970; }
    std::int64_t began_ns() const { return began_ns_; }
    Source source() const { return source_; }
    /// Only for who reads a trace: the file does not have it.
    void show_as(Side side, OwnedText name) { endpoints_[index(side)].shown = std::move(name); }
    const EndpointInfo& endpoint(Side side) const { return endpoints_[index(side)]; }
    bool is_scripted(Side side) const { return source_ == Source::Script && endpoint(side).name == script_name; }
    std::span<const OtherPeer> peers() const { return peers_; }
    const OtherPeer& peer(ConnectionNumber connection) const { return peers_[connection - std::size_t{1}]; }
    tcp::IpSocket source(const Transit& transit) const { return socket(transit, transit.from); } // of its sender
    tcp::IpSocket destination(const Transit& transit) const { return socket(transit, other(transit.from)); }
    /// False: "not TCP", because an endpoint lacks one of its rules, or all.
    bool is_tcp() const { return !endpoints_[0].without.any() && !endpoints_[1].without.any(); }
    /// Records and transits are stored packed; each is unpacked on access.
    Sequence<Record> records() const { return {*this, 0, records_.size()}; }
    Record record(RecordId id) const { return records_.at(id, usual_cause(records_.transit_of(id))); }
    Kind kind(RecordId id) const { return records_.kind(id); }                            // a small part of it, quickly
    Heading heading(RecordId id) const { return records_.heading(id); }                   // the same
    bool follows(RecordId id, RecordId head) const { return records_.follows(id, head); } // as its consequence
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
    /// The TCBs of a side, read one after another: quicker than at() for records that do not go back.
    SnapshotReader tcbs(Side side) const { return SnapshotReader{snapshots_[index(side)]}; }
    /// Calls visit(TransitId) for each transit with sent <= instant < ends, in order of sending. O(log n + k log n).
    template <std::invocable<TransitId> Visitor> void in_flight(Instant instant, Visitor visit) const
    {
        latest_ends_.visit(transits_, instant, visit);
    }
    /// The memory that it uses in octets, without payloads.
    TraceMemory memory_bytes() const;

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
    std::int64_t began_ns_ = 0;
    RecordStore records_;
    TransitStore transits_;
    std::array<Snapshots, 2> snapshots_;
    LatestEnds latest_ends_;
};

} // namespace tcpstage::trace
