#include "ui/scene/words/chain.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

#include <algorithm>

namespace tcpstage {

namespace {

constexpr std::size_t mostSteps = 1000;       // that are looked through for the last change of a variable
constexpr RecordId mostRecords = 20'000;      // that are looked through for a retransmission
constexpr std::uint32_t mostTransits = 5'000; // likewise

bool isSameTimer(const Record& a, const Record& b)
{
    return a.side == b.side && a.connection == b.connection && a.detail == b.detail;
}

/// The step in whose group the timer that expires at `expiry` was set.
RecordId setterOf(const Trace& trace, RecordId expiry)
{
    const Record expired = trace.record(expiry);
    for (RecordId id = expiry; id-- > 0;) {
        const Record record = trace.record(id);
        if (record.kind == Kind::TimerSet && isSameTimer(record, expired)) return headOf(trace, id);
    }
    return no_record;
}

/// The expiry of the timer that `set` started; no_record: it was stopped, or started again, or runs still.
RecordId expiryOf(const Trace& trace, RecordId set)
{
    const Record started = trace.record(set);
    const std::size_t end = std::min<std::size_t>(trace.records().size(), std::size_t{set} + mostRecords);
    for (RecordId id = set + 1; id < end; ++id) {
        const Record record = trace.record(id);
        const bool ofTimers =
            record.kind == Kind::TimerSet || record.kind == Kind::TimerCancelled || record.kind == Kind::TimerExpired;
        if (ofTimers && isSameTimer(record, started)) return record.kind == Kind::TimerExpired ? id : no_record;
    }
    return no_record;
}

/// The next sending of the octets that were lost with `lost`.
RecordId repetitionOf(const Trace& trace, TransitId lost)
{
    const Transit gone = trace.transit(lost);
    const std::size_t end = std::min<std::size_t>(trace.transits().size(), std::size_t{lost} + mostTransits);
    for (TransitId id = lost + 1; id < end; ++id) {
        const Transit next = trace.transit(id);
        const bool again = next.retransmission && next.from == gone.from && next.connection == gone.connection;
        if (again && next.segment.seq == gone.segment.seq) return next.sent_record;
    }
    return no_record;
}

/// The last time that `state` was entered.
RecordId lastEntry(const StagedRun& staged, Side side, State state, Moment moment)
{
    const auto& spans = staged.runIndex.spans(side);
    const StateSpan* now = staged.runIndex.spanAt(side, moment.record);
    if (!now) return no_record;
    for (std::size_t i = static_cast<std::size_t>(now - spans.data()) + 1; i-- > 0;)
        if (spans[i].state == state)
            return spans[i].record == no_record ? no_record : headOf(staged.trace(), spans[i].record);
    return no_record;
}

RecordId lastStart(const StagedRun& staged, Side side, Timer timer, Moment moment)
{
    const TimerStart* start =
        moment.record == no_record ? nullptr : staged.runIndex.timerAt(side, timer, moment.record);
    return start ? headOf(staged.trace(), start->record) : no_record;
}

RecordId lastChange(const StagedRun& staged, Side side, Variable variable, Moment moment)
{
    const Trace& trace = staged.trace();
    const auto value = [&](Moment when) { return valueOf(variable, trace.at(side, when), DisplayOptions{}); };
    const QString now = value(moment);
    std::size_t index =
        staged.timeMap.stepsUntil(moment.record == no_record ? StageTime{} : staged.timeMap.at(moment.record));
    for (std::size_t looked = 0; index-- > 0 && looked < mostSteps; ++looked) {
        const RecordId step = staged.timeMap.step(index);
        const Moment before = step == 0 ? Moment{} : trace.moment_after(step - 1);
        if (value(before) != now) return headOf(trace, step);
    }
    return no_record;
}

} // namespace

RecordId headOf(const Trace& trace, RecordId id)
{
    const Record record = trace.record(id);
    const bool own = is_step(record.kind) && record.kind != Kind::Sent;
    return own || record.cause == no_record ? id : record.cause;
}

RecordId stepAt(const StagedRun& staged, StageTime time)
{
    const std::size_t done = staged.timeMap.stepsUntil(time);
    return done == 0 ? no_record : staged.timeMap.step(done - 1);
}

RecordId causeOf(const Trace& trace, RecordId record)
{
    if (record == no_record) return no_record;
    const Record event = trace.record(record);
    return event.kind == Kind::TimerExpired ? setterOf(trace, record) : event.cause;
}

std::vector<RecordId> effectsOf(const Trace& trace, RecordId record)
{
    std::vector<RecordId> effects;
    if (record == no_record) return effects;
    const auto add = [&](RecordId effect) {
        if (effect != no_record && std::ranges::find(effects, effect) == effects.end()) effects.push_back(effect);
    };
    const Record event = trace.record(record);
    if (event.kind == Kind::Sent) add(trace.transit(event.ref).end_record);
    if (event.kind == Kind::Lost) add(repetitionOf(trace, event.ref));
    if (event.kind == Kind::Sent || event.kind == Kind::Lost) return effects;
    std::vector<RecordId> expiries;
    for (RecordId id = record + 1; id < trace.records().size() && trace.record(id).cause == record; ++id) {
        const Kind kind = trace.record(id).kind;
        if (kind == Kind::Sent) add(id);
        if (kind == Kind::TimerSet) expiries.push_back(expiryOf(trace, id));
    }
    for (const RecordId expiry : expiries)
        add(expiry);
    return effects;
}

RecordId effectOf(const Trace& trace, RecordId record)
{
    const std::vector<RecordId> effects = effectsOf(trace, record);
    return effects.empty() ? no_record : effects.front();
}

std::vector<RecordId> causesOf(const Trace& trace, RecordId record, std::size_t most)
{
    std::vector<RecordId> causes;
    while (causes.size() < most && (record = causeOf(trace, record)) != no_record)
        causes.push_back(record);
    return causes;
}

RecordId stepOf(const StagedRun& staged, const Ref& selection, Moment moment)
{
    const Trace& trace = staged.trace();
    switch (selection.kind) {
    case Ref::Kind::Segment:
        return selection.id < trace.transits().size() ? trace.transit(selection.id).sent_record : no_record;
    case Ref::Kind::Step:
        return selection.id < trace.records().size() ? selection.id : no_record;
    case Ref::Kind::State:
        return lastEntry(staged, selection.side, static_cast<State>(selection.id), moment);
    case Ref::Kind::Timer:
        if (selection.id >= timer_count) return no_record;
        return lastStart(staged, selection.side, static_cast<Timer>(selection.id), moment);
    case Ref::Kind::Variable:
        if (selection.id >= variable_count) return no_record;
        return lastChange(staged, selection.side, static_cast<Variable>(selection.id), moment);
    default:
        return no_record;
    }
}

Ref refOfStep(const Trace& trace, RecordId step)
{
    const Record record = trace.record(step);
    const bool ofSegment = record.kind == Kind::Sent || record.kind == Kind::Arrived || record.kind == Kind::Lost;
    if (ofSegment) return {Ref::Kind::Segment, trace.transit(record.ref).from, record.ref};
    return {Ref::Kind::Step, record.side, step};
}

bool selects(const Ref& selection, const Trace& trace, RecordId step)
{
    if (step == no_record) return false;
    Ref ref = refOfStep(trace, step);
    ref.run = selection.run;
    return ref == selection;
}

} // namespace tcpstage
