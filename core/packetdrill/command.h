#pragma once
// Commands in back quotes. None is ever run: sysctl sets what it can set, sockstat is answered from the states of our
// streams, tcpdrop aborts.

#include "core/packetdrill/sockets.h"

#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

struct Obeyed {
    enum class Kind : std::uint8_t { Done, Differs, Unsupported };
    Kind kind = Kind::Done;
    std::string remark;
};

Obeyed obey(std::string_view command, Sockets& sockets);

} // namespace tcpstage::packetdrill
