#pragma once
// The timers of an endpoint. Each is at most one deadline in the TCB.

#include "core/base/text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tcpstage::tcp {

enum class Timer : std::uint8_t { Retransmit, Persist, DelayedAck, TimeWait, KeepAlive, UserTimeout };
inline constexpr std::size_t timer_count = 6;
inline constexpr std::array<Timer, timer_count> all_timers{Timer::Retransmit, Timer::Persist,   Timer::DelayedAck,
                                                           Timer::TimeWait,   Timer::KeepAlive, Timer::UserTimeout};

/// The names of the timers in lesson files and JSON.
constexpr std::array<std::string_view, timer_count> timer_ids{"retransmit", "persist",    "delayed-ack",
                                                              "time-wait",  "keep-alive", "user-timeout"};
constexpr std::string_view id(Timer timer) { return timer_ids[static_cast<std::size_t>(timer)]; }

/// For people: "RTO", "2MSL", ...
constexpr Text label(Timer timer)
{
    constexpr std::array<Text, timer_count> labels{Text{"RTO", "重传超时 RTO"},     Text{"persist", "坚持"},
                                                   Text{"delayed ACK", "延迟 ACK"}, Text{"2MSL", "2MSL"},
                                                   Text{"keep-alive", "保活"},      Text{"user timeout", "用户超时"}};
    return labels[static_cast<std::size_t>(timer)];
}

} // namespace tcpstage::tcp
