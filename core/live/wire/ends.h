#pragma once
// One end of the wire: reads what a stack sends, and writes what the stack is to receive.

#include "core/live/protocol.h"
#include "core/live/wire/descriptor.h"

#include <span>
#include <string>

namespace tcpstage::live {

class End {
public:
    End() = default;
    End(Descriptor descriptor, int interface_index)
        : descriptor_{std::move(descriptor)}, interface_index_{interface_index}
    {}

    int descriptor() const { return descriptor_.get(); }
    /// The next IP packet that the stack has sent, in `buffer`; empty if there is none. Anything else is skipped.
    std::span<const std::uint8_t> receive(std::span<std::uint8_t> buffer);
    /// Hands an IP packet to the stack, which has processed it when this returns. False: the machine lost it.
    bool deliver(std::span<const std::uint8_t> packet);
    /// Packets that the machine lost before they could be read, since the last call.
    std::uint64_t lost();

private:
    Descriptor descriptor_;
    int interface_index_ = 0; // 0: a TUN device, without link headers
    Descriptor counters_;     // of the TUN device
    std::uint64_t lost_before_ = 0;

    friend End open_tun(const std::string& interface);
    std::uint64_t tun_drops() const;
};

inline constexpr unsigned wire_mtu = 1500;

/// Must be called inside the stack's namespace. Throws Failure.
End open_tun(const std::string& interface);
/// `here` is the helper's end of a veth pair, which must be up. Throws Failure.
End open_capture(const std::string& here);

// Link-layer addresses on a veth wire: both stacks have the same, because they never share a link.
using Hardware = std::array<std::uint8_t, 6>;
inline constexpr Hardware stack_hardware{2, 0, 0, 0, 0, 1};
inline constexpr Hardware peer_hardware{2, 0, 0, 0, 0, 2};

} // namespace tcpstage::live
