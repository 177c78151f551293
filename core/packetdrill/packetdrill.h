#pragma once
// A run as a packetdrill script, and scripts that remember which TCP they were written for.

#include "core/packetdrill/run.h"
#include "core/run/saved_run.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

/// One end is under test; the script plays the other one and the network. Without `tested` it is the left end, or the
/// right one if packetdrill cannot express what the left one does. The script passes in packetdrill::run, strictly, and
/// on Linux where that TCP does the same: it names states as Linux does, sets TCP_MAXSEG, TCP_NODELAY and the sysctl
/// variables of the options, and leaves out the windows of expected segments.
/// Errors: a run that packetdrill cannot express, or a script that would be too large.
Result<std::string> to_packetdrill(const run::LessonRun& lesson_run, std::optional<trace::Side> tested = {});

struct LoadedScript {
    packetdrill::Script script;
    /// The TCP that a script of to_packetdrill names in a comment; empty: FreeBSD's.
    std::optional<tcp::Settings> stack;
};
/// The beginning of the comment that names the TCP.
inline constexpr std::string_view stack_comment = "// tcp: ";
/// Reads the text of a script; `file` is for errors only. Errors: no UTF-8 text, or wrong syntax, with line and column.
Result<LoadedScript> load_script(const std::string& text, const std::string& file, std::stop_token stop = {});
/// Where a script may come from.
struct ScriptSource {
    bool standard_input = false; // "-" is allowed
    std::stop_token stop{};
};
/// Reads the file of a script: a text of at most `largest_script`.
Result<LoadedScript> load_script_file(const std::string& path, const ScriptSource& source = {});
inline constexpr std::size_t largest_script = std::size_t{32} << 20U; // octets

/// Runs a script and returns it as a run: each line becomes a note, and a difference becomes the run's mismatch.
run::LessonRun script_run(const LoadedScript& loaded, std::stop_token stop = {});

} // namespace tcpstage::packetdrill
