#include "ui/scene/staged/time_map.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tcpstage::scene {

namespace {

constexpr std::size_t sampleSize = 4096;
constexpr Duration usualTransit{100ms};
constexpr StageTime tick{1};

/// The median transit time of the arrived segments among the first `sample`.
Duration typicalTransit(const trace::Trace& trace, std::size_t sample)
{
    std::vector<Duration> transits;
    for (const trace::Transit& transit : trace.transits().first(sample))
        if (transit.fate == trace::Fate::Arrived && transit.ends > transit.sent && transit.ends != never)
            transits.push_back(transit.ends - transit.sent);
    if (transits.empty()) return usualTransit;
    const auto middle = transits.begin() + static_cast<std::ptrdiff_t>(transits.size() / 2);
    std::ranges::nth_element(transits, middle);
    return *middle;
}

} // namespace

/// Real transit times vary a little. If each new one changed the unit, the whole layout would move each time. So the
/// sample of a live run only grows by doubling, over segments that have ended.
TimeMap::Unit TimeMap::unitOf(const trace::Trace& trace, Unit known)
{
    const std::size_t most = std::min(sampleSize, trace.transits().size());
    if (trace.source() != trace::Source::Live) return {typicalTransit(trace, most), most, 0};
    while (known.settled < most &&
           trace.transit(static_cast<trace::TransitId>(known.settled)).end_record != trace::no_record)
        ++known.settled;
    const std::size_t sample = std::bit_floor(known.settled);
    if (sample == 0 || sample != known.sample) known = {typicalTransit(trace, sample), sample, known.settled};
    return known;
}

/// Places the steps one after another in stage time.
class Spreader {
public:
    Spreader(const trace::Trace& trace, TimeMap& timeMap) : trace_{trace}, timeMap_{timeMap}
    {
        for (auto& timers : tail_.timerSince)
            timers.fill(never);
        tail_.free.fill(room::state_line); // room for the names of the first states
        tail_.sent.fill(-room::parallel);
        tail_.arrived.fill(-room::parallel);
        tail_.latestEnds.fill(start_of_time);
    }
    const TimeMap::Tail& tail() const { return tail_; }
    void goBack(const TimeMap::Tail& tail) { tail_ = tail; }

    /// The earliest stage time for the record, which is the next step.
    StageTime wanted(trace::RecordId id)
    {
        const trace::Record& record = trace_.record(id);
        const StageTime at = tail_.first ? room::state_line + room::tag : tail_.last + pause(record, id);
        return std::max({at, roomBeside(record, id), roomBetween(record)});
    }
    /// Places the step at `at`, which must not be before wanted().
    void put(trace::RecordId id, StageTime at)
    {
        const trace::Record& record = trace_.record(id);
        if (!folds().empty() && folds().back().next == id) stretch(folds().edit(folds().size() - 1), at);
        remember(record, at);
        tail_.last = at;
        tail_.instant = record.at;
        tail_.first = false;
    }
    /// Takes any record into account: consequences of a step may need room too.
    void follow(const trace::Record& record)
    {
        if (record.connection != trace::the_conversation) return;
        if (record.kind == trace::Kind::Entered)
            tail_.free[trace::index(record.side)] =
                std::max(tail_.free[trace::index(record.side)], tail_.last) + room::state_line;
        if (record.kind == trace::Kind::TimerSet) since(record.side, record.timer()) = record.at;
    }
    StageTime end() const { return std::max({tail_.last + room::hop / 2, tail_.free[0], tail_.free[1]}); }

private:
    trace::Chunks<Fold>& folds() { return timeMap_.folds_; }
    Duration unit() const { return timeMap_.unit_.length; }
    Instant& since(trace::Side side, tcp::Timer timer)
    {
        return tail_.timerSince[trace::index(side)][static_cast<std::size_t>(timer)];
    }

    /// The stage time between the last step and this one.
    StageTime pause(const trace::Record& record, trace::RecordId id)
    {
        const Duration silence = record.at - tail_.instant;
        const bool even = timeMap_.kind_ == TimeMapKind::Even;
        if (silence <= Duration{0}) return even ? room::together : StageTime{60};
        if (silence >= unit() * (even ? 4 : 12)) return folded(record, id, silence);
        const double parts = static_cast<double>(silence.count()) / static_cast<double>(unit().count());
        const auto scaled = StageTime{static_cast<std::int64_t>(parts * static_cast<double>(room::hop.count()))};
        return even ? std::clamp(scaled, room::pixels(8), room::hop) : std::max(scaled, tick);
    }

    StageTime folded(const trace::Record& record, trace::RecordId id, Duration silence)
    {
        Fold fold{tail_.last + room::pixels(10), {}, silence, {}, id};
        if (record.kind == trace::Kind::TimerExpired) {
            fold.timer = record.timer();
            const bool known = record.connection == trace::the_conversation;
            if (known && since(record.side, record.timer()) != never)
                fold.silence = record.at - since(record.side, record.timer());
        }
        for (const StageTime free : tail_.free)
            fold.from = std::max(fold.from, free);
        fold.to = fold.from + room::fold;
        folds().push_back(fold);
        return fold.to - tail_.last + room::pixels(22);
    }
    static void stretch(Fold& fold, StageTime at) { fold.to = std::max(fold.to, at - room::pixels(22)); }

    /// The earliest time that leaves room for text outside the lifeline: states, calls, timers.
    StageTime roomBeside(const trace::Record& record, trace::RecordId id) const
    {
        if (timeMap_.kind_ == TimeMapKind::ToScale) return {};
        const StageTime free = tail_.free[trace::index(record.side)];
        if (record.kind == trace::Kind::Called || record.kind == trace::Kind::TimerExpired) return free + room::tag;
        const bool enters = entersSoon(id);
        return enters ? free : StageTime{};
    }
    bool entersSoon(trace::RecordId id) const
    {
        for (std::size_t next = id + std::size_t{1}; next < trace_.records().size(); ++next) {
            const trace::Record& record = trace_.records()[next];
            if (trace::is_step(record.kind)) return false;
            if (record.kind == trace::Kind::Entered && record.connection == trace::the_conversation) return true;
        }
        return false;
    }

    /// The earliest time that leaves room between the lifelines, for arrows and their labels.
    StageTime roomBetween(const trace::Record& record) const
    {
        if (timeMap_.kind_ == TimeMapKind::ToScale) return {};
        const std::size_t side = trace::index(record.side);
        if (record.kind == trace::Kind::Sent)
            return std::max(tail_.sent[side] + room::parallel, tail_.arrived[side] + room::reply);
        if (record.kind == trace::Kind::Arrived)
            return std::max({tail_.arrived[side] + room::parallel, tail_.sent[side] + room::reply, journey(record)});
        if (record.kind == trace::Kind::Lost) return journey(record);
        return {};
    }
    StageTime journey(const trace::Record& record) const
    {
        const trace::Transit& transit = trace_.transit(record.ref);
        const StageTime sent = placeOf(transit.sent_record);
        if (record.kind == trace::Kind::Lost) return sent + room::hop * 11 / 20;
        const std::size_t theirs = trace::index(trace::other(transit.from));
        const bool crossed = (isLive() && tail_.underWay[theirs] > 0) || tail_.latestEnds[theirs] > transit.sent;
        return sent + (crossed ? room::crossing_hop : room::hop);
    }
    /// For a live run only what is known at the time of a record may count, so that the layout does not depend on when
    /// it is made.
    bool isLive() const { return trace_.source() == trace::Source::Live; }
    StageTime placeOf(trace::RecordId id) const
    {
        const auto after = std::ranges::upper_bound(timeMap_.steps_, id, {}, &TimeMap::Stop::record);
        return after == timeMap_.steps_.begin() ? StageTime{} : std::prev(after)->at;
    }

    void remember(const trace::Record& record, StageTime at)
    {
        const std::size_t side = trace::index(record.side);
        if (record.kind == trace::Kind::Called || record.kind == trace::Kind::TimerExpired)
            tail_.free[side] = std::max(tail_.free[side], at);
        if (record.kind == trace::Kind::Arrived) tail_.arrived[side] = at;
        if (isLive() && (record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost)) ended(record);
        if (record.kind != trace::Kind::Sent) return;
        tail_.sent[side] = at;
        tail_.underWay[side] += 1;
        if (!isLive()) tail_.latestEnds[side] = std::max(tail_.latestEnds[side], trace_.transit(record.ref).ends);
    }
    void ended(const trace::Record& record)
    {
        const trace::Transit& transit = trace_.transit(record.ref);
        if (transit.copy_of != trace::no_transit) return; // the network made the copy
        tail_.underWay[trace::index(transit.from)] -= 1;
        tail_.latestEnds[trace::index(transit.from)] = record.at;
    }

    const trace::Trace& trace_;
    TimeMap& timeMap_;
    TimeMap::Tail tail_;
};

/// Makes the time map of one trace, step by step.
class TimeMapMaker {
public:
    TimeMapMaker(const trace::Trace& trace, TimeMapKind kind) : trace_{trace}, spreader_{trace, timeMap_}
    {
        timeMap_.kind_ = kind;
        timeMap_.records_ = trace.records().size();
        timeMap_.unit_ = TimeMap::unitOf(trace, {});
    }
    /// Continues from an earlier map, at its last step.
    TimeMapMaker(const trace::Trace& trace, TimeMap timeMap)
        : trace_{trace}, timeMap_{std::move(timeMap)}, spreader_{trace, timeMap_}, next_{timeMap_.settled()}
    {
        spreader_.goBack(timeMap_.before_);
        timeMap_.records_ = trace.records().size();
        timeMap_.steps_.cut(timeMap_.steps_.size() - 1);
        timeMap_.instants_.cut(timeMap_.steps_.size());
        timeMap_.stepOf_.cut(next_);
        while (!timeMap_.folds_.empty() && timeMap_.folds_.back().next >= next_)
            timeMap_.folds_.cut(timeMap_.folds_.size() - 1);
    }

    StageTime wanted(trace::RecordId step)
    {
        followUntil(step);
        timeMap_.before_ = spreader_.tail();
        return spreader_.wanted(step);
    }
    void put(trace::RecordId step, StageTime at)
    {
        timeMap_.steps_.push_back({step, at});
        timeMap_.instants_.push_back(trace_.record(step).at);
        spreader_.put(step, at);
    }
    void goOn()
    {
        for (trace::RecordId id = next_; id < timeMap_.records_; ++id)
            if (trace::is_step(trace_.record(id).kind)) put(id, wanted(id));
    }
    StageTime end()
    {
        followUntil(static_cast<trace::RecordId>(timeMap_.records_));
        return spreader_.end();
    }
    TimeMap made(StageTime end, std::vector<ClockTick> ticks = {})
    {
        timeMap_.ticks_ = std::move(ticks);
        timeMap_.end_ = end;
        return std::move(timeMap_);
    }

private:
    void followUntil(trace::RecordId step)
    {
        for (; next_ < step; ++next_) {
            spreader_.follow(trace_.record(next_));
            timeMap_.stepOf_.push_back(static_cast<std::uint32_t>(timeMap_.steps_.size()));
        }
    }

    const trace::Trace& trace_;
    TimeMap timeMap_;
    Spreader spreader_;
    trace::RecordId next_ = 0;
};

TimeMap::TimeMap(const trace::Trace& trace, TimeMapKind kind)
{
    TimeMapMaker maker{trace, kind};
    maker.goOn();
    const StageTime end = maker.end();
    *this = maker.made(end);
}

bool TimeMap::follow(const trace::Trace& trace)
{
    const Unit unit = unitOf(trace, unit_);
    if (steps_.empty() || unit.length != unit_.length) {
        *this = TimeMap{trace, kind_};
        return false;
    }
    unit_ = unit;
    TimeMapMaker maker{trace, std::move(*this)};
    maker.goOn();
    const StageTime end = maker.end();
    *this = maker.made(end);
    return true;
}

std::array<TimeMap, 2> timeMapsTogether(const std::array<const trace::Trace*, 2>& traces,
                                        const std::vector<compare::Pair>& steps, TimeMapKind kind)
{
    std::array<TimeMapMaker, 2> makers{TimeMapMaker{*traces[0], kind}, TimeMapMaker{*traces[1], kind}};
    StageTime last{};
    std::vector<StageTime> places;
    for (const compare::Pair& step : steps) {
        StageTime at = last + room::together;
        for (std::size_t i = 0; i < 2; ++i)
            if (step[i] != trace::no_record) at = std::max(at, makers[i].wanted(step[i]));
        for (std::size_t i = 0; i < 2; ++i)
            if (step[i] != trace::no_record) makers[i].put(step[i], at);
        places.push_back(last = at);
    }
    const StageTime end = std::max(makers[0].end(), makers[1].end());
    auto ticks = jointTicks(traces, steps, places);
    return {makers[0].made(end, std::move(ticks[0])), makers[1].made(end, std::move(ticks[1]))};
}

StageTime TimeMap::at(trace::RecordId record) const
{
    if (record >= stepOf_.size()) return record == trace::no_record ? StageTime{} : end_;
    const std::uint32_t step = stepOf_[record];
    return step == 0 ? StageTime{} : steps_[step - 1].at;
}

std::size_t TimeMap::stepsUntil(StageTime time) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(steps_, time, {}, &Stop::at) - steps_.begin());
}

trace::Moment TimeMap::moment(StageTime time) const
{
    const std::size_t done = stepsUntil(time);
    if (done == 0) return {instants_.empty() ? start_of_time : instants_.front(), trace::no_record};
    const trace::RecordId next = done < steps_.size() ? steps_[done].record : static_cast<trace::RecordId>(records_);
    return {instants_[done - 1], next - 1};
}

Instant TimeMap::clock(StageTime time) const
{
    if (!ticks_.empty()) return clockAt(ticks_, time);
    if (steps_.empty()) return start_of_time;
    const std::size_t done = stepsUntil(time);
    if (done == 0) return instants_.front();
    if (done == steps_.size()) return instants_.back();
    const Stop& from = steps_[done - 1];
    const Stop& to = steps_[done];
    const double part = static_cast<double>((time - from.at).count()) / static_cast<double>((to.at - from.at).count());
    const Duration whole = instants_[done] - instants_[done - 1];
    return instants_[done - 1] + Duration{static_cast<std::int64_t>(static_cast<double>(whole.count()) * part)};
}

StageTime TimeMap::timeOf(Instant instant) const
{
    if (!ticks_.empty()) return timeOfClock(ticks_, instant, end_);
    const auto after = std::ranges::upper_bound(instants_, instant);
    if (after == instants_.begin()) return {};
    const auto next = static_cast<std::size_t>(after - instants_.begin());
    const StageTime from = steps_[next - 1].at;
    if (after == instants_.end()) return instant == instants_.back() ? from : end_;
    const double whole = static_cast<double>((*after - instants_[next - 1]).count());
    const double part = static_cast<double>((instant - instants_[next - 1]).count()) / whole;
    return from + StageTime{static_cast<std::int64_t>(static_cast<double>((steps_[next].at - from).count()) * part)};
}

StageTime TimeMap::nextStep(StageTime time) const
{
    const std::size_t done = stepsUntil(time);
    return done < steps_.size() ? steps_[done].at : end_;
}

StageTime TimeMap::previousStep(StageTime time) const
{
    const auto at = std::ranges::lower_bound(steps_, time, {}, &Stop::at);
    return at == steps_.begin() ? StageTime{} : std::prev(at)->at;
}

} // namespace tcpstage::scene
