#pragma once
// The line that ss (of iproute2) prints of the socket of an end, column for column as ss does with -H.

#include "core/captions/program.h"

#include <string>

namespace tcpstage::terminal {

struct SsSocket {
    std::string state; // by ss's names: "ESTAB"
    std::uint32_t recv_q = 0;
    std::uint32_t send_q = 0;
    std::string local;
    std::string peer;
    std::string timer; // "timer:(on,996ms,0)"; empty: none runs
};
/// "ESTAB 0      0      10.0.0.1:49152 10.0.0.2:80"
std::string ss_text(const SsSocket& socket);

/// Where the program of an end stands, and when.
struct SsMoment {
    const lesson::Scenario& scenario;
    const trace::Trace& trace;
    const captions::Program& program; // of the end
    trace::Side side;
    trace::Moment moment;
    Instant now; // for the timers
};
/// "ss -Htano dst 10.0.0.2:80", which finds the connection; of a socket that listens "ss -Htlno sport = :80". -o, for
/// the timers, is there only where `timers`.
std::string ss_command(const SsMoment& at, bool timers);
/// Empty: ss prints nothing, because the end has no socket.
std::string ss_line(const SsMoment& at, bool timers);

} // namespace tcpstage::terminal
