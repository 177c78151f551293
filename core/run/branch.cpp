#include "core/run/branch.h"

#include "core/base/say.h"
#include "core/lesson/note_moment.h"
#include "core/run/acts.h"
#include "core/run/networks.h"
#include "core/run/reached.h"
#include "core/run/sandbox.h"
#include "core/trace/ordinal.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::run {

namespace {

/// Its number among its sender's segments, from 1, as a fault counts them.
std::uint32_t count_of(const trace::Trace& trace, trace::TransitId id)
{
    std::uint32_t count = 0;
    for (trace::TransitId i = 0; i <= id; ++i)
        if (sim::is_seen_by_faults(trace.transit(i)) && trace.transit(i).from == trace.transit(id).from) ++count;
    return count;
}

/// Its number among the segments that the fault matches, from 1; 0: the fault does not match it.
std::uint32_t matching_count(const trace::Trace& trace, const sim::Fault& fault, trace::TransitId id)
{
    const auto matches = [&](const trace::Transit& transit) {
        return sim::is_seen_by_faults(transit) && fault.which.matches(transit.as_sent(), transit.from, transit.sent);
    };
    if (!matches(trace.transit(id))) return 0;
    std::uint32_t count = 0;
    for (trace::TransitId i = 0; i <= id; ++i)
        if (matches(trace.transit(i))) ++count;
    return count;
}

Result<void> check_seen(const trace::Transit& transit)
{
    if (sim::is_seen_by_faults(transit)) return {};
    const bool of_others = transit.connection != trace::the_conversation;
    if (!of_others && (transit.copy_of != trace::no_transit || transit.reason == trace::Reason::FromThePast))
        return fail({"the network made this segment: neither end sent it", "这个报文段由网络产生，不是任何一端发送的"},
                    {}, {"choose the one that it is a copy of, or another", "请选它的原件，或选另一个"});
    return fail({"this segment is of another connection", "这个报文段属于另一个连接"}, {},
                {"choose one of the conversation between the two ends", "请选两端之间这次会话的报文段"});
}

/// What happens to notes about moments after the change.
enum class Later : std::uint8_t { ComeWhereAlike, Never };

/// Handles notes about moments after `last` as `later` says, and removes what describes the whole run, because it need
/// not be true of the branch.
void forget_after(lesson::Scenario& scenario, const trace::Trace& trace, trace::RecordId last, Later later)
{
    std::vector<lesson::Note> kept;
    for (const PlacedNote& placed : place_notes(scenario.notes, trace, beginning(scenario, trace))) {
        lesson::Note& note = scenario.notes[placed.note];
        const bool true_here = placed.from == trace::no_record || (last != trace::no_record && placed.from <= last);
        if (!true_here && (later == Later::Never || note.at.kind == lesson::NoteTrigger::Kind::Start)) continue;
        if (!true_here) note.like = std::make_shared<const lesson::NoteMoment>(moment_of(note, trace, placed.from));
        kept.push_back(std::move(note));
    }
    scenario.notes = std::move(kept);
    scenario.expect = {};
    scenario.beside.reset(); // the branch is about this world only
}

/// Removes the notes about a segment that fares otherwise than in the lesson: what they say of it is no longer true.
void forget_about(lesson::Scenario& scenario, const trace::Trace& trace, const trace::Transit& transit)
{
    std::vector<lesson::Note> kept;
    for (const PlacedNote& placed : place_notes(scenario.notes, trace, beginning(scenario, trace)))
        if (placed.from == trace::no_record ||
            (placed.from != transit.sent_record && placed.from != transit.end_record))
            kept.push_back(scenario.notes[placed.note]);
    scenario.notes = std::move(kept);
}

/// The lesson in which `fault` happens to that segment.
lesson::Scenario struck(lesson::Scenario scenario, const trace::Trace& trace, trace::TransitId id, sim::Fault fault)
{
    const trace::Transit& transit = trace.transit(id);
    fault.which.from = transit.from;
    fault.by_hand = true;
    fault.which.nth = {count_of(trace, id)};
    fault.text = fmt::format("{}: {{from: {}, nth: {}}}", sim::fault_words[static_cast<std::size_t>(fault.kind)],
                             scenario.setup.endpoints[trace::index(transit.from)].name, fault.which.nth.front());
    if (fault.kind == sim::Fault::Kind::Edit) forget_about(scenario, trace, transit);
    scenario.setup.faults.push_back(std::move(fault));
    scenario.fault_places.emplace_back();
    forget_after(scenario, trace, transit.sent_record, Later::ComeWhereAlike);
    return scenario;
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const StrikeSegment& strike)
{
    if (const auto seen = check_seen(trace.transit(strike.transit)); !seen) return tl::unexpected{seen.error()};
    if (strike.kind == sim::Fault::Kind::Delay && strike.by <= Duration{0})
        return fail({"a delay of 0 changes nothing", "时延为 0 等于没有改动"}, {},
                    {"choose a time that is longer than 0", "请选大于 0 的时间"});
    sim::Fault fault;
    fault.kind = strike.kind;
    fault.by = strike.by;
    return struck(std::move(scenario), trace, strike.transit, std::move(fault));
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const EditSegment& edit)
{
    if (const auto seen = check_seen(trace.transit(edit.transit)); !seen) return tl::unexpected{seen.error()};
    if (edit.edit.empty())
        return fail({"this edit changes nothing", "这次修改什么也没改"}, {},
                    {"change a flag, a number or the payload", "请改动标志、数值或数据"});
    sim::Fault fault;
    fault.kind = sim::Fault::Kind::Edit;
    fault.edit = edit.edit;
    return struck(std::move(scenario), trace, edit.transit, std::move(fault));
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const SpareSegment& spare)
{
    const trace::Transit& transit = trace.transit(spare.transit);
    bool found = false;
    for (std::size_t i = scenario.setup.faults.size(); i-- > 0;) {
        sim::Fault& fault = scenario.setup.faults[i];
        const std::uint32_t count = matching_count(trace, fault, spare.transit);
        if (count == 0 || !fault.which.chooses(count)) continue;
        found = true;
        if (fault.which.all) {
            fault.which.except.push_back(count);
            continue;
        }
        std::erase(fault.which.nth, count);
        if (!fault.which.nth.empty()) continue;
        scenario.setup.faults.erase(scenario.setup.faults.begin() + static_cast<std::ptrdiff_t>(i));
        if (i < scenario.fault_places.size())
            scenario.fault_places.erase(scenario.fault_places.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (!found)
        return fail({"the lesson does nothing to this segment", "课程没有对这个报文段做什么"}, {},
                    {"choose one that is lost, late, damaged or edited", "请选一个丢失、延迟、损坏或被修改的报文段"});
    forget_about(scenario, trace, transit); // what the lesson does to it is announced there
    forget_after(scenario, trace, transit.sent_record, Later::ComeWhereAlike);
    return scenario;
}

/// Sends that give only a length ("send 100") continue the pattern where the sends before them end.
void renumber_sends(std::vector<lesson::Step>& steps, const std::vector<bool>& counted)
{
    std::array<std::uint64_t, 2> sent{};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto* made = std::get_if<lesson::CallStep>(&steps[i].action);
        if (made == nullptr || made->call != trace::Call::Send) continue;
        if (counted[i]) made->data = Bytes::pattern(made->data.size(), sent[trace::index(made->side)]);
        sent[trace::index(made->side)] += made->data.size();
    }
}

std::vector<bool> counted_sends(const std::vector<lesson::Step>& steps)
{
    std::array<std::uint64_t, 2> sent{};
    std::vector<bool> counted(steps.size(), false);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* made = std::get_if<lesson::CallStep>(&steps[i].action);
        if (made == nullptr || made->call != trace::Call::Send) continue;
        counted[i] = made->data == Bytes::pattern(made->data.size(), sent[trace::index(made->side)]);
        sent[trace::index(made->side)] += made->data.size();
    }
    return counted;
}

/// The steps cut where a step at `at` comes before all that is sent at that instant: before the calls that send it or,
/// if it is sent for another reason, 1 ns earlier.
CutSteps cut_before_sends(const lesson::Scenario& scenario, const trace::Trace& trace, Instant at,
                          const std::stop_token& stop)
{
    constexpr Duration tick{1};
    bool others = false;
    for (const trace::Record& record : trace.between(at, at + tick))
        others = others || (record.kind == trace::Kind::Sent && record.cause != trace::no_record &&
                            trace.record(record.cause).kind != trace::Kind::Called);
    if (others) return cut_steps(scenario, at - tick, stop);
    CutSteps cut = cut_steps(scenario, at, stop);
    while (cut.step > 0 && std::holds_alternative<lesson::CallStep>(cut.steps[cut.step - 1].action))
        --cut.step;
    return cut;
}

/// The lesson with `step` taken at `at`, where its steps are cut.
lesson::Scenario with_step(lesson::Scenario scenario, const trace::Trace& trace, Instant at, CutSteps cut,
                           lesson::Step step)
{
    scenario.steps = std::move(cut.steps);
    if (scenario.end && cut.at > cut.over) // the run ends when it did
        scenario.end = std::max(Duration{0}, *scenario.end - (cut.at - cut.over));
    const auto place = static_cast<std::ptrdiff_t>(cut.step);
    std::vector<bool> counted = counted_sends(scenario.steps);
    const auto* made = std::get_if<lesson::CallStep>(&step.action);
    counted.insert(counted.begin() + place, made != nullptr && made->data == Bytes::pattern(made->data.size()));
    scenario.steps.insert(scenario.steps.begin() + place, std::move(step));
    renumber_sends(scenario.steps, counted);
    const auto later = std::ranges::upper_bound(trace.records(), at, {}, &trace::Record::at);
    const auto before = later - trace.records().begin();
    const bool calls = made != nullptr; // after a change of the network, a note may describe the old one
    forget_after(scenario, trace, before == 0 ? trace::no_record : static_cast<trace::RecordId>(before - 1),
                 calls ? Later::ComeWhereAlike : Later::Never);
    return scenario;
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const CallAt& made,
                                 const std::stop_token& stop)
{
    CutSteps cut = cut_steps(scenario, made.at, stop);
    return with_step(std::move(scenario), trace, made.at, std::move(cut), lesson::Step{made.call, {}});
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const ChangeNetwork& change,
                                 const std::stop_token& stop)
{
    CutSteps cut = cut_before_sends(scenario, trace, change.at, stop);
    lesson::Scenario child = with_step(std::move(scenario), trace, change.at, std::move(cut),
                                       lesson::Step{lesson::NetworkStep{change.links}, {}});
    for (std::size_t i = 1; i < child.steps.size(); ++i) // two changes at one instant: the later one counts
        if (std::holds_alternative<lesson::NetworkStep>(child.steps[i - 1].action) &&
            std::holds_alternative<lesson::NetworkStep>(child.steps[i].action))
            child.steps.erase(child.steps.begin() + static_cast<std::ptrdiff_t>(--i));
    return child;
}

Result<lesson::Scenario> changed(lesson::Scenario scenario, const trace::Trace& trace, const SetOption& option)
{
    Result<lesson::Scenario> child = with_option(std::move(scenario), option.side, option.name, option.value);
    if (child) forget_after(*child, trace, trace::no_record, Later::Never);
    return child;
}

/// Of what a wait begun at `from` waits for, all that is not reached by `at`.
std::vector<lesson::StateReached> still_missing(const Run& run, std::vector<lesson::StateReached> wanted, Instant from,
                                                Instant at)
{
    const trace::Trace& trace = run.trace;
    const auto later = std::ranges::upper_bound(trace.records(), at, {}, &trace::Record::at);
    const auto end = static_cast<trace::RecordId>(later - trace.records().begin());
    std::erase_if(wanted, [&](const lesson::StateReached& reached) {
        tcp::State now = tcp::State::Closed;
        for (trace::RecordId id = 0; id < end; ++id) {
            const trace::Record record = trace.record(id);
            const bool during = record.at >= from;
            const bool last = id + 1 == end || trace.record(id + 1).at > record.at; // of its instant
            const bool waits = during && (record.at > from || last);                // not before the wait began
            if (waits && reached.acknowledged && is_reached(reached, trace.at(reached.side, trace.moment_after(id))))
                return true;
            if (record.kind != trace::Kind::Entered || record.side != reached.side ||
                record.connection != trace::the_conversation)
                continue;
            now = record.to();
            if (during && !reached.acknowledged && now == reached.state) return true;
        }
        return !reached.acknowledged && now == reached.state;
    });
    return wanted;
}

Text done(sim::Fault::Kind kind)
{
    switch (kind) {
    case sim::Fault::Kind::Drop:
        return {"dropped", "被丢弃"};
    case sim::Fault::Kind::Delay:
        return {"delayed", "被延迟"};
    case sim::Fault::Kind::Duplicate:
        return {"duplicated", "被复制"};
    case sim::Fault::Kind::Corrupt:
        return {"damaged", "被损坏"};
    case sim::Fault::Kind::Edit:
        return {"edited", "被修改"};
    }
    return {};
}

OwnedText about(trace::TransitId id, Text what, const lesson::Scenario& scenario, const trace::Trace& trace)
{
    const trace::Transit& transit = trace.transit(id);
    const OwnedText side = trace::spoken(scenario.setup.endpoints[trace::index(transit.from)]);
    return say({"{2} {3}: segment {0} of {1}", "{2} {3}：{1} 的第 {0} 个报文段"}, trace::ordinal_of(trace, id), side,
               tcp::to_text(transit.as_sent().flags), what);
}

} // namespace

CutSteps cut_steps(const lesson::Scenario& scenario, Instant at, std::stop_token stop)
{
    std::vector<Instant> begins;
    const Run parent = run(scenario, &begins, stop);
    CutSteps cut{scenario.steps, 0, begins.empty() ? start_of_time : begins.back(), at};
    if (!begins.empty()) begins.pop_back();
    const auto next = std::ranges::upper_bound(begins, at); // the first step that begins later
    cut.step = static_cast<std::size_t>(next - begins.begin());
    // A step that begins at `at` has been taken by then, unless it is a wait, which has only begun.
    if (cut.step == 0) return cut;
    const std::size_t last = cut.step - 1;
    auto* wait = std::get_if<lesson::WaitStep>(&cut.steps[last].action);
    const Instant from = begins[last];
    const Place place = cut.steps[last].place;
    const auto insert = [&](std::size_t where, Duration time) {
        cut.steps.insert(cut.steps.begin() + static_cast<std::ptrdiff_t>(where),
                         lesson::Step{lesson::WaitStep{time}, place});
    };
    if (!wait) { // the last step is not a wait: `at` is in the time after all steps
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
    auto& states = std::get<std::vector<lesson::StateReached>>(wait->until);
    states = still_missing(parent, states, from, at);
    const bool over = states.empty();
    insert(last, at - from);
    if (over) cut.steps.erase(cut.steps.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    return cut;
}

Result<lesson::Scenario> branch(const lesson::Scenario& scenario, const trace::Trace& trace, const WhatIf& change,
                                std::stop_token stop)
{
    const auto act = [&](const auto& what) {
        if constexpr (requires { changed(scenario, trace, what, stop); })
            return changed(scenario, trace, what, stop); // runs the lesson to find out when its steps begin
        else
            return changed(scenario, trace, what);
    };
    if (const OwnedText no = why_not(scenario, change); !no.empty()) return fail(no);
    Result<lesson::Scenario> child = std::visit(act, change);
    if (child) note_act(*child, scenario, trace, change);
    if (child && child->id == sandbox_source) // its first note, which asks for a call, is obsolete
        std::erase_if(child->notes,
                      [](const lesson::Note& note) { return note.title == sandbox().notes.front().title; });
    return child;
}

OwnedText name_of(const WhatIf& change, const lesson::Scenario& scenario, const Run& run)
{
    const trace::Trace& trace = run.trace;
    if (const auto* strike = std::get_if<StrikeSegment>(&change))
        return about(strike->transit, done(strike->kind), scenario, trace);
    if (const auto* spare = std::get_if<SpareSegment>(&change))
        return about(spare->transit, {"arrives", "正常到达"}, scenario, trace);
    if (const auto* edit = std::get_if<EditSegment>(&change))
        return about(edit->transit, done(sim::Fault::Kind::Edit), scenario, trace);
    if (const auto* option = std::get_if<SetOption>(&change)) {
        return say({"{} {}: {}", "{} {}：{}"}, trace::spoken(scenario.setup.endpoints[trace::index(option->side)]),
                   option->name, option->value);
    }
    if (const auto* network = std::get_if<ChangeNetwork>(&change)) {
        const std::string when = to_seconds(network->at, 3);
        const Links before = links_at(networks_of(scenario, run), network->at);
        const OwnedText what = changes(before, network->links, scenario.setup.endpoints);
        if (what.empty()) return {"the same network from " + when + " on", "从 " + when + " 起网络不变"};
        return {"from " + when + " on: " + what.en, "从 " + when + " 起：" + what.zh};
    }
    const auto& made = std::get<CallAt>(change);
    return say({"{0}() of {1} at {2}", "{1} 在 {2} 调用 {0}()"}, trace::word(made.call.call),
               trace::spoken(scenario.setup.endpoints[trace::index(made.call.side)]), to_seconds(made.at, 3));
}

} // namespace tcpstage::run
