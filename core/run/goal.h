#pragma once
// Whether a run reaches the goal of its lesson, when, and by what; and the grades of runs that are handed in.

#include "core/lesson/goal.h"
#include "core/run/run.h"

#include <span>
#include <vector>

namespace tcpstage::run {

/// A run beside the goal of its lesson.
struct Judgement {
    std::vector<OwnedText> missing;             // what is not as the goal wants it; empty: reached
    trace::RecordId reached = trace::no_record; // with it the last condition that has a moment was fulfilled

    bool is_reached() const { return missing.empty(); }
};
/// O(records). Of a run that goes on, as of one that ends here.
Judgement judge(const lesson::Goal& goal, const trace::Trace& trace);
/// When and by which rule the goal was reached: "At 1.300 s: server enters CLOSING. ... (RFC 9293 3.10.7.4)".
OwnedText how_reached(const Judgement& judgement, const trace::Trace& trace);

/// "one thing; another"
OwnedText in_one_line(const std::vector<OwnedText>& texts);

/// The lesson after these acts, one after another. Runs the lesson once for each. Errors: one that cannot be done, with
/// its number.
Result<lesson::Scenario> with_acts(const lesson::Scenario& lesson, std::span<const lesson::Act> acts);

/// Of one run that was handed in.
struct Grade {
    enum class Result : std::uint8_t { Solved, NotSolved, Refused };
    Result result = Result::Refused;
    std::uint32_t acts = 0;
    std::vector<OwnedText> done; // what each act was
    OwnedText reason;            // how it was solved, what is missing, or why it is refused
    Instant at;                  // of a solved one
};
inline constexpr std::array<std::string_view, 3> grade_words{"solved", "not solved", "refused"};
/// Grades what was handed in as `solution`. Of it only the acts count: they are done to `lesson`, whose goal decides.
/// Refused: a lesson that was changed in any other way, acts that the goal does not allow, a file without acts.
Grade grade(const lesson::Scenario& lesson, const lesson::Scenario& solution);

} // namespace tcpstage::run
