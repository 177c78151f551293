#pragma once
// Drops every privilege that forwarding segments does not need, irrevocably.

namespace tcpstage::live {

/// To be called first: no descriptor after `last` is inherited.
void close_others_after(int last);
/// No core files, few descriptors. Programs that this process starts afterwards have the same limits.
void limit_resources();
/// To be called when the wire is set up: no capabilities, new privileges or tracing by others. Throws Failure.
void drop_rights();
/// Allows a list of system calls, some only with certain arguments; all others fail with EPERM. Throws Failure.
void forbid_other_calls();

} // namespace tcpstage::live
