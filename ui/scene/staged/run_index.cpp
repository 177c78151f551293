#include "ui/scene/staged/run_index.h"

#include <algorithm>

namespace tcpstage {

namespace {

/// Only what was recorded before `record` stays in `list` (ordered by record).
template <typename T> void cutAt(Chunks<T>& list, RecordId record)
{
    std::size_t size = list.size();
    while (size > 0 && list[size - 1].record >= record)
        --size;
    list.cut(size);
}

/// The last of `list` (ordered by record) at or before `record`.
template <typename T> const T* lastUntil(const Chunks<T>& list, RecordId record)
{
    const auto after = std::ranges::upper_bound(list, record, {}, &T::record);
    return after == list.begin() ? nullptr : &*std::prev(after);
}

} // namespace

RunIndex::RunIndex(const Trace& trace, const TimeMap& timeMap)
{
    for (const Side side : both_sides) {
        if (trace.is_scripted(side)) continue; // it has no states
        const State first = trace.at(side, Moment{}).state;
        spans_[index(side)].push_back({no_record, StageTime{}, first});
        firstVisit_[index(side)][static_cast<std::size_t>(first)] = 0;
    }
    follow(trace, timeMap);
}

void RunIndex::follow(const Trace& trace, const TimeMap& timeMap)
{
    forget(settled_);
    for (RecordId id = settled_; id < trace.records().size(); ++id)
        take(trace.record(id), id, timeMap.at(id));
    settled_ = timeMap.settled();
}

void RunIndex::forget(RecordId from)
{
    for (const Side side : both_sides) {
        auto& spans = spans_[index(side)];
        while (spans.size() > 1 && spans.back().record >= from) {
            std::optional<RecordId>& first = firstVisit_[index(side)][static_cast<std::size_t>(spans.back().state)];
            if (first == spans.back().record) first.reset();
            spans.pop_back();
        }
        cutAt(events_[index(side)], from);
        for (auto& starts : timers_[index(side)])
            cutAt(starts, from);
    }
}

void RunIndex::take(const Record& record, RecordId id, StageTime at)
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

const StateSpan* RunIndex::spanAt(Side side, RecordId record) const
{
    const auto& spans = spans_[index(side)];
    if (spans.empty()) return nullptr;
    if (record == no_record) return &spans.front();
    const auto after = std::upper_bound(spans.begin() + 1, spans.end(), record,
                                        [](RecordId id, const StateSpan& span) { return id < span.record; });
    return &*std::prev(after);
}

const TimerStart* RunIndex::timerAt(Side side, Timer timer, RecordId record) const
{
    if (record == no_record) return nullptr;
    return lastUntil(timers_[index(side)][static_cast<std::size_t>(timer)], record);
}

bool RunIndex::visited(Side side, State state, RecordId record) const
{
    const auto first = firstVisit_[index(side)][static_cast<std::size_t>(state)];
    if (!first) return false;
    return (record != no_record && *first <= record) || state == spans_[index(side)].front().state;
}

TransitSpan spanOf(const Transit& transit, const TimeMap& timeMap)
{
    const StageTime from = timeMap.at(transit.sent_record);
    if (transit.end_record != no_record) return {from, timeMap.at(transit.end_record)};
    if (transit.ends == never)
        return {from, timeMap.end() + room::hop / 2}; // somebody holds it: it is under way until then
    return {from, from + (transit.fate == Fate::Lost ? room::hop * 11 / 20 : room::hop)};
}

} // namespace tcpstage
