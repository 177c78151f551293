#pragma once
// Two network namespaces, joined through this process: nothing passes from one to the other unless it is handed over.

#include "core/live/wire/descriptor.h"
#include "core/live/wire/ends.h"

#include <array>

namespace tcpstage::live {

struct Wire {
    Device device = Device::Tun;
    std::array<Descriptor, 2> networks;
    std::array<End, 2> ends;
};

/// Needs a user namespace of our own. Takes TUN when it can be opened, else veth. Throws Failure.
Wire make_wire(const WireSetup& setup);

} // namespace tcpstage::live
