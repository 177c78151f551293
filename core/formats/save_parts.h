#pragma once
// The parts of a saved trace, each written and read by neighbouring functions. Private to core/formats.

#include "core/formats/octets.h"
#include "core/trace/trace.h"

#include <map>
#include <vector>

namespace tcpstage::formats {

/// Rules are saved by name, because their numbers differ between versions of the program.
struct RuleNames {
    std::vector<tcp::Rule> rules;        // in the file's order
    std::map<tcp::Rule, std::size_t> at; // its index there
};

void write_segment(OctetWriter& out, const tcp::Segment& segment);
tcp::Segment read_segment(OctetReader& in);

/// Its fate is not decided, or is decided later than a file can express.
bool is_undecided(const trace::Transit& transit);
void write_transits(OctetWriter& out, const trace::Trace& trace);
void read_transits(OctetReader& in, trace::Trace& trace);

RuleNames rule_names(const trace::Trace& trace);
void write_records(OctetWriter& out, const trace::Trace& trace);
void read_records(OctetReader& in, trace::Trace& trace);

void write_snapshots(OctetWriter& out, const trace::Trace& trace, trace::Side side);
void read_snapshots(OctetReader& in, trace::Trace& trace, trace::Side side);

} // namespace tcpstage::formats
