#include "ui/scene/words/chain.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostSteps = 1000;         // that are looked through for the last change of a variable
constexpr trace::RecordId mostRecords = 20'000; // that are looked through for a retransmission
constexpr std::uint32_t mostTransits = 5'000;   // likewise

bool isSameTimer(const trace::Record& a, const trace::Record& b)
{
    return a.side == b.side && a.connection == b.connection && a.detail == b.detail;
}

/// The step in whose group the timer that expires at `expiry` was set.
trace::RecordId setterOf(const trace::Trace& trace, trace::RecordId expiry)
{
    const trace::Record expired = trace.record(expiry);
    for (trace::RecordId id = expiry; id-- > 0;) {
        const trace::Record record = trace.record(id);
        if (record.kind == trace::Kind::TimerSet && isSameTimer(record, expired)) return headOf(trace, id);
    }
    return trace::no_record;
}

/// The expiry of the timer that `set` started; no_record: it was stopped, or started again, or runs still.
trace::RecordId expiryOf(const trace::Trace& trace, trace::RecordId set)
{
    const trace::Record started = trace.record(set);
    const std::size_t end = std::min<std::size_t>(trace.records().size(), std::size_t{set} + mostRecords);
    for (trace::RecordId id = set + 1; id < end; ++id) {
        const trace::Record record = trace.record(id);
        const bool ofTimers = record.kind == trace::Kind::TimerSet || record.kind == trace::Kind::TimerCancelled ||
                              record.kind == trace::Kind::TimerExpired;
        if (ofTimers && isSameTimer(record, started))
            return record.kind == trace::Kind::TimerExpired ? id : trace::no_record;
    }
    return trace::no_record;
}

/// The next sending of the octets that were lost with `lost`.
trace::RecordId repetitionOf(const trace::Trace& trace, trace::TransitId lost)
{
    const trace::Transit gone = trace.transit(lost);
    const std::size_t end = std::min<std::size_t>(trace.transits().size(), std::size_t{lost} + mostTransits);
    for (trace::TransitId id = lost + 1; id < end; ++id) {
        const trace::Transit next = trace.transit(id);
        const bool again = next.retransmission && next.from == gone.from && next.connection == gone.connection;
        if (again && next.segment.seq == gone.segment.seq) return next.sent_record;
    }
    return trace::no_record;
}

/// The last time that `state` was entered.
trace::RecordId lastEntry(const StagedRun& staged, trace::Side side, tcp::State state, trace::Moment moment)
{
    const auto& spans = staged.runIndex.spans(side);
    const StateSpan* now = staged.runIndex.spanAt(side, moment.record);
    if (!now) return trace::no_record;
    for (std::size_t i = static_cast<std::size_t>(now - spans.data()) + 1; i-- > 0;)
        if (spans[i].state == state)
            return spans[i].record == trace::no_record ? trace::no_record : headOf(staged.trace(), spans[i].record);
    return trace::no_record;
}

trace::RecordId lastStart(const StagedRun& staged, trace::Side side, tcp::Timer timer, trace::Moment moment)
{
    const TimerStart* start =
        moment.record == trace::no_record ? nullptr : staged.runIndex.timerAt(side, timer, moment.record);
    return start ? headOf(staged.trace(), start->record) : trace::no_record;
}

trace::RecordId lastChange(const StagedRun& staged, trace::Side side, Variable variable, trace::Moment moment)
{
    const trace::Trace& trace = staged.trace();
    const auto value = [&](trace::Moment when) { return valueOf(variable, trace.at(side, when), DisplayOptions{}); };
    const QString now = value(moment);
    std::size_t index =
        staged.timeMap.stepsUntil(moment.record == trace::no_record ? StageTime{} : staged.timeMap.at(moment.record));
    for (std::size_t looked = 0; index-- > 0 && looked < mostSteps; ++looked) {
        const trace::RecordId step = staged.timeMap.step(index);
        const trace::Moment before = step == 0 ? trace::Moment{} : trace.moment_after(step - 1);
        if (value(before) == now) continue;
        const trace::RecordId head = headOf(trace, step);
        return value(trace.moment_after(head)) == now ? head : step; // sending alone moves some
    }
    return trace::no_record;
}

} // namespace

trace::RecordId headOf(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    const bool own = trace::is_step(record.kind) && record.kind != trace::Kind::Sent;
    return own || record.cause == trace::no_record ? id : record.cause;
}

trace::RecordId stepAt(const StagedRun& staged, StageTime time)
{
    const std::size_t done = staged.timeMap.stepsUntil(time);
    return done == 0 ? trace::no_record : staged.timeMap.step(done - 1);
}

trace::RecordId causeOf(const trace::Trace& trace, trace::RecordId record)
{
    if (record == trace::no_record) return trace::no_record;
    const trace::Record event = trace.record(record);
    return event.kind == trace::Kind::TimerExpired ? setterOf(trace, record) : event.cause;
}

std::vector<trace::RecordId> effectsOf(const trace::Trace& trace, trace::RecordId record)
{
    std::vector<trace::RecordId> effects;
    if (record == trace::no_record) return effects;
    const auto add = [&](trace::RecordId effect) {
        if (effect != trace::no_record && std::ranges::find(effects, effect) == effects.end())
            effects.push_back(effect);
    };
    const trace::Record event = trace.record(record);
    if (event.kind == trace::Kind::Sent) add(trace.transit(event.ref).end_record);
    if (event.kind == trace::Kind::Lost) add(repetitionOf(trace, event.ref));
    if (event.kind == trace::Kind::Sent || event.kind == trace::Kind::Lost) return effects;
    std::vector<trace::RecordId> expiries;
    for (trace::RecordId id = record + 1; id < trace.records().size() && trace.record(id).cause == record; ++id) {
        const trace::Kind kind = trace.record(id).kind;
        if (kind == trace::Kind::Sent) add(id);
        if (kind == trace::Kind::TimerSet) expiries.push_back(expiryOf(trace, id));
    }
    for (const trace::RecordId expiry : expiries)
        add(expiry);
    return effects;
}

trace::RecordId effectOf(const trace::Trace& trace, trace::RecordId record)
{
    const std::vector<trace::RecordId> effects = effectsOf(trace, record);
    return effects.empty() ? trace::no_record : effects.front();
}

std::vector<trace::RecordId> causesOf(const trace::Trace& trace, trace::RecordId record, std::size_t most)
{
    std::vector<trace::RecordId> causes;
    while (causes.size() < most && (record = causeOf(trace, record)) != trace::no_record)
        causes.push_back(record);
    return causes;
}

trace::RecordId stepOf(const StagedRun& staged, const Ref& selection, trace::Moment moment)
{
    const trace::Trace& trace = staged.trace();
    switch (selection.kind) {
    case Ref::Kind::Segment:
        return selection.id < trace.transits().size() ? trace.transit(selection.id).sent_record : trace::no_record;
    case Ref::Kind::Step:
        return selection.id < trace.records().size() ? selection.id : trace::no_record;
    case Ref::Kind::State:
        return lastEntry(staged, selection.side, static_cast<tcp::State>(selection.id), moment);
    case Ref::Kind::Timer:
        if (selection.id >= tcp::timer_count) return trace::no_record;
        return lastStart(staged, selection.side, static_cast<tcp::Timer>(selection.id), moment);
    case Ref::Kind::Variable:
        if (selection.id >= variable_count) return trace::no_record;
        return lastChange(staged, selection.side, static_cast<Variable>(selection.id), moment);
    default:
        return trace::no_record;
    }
}

Ref refOfStep(const trace::Trace& trace, trace::RecordId step)
{
    const trace::Record record = trace.record(step);
    const bool ofSegment =
        record.kind == trace::Kind::Sent || record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost;
    if (ofSegment) return {Ref::Kind::Segment, trace.transit(record.ref).from, record.ref};
    return {Ref::Kind::Step, record.side, step};
}

bool selects(const Ref& selection, const trace::Trace& trace, trace::RecordId step)
{
    if (step == trace::no_record) return false;
    Ref ref = refOfStep(trace, step);
    ref.run = selection.run;
    return ref == selection;
}

} // namespace tcpstage::scene
