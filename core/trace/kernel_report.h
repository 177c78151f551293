#pragma once
// What a kernel reports of a connection that is only watched: the head of what changes then. It is stored like a call,
// but no program has made it, no lesson can write it, and nothing else is seen.

#include "core/trace/record.h"

namespace tcpstage::trace {

inline constexpr Call kernel_report = static_cast<Call>(call_words.size()); // after the calls of lessons
inline constexpr std::string_view kernel_report_word = "report";

constexpr bool is_kernel_report(const Record& record)
{
    return record.kind == Kind::Called && record.call() == kernel_report;
}

} // namespace tcpstage::trace
