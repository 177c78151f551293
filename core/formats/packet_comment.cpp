#include "core/formats/packet_comment.h"

#include "core/tcp/segment/notation.h"
#include "core/trace/not_tcp.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tcpstage::formats {

namespace {

std::string fate(const trace::Transit& transit)
{
    const Text words = trace::words(transit.reason);
    if (transit.end_record == trace::no_record) return "still under way at the end";
    if (transit.fate == trace::Fate::Arrived) return std::string{words.en};
    if (words.en.empty() || words.en.starts_with("lost")) return words.en.empty() ? "lost" : std::string{words.en};
    return fmt::format("lost: {}", words.en);
}

/// The rules of a group of records: those of `side` after its head and before `last`, each once.
std::vector<tcp::Rule> rules_between(const trace::Trace& trace, trace::RecordId head, trace::RecordId last,
                                     trace::Side side)
{
    std::vector<tcp::Rule> rules;
    for (trace::RecordId id = head + 1; id < last; ++id) {
        const trace::Record record = trace.record(id);
        if (record.cause != head) break;
        const bool names_rule = record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered;
        if (record.side == side && names_rule && std::ranges::find(rules, record.rule()) == rules.end())
            rules.push_back(record.rule());
    }
    return rules;
}

/// Those after which the sender sent it, or those by which the receiver took it.
std::vector<tcp::Rule> rules_of(const trace::Trace& trace, const trace::Transit& transit, bool arriving)
{
    const auto end = static_cast<trace::RecordId>(trace.records().size());
    if (arriving) return rules_between(trace, transit.end_record, end, trace::other(transit.from));
    if (transit.sent_record >= end) return {};
    const trace::RecordId head = trace.record(transit.sent_record).cause;
    if (head == trace::no_record) return {};
    return rules_between(trace, head, transit.sent_record, transit.from);
}

} // namespace

std::string section_comment(const trace::Trace& trace, Viewpoint viewpoint)
{
    std::string comment = trace::not_tcp_text(trace);
    if (viewpoint != Viewpoint::Both) return comment;
    constexpr std::string_view twice =
        "Both ends' views: a segment that arrives is here twice, which Wireshark takes for a retransmission unless its "
        "preference \"Ignore duplicate frames\" is on or one interface is chosen.";
    return comment.empty() ? std::string{twice} : fmt::format("{}\n{}", comment, twice);
}

std::string interface_text(const trace::Trace& trace, trace::Side side, Viewpoint viewpoint)
{
    const std::string& name = trace.endpoint(side).name;
    const bool sends = shows_sending(viewpoint, side);
    const bool takes = shows_arrival(viewpoint, side);
    if (sends && takes) return fmt::format("what the {0} sends, and what arrives at it", name);
    return sends ? fmt::format("what the {} sends", name) : fmt::format("the {} (no packets: another view)", name);
}

std::string packet_comment(const trace::Trace& trace, trace::TransitId id, bool arriving)
{
    const trace::Transit transit = trace.transit(id);
    std::vector<std::string> lines;
    if (const std::string what = fate(transit); !what.empty()) lines.push_back(what);
    if (transit.copy_of != trace::no_transit)
        lines.push_back(fmt::format("a copy that the network made of segment {}", transit.copy_of + 1));
    if (transit.marked) lines.emplace_back("marked CE on its way");
    if (transit.before)
        lines.push_back(arriving
                            ? "edited on its way, sent as " +
                                  tcp::notation(transit.before->segment, transit.before->window_bytes)
                            : "edited on its way, arrives as " + tcp::notation(transit.segment, transit.window_bytes));
    if (transit.retransmission) lines.emplace_back("a retransmission");
    for (const tcp::Rule rule : rules_of(trace, transit, arriving)) {
        const tcp::RuleInfo& about = tcp::info(rule);
        lines.push_back(fmt::format("{} ({}): {}", about.id, about.section, about.sentence.en));
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
}

} // namespace tcpstage::formats
