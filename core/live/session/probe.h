#pragma once
// Which vantages work on this machine for this user, and for those that do not, the step that failed.

#include "core/base/time.h"
#include "core/live/explain.h"
#include "core/live/vantage.h"

#include <optional>
#include <string>
#include <vector>

namespace tcpstage::live {

/// One way to reach a vantage.
struct Attempt {
    Vantage vantage = Vantage::Wire;
    std::string with;               // "TUN", "veth", "dumpcap", "inet_diag"
    std::optional<Trouble> trouble; // empty: it works
    Duration took{0};

    bool works() const { return !trouble; }
};

/// Tries all in order, the best first; each takes some milliseconds and leaves nothing behind.
std::vector<Attempt> probe();
/// The same, but stops at the first that works.
std::vector<Attempt> probe_until_one_works();
/// The first that works.
std::optional<Vantage> best(const std::vector<Attempt>& attempts);
} // namespace tcpstage::live
