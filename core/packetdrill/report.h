#pragma once
// The results of scripts, as text and as JSON.

#include "core/packetdrill/run.h"

#include <string>
#include <vector>

namespace tcpstage::packetdrill {

/// "FILE: passed", "FILE:12: error handling packet: ...; script packet: ...; actual packet: ...", or
/// "FILE:3: not supported: ...".
std::string to_line(const std::string& file, const Outcome& outcome);

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t unsupported = 0;
    void count(Verdict verdict);
};
/// "12 passed, 1 failed, 2 not supported"; the last part only if there are any.
std::string to_text(const Tally& tally);

struct Ran {
    std::string file;
    Outcome outcome;
};
/// { "scripts": [ { "file", "result": "passed"|"failed"|"not supported", "line", "what", "expected", "seen",
/// "reasons": [ { "t_ns", "line", "rule", "section" } ] } ], "passed", "failed", "not_supported" }
std::string to_json(const std::vector<Ran>& scripts);

} // namespace tcpstage::packetdrill
