#pragma once
// A user namespace for this process, and network namespaces in it. The process must be single-threaded.

#include "core/live/wire/descriptor.h"

#include <string>

namespace tcpstage::live {

/// Afterwards the process has all privileges in its own namespaces and none on the machine. Throws Failure.
void enter_user_namespace();

/// Makes a network namespace without entering it. Throws Failure.
Descriptor make_network_namespace();

/// The thread is inside a network namespace while this object lives: sockets made meanwhile belong to it permanently.
class Inside {
public:
    explicit Inside(const Descriptor& network);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    Descriptor before_;
};

/// Sets "net.ipv4.tcp_sack", for instance, in the namespace that the thread is in. False: this kernel does not have it.
bool set_sysctl(const std::string& name, const std::string& value);
inline bool set_sysctl(const std::string& name, unsigned value) { return set_sysctl(name, std::to_string(value)); }

/// Writes a whole small file at once.
bool write_file(const std::string& path, const std::string& text);

} // namespace tcpstage::live
