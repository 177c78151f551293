#pragma once
// Commands in backquotes. None is executed: sysctl sets the options that the engine has, sockstat is answered from the
// states of the sockets, tcpdrop aborts connections.

#include "core/packetdrill/sockets.h"

#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

struct Obeyed {
    enum class Kind : std::uint8_t { Done, Differs, Unsupported };
    Kind kind = Kind::Done;
    OwnedText remark; // what differs, or what is not supported
};

/// Interprets the command without its backquotes.
Obeyed obey(std::string_view command, Sockets& sockets);

} // namespace tcpstage::packetdrill
