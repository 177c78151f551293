#pragma once
// Two network namespaces joined through this process: nothing passes between them unless this process forwards it.

#include "core/live/stack_settings.h"
#include "core/live/wire/descriptor.h"
#include "core/live/wire/ends.h"

#include <array>

namespace tcpstage::live {

struct Wire {
    Device device = Device::Tun;
    std::array<Descriptor, 2> networks;
    std::array<End, 2> ends;
};

/// Must be called inside the helper's own user namespace. Uses TUN if it can be opened, else veth. `of_machine`: set in
/// both networks, before what the setup says. Throws Failure.
Wire make_wire(const WireSetup& setup, const std::vector<trace::Setting>& of_machine);

} // namespace tcpstage::live
