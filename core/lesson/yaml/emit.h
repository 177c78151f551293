#pragma once
// Parts of a lesson that write_scenario writes. Private to core/lesson.

#include "core/lesson/yaml/parts.h"

#include <yaml-cpp/emitter.h>

namespace tcpstage::lesson::yaml {

/// The keys from, flags, seq, ack and len, within a map that is open.
void emit_match(YAML::Emitter& out, const sim::SegmentMatch& which, const Names& names);
/// The map of `expect:`.
void emit_expectations(YAML::Emitter& out, const Expectations& expect, const Names& names);
/// The value of `network:`.
void emit_network(YAML::Emitter& out, const std::array<sim::LinkSettings, 2>& links);
/// An entry of `faults:`, a map.
void emit_fault(YAML::Emitter& out, const sim::Fault& fault, const Names& names);
/// "send 100", where its end has sent that many octets before.
std::string call_text(const CallStep& step, std::uint64_t sent);
/// The entries of `counts:` and the map of `delivered:`.
void emit_counts(YAML::Emitter& out, const std::vector<ExpectedCount>& counts, const Names& names);
void emit_delivered(YAML::Emitter& out, const std::array<std::optional<Limits>, 2>& delivered, const Names& names);
/// `goal:` and, of a branch, `solves:`, in the map of the lesson.
void emit_goal(YAML::Emitter& out, const Scenario& scenario, const Names& names);
/// "10.0.0.1:80".
inline std::string text_of(tcp::Address address, std::uint16_t port)
{
    return tcp::to_text(tcp::SocketAddress{address, port});
}

} // namespace tcpstage::lesson::yaml
