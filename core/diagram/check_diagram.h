#pragma once
// What is impossible in a diagram: two ends of our engine play it line by line (RFC 9293), with the calls that it
// needs.

#include "core/diagram/diagram.h"
#include "core/diagram/finding.h"

#include <span>

namespace tcpstage::diagram {

/// In order of the lines. After an impossible line the ends go on as they should have, so that a mistake is not said
/// twice. A diagram without a SYN begins in ESTABLISHED.
std::vector<Finding> check(const Diagram& diagram);

/// A diagram to be judged by a learner: the mistakes that circulate, and one without any.
struct Exercise {
    std::string_view id;
    Text title;
    std::string_view text;
};
std::span<const Exercise> exercises();

} // namespace tcpstage::diagram
