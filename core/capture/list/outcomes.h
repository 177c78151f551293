#pragma once
// How a connection of a capture began and ended, in words for people and for JSON.

#include "core/base/text.h"
#include "core/capture/follow/follower.h"

#include <string_view>

namespace tcpstage::capture {

/// "handshake", "mid-stream", "no-answer", "refused".
std::string_view id_of(Begun begun);
/// "open", "fin", "reset", "timed-out".
std::string_view id_of(Ended ended);
Text text_of(Begun begun);
/// "reset by the left end" tells who, unlike the id.
Text text_of(Ended ended);

} // namespace tcpstage::capture
