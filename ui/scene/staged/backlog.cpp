#include "ui/scene/staged/backlog.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

/// How many records of a sorted list are at or before `record`.
std::uint32_t countUntil(const std::vector<trace::RecordId>& list, trace::RecordId record)
{
    return static_cast<std::uint32_t>(std::ranges::upper_bound(list, record) - list.begin());
}

} // namespace

Backlog::Backlog(const trace::Trace& trace, trace::Side side, bool acceptsByHand) : side_{side}
{
    for (trace::RecordId id = 0; id < trace.records().size(); ++id)
        if (trace.record(id).side == side) take(trace, id, acceptsByHand);
}

Backlog::Clock& Backlog::clock(trace::ConnectionNumber connection)
{
    if (clocks_.size() <= connection) clocks_.resize(connection + std::size_t{1});
    return clocks_[connection];
}

void Backlog::take(const trace::Trace& trace, trace::RecordId id, bool acceptsByHand)
{
    const trace::Record& record = trace.record(id);
    const bool retransmits = record.timer() == tcp::Timer::Retransmit;
    switch (record.kind) {
    case trace::Kind::Entered:
        enter(trace, id, acceptsByHand);
        count(id, record.rule());
        break;
    case trace::Kind::Reason:
        count(id, record.rule());
        break;
    case trace::Kind::TimerSet:
        if (retransmits) clock(record.connection).timers.push_back({id, record.at, Instant{Duration{record.value}}});
        break;
    case trace::Kind::TimerExpired:
    case trace::Kind::TimerCancelled:
        if (retransmits) clock(record.connection).timers.push_back({id, record.at, never});
        break;
    case trace::Kind::Sent:
        if (trace.transit(record.ref).retransmission) clock(record.connection).retries.push_back(id);
        break;
    case trace::Kind::Called:
    case trace::Kind::Arrived:
    case trace::Kind::Lost:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
        break;
    }
}

void Backlog::count(trace::RecordId id, tcp::Rule rule)
{
    if (rule == tcp::Rule::BacklogFull || rule == tcp::Rule::AcceptQueueFull) dropped_.push_back(id);
    if (rule == tcp::Rule::CookieSent) cookiesSent_.push_back(id);
    if (rule == tcp::Rule::CookieTrue) cookiesBack_.push_back(id);
    if (rule != tcp::Rule::AcceptTakes) return;
    const auto completed = std::ranges::find_if(stays_, [](const Stay& stay) {
        return stay.to == trace::no_record && stay.entry.state != tcp::State::SynReceived;
    });
    if (completed != stays_.end()) completed->to = id;
}

void Backlog::leave(trace::ConnectionNumber connection, trace::RecordId id)
{
    for (Stay& stay : stays_)
        if (stay.to == trace::no_record && stay.entry.connection == connection) stay.to = id;
}

void Backlog::open(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record& record = trace.record(id);
    const bool arrival = record.cause != trace::no_record && trace.record(record.cause).kind == trace::Kind::Arrived;
    BacklogEntry entry;
    entry.connection = record.connection;
    entry.peer = record.connection == trace::the_conversation ? trace.endpoint(trace::other(side_)).socket
                                                              : trace.peer(record.connection).socket;
    entry.state = record.to();
    entry.since = record.at;
    entry.syn = arrival ? trace.record(record.cause).ref : trace::no_transit;
    stays_.push_back({id, trace::no_record, entry});
}

void Backlog::enter(const trace::Trace& trace, trace::RecordId id, bool acceptsByHand)
{
    const trace::Record& record = trace.record(id);
    const bool completes = record.from() == tcp::State::SynReceived && record.to() == tcp::State::Established;
    if (record.from() == tcp::State::SynReceived || record.to() == tcp::State::Closed) leave(record.connection, id);
    if (record.to() == tcp::State::SynReceived || (completes && acceptsByHand)) open(trace, id);
}

BacklogState Backlog::at(trace::RecordId record) const
{
    BacklogState state;
    if (record == trace::no_record) return state;
    state.dropped = countUntil(dropped_, record);
    state.cookiesSent = countUntil(cookiesSent_, record);
    state.cookiesBack = countUntil(cookiesBack_, record);
    for (const Stay& stay : stays_) {
        if (stay.from > record) break;
        if (stay.to != trace::no_record && stay.to <= record) continue;
        BacklogEntry entry = stay.entry;
        if (entry.connection < clocks_.size() && entry.state == tcp::State::SynReceived) {
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

} // namespace tcpstage::scene
