#pragma once
// Why the wire could not be set up: the step and the kernel's errno. Thrown during the setup only.

#include "core/live/protocol.h"

#include <cerrno>

namespace tcpstage::live {

struct Failure {
    Stage stage;
    int reason;
};

/// Returns a system call's result, or throws Failure with its errno.
inline int needed(Stage stage, int result)
{
    if (result < 0) throw Failure{stage, errno};
    return result;
}

} // namespace tcpstage::live
