#pragma once
// Two captures of one connection, taken at its two ends, as one run; and its name: "A.pcapng#1+B.pcapng", the name of a
// connection of the first capture, + and the path of the second one, with or without the number of its connection.

#include "core/capture/join/join.h"
#include "core/sources/capture_run.h"

namespace tcpstage::sources {

struct JoinedName {
    ConnectionName one;
    std::string other;
    std::uint32_t other_number = 0; // 0: the connection that is the same
};
std::string joined_source(const std::string& path, std::uint32_t number, const std::string& other);
/// Empty if it is no such name, or a file in it is no capture.
std::optional<JoinedName> parse_joined_source(const std::string& source);

struct JoinedConnection {
    capture::Joined joined;
    std::vector<Error> problems; // what of the files could not be read
};
/// Joins connection `number` of the first capture with connection `other_number` of the second one, or with the same
/// one. Errors: those of watch_connection, or the second capture has no segment of the connection.
Result<JoinedConnection> join_captures(const capture::Origin& one, std::uint32_t number, const capture::Origin& other,
                                       std::uint32_t other_number, const std::stop_token& stop = {});
/// The same as a run. Its summary says that it is joined, and how far the clocks are apart.
Result<run::LessonRun> joined_run(const capture::Origin& one, std::uint32_t number, const capture::Origin& other,
                                  std::uint32_t other_number, const std::stop_token& stop = {});

} // namespace tcpstage::sources
