#pragma once
// Any octets as the packets of a captured connection, and what must hold of the trace whatever they are.

#include <cstdint>
#include <span>
#include <string>

namespace tcpstage::capture {

/// The first law that the trace or the report breaks; empty: all hold.
/// - An end goes from the state that it is in, along an edge of the table of transitions.
/// - Nothing happens before what was recorded before it.
/// - Each packet is sent once, and ends at most once.
/// - The report has three to ten sentences, or none without packets.
std::string broken_law(std::span<const std::uint8_t> octets);

} // namespace tcpstage::capture
