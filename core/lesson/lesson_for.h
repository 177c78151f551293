#pragma once
// The way from a rule to a lesson that shows it.

#include "core/tcp/rules.h"

#include <string_view>

namespace tcpstage::lesson {

/// The id of a built-in lesson in which `rule` is followed; empty: none does.
std::string_view lesson_for(tcp::Rule rule);

} // namespace tcpstage::lesson
