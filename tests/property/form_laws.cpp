// Laws of a lesson and its run in other forms: as text, as a file, as a script, as a branch.

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

/// Blocks follow each other, each with its size at both ends.
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

Breach check_script(const Told& told, std::optional<Side> tested, Look& look)
{
    const auto written = to_packetdrill(told, tested);
    if (!written) {
        ++look.tally["runs that packetdrill cannot say"];
        return written.error().sentence().empty() ? Breach{"a refusal says why", ""} : Breach{};
    }
    const auto script = load_script(*written, "exported.pkt");
    if (!script) return {"an exported script can be read", script.error().sentence()};
    const auto outcome = drill::run(script->script, {.strict = true, .stack = script->stack});
    ++look.tally["scripts that were replayed"];
    if (outcome.verdict == drill::Verdict::Passed) return {};
    return {"an exported script passes", fmt::format("line {}: {}, expected {}, seen {}", outcome.line, outcome.what,
                                                     outcome.expected, outcome.seen)};
}

Breach check_text(const Scenario& lesson, const Run& first)
{
    const std::string text = write_scenario(lesson);
    const auto again = read_scenario(text, "again.yaml");
    if (!again) return {"a written lesson can be read", again.error().sentence()};
    if (write_scenario(*again) != text) return {"a lesson survives being written", ""};
    if (save_trace(run(*again).trace) != save_trace(first.trace)) return {"a written lesson runs the same", ""};
    return {};
}

Breach check_same_branches(const Scenario& lesson, const Run& parent, Look& look)
{
    const std::string whole = save_trace(parent.trace);
    const Duration length = parent.trace.end() - start_of_time;
    std::vector<WhatIf> acts{SetOption{Side::Left, "msl", option_value(lesson.setup.endpoints[0].settings, "msl")}};
    for (const int part : {0, 1, 2}) {
        const Instant at = start_of_time + length * part / 3;
        acts.emplace_back(ChangeNetwork{at, links_at(networks_of(lesson, parent), at)});
    }
    for (const WhatIf& act : acts) {
        const auto child = branch(lesson, parent.trace, act);
        if (!child) return {"a branch that changes nothing can be made", child.error().sentence()};
        ++look.tally["branches that change nothing"];
        if (save_trace(run(*child).trace) != whole)
            return {"a branch that changes nothing runs the same", name_of(act, lesson, parent).en};
    }
    return {};
}

WhatIf random_act(const Run& parent, Random& random)
{
    const Instant half = start_of_time + (parent.trace.end() - start_of_time) / 2;
    const auto transit = static_cast<TransitId>(random.below(parent.trace.transits().size()));
    const auto call = static_cast<Call>(random.below(call_words.size()));
    const std::array<WhatIf, 8> acts{StrikeSegment{transit, Fault::Kind::Drop, {}},
                                     StrikeSegment{transit, Fault::Kind::Duplicate, {}},
                                     StrikeSegment{transit, Fault::Kind::Delay, Duration{700ms}},
                                     StrikeSegment{transit, Fault::Kind::Corrupt, {}},
                                     SpareSegment{transit},
                                     EditSegment{transit, {.window_bytes = 1}},
                                     CallAt{half, {Side::Left, call, {}, UINT32_MAX}},
                                     CallAt{half, {Side::Right, Call::Send, Bytes::pattern(77), UINT32_MAX}}};
    return acts[random.below(acts.size())];
}

Instant until(const WhatIf& act, const Trace& trace)
{
    if (const auto* call = std::get_if<CallAt>(&act)) return call->at;
    if (const auto* strike = std::get_if<StrikeSegment>(&act)) return trace.transit(strike->transit).sent;
    if (const auto* spare = std::get_if<SpareSegment>(&act)) return trace.transit(spare->transit).sent;
    return trace.transit(std::get<EditSegment>(act).transit).sent;
}

} // namespace

Breach check_forms(const Scenario& lesson, Look& look)
{
    const Run first = run(lesson);
    ++look.tally["runs in all their forms"];
    if (save_trace(run(lesson).trace) != save_trace(first.trace)) return {"a lesson runs the same twice", ""};
    if (Breach breach = check_text(lesson, first)) return breach;
    if (std::string lost = lost_by_saving(lesson, first); !lost.empty())
        return {"what is saved can be opened", std::move(lost)};
    if (!is_pcapng(to_pcapng(first.trace))) return {"pcapng is well formed", ""};
    for (const std::optional<Side> tested :
         {std::optional<Side>{}, std::optional{Side::Left}, std::optional{Side::Right}})
        if (Breach breach = check_script({lesson, first}, tested, look)) return breach;
    return {};
}

Breach check_branches(const Scenario& lesson, Look& look)
{
    const Run parent = run(lesson);
    if (parent.trace.empty() || parent.trace.transits().empty()) return {};
    if (Breach breach = check_same_branches(lesson, parent, look)) return breach;
    Random random{lesson.setup.seed};
    const WhatIf act = random_act(parent, random);
    const auto child = branch(lesson, parent.trace, act);
    if (!child) return child.error().sentence().empty() ? Breach{"a refusal says why", ""} : Breach{};
    ++look.tally["branches"];
    const Run other = run(*child);
    const Instant end = until(act, parent.trace);
    for (RecordId id = 0; id < parent.trace.records().size() && parent.trace.record(id).at < end; ++id)
        if (id >= other.trace.records().size() || !(parent.trace.record(id) == other.trace.record(id)))
            return {"a branch is the same until its act", name_of(act, lesson, parent).en};
    Breach breach = check_text(*child, other);
    if (breach) breach.law = "as a branch, " + breach.law;
    return breach;
}

} // namespace tcpstage::testing
