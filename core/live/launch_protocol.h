#pragma once
// Between the program and the launcher: a second process of the helper, which starts two programs of the user, each in
// one of the wire's network namespaces. Orders and reports are messages of a SOCK_SEQPACKET pair.

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tcpstage::live {

inline constexpr const char* launch_argument = "--programs";  // of the helper, which then has these descriptors:
inline constexpr int launch_descriptor = 4;                   // the launcher's end of the pair
inline constexpr std::array<int, 2> output_descriptors{5, 6}; // what the program of each side writes
inline constexpr std::size_t longest_command_bytes = 16384;

struct LaunchOrder {
    enum class Kind : std::uint8_t { Start, Terminate, Kill };
    Kind kind = Kind::Start;
    std::uint8_t side = 0;
}; // a Start is followed by the command: a line for the shell

struct LaunchReport {
    enum class Kind : std::uint8_t { Ready, Failed, Ended };
    Kind kind = Kind::Ready;
    std::uint8_t side = 0;
    std::uint16_t unused = 0;
    std::int32_t value = 0; // of Failed: errno; of Ended: the status that waitpid() gives
};

static_assert(std::is_trivially_copyable_v<LaunchOrder> && std::is_trivially_copyable_v<LaunchReport>);

} // namespace tcpstage::live
