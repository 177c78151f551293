#pragma once
// A child process: whether it is stopped, and how it is ended.

#include <sys/types.h>

namespace tcpstage::live {

/// Stopped by a signal (SIGSTOP, SIGTSTP) and not continued yet.
bool is_stopped(::pid_t process);

/// Waits up to 2 s for it to end by itself, unless it is stopped; then kills it. The process is reaped on return.
void end_child(::pid_t process);

} // namespace tcpstage::live
