#include "ui/scene/staged/run_index.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

/// Removes everything from `record` on from `list` (sorted by record).
template <typename T> void cutAt(trace::Chunks<T>& list, trace::RecordId record)
{
    std::size_t size = list.size();
    while (size > 0 && list[size - 1].record >= record)
        --size;
    list.cut(size);
}

/// The last item of `list` (sorted by record) at or before `record`.
template <typename T> const T* lastUntil(const trace::Chunks<T>& list, trace::RecordId record)
{
    const auto after = std::ranges::upper_bound(list, record, {}, &T::record);
    return after == list.begin() ? nullptr : &*std::prev(after);
}

} // namespace

RunIndex::RunIndex(const trace::Trace& trace, const TimeMap& timeMap)
{
    for (const trace::Side side : trace::both_sides) {
        if (trace.is_scripted(side)) continue; // a script has no states
        const tcp::State first = trace.at(side, trace::Moment{}).state;
        spans_[trace::index(side)].push_back({trace::no_record, StageTime{}, first});
        firstVisit_[trace::index(side)][static_cast<std::size_t>(first)] = 0;
    }
    follow(trace, timeMap);
}

void RunIndex::follow(const trace::Trace& trace, const TimeMap& timeMap)
{
    forget(settled_);
    for (trace::RecordId id = settled_; id < trace.records().size(); ++id)
        take(trace.record(id), id, timeMap.at(id));
    settled_ = timeMap.settled();
}

void RunIndex::forget(trace::RecordId from)
{
    for (const trace::Side side : trace::both_sides) {
        auto& spans = spans_[trace::index(side)];
        while (spans.size() > 1 && spans.back().record >= from) {
            std::optional<trace::RecordId>& first =
                firstVisit_[trace::index(side)][static_cast<std::size_t>(spans.back().state)];
            if (first == spans.back().record) first.reset();
            spans.pop_back();
        }
        cutAt(events_[trace::index(side)], from);
        for (auto& starts : timers_[trace::index(side)])
            cutAt(starts, from);
    }
}

void RunIndex::take(const trace::Record& record, trace::RecordId id, StageTime at)
{
    const std::size_t side = trace::index(record.side);
    const bool ours = record.connection == trace::the_conversation;
    if (record.kind == trace::Kind::Entered && ours) {
        spans_[side].push_back({id, at, record.to()});
        std::optional<trace::RecordId>& first = firstVisit_[side][static_cast<std::size_t>(record.to())];
        if (!first) first = id;
    } else if (record.kind == trace::Kind::Called || record.kind == trace::Kind::TimerExpired) {
        events_[side].push_back({id, at});
    } else if (record.kind == trace::Kind::TimerSet && ours) {
        const Instant due{Duration{record.value}};
        timers_[side][static_cast<std::size_t>(record.timer())].push_back({id, record.at, due});
    }
}

const StateSpan* RunIndex::spanAt(trace::Side side, trace::RecordId record) const
{
    const auto& spans = spans_[trace::index(side)];
    if (spans.empty()) return nullptr;
    if (record == trace::no_record) return &spans.front();
    const auto after = std::upper_bound(spans.begin() + 1, spans.end(), record,
                                        [](trace::RecordId id, const StateSpan& span) { return id < span.record; });
    return &*std::prev(after);
}

const TimerStart* RunIndex::timerAt(trace::Side side, tcp::Timer timer, trace::RecordId record) const
{
    if (record == trace::no_record) return nullptr;
    return lastUntil(timers_[trace::index(side)][static_cast<std::size_t>(timer)], record);
}

bool RunIndex::visited(trace::Side side, tcp::State state, trace::RecordId record) const
{
    const auto first = firstVisit_[trace::index(side)][static_cast<std::size_t>(state)];
    if (!first) return false;
    return (record != trace::no_record && *first <= record) || state == spans_[trace::index(side)].front().state;
}

TransitSpan spanOf(const trace::Transit& transit, const TimeMap& timeMap)
{
    const StageTime from = timeMap.at(transit.sent_record);
    if (transit.end_record != trace::no_record) return {from, timeMap.at(transit.end_record)};
    if (transit.ends == never) return {from, timeMap.end() + room::hop / 2}; // held: under way until the end
    return {from, from + (transit.fate == trace::Fate::Lost ? room::hop * 11 / 20 : room::hop)};
}

std::vector<trace::TransitId> transitsUnderWay(const trace::Trace& trace, const TimeMap& timeMap, StageTime time)
{
    std::vector<trace::TransitId> found;
    const auto take = [&](trace::TransitId id) {
        const TransitSpan span = spanOf(trace.transit(id), timeMap);
        if (span.from <= time && time < span.to) found.push_back(id);
    };
    const Instant now = timeMap.clock(time);
    trace.in_flight(now - Duration{1}, take);
    trace.in_flight(now, take);
    const auto transits = trace.transits(); // an arrival at the instant of the sending has a later stage time
    const auto since = std::ranges::lower_bound(transits, now, {}, &trace::Transit::sent) - transits.begin();
    for (auto id = static_cast<std::size_t>(since); id < transits.size() && transits[id].sent == now; ++id)
        take(static_cast<trace::TransitId>(id));
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace tcpstage::scene
