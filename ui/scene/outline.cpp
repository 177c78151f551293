#include "ui/scene/outline.h"

#include <algorithm>

namespace tcpstage {

namespace {

/// The last of `list` (ordered by record) at or before `record`.
template <typename T> const T* lastUntil(const std::vector<T>& list, RecordId record)
{
    const auto after = std::ranges::upper_bound(list, record, {}, &T::record);
    return after == list.begin() ? nullptr : &*std::prev(after);
}

} // namespace

Outline::Outline(const Trace& trace, const Pace& pace)
{
    for (const Side side : both_sides) {
        if (trace.is_scripted(side)) continue; // it has no states
        const State first = trace.at(side, Moment{}).state;
        spans_[index(side)].push_back({no_record, StageTime{}, first});
        firstVisit_[index(side)][static_cast<std::size_t>(first)] = 0;
    }
    for (RecordId id = 0; id < trace.records().size(); ++id)
        take(trace.record(id), id, pace.at(id));
}

void Outline::take(const Record& record, RecordId id, StageTime at)
{
    const std::size_t side = index(record.side);
    const bool ours = record.connection == the_conversation;
    if (record.kind == Kind::Entered && ours) {
        spans_[side].push_back({id, at, record.to()});
        std::optional<RecordId>& first = firstVisit_[side][static_cast<std::size_t>(record.to())];
        if (!first) first = id;
    } else if (record.kind == Kind::Called || record.kind == Kind::TimerExpired) {
        events_[side].push_back({id, at});
    } else if (record.kind == Kind::TimerSet && ours) {
        const Instant due{Duration{record.value}};
        timers_[side][static_cast<std::size_t>(record.timer())].push_back({id, record.at, due});
    }
}

const StateSpan* Outline::spanAt(Side side, RecordId record) const
{
    const auto& spans = spans_[index(side)];
    if (spans.empty()) return nullptr;
    if (record == no_record) return &spans.front();
    const auto after = std::upper_bound(spans.begin() + 1, spans.end(), record,
                                        [](RecordId id, const StateSpan& span) { return id < span.record; });
    return &*std::prev(after);
}

const TimerStart* Outline::timerAt(Side side, Timer timer, RecordId record) const
{
    if (record == no_record) return nullptr;
    return lastUntil(timers_[index(side)][static_cast<std::size_t>(timer)], record);
}

bool Outline::visited(Side side, State state, RecordId record) const
{
    const auto first = firstVisit_[index(side)][static_cast<std::size_t>(state)];
    if (!first) return false;
    return (record != no_record && *first <= record) || state == spans_[index(side)].front().state;
}

FlightSpan spanOf(const Flight& flight, const Pace& pace)
{
    const StageTime from = pace.at(flight.sent_record);
    if (flight.end_record != no_record) return {from, pace.at(flight.end_record)};
    if (flight.ends == never)
        return {from, pace.end() + room::hop / 2}; // somebody holds it: it is under way until then
    return {from, from + (flight.fate == Fate::Lost ? room::hop * 11 / 20 : room::hop)};
}

} // namespace tcpstage
