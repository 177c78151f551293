// Laws of a lesson and its run in other forms: as YAML, as a saved file, as a packetdrill script, as a branch.

#include "core/base/random.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/branch.h"
#include "core/run/networks.h"
#include "core/run/sandbox.h"
#include "tests/property/lesson_laws.h"
#include "tests/property/saved_again.h"

#include <cstring>
#include <fmt/format.h>

namespace tcpstage::testing {

namespace {

/// Whether `octets` are consecutive pcapng blocks, each with its size at both ends.
bool is_pcapng(std::string_view octets)
{
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, octets.data() + at, sizeof value);
        return value;
    };
    std::size_t at = 0;
    while (octets.size() - at >= 12) {
        const std::size_t size = number(at + 4);
        if (size < 12 || size % 4 != 0 || size > octets.size() - at || number(at + size - 4) != size) return false;
        at += size;
    }
    return at == octets.size();
}

Breach check_script(const run::LessonRun& lesson_run, std::optional<trace::Side> tested, Study& study)
{
    const auto written = packetdrill::to_packetdrill(lesson_run, tested);
    if (!written) {
        ++study.tally["runs that packetdrill cannot say"];
        return written.error().sentence().empty() ? Breach{"a refusal says why", ""} : Breach{};
    }
    const auto script = packetdrill::load_script(*written, "exported.pkt");
    if (!script) return {"an exported script can be read", script.error().sentence()};
    const auto outcome = packetdrill::run(script->script, {.strict = true, .stack = script->stack});
    ++study.tally["scripts that were replayed"];
    if (outcome.verdict == packetdrill::Verdict::Passed) return {};
    return {"an exported script passes", fmt::format("line {}: {}, expected {}, seen {}", outcome.line, outcome.what,
                                                     outcome.expected, outcome.seen)};
}

Breach check_text(const lesson::Scenario& lesson, const run::Run& first)
{
    const std::string text = lesson::write_scenario(lesson);
    const auto again = lesson::read_scenario(text, "again.yaml");
    if (!again) return {"a written lesson can be read", again.error().sentence()};
    if (lesson::write_scenario(*again) != text) return {"a lesson survives being written", ""};
    if (formats::save_trace(run::run(*again).trace) != formats::save_trace(first.trace))
        return {"a written lesson runs the same", ""};
    return {};
}

Breach check_same_branches(const lesson::Scenario& lesson, const run::Run& parent, Study& study)
{
    const std::string whole = formats::save_trace(parent.trace);
    const Duration length = parent.trace.end() - start_of_time;
    std::vector<run::WhatIf> acts{
        run::SetOption{trace::Side::Left, "msl", run::option_value(lesson.setup.endpoints[0].settings, "msl")}};
    for (const int part : {0, 1, 2}) {
        const Instant at = start_of_time + length * part / 3;
        acts.emplace_back(run::ChangeNetwork{at, run::links_at(run::networks_of(lesson, parent), at)});
    }
    for (const run::WhatIf& act : acts) {
        const auto child = run::branch(lesson, parent.trace, act);
        if (!child) return {"a branch that changes nothing can be made", child.error().sentence()};
        ++study.tally["branches that change nothing"];
        if (formats::save_trace(run::run(*child).trace) != whole)
            return {"a branch that changes nothing runs the same", run::name_of(act, lesson, parent).en};
    }
    return {};
}

run::WhatIf random_act(const run::Run& parent, Random& random)
{
    const Instant half = start_of_time + (parent.trace.end() - start_of_time) / 2;
    const auto transit = static_cast<trace::TransitId>(random.below(parent.trace.transits().size()));
    const auto call = static_cast<trace::Call>(random.below(trace::call_words.size()));
    const std::array<run::WhatIf, 8> acts{
        run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}},
        run::StrikeSegment{transit, sim::Fault::Kind::Duplicate, {}},
        run::StrikeSegment{transit, sim::Fault::Kind::Delay, Duration{700ms}},
        run::StrikeSegment{transit, sim::Fault::Kind::Corrupt, {}},
        run::SpareSegment{transit},
        run::EditSegment{transit, {.window_bytes = 1}},
        run::CallAt{half, {trace::Side::Left, call, {}, UINT32_MAX}},
        run::CallAt{half, {trace::Side::Right, trace::Call::Send, Bytes::pattern(77), UINT32_MAX}}};
    return acts[random.below(acts.size())];
}

Instant until(const run::WhatIf& act, const trace::Trace& trace)
{
    if (const auto* call = std::get_if<run::CallAt>(&act)) return call->at;
    if (const auto* strike = std::get_if<run::StrikeSegment>(&act)) return trace.transit(strike->transit).sent;
    if (const auto* spare = std::get_if<run::SpareSegment>(&act)) return trace.transit(spare->transit).sent;
    return trace.transit(std::get<run::EditSegment>(act).transit).sent;
}

} // namespace

Breach check_forms(const lesson::Scenario& lesson, Study& study)
{
    const run::Run first = run::run(lesson);
    ++study.tally["runs in all their forms"];
    if (formats::save_trace(run::run(lesson).trace) != formats::save_trace(first.trace))
        return {"a lesson runs the same twice", ""};
    if (Breach breach = check_text(lesson, first)) return breach;
    if (std::string lost = lost_by_saving(lesson, first); !lost.empty())
        return {"what is saved can be opened", std::move(lost)};
    if (!is_pcapng(formats::to_pcapng(first.trace))) return {"pcapng is well formed", ""};
    for (const std::optional<trace::Side> tested :
         {std::optional<trace::Side>{}, std::optional{trace::Side::Left}, std::optional{trace::Side::Right}})
        if (Breach breach = check_script({lesson, first}, tested, study)) return breach;
    return {};
}

Breach check_branches(const lesson::Scenario& lesson, Study& study)
{
    const run::Run parent = run::run(lesson);
    if (parent.trace.empty() || parent.trace.transits().empty()) return {};
    if (Breach breach = check_same_branches(lesson, parent, study)) return breach;
    Random random{lesson.setup.seed};
    const run::WhatIf act = random_act(parent, random);
    const auto child = run::branch(lesson, parent.trace, act);
    if (!child) return child.error().sentence().empty() ? Breach{"a refusal says why", ""} : Breach{};
    ++study.tally["branches"];
    const run::Run other = run::run(*child);
    const Instant end = until(act, parent.trace);
    for (trace::RecordId id = 0; id < parent.trace.records().size() && parent.trace.record(id).at < end; ++id)
        if (id >= other.trace.records().size() || !(parent.trace.record(id) == other.trace.record(id)))
            return {"a branch is the same until its act", run::name_of(act, lesson, parent).en};
    Breach breach = check_text(*child, other);
    if (breach) breach.law = "as a branch, " + breach.law;
    return breach;
}

} // namespace tcpstage::testing
