#pragma once
// A program that we have started: whether somebody has stopped it, and its end.

#include <sys/types.h>

namespace tcpstage::live {

/// Stopped by a signal (SIGSTOP, SIGTSTP) and not continued yet.
bool is_stopped(::pid_t process);

/// Lets it end by itself for 2 s, unless it is stopped; then kills it. Nothing of it is left when this returns.
void end_child(::pid_t process);

} // namespace tcpstage::live
