#pragma once
// What was set on the kernel of a real end for its run.

#include <string>

namespace tcpstage::trace {

struct Setting {
    std::string name;  // "net.ipv4.tcp_sack", "TCP_NODELAY", "route quickack"
    std::string value; // "0", "cubic"
    friend bool operator==(const Setting&, const Setting&) = default;
};

} // namespace tcpstage::trace
