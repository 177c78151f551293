#pragma once
// What the list of lessons says of an hour.

#include "core/lesson/hour.h"

namespace tcpstage::model {

/// "2. Four-way close · 10 min"
OwnedText titleInHour(const lesson::Hour& hour, std::size_t part);
/// Its title, and its minutes if they are planned.
OwnedText headingOfHour(const lesson::Hour& hour);

} // namespace tcpstage::model
