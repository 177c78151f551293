#pragma once
// How a script for Linux names states and writes the segments that it expects.

#include "core/tcp/tcb/state.h"

#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

/// "TCP_FIN_WAIT1": as Linux's <linux/tcp.h> names it.
std::string_view linux_state(tcp::State state);

/// `text`, a segment in packetdrill's notation, as an expected one: without its window, which no two kernels choose
/// alike, and with its options in Linux's order, because the real packetdrill compares them octet by octet.
std::string as_expected_of_linux(std::string text);

} // namespace tcpstage::packetdrill
