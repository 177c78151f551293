#include "core/formats/save_parts.h"

namespace tcpstage {

namespace {

constexpr std::uint64_t last_kind = static_cast<std::uint64_t>(Kind::Sent);
constexpr std::int64_t longest_time = INT64_MAX / 4;

bool has_rule(Kind kind) { return kind == Kind::Reason || kind == Kind::Entered; }

bool has_transit(Kind kind) { return kind == Kind::Arrived || kind == Kind::Lost || kind == Kind::Sent; }

/// The largest `detail` of a kind, so that no view meets a state or a timer that does not exist.
std::uint64_t largest_detail(Kind kind)
{
    switch (kind) {
    case Kind::Called:
        return call_words.size() - 1;
    case Kind::TimerExpired:
    case Kind::TimerSet:
    case Kind::TimerCancelled:
        return timer_count - 1;
    case Kind::Entered:
        return state_count - 1;
    case Kind::Told:
        return static_cast<std::uint64_t>(Signal::TooLong);
    case Kind::Arrived:
    case Kind::Lost:
    case Kind::Reason:
    case Kind::Delivered:
    case Kind::Sent:
        return UINT8_MAX;
    }
    return 0;
}

void write_record(OctetWriter& out, const Record& record, RecordId id, Instant before, const RuleNames& names)
{
    out.number(static_cast<std::uint64_t>(record.kind) | (static_cast<std::uint64_t>(record.side) << 4U) |
               (static_cast<std::uint64_t>(record.certainty) << 5U) |
               (record.connection != the_conversation ? 128U : 0U));
    if (record.connection != the_conversation) out.number(record.connection);
    out.number(static_cast<std::uint64_t>((record.at - before).count()));
    out.number(record.cause == no_record ? 0 : id - record.cause);
    out.number(record.detail);
    if (has_rule(record.kind)) out.number(names.at.at(record.rule()));
    if (record.kind == Kind::Entered) out.number(record.extra);
    if (record.kind == Kind::Entered || record.kind == Kind::Reason) return;
    if (has_transit(record.kind)) return out.number(record.ref);
    out.signed_number(record.value);
}

Record read_record(OctetReader& in, const Trace& trace, Instant before, const RuleNames& names)
{
    Record record;
    const auto bits = in.up_to<unsigned>(255);
    if ((bits & 128U) != 0) record.connection = in.up_to<ConnectionNumber>(trace.peers().size());
    if ((bits & 15U) > last_kind) in.fail();
    record.kind = static_cast<Kind>(bits & 15U);
    record.side = static_cast<Side>((bits >> 4U) & 1U);
    record.certainty = static_cast<Certainty>((bits >> 5U) & 3U);
    const std::int64_t room = longest_time - before.time_since_epoch().count();
    record.at = before + Duration{in.up_to<std::int64_t>(static_cast<std::uint64_t>(room))};
    const auto back = in.up_to<RecordId>(trace.records().size());
    record.cause = back == 0 ? no_record : static_cast<RecordId>(trace.records().size()) - back;
    record.detail = in.up_to<std::uint8_t>(largest_detail(record.kind));
    if (has_rule(record.kind)) {
        const auto index = in.up_to<std::size_t>(names.rules.size());
        if (index == names.rules.size()) in.fail();
        if (!in.ok()) return record;
        const auto rule = static_cast<std::uint32_t>(names.rules[index]);
        if (record.kind == Kind::Entered)
            record.value = rule;
        else
            record.ref = rule;
    }
    if (record.kind == Kind::Entered) record.extra = in.up_to<std::uint8_t>(state_count - 1);
    if (has_rule(record.kind)) return record;
    if (has_transit(record.kind)) {
        record.ref = in.any<std::uint32_t>();
        if (record.ref >= trace.transits().size()) in.fail();
    } else {
        record.value = in.signed_number();
    }
    return record;
}

/// Flights point to their records: every pointer must lead somewhere.
void check_transits(OctetReader& in, const Trace& trace)
{
    const auto known = [&](RecordId id) { return id == no_record || id < trace.records().size(); };
    for (const Transit& transit : trace.transits())
        if (!known(transit.sent_record) || !known(transit.end_record)) in.fail();
}

RuleNames read_rules(OctetReader& in)
{
    RuleNames names;
    const std::size_t count = in.count(1);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const auto rule = parse_rule(in.text());
        if (!rule)
            in.fail();
        else
            names.rules.push_back(*rule);
    }
    return names;
}

} // namespace

RuleNames rule_names(const Trace& trace)
{
    RuleNames names;
    for (const Record& record : trace.records())
        if (has_rule(record.kind) && names.at.emplace(record.rule(), names.rules.size()).second)
            names.rules.push_back(record.rule());
    return names;
}

void write_records(OctetWriter& out, const Trace& trace)
{
    const RuleNames names = rule_names(trace);
    out.number(names.rules.size());
    for (const Rule rule : names.rules)
        out.text(info(rule).id);
    out.number(trace.records().size());
    Instant before = start_of_time;
    for (std::size_t i = 0; i < trace.records().size(); ++i) {
        const Record& record = trace.records()[i];
        write_record(out, record, static_cast<RecordId>(i), before, names);
        before = record.at;
    }
}

void read_records(OctetReader& in, Trace& trace)
{
    constexpr std::size_t shortest = 5;
    const RuleNames names = read_rules(in);
    const std::size_t count = in.count(shortest);
    Instant before = start_of_time;
    for (std::size_t i = 0; i < count && in.goes_on(i); ++i) {
        const Record record = read_record(in, trace, before, names);
        if (!in.ok()) return;
        before = record.at;
        trace.append(record);
    }
    check_transits(in, trace);
}

} // namespace tcpstage
