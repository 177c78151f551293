#pragma once
// One line of the program of an end: a socket call and what it returns, and its text. RFC 9293's calls have their POSIX
// names.

#include "core/trace/trace.h"

#include <string>

namespace tcpstage::captions {

/// Linger is setsockopt() before the close() that aborts. Restart is no call: the machine restarts, the program ends.
enum class SocketCall : std::uint8_t {
    Socket,
    Bind,
    Listen,
    Accept,
    Connect,
    Send,
    Read,
    Shutdown,
    Linger,
    Close,
    Restart
};
enum class Errno : std::uint8_t {
    None,
    Again,
    BadFile,
    InUse,
    Interrupted,
    Invalid,
    IsConnected,
    NoBuffer,
    NotConnected,
    Pipe,
    Refused,
    Reset,
    TimedOut,
    TooLong,
    Unreachable
};

struct ProgramLine {
    SocketCall call = SocketCall::Socket;
    Errno failure = Errno::None;
    std::uint16_t connection = 0;      // 0: of the first descriptor; n: of the nth connection that was accepted
    std::uint32_t octets = UINT32_MAX; // of a send; of a read the most that it takes; UINT32_MAX: all
    std::int64_t result = 0;           // of an accept: the number of the connection
    trace::RecordId begins = trace::no_record;
    trace::RecordId returns = trace::no_record; // no_record: it has not returned

    bool blocks() const { return returns == trace::no_record; }
    friend bool operator==(const ProgramLine&, const ProgramLine&) = default;
};

/// "connect(fd, 10.0.0.2:80)"
std::string call_text(const ProgramLine& line, const trace::Trace& trace, trace::Side side);
/// "connect()": the same where there is little room.
std::string short_call_text(const ProgramLine& line);
/// "0", "-1 ECONNREFUSED", "fd"; empty while it blocks.
std::string result_text(const ProgramLine& line);

} // namespace tcpstage::captions
