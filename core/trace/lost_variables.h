#pragma once
// What a rule says of a variable is not seen where the same event deletes the TCB.

#include "core/trace/trace.h"

namespace tcpstage::trace {

/// Whether the rule of a Reason record says how a variable of the TCB changes, although its group deletes the TCB:
/// after the last ACK nobody can see that SND.UNA has moved or a round trip was measured.
bool is_lost_with_tcb(const Trace& trace, const Record& reason);

} // namespace tcpstage::trace
