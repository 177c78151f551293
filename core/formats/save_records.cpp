#include "core/formats/save_parts.h"
#include "core/trace/kernel_report.h"

namespace tcpstage::formats {

namespace {

constexpr std::uint64_t last_kind = static_cast<std::uint64_t>(trace::Kind::Sent);
constexpr std::int64_t longest_time = INT64_MAX / 4;

bool has_rule(trace::Kind kind) { return kind == trace::Kind::Reason || kind == trace::Kind::Entered; }

bool has_transit(trace::Kind kind)
{
    return kind == trace::Kind::Arrived || kind == trace::Kind::Lost || kind == trace::Kind::Sent;
}

/// The largest `detail` of a kind, so that no view meets a state or a timer that does not exist.
std::uint64_t largest_detail(trace::Kind kind)
{
    switch (kind) {
    case trace::Kind::Called:
        return static_cast<std::uint64_t>(trace::kernel_report);
    case trace::Kind::TimerExpired:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        return tcp::timer_count - 1;
    case trace::Kind::Entered:
        return tcp::state_count - 1;
    case trace::Kind::Signal:
        return static_cast<std::uint64_t>(tcp::Signal::Urgent);
    case trace::Kind::Arrived:
    case trace::Kind::Lost:
    case trace::Kind::Reason:
    case trace::Kind::Delivered:
    case trace::Kind::Sent:
        return UINT8_MAX;
    }
    return 0;
}

void write_record(OctetWriter& out, const trace::Record& record, trace::RecordId id, Instant before,
                  const RuleNames& names)
{
    out.number(static_cast<std::uint64_t>(record.kind) | (static_cast<std::uint64_t>(record.side) << 4U) |
               (static_cast<std::uint64_t>(record.certainty) << 5U) |
               (record.connection != trace::the_conversation ? 128U : 0U));
    if (record.connection != trace::the_conversation) out.number(record.connection);
    out.number(static_cast<std::uint64_t>((record.at - before).count()));
    out.number(record.cause == trace::no_record ? 0 : id - record.cause);
    out.number(record.detail);
    if (has_rule(record.kind)) out.number(names.at.at(record.rule()));
    if (record.kind == trace::Kind::Entered) out.number(record.extra);
    if (record.kind == trace::Kind::Entered || record.kind == trace::Kind::Reason) return;
    if (has_transit(record.kind)) return out.number(record.ref);
    out.signed_number(record.value);
}

trace::Record read_record(OctetReader& in, const trace::Trace& trace, Instant before, const RuleNames& names)
{
    trace::Record record;
    const auto bits = in.up_to<unsigned>(255);
    if ((bits & 128U) != 0) record.connection = in.up_to<trace::ConnectionNumber>(trace.peers().size());
    if ((bits & 15U) > last_kind) in.fail();
    record.kind = static_cast<trace::Kind>(bits & 15U);
    record.side = static_cast<trace::Side>((bits >> 4U) & 1U);
    record.certainty = static_cast<trace::Certainty>((bits >> 5U) & 3U);
    const std::int64_t room = longest_time - before.time_since_epoch().count();
    record.at = before + Duration{in.up_to<std::int64_t>(static_cast<std::uint64_t>(room))};
    const auto back = in.up_to<trace::RecordId>(trace.records().size());
    record.cause = back == 0 ? trace::no_record : static_cast<trace::RecordId>(trace.records().size()) - back;
    record.detail = in.up_to<std::uint8_t>(largest_detail(record.kind));
    if (has_rule(record.kind)) {
        const auto index = in.up_to<std::size_t>(names.rules.size());
        if (index == names.rules.size()) in.fail();
        if (!in.ok()) return record;
        const auto rule = static_cast<std::uint32_t>(names.rules[index]);
        if (record.kind == trace::Kind::Entered)
            record.value = rule;
        else
            record.ref = rule;
    }
    if (record.kind == trace::Kind::Entered) record.extra = in.up_to<std::uint8_t>(tcp::state_count - 1);
    if (has_rule(record.kind)) return record;
    if (has_transit(record.kind)) {
        record.ref = in.any<std::uint32_t>();
        if (record.ref >= trace.transits().size()) in.fail();
    } else {
        record.value = in.signed_number();
    }
    return record;
}

/// Every record that a transit refers to must exist.
void check_transits(OctetReader& in, const trace::Trace& trace)
{
    const auto known = [&](trace::RecordId id) { return id == trace::no_record || id < trace.records().size(); };
    for (const trace::Transit& transit : trace.transits())
        if (!known(transit.sent_record) || !known(transit.end_record)) in.fail();
}

RuleNames read_rules(OctetReader& in)
{
    RuleNames names;
    const std::size_t count = in.count(1);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const auto rule = tcp::parse_rule(in.text());
        if (!rule)
            in.fail();
        else
            names.rules.push_back(*rule);
    }
    return names;
}

} // namespace

RuleNames rule_names(const trace::Trace& trace)
{
    RuleNames names;
    for (const trace::Record& record : trace.records())
        if (has_rule(record.kind) && names.at.emplace(record.rule(), names.rules.size()).second)
            names.rules.push_back(record.rule());
    return names;
}

void write_records(OctetWriter& out, const trace::Trace& trace)
{
    const RuleNames names = rule_names(trace);
    out.number(names.rules.size());
    for (const tcp::Rule rule : names.rules)
        out.text(tcp::info(rule).id);
    out.number(trace.records().size());
    Instant before = start_of_time;
    for (std::size_t i = 0; i < trace.records().size(); ++i) {
        const trace::Record& record = trace.records()[i];
        write_record(out, record, static_cast<trace::RecordId>(i), before, names);
        before = record.at;
    }
}

void read_records(OctetReader& in, trace::Trace& trace)
{
    constexpr std::size_t shortest = 5;
    const RuleNames names = read_rules(in);
    const std::size_t count = in.count(shortest);
    Instant before = start_of_time;
    for (std::size_t i = 0; i < count && in.goes_on(i); ++i) {
        const trace::Record record = read_record(in, trace, before, names);
        if (!in.ok()) return;
        before = record.at;
        trace.append(record);
    }
    check_transits(in, trace);
}

} // namespace tcpstage::formats
