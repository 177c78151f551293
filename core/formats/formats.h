#pragma once
// A trace as text for other programs: JSON and CSV (docs/formats.md), a Mermaid diagram, and pcapng for Wireshark.

#include "core/trace/trace.h"

#include <string>

namespace tcpstage::formats {

/// "tcpstage-trace", version 1. One array entry per line; the same trace gives the same octets.
std::string to_json(const trace::Trace& trace);
/// A header line, then one line per segment; fields with commas or quotes are quoted (RFC 4180).
std::string to_csv(const trace::Trace& trace);
/// A sequence diagram for Markdown.
std::string to_mermaid(const trace::Trace& trace);
/// What captures at both senders would contain: raw IPv4, one packet for each segment sent, at the time of sending.
std::string to_pcapng(const trace::Trace& trace);

} // namespace tcpstage::formats
