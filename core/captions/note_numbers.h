#pragma once
// Converts the sequence numbers in the text of a note to the form that the reader has chosen.

#include "core/captions/numbers.h"

#include <string>

namespace tcpstage::captions {

/// `text` with its absolute sequence numbers written as `numbers` says. A number is recognized as a sequence number by
/// the words around it, by the segments sent around `moment`, and by both TCBs at `moment`. Other numbers, and those of
/// injected segments, stay as they are.
std::string renumbered(const std::string& text, const trace::Trace& trace, trace::Moment moment, Numbers numbers);

} // namespace tcpstage::captions
