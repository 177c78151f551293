#pragma once
// Why the wire could not be made: the step and the kernel's errno. Thrown while it is made, never afterwards.

#include "core/live/protocol.h"

#include <cerrno>

namespace tcpstage::live {

struct Failure {
    Stage stage;
    int reason;
};

/// Passes a system call's result on, or fails with its errno.
inline int needed(Stage stage, int result)
{
    if (result < 0) throw Failure{stage, errno};
    return result;
}

} // namespace tcpstage::live
