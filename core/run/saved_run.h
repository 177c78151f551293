#pragma once
// A run as a .tcptrace file, and back: the trace with its lesson, so that notes and titles come along.

#include "core/run/run.h"

#include <memory>
#include <string>
#include <string_view>

namespace tcpstage::run {

/// A lesson and what came of it.
struct LessonRun {
    lesson::Scenario scenario;
    Run run;
    std::shared_ptr<const Run> beside{}; // of the lesson's other world, when it has one
};
/// Runs a lesson, both worlds of it. With `stop` as run() does.
LessonRun run_lesson(lesson::Scenario scenario, std::stop_token stop = {});

/// The octets of a file that load_run opens, whatever the run: one that goes on, say. A lesson that is too long for its
/// reader when it is written out leaves its steps, or all of it, behind.
std::string save_run(const lesson::Scenario& scenario, const Run& run);

/// A trace without a lesson (a capture, say) gets the file's name as its title. Warnings are not saved.
Result<LessonRun> load_run(std::string_view octets, const std::string& file_name, const std::stop_token& stop = {});

} // namespace tcpstage::run
