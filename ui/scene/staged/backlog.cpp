#include "ui/scene/staged/backlog.h"

#include <algorithm>

namespace tcpstage {

namespace {

/// How many of a list in order have happened at `record`.
std::uint32_t countUntil(const std::vector<RecordId>& list, RecordId record)
{
    return static_cast<std::uint32_t>(std::ranges::upper_bound(list, record) - list.begin());
}

} // namespace

Backlog::Backlog(const Trace& trace, Side side, bool acceptsByHand) : side_{side}
{
    for (RecordId id = 0; id < trace.records().size(); ++id)
        if (trace.record(id).side == side) take(trace, id, acceptsByHand);
}

Backlog::Clock& Backlog::clock(ConnectionNumber connection)
{
    if (clocks_.size() <= connection) clocks_.resize(connection + std::size_t{1});
    return clocks_[connection];
}

void Backlog::take(const Trace& trace, RecordId id, bool acceptsByHand)
{
    const Record& record = trace.record(id);
    const bool retransmits = record.timer() == Timer::Retransmit;
    switch (record.kind) {
    case Kind::Entered:
        enter(trace, id, acceptsByHand);
        count(id, record.rule());
        break;
    case Kind::Reason:
        count(id, record.rule());
        break;
    case Kind::TimerSet:
        if (retransmits) clock(record.connection).timers.push_back({id, record.at, Instant{Duration{record.value}}});
        break;
    case Kind::TimerExpired:
    case Kind::TimerCancelled:
        if (retransmits) clock(record.connection).timers.push_back({id, record.at, never});
        break;
    case Kind::Sent:
        if (trace.transit(record.ref).retransmission) clock(record.connection).retries.push_back(id);
        break;
    case Kind::Called:
    case Kind::Arrived:
    case Kind::Lost:
    case Kind::Told:
    case Kind::Delivered:
        break;
    }
}

void Backlog::count(RecordId id, Rule rule)
{
    if (rule == Rule::BacklogFull || rule == Rule::AcceptQueueFull) dropped_.push_back(id);
    if (rule == Rule::CookieSent) cookiesSent_.push_back(id);
    if (rule == Rule::CookieTrue) cookiesBack_.push_back(id);
    if (rule != Rule::AcceptTakes) return;
    const auto completed = std::ranges::find_if(
        stays_, [](const Stay& stay) { return stay.to == no_record && stay.entry.state != State::SynReceived; });
    if (completed != stays_.end()) completed->to = id;
}

void Backlog::leave(ConnectionNumber connection, RecordId id)
{
    for (Stay& stay : stays_)
        if (stay.to == no_record && stay.entry.connection == connection) stay.to = id;
}

void Backlog::open(const Trace& trace, RecordId id)
{
    const Record& record = trace.record(id);
    const bool arrival = record.cause != no_record && trace.record(record.cause).kind == Kind::Arrived;
    BacklogEntry entry;
    entry.connection = record.connection;
    entry.peer = record.connection == the_conversation ? trace.endpoint(other(side_)).socket
                                                       : trace.peer(record.connection).socket;
    entry.state = record.to();
    entry.since = record.at;
    entry.syn = arrival ? trace.record(record.cause).ref : no_transit;
    stays_.push_back({id, no_record, entry});
}

void Backlog::enter(const Trace& trace, RecordId id, bool acceptsByHand)
{
    const Record& record = trace.record(id);
    const bool completes = record.from() == State::SynReceived && record.to() == State::Established;
    if (record.from() == State::SynReceived || record.to() == State::Closed) leave(record.connection, id);
    if (record.to() == State::SynReceived || (completes && acceptsByHand)) open(trace, id);
}

BacklogState Backlog::at(RecordId record) const
{
    BacklogState state;
    if (record == no_record) return state;
    state.dropped = countUntil(dropped_, record);
    state.cookiesSent = countUntil(cookiesSent_, record);
    state.cookiesBack = countUntil(cookiesBack_, record);
    for (const Stay& stay : stays_) {
        if (stay.from > record) break;
        if (stay.to != no_record && stay.to <= record) continue;
        BacklogEntry entry = stay.entry;
        if (entry.connection < clocks_.size() && entry.state == State::SynReceived) {
            const Clock& clock = clocks_[entry.connection];
            const auto after = std::ranges::upper_bound(clock.timers, record, {}, &Tick::record);
            if (after != clock.timers.begin()) {
                entry.timerSince = std::prev(after)->since;
                entry.timerDue = std::prev(after)->due;
            }
            entry.retries = countUntil(clock.retries, record) - countUntil(clock.retries, stay.from);
        }
        state.entries.push_back(entry);
    }
    return state;
}

} // namespace tcpstage
