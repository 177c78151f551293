#pragma once
// A user namespace for this process, and network namespaces in it. The process must have one thread only.

#include "core/live/wire/descriptor.h"

#include <string>

namespace tcpstage::live {

/// From here on the process has all rights over its own namespaces and none over the machine's. Throws Failure.
void enter_user_namespace();

/// A new network namespace; the process stays where it is. Throws Failure.
Descriptor make_network_namespace();

/// The thread is inside a network namespace as long as this lives: sockets made meanwhile belong to it for ever.
class Inside {
public:
    explicit Inside(const Descriptor& network);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    Descriptor before_;
};

/// Of the namespace that the thread is in: "net.ipv4.tcp_sack". False when this kernel does not have it.
bool set_sysctl(const std::string& name, const std::string& value);
inline bool set_sysctl(const std::string& name, unsigned value) { return set_sysctl(name, std::to_string(value)); }

/// Writes a whole small file at once.
bool write_file(const std::string& path, const std::string& text);

} // namespace tcpstage::live
