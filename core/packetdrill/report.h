#pragma once
// The results of scripts, as text and as JSON.

#include "core/packetdrill/run.h"

#include <string>
#include <vector>

namespace tcpstage::packetdrill {

/// "FILE: passed", "FILE:12: error handling packet: ...; script packet: ...; actual packet: ...", or
/// "FILE:3: not supported: ...".
/// What differs is said in packetdrill's own words, in English.
std::string to_line(const std::string& file, const Outcome& outcome, Language language = Language::English);

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t unsupported = 0;
    std::vector<std::pair<OwnedText, std::size_t>> missing{}; // what is not supported, and in how many scripts
    void count(const Outcome& outcome);
    /// Whether not one script was run to its end or to a difference.
    bool nothing_ran() const { return passed + failed == 0; }
};
/// "12 passed, 1 failed, 2 not supported"; the last part only if there are any, with a line for each thing that is
/// missing, the most frequent first.
std::string to_text(const Tally& tally, Language language = Language::English);

struct Ran {
    std::string file;
    Outcome outcome;
};
/// { "scripts": [ { "file", "result": "passed"|"failed"|"not supported", "line", "what", "expected", "seen",
/// "reasons": [ { "t_ns", "line", "rule", "section" } ] } ], "passed", "failed", "not_supported",
/// "missing": [ { "what": { "en", "zh" }, "scripts" } ] }
std::string to_json(const std::vector<Ran>& scripts);

} // namespace tcpstage::packetdrill
