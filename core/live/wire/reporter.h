#pragma once
// Sends events to the program, several in a message. Counts and discards messages that it does not read in time.

#include "core/live/protocol.h"

#include <deque>
#include <span>
#include <string>

namespace tcpstage::live {

class Reporter {
public:
    explicit Reporter(int socket) : socket_{socket} {}

    void report(Event event, std::span<const std::uint8_t> tail = {});
    /// Sends what was reported. False: the program does not read at the moment; call again when the socket is writable.
    bool flush();

private:
    static constexpr std::size_t most_waiting = 1024; // messages
    void close_message();

    int socket_;
    std::string message_;
    std::deque<std::string> waiting_;
    std::int64_t unreported_ = 0;
};

/// The machine's monotonic clock, in nanoseconds.
std::int64_t now();

} // namespace tcpstage::live
