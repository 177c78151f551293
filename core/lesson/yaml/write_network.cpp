// Writes links, faults and calls: of a lesson, and of the acts of a goal.

#include "core/lesson/yaml/emit.h"

#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

using YAML::BeginMap;
using YAML::EndMap;
using YAML::Flow;
using YAML::Key;
using YAML::Value;

void emit_chance(YAML::Emitter& out, const char* key, Chance chance)
{
    if (chance.per_million != 0) out << Key << key << Value << chance_text(chance);
}

void emit_burst_loss(YAML::Emitter& out, const sim::BurstLoss& burst)
{
    if (burst == sim::BurstLoss{}) return;
    out << Key << "burst_loss" << Value << Flow << BeginMap;
    out << Key << "enter" << Value << chance_text(burst.enter);
    out << Key << "leave" << Value << chance_text(burst.leave);
    out << Key << "loss" << Value << chance_text(burst.loss) << EndMap;
}

/// Of one direction, or, with what belongs to both, of both.
void emit_link(YAML::Emitter& out, const sim::LinkSettings& link, bool of_both)
{
    const sim::LinkSettings base;
    out << Flow << BeginMap;
    if (of_both && link.shared) out << Key << "shared" << Value << "on";
    out << Key << "delay" << Value << to_text(link.delay);
    if (link.jitter != base.jitter) out << Key << "jitter" << Value << to_text(link.jitter);
    if (link.rate_bits_per_second != 0) out << Key << "rate" << Value << rate_text(link.rate_bits_per_second);
    if (link.queue_bytes != 0) out << Key << "queue" << Value << link.queue_bytes;
    if (link.ecn_threshold_bytes != 0) out << Key << "ecn_threshold" << Value << link.ecn_threshold_bytes;
    emit_chance(out, "loss", link.loss);
    emit_burst_loss(out, link.burst_loss);
    emit_chance(out, "duplicate", link.duplicate);
    emit_chance(out, "reorder", link.reorder);
    emit_chance(out, "corrupt", link.corrupt);
    if (link.mtu != 0) out << Key << "mtu" << Value << link.mtu;
    if (link.icmp) out << Key << "icmp" << Value << "on";
    out << EndMap;
}

void emit_entry(YAML::Emitter& out, const char* key, const std::string& value)
{
    out << Key << key << Value << YAML::DoubleQuoted << value;
}

void emit_edit(YAML::Emitter& out, const sim::Edit& edit)
{
    out << Key << "to" << Value << Flow << BeginMap;
    if (edit.flags) emit_entry(out, "flags", tcp::flag_letters(*edit.flags));
    if (edit.seq) out << Key << "seq" << Value << edit.seq->value();
    if (edit.ack) out << Key << "ack" << Value << edit.ack->value();
    if (edit.window_bytes) out << Key << "window" << Value << *edit.window_bytes;
    if (edit.urgent) out << Key << "urgent" << Value << *edit.urgent;
    if (edit.options) emit_entry(out, "options", options_text(*edit.options));
    if (edit.payload)
        emit_entry(out, "text", escaped(*edit.payload));
    else if (edit.payload_bytes)
        out << Key << "len" << Value << *edit.payload_bytes;
    out << EndMap;
}

} // namespace

void emit_network(YAML::Emitter& out, const std::array<sim::LinkSettings, 2>& links)
{
    if (links[0] == links[1]) return emit_link(out, links[0], true);
    out << BeginMap;
    if (links[0].shared) out << Key << "shared" << Value << "on";
    out << Key << "forth" << Value;
    emit_link(out, links[0], false);
    out << Key << "back" << Value;
    emit_link(out, links[1], false);
    out << EndMap;
}

void emit_fault(YAML::Emitter& out, const sim::Fault& fault, const Names& names)
{
    const sim::SegmentMatch& which = fault.which;
    out << BeginMap << Key << std::string{sim::fault_words[static_cast<std::size_t>(fault.kind)]} << Value << Flow
        << BeginMap;
    emit_match(out, which, names);
    if (which.all) out << Key << "nth" << Value << "all";
    if (!which.nth.empty()) out << Key << "nth" << Value << Flow << which.nth;
    if (!which.except.empty()) out << Key << "except" << Value << Flow << which.except;
    if (which.until) out << Key << "until" << Value << to_text(*which.until - start_of_time);
    if (fault.kind == sim::Fault::Kind::Delay || fault.by != Duration{0})
        out << Key << "by" << Value << to_text(fault.by);
    if (fault.kind == sim::Fault::Kind::Edit) emit_edit(out, fault.edit);
    if (fault.by_hand) out << Key << "by_hand" << Value << "on";
    out << EndMap << EndMap;
}

std::string call_text(const CallStep& step, std::uint64_t sent)
{
    const std::string word{trace::word(step.call)};
    if (step.call == trace::Call::Send) {
        const bool pattern = step.data == Bytes::pattern(step.data.size(), sent);
        return pattern ? fmt::format("{} {}", word, step.data.size())
                       : fmt::format("{} \"{}\"", word, escaped(step.data));
    }
    if (step.call != trace::Call::Read && step.call != trace::Call::Skip) return word;
    const bool all = step.call == trace::Call::Read && step.octets == UINT32_MAX;
    return all ? word + " all" : fmt::format("{} {}", word, step.octets);
}

} // namespace tcpstage::lesson::yaml
