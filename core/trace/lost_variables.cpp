#include "core/trace/lost_variables.h"

namespace tcpstage::trace {

bool is_lost_with_tcb(const Trace& trace, const Record& reason)
{
    const tcp::Rule rule = reason.rule();
    const bool of_variable = rule == tcp::Rule::RttMeasured || rule == tcp::Rule::WindowUpdated ||
                             rule == tcp::Rule::AckAdvances || rule == tcp::Rule::TextInOrder;
    if (!of_variable || reason.connection != the_conversation || reason.cause == no_record) return false;
    return trace.after_group(reason.side, reason.cause).state == tcp::State::Closed;
}

} // namespace tcpstage::trace
