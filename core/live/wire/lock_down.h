#pragma once
// Gives away every right that forwarding segments does not need. There is no way back.

namespace tcpstage::live {

/// Before anything else: no core files, few descriptors, nothing inherited but the standard ones and the socket pair.
void limit_resources();
/// When the wire is made: no capability, no new privilege, no other process that looks in. Throws Failure.
void drop_rights();
/// Allows a list of system calls, some of them only with certain arguments; any other fails with EPERM. Throws Failure.
void forbid_other_calls();

} // namespace tcpstage::live
