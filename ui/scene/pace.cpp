#include "ui/scene/pace.h"

#include <algorithm>
#include <array>

namespace tcpstage {

namespace {

constexpr std::size_t sampleSize = 4096;
constexpr Duration usualFlight{100ms};
constexpr StageTime tick{1};

/// The usual time from sending to arrival: the median of the first ones.
Duration typicalFlight(const Trace& trace)
{
    std::vector<Duration> flights;
    for (const Flight& flight : trace.flights().first(std::min(sampleSize, trace.flights().size())))
        if (flight.fate == Fate::Arrived && flight.ends > flight.sent && flight.ends != never)
            flights.push_back(flight.ends - flight.sent);
    if (flights.empty()) return usualFlight;
    const auto middle = flights.begin() + static_cast<std::ptrdiff_t>(flights.size() / 2);
    std::ranges::nth_element(flights, middle);
    return *middle;
}

/// Gives the steps their places, one after another.
class Spreader {
public:
    Spreader(const Trace& trace, PaceKind kind, std::vector<Fold>& folds)
        : trace_{trace}, kind_{kind}, folds_{folds}, unit_{typicalFlight(trace)}
    {
        for (auto& timers : timerSince_)
            timers.fill(never);
        free_.fill(room::state_line); // the names of the first states
        sent_.fill(-room::parallel);
        arrived_.fill(-room::parallel);
        latestEnds_.fill(start_of_time);
        places_.reserve(trace.records().size());
    }

    /// The record is the next step. Where it may happen at the earliest.
    StageTime wanted(RecordId id)
    {
        const Record& record = trace_.record(id);
        const StageTime at = first_ ? room::state_line + room::tag : last_ + pause(record, id);
        return std::max({at, roomBeside(record, id), roomBetween(record)});
    }
    /// It happens at `at`, which is not before that.
    void put(RecordId id, StageTime at)
    {
        const Record& record = trace_.record(id);
        if (!folds_.empty() && folds_.back().next == id) stretch(folds_.back(), at);
        remember(record, at);
        last_ = at;
        instant_ = record.at;
        first_ = false;
        places_.push_back({id, at});
    }
    /// Any record: what follows from a step may need room, too.
    void follow(const Record& record)
    {
        if (record.connection != the_conversation) return;
        if (record.kind == Kind::Entered)
            free_[index(record.side)] = std::max(free_[index(record.side)], last_) + room::state_line;
        if (record.kind == Kind::TimerSet) since(record.side, record.timer()) = record.at;
    }
    StageTime end() const { return std::max({last_ + room::hop / 2, free_[0], free_[1]}); }

private:
    struct Place {
        RecordId record;
        StageTime at;
    };

    Instant& since(Side side, Timer timer) { return timerSince_[index(side)][static_cast<std::size_t>(timer)]; }

    /// Between two steps.
    StageTime pause(const Record& record, RecordId id)
    {
        const Duration silence = record.at - instant_;
        const bool even = kind_ == PaceKind::Even;
        if (silence <= Duration{0}) return even ? room::together : StageTime{60};
        if (silence >= unit_ * (even ? 4 : 12)) return folded(record, id, silence);
        const double parts = static_cast<double>(silence.count()) / static_cast<double>(unit_.count());
        const auto scaled = StageTime{static_cast<std::int64_t>(parts * static_cast<double>(room::hop.count()))};
        return even ? std::clamp(scaled, room::pixels(8), room::hop) : std::max(scaled, tick);
    }

    StageTime folded(const Record& record, RecordId id, Duration silence)
    {
        Fold fold{last_ + room::pixels(10), {}, silence, {}, id};
        if (record.kind == Kind::TimerExpired) {
            fold.timer = record.timer();
            const bool known = record.connection == the_conversation;
            if (known && since(record.side, record.timer()) != never)
                fold.silence = record.at - since(record.side, record.timer());
        }
        for (const StageTime free : free_)
            fold.from = std::max(fold.from, free);
        fold.to = fold.from + room::fold;
        folds_.push_back(fold);
        return fold.to - last_ + room::pixels(22);
    }
    static void stretch(Fold& fold, StageTime at) { fold.to = std::max(fold.to, at - room::pixels(22)); }

    /// What stands outside the lifeline: names of states, calls, timers.
    StageTime roomBeside(const Record& record, RecordId id) const
    {
        if (kind_ == PaceKind::ToScale) return {};
        const StageTime free = free_[index(record.side)];
        if (record.kind == Kind::Called || record.kind == Kind::TimerExpired) return free + room::tag;
        const bool enters = entersSoon(id);
        return enters ? free : StageTime{};
    }
    bool entersSoon(RecordId id) const
    {
        for (std::size_t next = id + std::size_t{1}; next < trace_.records().size(); ++next) {
            const Record& record = trace_.records()[next];
            if (is_step(record.kind)) return false;
            if (record.kind == Kind::Entered && record.connection == the_conversation) return true;
        }
        return false;
    }

    /// What is drawn between the lifelines: arrows and their labels.
    StageTime roomBetween(const Record& record) const
    {
        if (kind_ == PaceKind::ToScale) return {};
        const std::size_t side = index(record.side);
        if (record.kind == Kind::Sent) return std::max(sent_[side] + room::parallel, arrived_[side] + room::reply);
        if (record.kind == Kind::Arrived)
            return std::max({arrived_[side] + room::parallel, sent_[side] + room::reply, journey(record)});
        if (record.kind == Kind::Lost) return journey(record);
        return {};
    }
    StageTime journey(const Record& record) const
    {
        const Flight& flight = trace_.flight(record.ref);
        const StageTime sent = placeOf(flight.sent_record);
        if (record.kind == Kind::Lost) return sent + room::hop * 11 / 20;
        const bool crossed = latestEnds_[index(other(flight.from))] > flight.sent;
        return sent + (crossed ? room::crossing_hop : room::hop);
    }
    StageTime placeOf(RecordId id) const
    {
        const auto after = std::ranges::upper_bound(places_, id, {}, &Place::record);
        return after == places_.begin() ? StageTime{} : std::prev(after)->at;
    }

    void remember(const Record& record, StageTime at)
    {
        const std::size_t side = index(record.side);
        if (record.kind == Kind::Called || record.kind == Kind::TimerExpired) free_[side] = std::max(free_[side], at);
        if (record.kind == Kind::Arrived) arrived_[side] = at;
        if (record.kind != Kind::Sent) return;
        sent_[side] = at;
        latestEnds_[side] = std::max(latestEnds_[side], trace_.flight(record.ref).ends);
    }

    const Trace& trace_;
    PaceKind kind_;
    std::vector<Fold>& folds_;
    Duration unit_;
    std::vector<Place> places_;
    std::array<StageTime, 2> free_{};    // until where something stands beside the lifeline
    std::array<StageTime, 2> sent_{};    // the last sending
    std::array<StageTime, 2> arrived_{}; // the last arrival
    std::array<Instant, 2> latestEnds_{};
    std::array<std::array<Instant, timer_count>, 2> timerSince_{};
    StageTime last_{};
    Instant instant_{};
    bool first_ = true;
};

} // namespace

/// Lays out one trace, step by step.
class PaceMaker {
public:
    PaceMaker(const Trace& trace, PaceKind kind) : trace_{trace}, spreader_{trace, kind, pace_.folds_}
    {
        pace_.kind_ = kind;
        pace_.records_ = trace.records().size();
        pace_.stepOf_.reserve(pace_.records_);
    }

    StageTime wanted(RecordId step)
    {
        followUntil(step);
        return spreader_.wanted(step);
    }
    void put(RecordId step, StageTime at)
    {
        pace_.steps_.push_back({step, at});
        pace_.instants_.push_back(trace_.record(step).at);
        spreader_.put(step, at);
    }
    StageTime end()
    {
        followUntil(static_cast<RecordId>(pace_.records_));
        return spreader_.end();
    }
    Pace made(StageTime end)
    {
        pace_.end_ = end;
        return std::move(pace_);
    }

private:
    void followUntil(RecordId step)
    {
        for (; next_ < step; ++next_) {
            spreader_.follow(trace_.record(next_));
            pace_.stepOf_.push_back(static_cast<std::uint32_t>(pace_.steps_.size()));
        }
    }

    const Trace& trace_;
    Pace pace_;
    Spreader spreader_;
    RecordId next_ = 0;
};

Pace::Pace(const Trace& trace, PaceKind kind)
{
    PaceMaker maker{trace, kind};
    for (RecordId id = 0; id < trace.records().size(); ++id)
        if (is_step(trace.record(id).kind)) maker.put(id, maker.wanted(id));
    const StageTime end = maker.end();
    *this = maker.made(end);
}

std::array<Pace, 2> pacesTogether(const std::array<const Trace*, 2>& traces, const std::vector<Pair>& steps,
                                  PaceKind kind)
{
    std::array<PaceMaker, 2> makers{PaceMaker{*traces[0], kind}, PaceMaker{*traces[1], kind}};
    StageTime last{};
    for (const Pair& step : steps) {
        StageTime at = last + room::together;
        for (std::size_t i = 0; i < 2; ++i)
            if (step[i] != no_record) at = std::max(at, makers[i].wanted(step[i]));
        for (std::size_t i = 0; i < 2; ++i)
            if (step[i] != no_record) makers[i].put(step[i], at);
        last = at;
    }
    const StageTime end = std::max(makers[0].end(), makers[1].end());
    return {makers[0].made(end), makers[1].made(end)};
}

StageTime Pace::at(RecordId record) const
{
    if (record >= stepOf_.size()) return record == no_record ? StageTime{} : end_;
    const std::uint32_t step = stepOf_[record];
    return step == 0 ? StageTime{} : steps_[step - 1].at;
}

std::size_t Pace::stepsUntil(StageTime time) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(steps_, time, {}, &Stop::at) - steps_.begin());
}

Moment Pace::moment(StageTime time) const
{
    const std::size_t done = stepsUntil(time);
    if (done == 0) return {instants_.empty() ? start_of_time : instants_.front(), no_record};
    const RecordId next = done < steps_.size() ? steps_[done].record : static_cast<RecordId>(records_);
    return {instants_[done - 1], next - 1};
}

Instant Pace::clock(StageTime time) const
{
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

StageTime Pace::timeOf(Instant instant) const
{
    const auto after = std::ranges::upper_bound(instants_, instant);
    if (after == instants_.begin()) return {};
    const auto next = static_cast<std::size_t>(after - instants_.begin());
    const StageTime from = steps_[next - 1].at;
    if (after == instants_.end()) return instant == instants_.back() ? from : end_;
    const double whole = static_cast<double>((*after - instants_[next - 1]).count());
    const double part = static_cast<double>((instant - instants_[next - 1]).count()) / whole;
    return from + StageTime{static_cast<std::int64_t>(static_cast<double>((steps_[next].at - from).count()) * part)};
}

StageTime Pace::nextStep(StageTime time) const
{
    const std::size_t done = stepsUntil(time);
    return done < steps_.size() ? steps_[done].at : end_;
}

StageTime Pace::previousStep(StageTime time) const
{
    const auto at = std::ranges::lower_bound(steps_, time, {}, &Stop::at);
    return at == steps_.begin() ? StageTime{} : std::prev(at)->at;
}

} // namespace tcpstage
