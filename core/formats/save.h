#pragma once
// A trace as a file (.tcptrace): all of it, with the lesson it was run from, if any. Compact, versioned, checked by a
// CRC.

#include "core/base/error.h"
#include "core/trace/trace.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace tcpstage::formats {

struct SavedTrace {
    trace::Trace trace;
    std::string lesson_id;   // empty without a lesson
    std::string lesson_yaml; // title, notes, steps: everything that the run depends on
};

/// The octets of a file that load_trace turns into an equal trace.
std::string save_trace(const trace::Trace& trace, std::string_view lesson_id = {}, std::string_view lesson_yaml = {});

/// Errors: not a saved trace, an unknown version, cut off or damaged, cancelled. `file_name` is used only in the error.
Result<SavedTrace> load_trace(std::string_view octets, const std::string& file_name, std::stop_token stop = {});

/// For ReadLimits::inspect: an error if the file's first octets are not those of a saved trace.
Result<void> check_begins_as_trace(std::string_view first, const std::string& file_name);
/// The largest file of a trace that is read or written, in octets.
inline constexpr std::size_t largest_saved_trace = std::size_t{256} << 20U;
/// Returns `octets`, the result of save_trace, or an error if they are more than can be loaded again.
Result<std::string> loadable(std::string octets, std::size_t most = largest_saved_trace);

} // namespace tcpstage::formats
