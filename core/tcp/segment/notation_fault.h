#pragma once
// What is wrong with a line that should be a segment.

#include "core/base/text.h"

#include <cstddef>

namespace tcpstage::tcp {

/// Why a text is not a segment: what was expected, and at which position from 0. Not `known`: packetdrill supports it,
/// this program does not.
struct NotationFault {
    OwnedText what;
    std::size_t position = 0;
    bool known = true;
};

} // namespace tcpstage::tcp
