#pragma once
// The ways in which real sockets are seen, from best to plainest: the wire between two stacks of our own, the loopback
// interface watched, and the loopback interface with nothing but what the kernel says of its sockets.

#include <array>
#include <cstdint>
#include <string_view>

namespace tcpstage::live {

enum class Rung : std::uint8_t { Wire, Watch, Gauges };
inline constexpr std::array<std::string_view, 3> rung_words{"wire", "watch", "gauges"};
constexpr std::string_view word(Rung rung) { return rung_words[static_cast<std::size_t>(rung)]; }

} // namespace tcpstage::live
