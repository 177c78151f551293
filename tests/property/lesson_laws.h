#pragma once
// What holds of every lesson, whatever it says.

#include "core/lesson/scenario.h"

#include <cstdint>
#include <map>
#include <string>

namespace tcpstage::testing {

/// A law that does not hold, and where; both empty: all hold.
struct Breach {
    std::string law;
    std::string detail;
    explicit operator bool() const { return !law.empty(); }
};

/// What is looked at, and how much: runs of more records are left out, or left when they have so many.
struct Study {
    std::size_t most_in_all_forms = 4000; // records
    std::size_t most_watched = 60'000;
    std::size_t watched = 0;                      // records of the run that check_run has watched last
    std::map<std::string, std::uint64_t> tally{}; // by name
};

/// Watches the run at each step: octets are delivered once and in order, or the user is told; an endpoint's numbers
/// stay in order and its windows within its buffers; it does not end while something is still to be done.
Breach check_run(const lesson::Scenario& lesson, Study& study);
/// The same lesson gives the same trace; written and read it runs the same; saved and opened the trace is the same; its
/// exports are well formed; as a packetdrill script it passes.
Breach check_forms(const lesson::Scenario& lesson, Study& study);
/// A branch that changes nothing runs as its parent does; one that does is the same until then, and can be written.
Breach check_branches(const lesson::Scenario& lesson, Study& study);

inline Breach check_all(const lesson::Scenario& lesson, Study& study)
{
    if (Breach breach = check_run(lesson, study)) return breach;
    if (study.watched > study.most_in_all_forms) return {};
    if (Breach breach = check_forms(lesson, study)) return breach;
    return check_branches(lesson, study);
}

} // namespace tcpstage::testing
