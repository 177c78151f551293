#pragma once
// Where Wireshark's dumpcap is, and dumpcap on all interfaces of this machine, for as long as it is wanted.

#include "core/live/explain.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace tcpstage::live {

/// Searches the folders of PATH; empty: it is not there.
std::string find_dumpcap();

/// Writes what passes as pcapng to a pipe. Ends with this object, and with this process, however that ends.
class Dump {
public:
    Dump() = default;
    ~Dump();
    Dump(const Dump&) = delete;
    Dump& operator=(const Dump&) = delete;

    /// Returns when dumpcap captures, after some 50 ms. `filter`: in libpcap's language. Empty: it works; else the step
    /// that failed.
    std::optional<Trouble> start(const std::string& filter);
    /// The end of the pipe from which its octets are read; it does not block.
    int output() const { return output_; }

private:
    std::optional<Trouble> launch(const std::string& program, const std::string& filter);

    ::pid_t guard_ = -1;
    int output_ = -1;
    int lifeline_ = -1; // when it is closed, the guard ends dumpcap
};

} // namespace tcpstage::live
