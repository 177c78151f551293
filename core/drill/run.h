#pragma once
// Runs a script against our engine on the virtual clock.

#include "core/drill/machine.h"
#include "core/drill/script.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tcpstage::drill {

enum class Verdict : std::uint8_t { Passed, Failed, Unsupported };

struct Outcome {
    Verdict verdict = Verdict::Passed;
    int line = 0;         // of the event that differs, or is not supported
    std::string what;     // "error handling packet: live packet field tcp_seq: ..."; empty when passed
    std::string expected; // "0.100000 . 1:1(0) ack 1"; empty unless segments differ
    std::string seen;
    std::vector<Reason> reasons; // every rule that was at work, in order
};

struct Conditions {
    /// Times are exact, windows count, and nothing is sent that the script does not expect. Else times may differ by
    /// the script's --tolerance_usecs.
    bool strict = false;
};
Outcome run(const Script& script, const Conditions& conditions = {});

} // namespace tcpstage::drill
