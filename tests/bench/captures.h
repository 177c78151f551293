#pragma once
// Large capture files whose packets our simulator has sent.

#include "core/trace/trace.h"

#include <cstdint>
#include <string>

namespace tcpstage {

/// A transfer with a few losses; at most as many segments as one run may have.
trace::Trace simulated_transfer();
/// A handshake, a request, an answer of 1000 octets, and the close.
trace::Trace simulated_visit();

/// Writes a pcap file at `path`: the segments of `trace`, `times` over with other ports of the client, each `gap` after
/// the one before and mixed by time. Frames are Ethernet and cut to `most_captured` octets. Returns their number.
std::uint64_t write_capture(const std::string& path, const trace::Trace& trace, std::uint32_t times, Duration gap,
                            std::size_t most_captured);

/// Writes a pcap file with one connection: `trace`, whose segments of data and acknowledgments go on until there are at
/// least so many packets. Frames are cut to their headers. Returns their number.
std::uint64_t write_long_connection(const std::string& path, const trace::Trace& trace, std::uint64_t packets);

} // namespace tcpstage
