#pragma once
// Starts the user's own programs in the wire's network namespaces, as the user and without any capability there, and
// ends them: the launcher is the first process of their process namespace, so none of them outlives it.

#include "core/live/wire/wire.h"

#include <sys/types.h>

namespace tcpstage::live {

/// The user that started the helper, as seen outside of its user namespace.
struct User {
    ::uid_t user = 0;
    ::gid_t group = 0;
};

/// Forks the launcher. Must be called inside the helper's user namespace, with all privileges. `environment` is that of
/// the programs. Afterwards this process has none of the descriptors of launch_protocol.h. Throws Failure.
void start_launcher(const Wire& wire, const WireSetup& setup, const User& user, char** environment);

} // namespace tcpstage::live
