#include "core/run/check.h"

#include "core/base/say.h"

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

} // namespace

std::vector<Error> check(const lesson::Scenario& scenario, const Run& run)
{
    std::vector<Error> differences;
    check_segments(scenario, run.trace, differences);
    for (const trace::Side side : trace::both_sides)
        check_states(scenario, run.trace, side, differences);
    differences.insert(differences.end(), run.warnings.begin(), run.warnings.end());
    return differences;
}

} // namespace tcpstage::run
