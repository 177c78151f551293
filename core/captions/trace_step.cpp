#include "core/captions/trace_step.h"

#include "core/trace/lost_variables.h"

#include <algorithm>

namespace tcpstage::captions {

namespace {

trace::RecordId end_of(const trace::Trace& trace, trace::RecordId step)
{
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    trace::RecordId end = step + 1;
    while (end < count && !is_step(trace.record(end).kind))
        ++end;
    return end;
}

TraceStep step_at(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    const bool follows = record.kind == trace::Kind::Sent && record.cause != trace::no_record &&
                         trace.record(record.cause).at == record.at;
    return {id, follows ? record.cause : id, end_of(trace, id)};
}

void add(std::vector<tcp::Rule>& rules, tcp::Rule rule)
{
    if (std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
}

/// Adds the rules of the records in [from, to): of reasons, of state changes, or of both.
void add_rules(std::vector<tcp::Rule>& rules, const trace::Trace& trace, trace::RecordId from, trace::RecordId to,
               bool reasons, bool states)
{
    for (trace::RecordId id = from; id < to; ++id) {
        const trace::Record record = trace.record(id);
        const bool wanted =
            (record.kind == trace::Kind::Reason && reasons && !trace::is_lost_with_tcb(trace, record)) ||
            (record.kind == trace::Kind::Entered && states);
        if (wanted) add(rules, record.rule());
    }
}

/// Measurements and window updates, which are listed last.
bool is_by_the_way(tcp::Rule rule)
{
    return rule == tcp::Rule::RttMeasured || rule == tcp::Rule::KarnSkips || rule == tcp::Rule::WindowUpdated;
}

/// Whether another segment of the same group is sent right after `step`.
bool goes_on(const trace::Trace& trace, const TraceStep& step)
{
    if (step.end >= trace.records().size()) return false;
    const trace::Record next = trace.record(step.end);
    return next.kind == trace::Kind::Sent && next.cause == step.head;
}

} // namespace

std::optional<TraceStep> step_of(const trace::Trace& trace, trace::RecordId record)
{
    if (record == trace::no_record || trace.empty()) return {};
    trace::RecordId id = std::min(record, static_cast<trace::RecordId>(trace.records().size() - 1));
    while (id > 0 && !is_step(trace.record(id).kind))
        --id;
    if (!is_step(trace.record(id).kind)) return {};
    return step_at(trace, id);
}

std::optional<TraceStep> step_after(const trace::Trace& trace, trace::RecordId record)
{
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    trace::RecordId id = record == trace::no_record ? 0 : record + 1;
    while (id < count && !is_step(trace.record(id).kind))
        ++id;
    if (id >= count) return {};
    return step_at(trace, id);
}

std::vector<tcp::Rule> own_rules_of(const trace::Trace& trace, const TraceStep& step)
{
    std::vector<tcp::Rule> rules;
    const bool sent = step.record != step.head;
    if (sent) { // the reasons named after the previous segment
        trace::RecordId before = step.record - 1;
        while (!is_step(trace.record(before).kind))
            --before;
        if (before != step.head) add_rules(rules, trace, before + 1, step.record, true, false);
    }
    const bool reasons = !sent || !goes_on(trace, step);
    add_rules(rules, trace, step.record + 1, step.end, reasons, true);
    std::stable_partition(rules.begin(), rules.end(), [](tcp::Rule rule) { return !is_by_the_way(rule); });
    return rules;
}

std::vector<tcp::State> states_of(const trace::Trace& trace, const TraceStep& step)
{
    const trace::Side side = trace.record(step.record).side;
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    std::vector<tcp::State> states{
        trace.at(side, step.head == 0 ? trace::Moment{} : trace.moment_after(step.head - 1)).state,
        trace.at(side, trace.moment_after(step.record)).state};
    for (trace::RecordId id = step.head + 1; id < count && trace.record(id).cause == step.head; ++id) {
        const trace::Record record = trace.record(id);
        if (record.kind == trace::Kind::Entered) states.insert(states.end(), {record.from(), record.to()});
    }
    return states;
}

std::vector<tcp::Rule> group_rules_of(const trace::Trace& trace, const TraceStep& step)
{
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    trace::RecordId end = step.head + 1;
    while (end < count && trace.record(end).cause == step.head)
        ++end;
    std::vector<tcp::Rule> rules;
    add_rules(rules, trace, step.head + 1, end, true, true);
    return rules;
}

std::vector<tcp::Rule> rules_of(const trace::Trace& trace, const TraceStep& step)
{
    std::vector<tcp::Rule> rules = own_rules_of(trace, step);
    if (!rules.empty()) return rules;
    if (step.record != step.head) rules = own_rules_of(trace, *step_of(trace, step.head));
    return rules.empty() ? group_rules_of(trace, step) : rules;
}

} // namespace tcpstage::captions
