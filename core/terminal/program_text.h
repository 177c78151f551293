#pragma once
// The programs of both ends as text: a line for each socket call, with its time, and with what it returns and when.

#include "core/run/saved_run.h"

#include <string>

namespace tcpstage::terminal {

/// Of a lesson with two worlds those of the first. An end whose calls are not known is left out.
std::string program_text(const run::LessonRun& lesson_run, Language language);

} // namespace tcpstage::terminal
