#pragma once
// The steps that make a wire between two kernels, so that a failure can be named.

#include <array>
#include <cstdint>
#include <string_view>

namespace tcpstage::live {

/// The steps that make a wire, in order: which one failed?
enum class Stage : std::uint8_t {
    Start,
    UserNamespace,
    UserMap,
    NetworkNamespace,
    Tun,
    Veth,
    Link,
    Address,
    Route,
    Neighbour,
    Capture,
    Diagnosis,
    Socket,
    Bind,
    Lock
};
inline constexpr std::array<std::string_view, 15> stage_words{
    "start tcpstage-wire", "make a user namespace", "map the user",      "make a network namespace",
    "open /dev/net/tun",   "make a veth pair",      "bring up the link", "give an address",
    "set the route",       "name the neighbour",    "open the wire",     "open inet_diag",
    "make a socket",       "bind the address",      "drop all rights"};
constexpr std::string_view word(Stage stage) { return stage_words[static_cast<std::size_t>(stage)]; }

} // namespace tcpstage::live
