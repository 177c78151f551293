#pragma once
// Parts of a lesson that write_scenario writes. Private to core/lesson.

#include "core/lesson/yaml/parts.h"

#include <yaml-cpp/emitter.h>

namespace tcpstage::lesson::yaml {

/// The keys from, flags, seq, ack and len, within a map that is open.
void emit_match(YAML::Emitter& out, const sim::SegmentMatch& which, const Names& names);
/// The map of `expect:`.
void emit_expectations(YAML::Emitter& out, const Expectations& expect, const Names& names);
/// "10.0.0.1:80".
inline std::string text_of(tcp::Address address, std::uint16_t port)
{
    return tcp::to_text(tcp::SocketAddress{address, port});
}

} // namespace tcpstage::lesson::yaml
