#include "core/run/check.h"

#include "core/base/say.h"
#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tcpstage::run {

namespace {

struct Seen {
    trace::Transit transit;
    std::string text; // "client > S 100:100(0) win 65535"
};

/// "client > ", "203.0.113.1:1024 > " or "server > 203.0.113.1:1024 ".
std::string ends_text(const trace::Trace& trace, const trace::Transit& transit)
{
    const std::string& name = trace.endpoint(transit.from).name;
    if (transit.connection == trace::the_conversation) return name + " > ";
    if (trace.peer(transit.connection).host != transit.from) return tcp::to_text(trace.source(transit)) + " > ";
    return fmt::format("{} > {} ", name, tcp::to_text(trace.destination(transit)));
}

std::string ends_text(const trace::Trace& trace, const lesson::ExpectedSegment& expected)
{
    if (expected.source) return tcp::to_text(*expected.source) + " > ";
    const std::string& name = trace.endpoint(expected.from).name;
    return expected.destination ? fmt::format("{} > {} ", name, tcp::to_text(*expected.destination)) : name + " > ";
}

std::vector<Seen> seen_segments(const trace::Trace& trace)
{
    std::vector<Seen> seen;
    for (const trace::Transit& transit : trace.transits())
        if (transit.copy_of == trace::no_transit)
            seen.push_back({transit, ends_text(trace, transit) + tcp::notation(transit.segment, transit.window_bytes)});
    return seen;
}

void check_segments(const lesson::Scenario& scenario, const trace::Trace& trace, std::vector<Error>& differences)
{
    const auto& expected = scenario.expect.segments;
    if (expected.empty()) return;
    const auto seen = seen_segments(trace);
    const OwnedText advice{"run it and compare the two", "请运行后对照两者"};
    for (std::size_t i = 0; i < std::min(expected.size(), seen.size()); ++i) {
        const trace::Transit& transit = seen[i].transit;
        if (ends_text(trace, transit) == ends_text(trace, expected[i]) &&
            expected[i].pattern.matches(transit.segment, transit.window_bytes))
            continue;
        differences.push_back({say({"segment {}: expected \"{}{}\", seen \"{}\"", "报文段 {}：预期“{}{}”，实际“{}”"},
                                   i + 1, ends_text(trace, expected[i]), expected[i].text, seen[i].text),
                               expected[i].place, advice});
        return; // later differences usually follow from the first one
    }
    if (seen.size() > expected.size())
        differences.push_back({say({"segment {}: expected no more, seen \"{}\"", "报文段 {}：预期到此为止，实际“{}”"},
                                   expected.size() + 1, seen[expected.size()].text),
                               scenario.expect.place, advice});
    if (seen.size() < expected.size()) {
        const lesson::ExpectedSegment& missing = expected[seen.size()];
        differences.push_back(
            {say({"segment {}: expected \"{}{}\", seen no more", "报文段 {}：预期“{}{}”，实际到此为止"},
                 seen.size() + 1, ends_text(trace, missing), missing.text),
             missing.place, advice});
    }
}

std::string names_of(const std::vector<tcp::State>& states)
{
    std::vector<std::string_view> names;
    names.reserve(states.size());
    for (const tcp::State state : states)
        names.push_back(tcp::name(state));
    return fmt::to_string(fmt::join(names, ", "));
}

void check_states(const lesson::Scenario& scenario, const trace::Trace& trace, trace::Side side,
                  std::vector<Error>& differences)
{
    const auto& expected = scenario.expect.states[trace::index(side)];
    if (expected.empty()) return;
    std::vector<tcp::State> seen;
    for (const trace::Record& record : trace.records()) {
        const bool counts = record.kind == trace::Kind::Entered && record.side == side;
        if (!counts || record.connection != trace::the_conversation) continue;
        if (seen.empty()) seen.push_back(record.from());
        seen.push_back(record.to());
    }
    if (seen.empty()) seen.push_back(tcp::State::Closed);
    if (seen == expected) return;
    differences.push_back({say({"states of {}: expected [{}], seen [{}]", "{} 的状态：预期 [{}]，实际 [{}]"},
                               trace.endpoint(side).name, names_of(expected), names_of(seen)),
                           scenario.expect.place,
                           {"run it and compare the two", "请运行后对照两者"}});
}

/// "exactly 3", "at least 1 and at most 3"; `write` gives the text of one number.
template <typename Write> OwnedText limit_words(const lesson::Limits& limits, Write write)
{
    if (limits.least && limits.least == limits.most) return say({"exactly {}", "恰好 {}"}, write(*limits.least));
    if (!limits.most) return say({"at least {}", "至少 {}"}, write(*limits.least));
    if (!limits.least) return say({"at most {}", "至多 {}"}, write(*limits.most));
    return say({"{} to {}", "{} 到 {}"}, write(*limits.least), write(*limits.most));
}

std::int64_t whole(std::int64_t value) { return value; }
std::string time_text(std::int64_t ns) { return to_text(Duration{ns}); }

const OwnedText& compare_advice()
{
    static const OwnedText advice{"run it and compare the two", "请运行后对照两者"};
    return advice;
}

bool counts(const lesson::ExpectedCount& expected, const trace::Transit& transit)
{
    if (transit.copy_of != trace::no_transit || transit.reason == trace::Reason::FromThePast ||
        transit.connection != trace::the_conversation)
        return false;
    if (expected.only == lesson::ExpectedCount::Only::Lost && transit.fate != trace::Fate::Lost) return false;
    if (expected.only == lesson::ExpectedCount::Only::Retransmitted && !transit.retransmission) return false;
    return expected.which.matches(transit.as_sent(), transit.from, transit.sent);
}

void check_counts(const lesson::Scenario& scenario, const trace::Trace& trace, std::vector<Error>& differences)
{
    for (const lesson::ExpectedCount& expected : scenario.expect.counts) {
        const std::int64_t seen = matching(expected, trace);
        if (expected.limits.allow(seen)) continue;
        differences.push_back({say({"segments that match: expected {}, seen {}", "匹配的报文段：预期{}，实际 {}"},
                                   limit_words(expected.limits, whole), seen),
                               expected.place, compare_advice()});
    }
}

void check_delivered(const lesson::Scenario& scenario, const trace::Trace& trace, trace::Side side,
                     std::vector<Error>& differences)
{
    const auto& expected = scenario.expect.delivered[trace::index(side)];
    if (!expected) return;
    const std::int64_t seen = delivered_to(side, trace);
    if (expected->allow(seen)) return;
    differences.push_back({say({"octets delivered to {}: expected {}, seen {}", "交付给 {} 的字节：预期{}，实际 {}"},
                               trace.endpoint(side).name, limit_words(*expected, whole), seen),
                           scenario.expect.place, compare_advice()});
}

void check_moments(const lesson::Scenario& scenario, const trace::Trace& trace, std::vector<Error>& differences)
{
    const lesson::yaml::Names names{{trace.endpoint(trace::Side::Left).name, trace.endpoint(trace::Side::Right).name}};
    std::vector<lesson::Note> notes;
    for (const lesson::ExpectedMoment& expected : scenario.expect.moments) {
        notes.emplace_back();
        notes.back().at = expected.at;
    }
    const auto placed = place_notes(notes, trace);
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const lesson::ExpectedMoment& expected = scenario.expect.moments[i];
        const std::string what = lesson::yaml::trigger_text(expected.at, names);
        const OwnedText limits = limit_words(expected.limits, time_text);
        const auto found = std::ranges::find(placed, i, &PlacedNote::note);
        if (found == placed.end()) {
            differences.push_back(
                {say({"moment \"{}\": expected {}, it never came", "时刻“{}”：预期{}，始终没有出现"}, what, limits),
                 expected.place, compare_advice()});
            continue;
        }
        const Instant at = found->from == trace::no_record ? start_of_time : trace.record(found->from).at;
        const std::int64_t ns = (at - start_of_time).count();
        if (!expected.limits.allow(ns))
            differences.push_back(
                {say({"moment \"{}\": expected {}, seen {}", "时刻“{}”：预期{}，实际 {}"}, what, limits, time_text(ns)),
                 expected.place, compare_advice()});
    }
}

} // namespace

std::int64_t matching(const lesson::ExpectedCount& expected, const trace::Trace& trace)
{
    return std::ranges::count_if(trace.transits(),
                                 [&](const trace::Transit& transit) { return counts(expected, transit); });
}

std::int64_t delivered_to(trace::Side side, const trace::Trace& trace)
{
    std::int64_t seen = 0;
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Delivered && record.side == side &&
            record.connection == trace::the_conversation)
            seen += record.value;
    return seen;
}

OwnedText limits_text(const lesson::Limits& limits) { return limit_words(limits, whole); }

std::vector<Error> check(const lesson::Scenario& scenario, const Run& run)
{
    std::vector<Error> differences;
    check_segments(scenario, run.trace, differences);
    for (const trace::Side side : trace::both_sides)
        check_states(scenario, run.trace, side, differences);
    check_counts(scenario, run.trace, differences);
    for (const trace::Side side : trace::both_sides)
        check_delivered(scenario, run.trace, side, differences);
    check_moments(scenario, run.trace, differences);
    for (std::size_t i = 0; i < run.warnings.size(); ++i)
        if (i != run.limit || !scenario.expect.say_nothing()) differences.push_back(run.warnings[i]);
    return differences;
}

const Error* only_a_warning(const lesson::Scenario& scenario, const Run& run)
{
    return run.limit && scenario.expect.say_nothing() ? &run.warnings[*run.limit] : nullptr;
}

} // namespace tcpstage::run
