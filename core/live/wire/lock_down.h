#pragma once
// Gives away every right that forwarding segments does not need. There is no way back.

namespace tcpstage::live {

/// Before anything else: no core files, few descriptors, nothing inherited but the socket pair.
void limit_resources();
/// When the wire is made: no capability, no new privilege, and a list of allowed system calls. Throws Failure.
void lock_down();

} // namespace tcpstage::live
