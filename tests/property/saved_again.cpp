#include "tests/property/saved_again.h"

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/run/reached.h"
#include "core/run/saved_run.h"

#include <fmt/format.h>

namespace tcpstage::testing {

namespace {

bool is_same(const std::shared_ptr<const trace::SentAs>& a, const std::shared_ptr<const trace::SentAs>& b)
{
    if (!a || !b) return !a && !b;
    return a->segment == b->segment && a->window_bytes == b->window_bytes;
}

/// Names every member, so that a new member does not compile until it is compared too.
bool is_same_journey(const trace::Journey& a, const trace::Journey& b)
{
    const auto& [sent, ends, from, fate, reason, retransmission, corrupted, marked, connection, window_bytes, copy_of,
                 sent_record, end_record, before] = b;
    return a.sent == sent && a.ends == ends && a.from == from && a.fate == fate && a.reason == reason &&
           a.retransmission == retransmission && a.corrupted == corrupted && a.marked == marked &&
           a.connection == connection && a.window_bytes == window_bytes && a.copy_of == copy_of &&
           a.sent_record == sent_record && a.end_record == end_record && is_same(a.before, before);
}

bool is_same(const trace::Transit& a, const trace::Transit& b)
{
    return a.segment == b.segment && is_same_journey(a, b);
}

std::string heads_differ(const trace::Trace& a, const trace::Trace& b)
{
    if (a.source() != b.source()) return "the source";
    for (const trace::Side side : trace::both_sides)
        if (!(a.endpoint(side) == b.endpoint(side))) return fmt::format("the endpoint {}", trace::index(side));
    if (!std::ranges::equal(a.peers(), b.peers())) return "the other peers";
    if (a.records().size() != b.records().size()) return "how many records there are";
    if (a.transits().size() != b.transits().size()) return "how many segments there are";
    return {};
}

std::string exports_differ(const trace::Trace& a, const trace::Trace& b)
{
    if (formats::to_json(a) != formats::to_json(b)) return "the JSON";
    if (formats::to_csv(a) != formats::to_csv(b)) return "the CSV";
    if (formats::to_mermaid(a) != formats::to_mermaid(b)) return "the Mermaid diagram";
    return formats::to_pcapng(a) == formats::to_pcapng(b) ? "" : "the pcapng";
}

} // namespace

std::string difference(const trace::Trace& before, const trace::Trace& after)
{
    if (std::string head = heads_differ(before, after); !head.empty()) return head;
    for (trace::RecordId id = 0; id < before.records().size(); ++id) {
        if (!(before.record(id) == after.record(id))) return fmt::format("record {}", id);
        for (const trace::Side side : trace::both_sides)
            if (!(before.at(side, before.moment_after(id)) == after.at(side, after.moment_after(id))))
                return fmt::format("the TCB of end {} after record {}", trace::index(side), id);
    }
    for (trace::TransitId id = 0; id < before.transits().size(); ++id)
        if (!is_same(before.transit(id), after.transit(id))) return fmt::format("segment {}", id);
    return exports_differ(before, after);
}

/// Where each note stands that has come.
std::vector<std::pair<trace::RecordId, std::string>> note_texts(const lesson::Scenario& scenario,
                                                                const trace::Trace& trace)
{
    std::vector<std::pair<trace::RecordId, std::string>> texts;
    for (const run::PlacedNote& placed : run::place_notes(scenario.notes, trace, run::beginning(scenario, trace)))
        texts.emplace_back(placed.from, scenario.notes[placed.note].text.en);
    return texts;
}

std::string lost_by_saving(const lesson::Scenario& scenario, const run::Run& run)
{
    const std::string octets = run::save_run(scenario, run);
    const auto again = run::load_run(octets, scenario.id + ".tcptrace");
    if (!again) return "all of it: " + again.error().sentence();
    if (std::string lost = difference(run.trace, again->run.trace); !lost.empty()) return lost;
    if (run.trace.source() == trace::Source::Script) return {}; // a script has no lesson to compare
    if (again->scenario.id != scenario.id) return "the lesson's id";
    if (note_texts(again->scenario, again->run.trace) != note_texts(scenario, run.trace)) return "the notes";
    return run::save_run(again->scenario, again->run) == octets ? "" : "what is saved again differs";
}

std::string lost_by_saving(const trace::Trace& trace)
{
    const std::string octets = formats::save_trace(trace);
    const auto again = formats::load_trace(octets, "again.tcptrace");
    if (!again) return "all of it: " + again.error().sentence();
    if (std::string lost = difference(trace, again->trace); !lost.empty()) return lost;
    return formats::save_trace(again->trace) == octets ? "" : "what is saved again differs";
}

} // namespace tcpstage::testing
