#pragma once
// Shared by tests on real kernels. Where the user may not make namespaces they are skipped and print the reason.

#include "core/lesson/library.h"
#include "core/live/client.h"
#include "core/live/session/probe.h"
#include "core/live/session/run_live.h"

#include <gtest/gtest.h>

namespace tcpstage::live {

/// How long a test waits for an event. Generous, because the machine may be busy.
inline constexpr std::chrono::seconds patience{60};

inline WireSetup plain_wire(Device device)
{
    WireSetup setup;
    setup.device = device;
    setup.stacks[0].address = {10, 0, 0, 1};
    setup.stacks[1].address = {10, 0, 0, 2};
    setup.stacks[0].port = 49152;
    setup.stacks[1].port = 80;
    for (StackSetup& stack : setup.stacks)
        stack.quick_ack = true;
    return setup;
}

/// Why a wire of this kind cannot be made here; empty when it can.
inline std::string obstacle(Device device)
{
    boost::asio::io_context io{1};
    const auto client = Client::start(io, plain_wire(device));
    return client ? "" : client.error().sentence();
}

} // namespace tcpstage::live

#define TCPSTAGE_NEEDS(device)                                                                                         \
    if (const std::string why = obstacle(device); !why.empty()) GTEST_SKIP() << why
