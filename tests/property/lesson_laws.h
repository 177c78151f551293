#pragma once
// Laws that hold for every lesson.

#include "core/lesson/scenario.h"

#include <cstdint>
#include <map>
#include <string>

namespace tcpstage::testing {

/// A violated law and where; both empty if all laws hold.
struct Breach {
    std::string law;
    std::string detail;
    explicit operator bool() const { return !law.empty(); }
};

/// Limits of a check, and its statistics. Longer runs are skipped or checked only in part.
struct Study {
    std::size_t most_in_all_forms = 4000; // records; for check_forms and check_branches
    std::size_t most_watched = 60'000;
    std::size_t watched = 0;                      // records in the run that check_run checked last
    std::map<std::string, std::uint64_t> tally{}; // by name
};

/// Runs the lesson and checks every step: octets are delivered once and in order, or the user gets a signal; sequence
/// numbers stay in order and windows within the buffers; the run does not end while data or a state still waits.
Breach check_run(const lesson::Scenario& lesson, Study& study);
/// The lesson gives the same trace each time, also after writing and reading it; the trace survives saving and opening;
/// its exports are well formed; as a packetdrill script it passes.
Breach check_forms(const lesson::Scenario& lesson, Study& study);
/// A branch without a change runs like its parent; one with a change equals it up to the change, and can be written as
/// a lesson.
Breach check_branches(const lesson::Scenario& lesson, Study& study);

inline Breach check_all(const lesson::Scenario& lesson, Study& study)
{
    if (Breach breach = check_run(lesson, study)) return breach;
    if (study.watched > study.most_in_all_forms) return {};
    if (Breach breach = check_forms(lesson, study)) return breach;
    return check_branches(lesson, study);
}

} // namespace tcpstage::testing
