#include "core/run/branch.h"

#include "core/base/say.h"
#include "core/run/networks.h"
#include "core/run/sandbox.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage {

namespace {

/// Sent by an end itself: neither the network's copy nor from its past.
bool is_own(const Transit& transit) { return transit.copy_of == no_transit && transit.reason != Reason::FromThePast; }

/// Which one of its sender's segments it is, from 1, as a fault counts them.
std::uint32_t count_of(const Trace& trace, TransitId id)
{
    std::uint32_t count = 0;
    for (TransitId i = 0; i <= id; ++i)
        if (is_own(trace.transit(i)) && trace.transit(i).from == trace.transit(id).from) ++count;
    return count;
}

/// Which one of those that the fault matches a segment is, from 1; 0: it is none.
std::uint32_t matching_count(const Trace& trace, const Fault& fault, TransitId id)
{
    const auto matches = [&](const Transit& transit) {
        return is_own(transit) && fault.which.matches(transit.as_sent(), transit.from);
    };
    if (!matches(trace.transit(id))) return 0;
    std::uint32_t count = 0;
    for (TransitId i = 0; i <= id; ++i)
        if (matches(trace.transit(i))) ++count;
    return count;
}

Error not_sent_by_an_end()
{
    return {{"the network made this segment, no end has sent it", "这个报文段由网络产生，不是任何一端发送的"},
            {},
            {"choose the one that it is a copy of, or another", "请选它的原件，或选另一个"}};
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

/// `fault` happens to that segment.
Scenario struck(Scenario scenario, const Trace& trace, TransitId id, Fault fault)
{
    const Transit& transit = trace.transit(id);
    fault.which.from = transit.from;
    fault.which.nth = {count_of(trace, id)};
    fault.text = fmt::format("{}: {{from: {}, nth: {}}}", fault_words[static_cast<std::size_t>(fault.kind)],
                             scenario.setup.endpoints[index(transit.from)].name, fault.which.nth.front());
    scenario.setup.faults.push_back(std::move(fault));
    scenario.fault_places.emplace_back();
    forget_after(scenario, trace, transit.sent_record);
    return scenario;
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const StrikeSegment& strike)
{
    if (!is_own(trace.transit(strike.transit))) return tl::unexpected{not_sent_by_an_end()};
    if (strike.kind == Fault::Kind::Delay && strike.by <= Duration{0})
        return fail({"a delay of nothing changes nothing", "时延为 0 等于没有改动"}, {},
                    {"choose a time that is longer than 0", "请选大于 0 的时间"});
    Fault fault;
    fault.kind = strike.kind;
    fault.by = strike.by;
    return struck(std::move(scenario), trace, strike.transit, std::move(fault));
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const EditSegment& edit)
{
    if (!is_own(trace.transit(edit.transit))) return tl::unexpected{not_sent_by_an_end()};
    if (edit.edit.empty())
        return fail({"this edit changes nothing", "这次修改什么也没改"}, {},
                    {"change a flag, a number or the payload", "请改动标志、数值或数据"});
    Fault fault;
    fault.kind = Fault::Kind::Edit;
    fault.edit = edit.edit;
    return struck(std::move(scenario), trace, edit.transit, std::move(fault));
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const SpareSegment& spare)
{
    const Transit& transit = trace.transit(spare.transit);
    bool found = false;
    for (std::size_t i = scenario.setup.faults.size(); i-- > 0;) {
        Fault& fault = scenario.setup.faults[i];
        const std::uint32_t count = matching_count(trace, fault, spare.transit);
        if (count == 0 || !fault.which.chooses(count)) continue;
        found = true;
        std::erase(fault.which.nth, count);
        if (!fault.which.nth.empty()) continue;
        scenario.setup.faults.erase(scenario.setup.faults.begin() + static_cast<std::ptrdiff_t>(i));
        if (i < scenario.fault_places.size())
            scenario.fault_places.erase(scenario.fault_places.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (!found)
        return fail({"the lesson does nothing to this segment", "课程没有对这个报文段做什么"}, {},
                    {"choose one that is lost, late, damaged or edited", "请选一个丢失、延迟、损坏或被修改的报文段"});
    forget_after(scenario, trace, transit.sent_record);
    return scenario;
}

/// Sends that a lesson counts only ("send 100") go on with the pattern where those before them end.
void renumber_sends(std::vector<Step>& steps, const std::vector<bool>& counted)
{
    std::array<std::uint64_t, 2> sent{};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto* made = std::get_if<CallStep>(&steps[i].action);
        if (made == nullptr || made->call != Call::Send) continue;
        if (counted[i]) made->data = Bytes::pattern(made->data.size(), sent[index(made->side)]);
        sent[index(made->side)] += made->data.size();
    }
}

std::vector<bool> counted_sends(const std::vector<Step>& steps)
{
    std::array<std::uint64_t, 2> sent{};
    std::vector<bool> counted(steps.size(), false);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* made = std::get_if<CallStep>(&steps[i].action);
        if (made == nullptr || made->call != Call::Send) continue;
        counted[i] = made->data == Bytes::pattern(made->data.size(), sent[index(made->side)]);
        sent[index(made->side)] += made->data.size();
    }
    return counted;
}

/// `step` is taken then.
Scenario with_step(Scenario scenario, const Trace& trace, Instant at, Step step, const std::stop_token& stop)
{
    CutSteps cut = cut_steps(scenario, at, stop);
    scenario.steps = std::move(cut.steps);
    const auto place = static_cast<std::ptrdiff_t>(cut.step);
    std::vector<bool> counted = counted_sends(scenario.steps);
    const auto* made = std::get_if<CallStep>(&step.action);
    counted.insert(counted.begin() + place, made != nullptr && made->data == Bytes::pattern(made->data.size()));
    scenario.steps.insert(scenario.steps.begin() + place, std::move(step));
    renumber_sends(scenario.steps, counted);
    const auto later = std::ranges::upper_bound(trace.records(), at, {}, &Record::at);
    const auto before = later - trace.records().begin();
    forget_after(scenario, trace, before == 0 ? no_record : static_cast<RecordId>(before - 1));
    return scenario;
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const CallAt& made, const std::stop_token& stop)
{
    return with_step(std::move(scenario), trace, made.at, Step{made.call, {}}, stop);
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const ChangeNetwork& change,
                         const std::stop_token& stop)
{
    Scenario child = with_step(std::move(scenario), trace, change.at, Step{NetworkStep{change.links}, {}}, stop);
    for (std::size_t i = 1; i < child.steps.size(); ++i) // two changes at one instant: the later one counts
        if (std::holds_alternative<NetworkStep>(child.steps[i - 1].action) &&
            std::holds_alternative<NetworkStep>(child.steps[i].action))
            child.steps.erase(child.steps.begin() + static_cast<std::ptrdiff_t>(--i));
    return child;
}

Result<Scenario> changed(Scenario scenario, const Trace& trace, const SetOption& option)
{
    Result<Scenario> child = with_option(std::move(scenario), option.side, option.name, option.value);
    if (child) forget_after(*child, trace, no_record);
    return child;
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
    case Fault::Kind::Edit:
        return {"edited", "被修改"};
    }
    return {};
}

OwnedText about(TransitId id, Text what, const Scenario& scenario, const Trace& trace)
{
    const Transit& transit = trace.transit(id);
    const OwnedText side = spoken(scenario.setup.endpoints[index(transit.from)].name);
    return say({"segment {0} of {1}, {2}: {3}", "{1} 的第 {0} 个报文段 {2}：{3}"}, id + 1, side,
               to_text(transit.as_sent().flags), what);
}

} // namespace

CutSteps cut_steps(const Scenario& scenario, Instant at, std::stop_token stop)
{
    std::vector<Instant> begins;
    const Run parent = run(scenario, &begins, stop);
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
    const bool over = states.empty();
    insert(last, at - from);
    if (over) cut.steps.erase(cut.steps.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    return cut;
}

Result<Scenario> branch(const Scenario& scenario, const Trace& trace, const WhatIf& change, std::stop_token stop)
{
    const auto act = [&](const auto& what) {
        if constexpr (requires { changed(scenario, trace, what, stop); })
            return changed(scenario, trace, what, stop); // it runs the lesson to learn when its steps begin
        else
            return changed(scenario, trace, what);
    };
    Result<Scenario> child = std::visit(act, change);
    if (child && child->id == sandbox_source) // its invitation has been accepted
        std::erase_if(child->notes, [](const Note& note) { return note.title == sandbox().notes.front().title; });
    return child;
}

OwnedText name_of(const WhatIf& change, const Scenario& scenario, const Run& run)
{
    const Trace& trace = run.trace;
    if (const auto* strike = std::get_if<StrikeSegment>(&change))
        return about(strike->transit, done(strike->kind), scenario, trace);
    if (const auto* spare = std::get_if<SpareSegment>(&change))
        return about(spare->transit, {"it arrives", "正常到达"}, scenario, trace);
    if (const auto* edit = std::get_if<EditSegment>(&change))
        return about(edit->transit, done(Fault::Kind::Edit), scenario, trace);
    if (const auto* option = std::get_if<SetOption>(&change)) {
        return say({"{} {}: {}", "{} {}：{}"}, spoken(scenario.setup.endpoints[index(option->side)].name), option->name,
                   option->value);
    }
    if (const auto* network = std::get_if<ChangeNetwork>(&change)) {
        const std::string when = to_seconds(network->at, 3);
        const Links before = links_at(networks_of(scenario, run), network->at);
        const OwnedText what = changes(before, network->links, scenario.setup.endpoints);
        if (what.empty()) return {"the same network from " + when + " on", "从 " + when + " 起网络不变"};
        return {"from " + when + " on: " + what.en, "从 " + when + " 起：" + what.zh};
    }
    const auto& made = std::get<CallAt>(change);
    return say({"{0}() of {1} at {2}", "{1} 在 {2} 调用 {0}()"}, word(made.call.call),
               spoken(scenario.setup.endpoints[index(made.call.side)].name), to_seconds(made.at, 3));
}

} // namespace tcpstage
