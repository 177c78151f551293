#pragma once
// Finds a lesson that shows a rule.

#include "core/tcp/rules.h"

#include <string_view>

namespace tcpstage::lesson {

/// The id of a built-in lesson in which `rule` is followed; empty if there is none.
std::string_view lesson_for(tcp::Rule rule);

} // namespace tcpstage::lesson
