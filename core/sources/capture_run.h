#pragma once
// One connection of a capture file as a run, and its name: the file's path, then # and the number of the connection.

#include "core/capture/file/origin.h"
#include "core/capture/watch/watch.h"
#include "core/run/saved_run.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace tcpstage::sources {

/// "FILE.pcapng#3".
struct ConnectionName {
    std::string path;
    std::uint32_t number = 1;
};
std::string connection_source(const std::string& path, std::uint32_t number);
/// The path in such a name, or all of it if it has no number; of two captures that are joined (joined_run.h) the first.
std::string path_in(const std::string& source);
/// The number of the connection in such a name; 1 if it has none.
std::uint32_t chosen_in(const std::string& source);
/// Empty if there is no such file, or it is no capture: told by its content.
std::optional<ConnectionName> parse_connection_source(const std::string& source);

/// One connection of a capture as it was watched.
struct WatchedConnection {
    capture::Watch watch;
    std::uint32_t number = 1;
    std::uint32_t count = 1;        // of the connections in the capture
    std::optional<Error> problem{}; // what of the file could not be read
    std::int64_t began_ns = 0;      // when the file begins, since 1970
};
/// Reads the whole capture. Errors: the file cannot be read, has no such connection, or it was cancelled.
Result<WatchedConnection> watch_connection(const capture::Origin& origin, std::uint32_t number,
                                           const std::stop_token& stop = {});
/// The same as a run. The comments of the capture are its notes; what could not be read is a warning.
Result<run::LessonRun> capture_run(const capture::Origin& origin, std::uint32_t number,
                                   const std::stop_token& stop = {});
/// The trace of a connection as a run: `title` names the capture, `summary` says what it is.
run::LessonRun run_of(capture::Watched watched, const std::string& id, const OwnedText& title, const OwnedText& summary,
                      std::span<const Error> problems);

} // namespace tcpstage::sources
