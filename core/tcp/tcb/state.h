#pragma once
// The eleven states of a connection and the one table of legal transitions (RFC 9293 section 3.3.2, figure 5).

#include "core/base/text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tcpstage::tcp {

enum class State : std::uint8_t {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait
};
inline constexpr std::size_t state_count = 11;

/// One edge of the state diagram. `event` and `action` are the words on it; an edge that figure 5 does not draw (a RST,
/// an ABORT, FIN and ACK of FIN in one segment) is legal but not `drawn`.
struct Transition {
    State from;
    State to;
    bool drawn;
    Text event;
    Text action;
};

std::span<const Transition> transitions();
/// Whether the table has an edge from -> to.
bool is_legal(State from, State to);

/// "SYN-RECEIVED", as the RFC writes it.
std::string_view name(State state);
/// "SYN_RECV", as netstat and ss write it.
std::string_view netstat_name(State state);
/// Reads either spelling, in any case; empty if the text is neither.
std::optional<State> parse_state(std::string_view text);
/// What the state waits for: one sentence (RFC 9293 section 3.3.2).
Text meaning(State state);

/// ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT, CLOSING, LAST-ACK, TIME-WAIT.
constexpr bool is_synchronized(State state) { return state >= State::Established; }

} // namespace tcpstage::tcp
