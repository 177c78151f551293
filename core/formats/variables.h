#pragma once
// The variables of a TCB as JSON and CSV name them. Private to the writers of these formats.

#include "core/trace/trace.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tcpstage::formats {

/// Sequence numbers are absolute, windows and `flight` octets, times nanoseconds.
inline constexpr std::array<std::string_view, 11> variable_names{"snd.una", "snd.nxt", "snd.wnd",  "rcv.nxt",
                                                                 "rcv.wnd", "cwnd",    "ssthresh", "flight",
                                                                 "rto_ns",  "srtt_ns", "rttvar_ns"};
using VariableValues = std::array<std::optional<std::int64_t>, variable_names.size()>;

/// Without a value: one that the state does not have yet, or no longer; cwnd without congestion control; ssthresh
/// before the first loss; SRTT before the first measurement.
VariableValues values_of(const tcp::Tcb& tcb);
/// Not over UDP, and not the end that a script plays.
bool has_tcb(const trace::Trace& trace, trace::Side side);

} // namespace tcpstage::formats
