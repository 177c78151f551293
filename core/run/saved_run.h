#pragma once
// Saves a run as a .tcptrace file and loads it again: the trace with its lesson, which has the notes and titles.

#include "core/run/run.h"

#include <memory>
#include <string>
#include <string_view>

namespace tcpstage::run {

/// A lesson and its run.
struct LessonRun {
    lesson::Scenario scenario;
    Run run;
    std::shared_ptr<const Run> beside{}; // of the lesson's other world, when it has one
};
/// Runs a lesson with both of its worlds; `stop` as for run().
LessonRun run_lesson(lesson::Scenario scenario, std::stop_token stop = {});

/// The octets of a .tcptrace file for any run, even an incomplete one. If the lesson, written out, is too long for its
/// reader, its steps or all of it are left out. The run of a packetdrill script has no lesson.
std::string save_run(const lesson::Scenario& scenario, const Run& run);

/// Opens the octets of a .tcptrace file; `file_name` is the title of a trace without a lesson (such as a capture), and
/// for errors. Warnings are not in the file. Errors: those of formats::load_trace(), and a lesson that is not valid.
Result<LessonRun> load_run(std::string_view octets, const std::string& file_name, const std::stop_token& stop = {});

} // namespace tcpstage::run
