#pragma once
// All that is set on a kernel for a run: variables of its namespace, its route and its interface, options of its
// sockets. The helper sets what these lists say, and the program shows them, so that no setting stays unsaid.

#include "core/live/protocol.h"
#include "core/trace/setting.h"

#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::live {

/// An option of a socket with a number, or else with a word.
struct SocketOption {
    std::string_view name; // "TCP_NODELAY"
    int level = 0;
    int option = 0;
    std::uint32_t value = 0;
    std::string_view word; // of TCP_CONGESTION; empty: the number counts
};

/// What the lesson, and a person who takes time, need; in the order of setting.
std::vector<trace::Setting> sysctls_of(const StackSetup& stack);
std::vector<SocketOption> socket_options_of(const StackSetup& stack);

/// This machine's own values of the variables that decide how TCP behaves: a new namespace has the kernel's defaults.
/// To be called outside the namespaces.
std::vector<trace::Setting> machine_sysctls();

/// Everything as words for people, each a name and its value.
std::vector<trace::Setting> all_settings_of(const StackSetup& stack);

/// Whether this kernel can be asked for CUBIC.
bool has_cubic();

} // namespace tcpstage::live
