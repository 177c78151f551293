#pragma once
// The ways in which real sockets are observed, best first: on the wire between two private stacks, by capturing on the
// loopback interface, or on the loopback interface with nothing but what the kernel reports of its sockets.

#include <array>
#include <cstdint>
#include <string_view>

namespace tcpstage::live {

enum class Vantage : std::uint8_t { Wire, Watch, TcpInfo };
inline constexpr std::array<std::string_view, 3> vantage_words{"wire", "watch",
                                                               "gauges"}; // as the command line names them
constexpr std::string_view word(Vantage vantage) { return vantage_words[static_cast<std::size_t>(vantage)]; }

} // namespace tcpstage::live
