#pragma once
// A trace as a file (.tcptrace): all of it, with the lesson it was run from, if any. Compact, versioned, checked by a
// CRC.

#include "core/base/error.h"
#include "core/trace/trace.h"

#include <string>
#include <string_view>

namespace tcpstage {

struct SavedTrace {
    Trace trace;
    std::string lesson_id;   // empty without a lesson
    std::string lesson_yaml; // title, notes, steps: everything that the run depends on
};

/// The octets of a file that load_trace turns into an equal trace.
std::string save_trace(const Trace& trace, std::string_view lesson_id = {}, std::string_view lesson_yaml = {});

/// Errors: no such file format, a newer version, a file that is cut off or damaged. `file_name` is for the sentence
/// only.
Result<SavedTrace> load_trace(std::string_view octets, const std::string& file_name);

} // namespace tcpstage
