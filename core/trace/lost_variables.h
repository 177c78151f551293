#pragma once
// What a rule says of a variable is not seen where the same event deletes the TCB.

#include "core/trace/trace.h"

namespace tcpstage::trace {

/// Whether the rule of a Reason record says how a variable of the TCB changes, although its group deletes the TCB:
/// after the last ACK nobody can see that SND.UNA has moved or a round trip was measured.
inline bool is_lost_with_tcb(const Trace& trace, const Record& reason)
{
    const tcp::Rule rule = reason.rule();
    const bool of_variable = rule == tcp::Rule::RttMeasured || rule == tcp::Rule::WindowUpdated ||
                             rule == tcp::Rule::AckAdvances || rule == tcp::Rule::TextInOrder;
    if (!of_variable || reason.connection != the_conversation || reason.cause == no_record) return false;
    return trace.after_group(reason.side, reason.cause).state == tcp::State::Closed;
}

} // namespace tcpstage::trace
