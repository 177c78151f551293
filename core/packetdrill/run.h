#pragma once
// Runs a script against this engine on a virtual clock.

#include "core/packetdrill/machine.h"
#include "core/packetdrill/script.h"
#include "core/trace/trace.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tcpstage::packetdrill {

enum class Verdict : std::uint8_t { Passed, Failed, Unsupported };

struct Outcome {
    Verdict verdict = Verdict::Passed;
    int line = 0;         // of the event that differs, or is not supported
    std::string what;     // "error handling packet: live packet field tcp_seq: ..."; empty when passed
    OwnedText cut;        // "too large: at most ..."; empty unless the run was cut, which is not supported
    OwnedText missing;    // what is not supported: "the call splice()"; empty unless that is why
    std::string expected; // "0.100000 . 1:1(0) ack 1"; empty unless segments differ
    std::string seen;
    std::vector<Reason> reasons;                // every rule that was followed, in order
    trace::TransitId other = trace::no_transit; // in a recording: the segment that was seen instead
};

struct Conditions {
    /// Times are exact, windows count, and nothing is sent that the script does not expect. Else times may differ by
    /// the script's --tolerance_usecs.
    bool strict = false;
    /// The TCP of the machine; FreeBSD's when empty.
    std::optional<tcp::Settings> stack{};
    /// When a stop is requested, the run is cut off soon.
    std::stop_token stop{};
    /// The kernel that the script was written for; what the script itself shows when empty.
    std::optional<Dialect> dialect{};
};
// Other limits at which a run is cut off.
inline constexpr std::size_t most_connections = 1'000; // that one script opens
inline constexpr std::size_t most_steps = 2'000'000;   // calls, segments and timers

/// The trace of a run, and which event of the script led to which records.
struct Recording {
    trace::Trace trace;
    trace::Side machine = trace::Side::Right; // the other one is the script
    struct Step {
        std::size_t event = 0;                   // of the script
        trace::RecordId from = trace::no_record; // the first record that follows from it, or the last one before it
    };
    std::vector<Step> steps; // in order
};
/// The machine is on the left if it connects, else on the right.
trace::Side machine_side(const Script& script);
/// Runs the script up to the first difference. `recording`, if not null, receives the run; its `machine` and its
/// `trace` (empty, with both ends) must be set before.
Outcome run(const Script& script, const Conditions& conditions = {}, Recording* recording = nullptr);

} // namespace tcpstage::packetdrill
