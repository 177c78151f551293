#include "core/scenario/branch.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage {

namespace {

/// Sent by an end itself: neither the network's copy nor from its past.
bool is_own(const Flight& flight) { return flight.copy_of == no_flight && flight.reason != Reason::FromThePast; }

/// Which one of its sender's segments it is, from 1, as a fault counts them.
std::uint32_t count_of(const Trace& trace, FlightId id)
{
    std::uint32_t count = 0;
    for (FlightId i = 0; i <= id; ++i)
        if (is_own(trace.flight(i)) && trace.flight(i).from == trace.flight(id).from) ++count;
    return count;
}

/// Which one of those that the fault matches a segment is, from 1; 0: it is none.
std::uint32_t matching_count(const Trace& trace, const Fault& fault, FlightId id)
{
    const auto matches = [&](const Flight& flight) {
        return is_own(flight) && fault.which.matches(flight.segment, flight.from);
    };
    if (!matches(trace.flight(id))) return 0;
    std::uint32_t count = 0;
    for (FlightId i = 0; i <= id; ++i)
        if (matches(trace.flight(i))) ++count;
    return count;
}

Error not_sent_by_an_end()
{
    return {"the network made this segment, no end has sent it", {}, "choose the one that it is a copy of, or another"};
}

/// What tells of later moments than `last`, or of the whole run, is not true of the branch.
void forget_after(Scenario& scenario, const Trace& trace, RecordId last)
{
    std::vector<Note> kept;
    for (const PlacedNote& placed : place_notes(scenario.notes, trace))
        if (placed.from == no_record || (last != no_record && placed.from <= last))
            kept.push_back(scenario.notes[placed.note]);
    scenario.notes = std::move(kept);
    scenario.expect = {};
    scenario.beside.reset(); // the branch is one of this world
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const StrikeSegment& strike)
{
    const Flight& flight = trace.flight(strike.flight);
    if (!is_own(flight)) return tl::unexpected{not_sent_by_an_end()};
    if (strike.kind == Fault::Kind::Delay && strike.by <= Duration{0})
        return fail("a delay of nothing changes nothing", {}, "choose a time that is longer than 0");
    Fault fault;
    fault.kind = strike.kind;
    fault.which.from = flight.from;
    fault.which.nth = {count_of(trace, strike.flight)};
    fault.by = strike.by;
    fault.text = fmt::format("{}: {{from: {}, nth: {}}}", fault_words[static_cast<std::size_t>(strike.kind)],
                             scenario.setup.endpoints[index(flight.from)].name, fault.which.nth.front());
    scenario.setup.faults.push_back(std::move(fault));
    scenario.fault_places.emplace_back();
    forget_after(scenario, trace, flight.sent_record);
    return scenario;
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const SpareSegment& spare)
{
    const Flight& flight = trace.flight(spare.flight);
    bool found = false;
    for (std::size_t i = scenario.setup.faults.size(); i-- > 0;) {
        Fault& fault = scenario.setup.faults[i];
        const std::uint32_t count = matching_count(trace, fault, spare.flight);
        if (count == 0 || !fault.which.chooses(count)) continue;
        found = true;
        std::erase(fault.which.nth, count);
        if (!fault.which.nth.empty()) continue;
        scenario.setup.faults.erase(scenario.setup.faults.begin() + static_cast<std::ptrdiff_t>(i));
        if (i < scenario.fault_places.size())
            scenario.fault_places.erase(scenario.fault_places.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (!found) return fail("the lesson does nothing to this segment", {}, "choose one that is lost, late or damaged");
    forget_after(scenario, trace, flight.sent_record);
    return scenario;
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const CallAt& made)
{
    CutSteps cut = cut_steps(scenario, made.at);
    scenario.steps = std::move(cut.steps);
    scenario.steps.insert(scenario.steps.begin() + static_cast<std::ptrdiff_t>(cut.step), Step{made.call, {}});
    const auto later = std::ranges::upper_bound(trace.records(), made.at, {}, &Record::at);
    const auto before = later - trace.records().begin();
    forget_after(scenario, trace, before == 0 ? no_record : static_cast<RecordId>(before - 1));
    return scenario;
}

/// States that are still to be reached after `at`, of those that a wait which began at `from` is for.
std::vector<StateReached> still_missing(const Run& run, std::vector<StateReached> wanted, Instant from, Instant at)
{
    std::erase_if(wanted, [&](const StateReached& reached) {
        State now = State::Closed;
        for (const Record& record : run.trace.records()) {
            if (record.at > at) break;
            if (record.kind != Kind::Entered || record.side != reached.side || record.connection != the_conversation)
                continue;
            now = record.to();
            if (record.at >= from && now == reached.state) return true;
        }
        return now == reached.state;
    });
    return wanted;
}

Text done(Fault::Kind kind)
{
    switch (kind) {
    case Fault::Kind::Drop:
        return {"dropped", "被丢弃"};
    case Fault::Kind::Delay:
        return {"delayed", "被延迟"};
    case Fault::Kind::Duplicate:
        return {"duplicated", "被复制"};
    case Fault::Kind::Corrupt:
        return {"damaged", "被损坏"};
    }
    return {};
}

OwnedText about(FlightId id, Text what, const Scenario& scenario, const Trace& trace)
{
    const Flight& flight = trace.flight(id);
    const std::string& side = scenario.setup.endpoints[index(flight.from)].name;
    const std::string flags = to_text(flight.segment.flags);
    return {fmt::format("segment {} of {}, {}: {}", id + 1, side, flags, what.en),
            fmt::format("{} 的第 {} 个报文段 {}：{}", side, id + 1, flags, what.zh)};
}

} // namespace

CutSteps cut_steps(const Scenario& scenario, Instant at)
{
    std::vector<Instant> begins;
    const Run parent = run(scenario, &begins);
    CutSteps cut{scenario.steps, 0};
    const auto next = std::ranges::upper_bound(begins, at); // the first step that begins later
    cut.step = static_cast<std::size_t>(next - begins.begin());
    // A step that begins at `at` has been taken by then, unless it is a wait, which has only begun.
    if (cut.step == 0) return cut;
    const std::size_t last = cut.step - 1;
    auto* wait = std::get_if<WaitStep>(&cut.steps[last].action);
    const Instant from = begins[last];
    const Place place = cut.steps[last].place;
    const auto insert = [&](std::size_t where, Duration time) {
        cut.steps.insert(cut.steps.begin() + static_cast<std::ptrdiff_t>(where), Step{WaitStep{time}, place});
    };
    if (!wait) { // the last of the steps: what follows is the silence after them
        if (at > from) insert(cut.step++, at - from);
        return cut;
    }
    if (at == from) {
        cut.step = last;
        return cut;
    }
    if (auto* time = std::get_if<Duration>(&wait->until)) {
        const Duration whole = *time;
        *time = at - from;
        if (from + whole > at) insert(cut.step, from + whole - at);
        return cut;
    }
    auto& states = std::get<std::vector<StateReached>>(wait->until);
    states = still_missing(parent, states, from, at);
    insert(last, at - from);
    return cut;
}

Result<Scenario> branch(const Scenario& scenario, const Trace& trace, const WhatIf& change)
{
    return std::visit([&](const auto& what) { return changed(scenario, trace, what); }, change);
}

OwnedText name_of(const WhatIf& change, const Scenario& scenario, const Trace& trace)
{
    if (const auto* strike = std::get_if<StrikeSegment>(&change))
        return about(strike->flight, done(strike->kind), scenario, trace);
    if (const auto* spare = std::get_if<SpareSegment>(&change))
        return about(spare->flight, {"it arrives", "正常到达"}, scenario, trace);
    const auto& made = std::get<CallAt>(change);
    const std::string& side = scenario.setup.endpoints[index(made.call.side)].name;
    const std::string when = to_seconds(made.at, 3);
    return {fmt::format("{}() of {} at {}", word(made.call.call), side, when),
            fmt::format("{} 在 {} 调用 {}()", side, when, word(made.call.call))};
}

} // namespace tcpstage
