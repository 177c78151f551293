#pragma once
// Converts the sequence numbers in the text of a note to the form that the reader has chosen.

#include "core/captions/numbers.h"

#include <string>

namespace tcpstage::captions {

/// `text` with its absolute sequence numbers written as `style` says. A number is recognized as a sequence number by
/// the words around it, by the segments sent around `moment`, and by both TCBs at `moment`. Other numbers, and those of
/// injected segments, stay as they are; among relative numbers, an ISS says that it is absolute.
std::string renumbered(const std::string& text, const trace::Trace& trace, trace::Moment moment,
                       const CaptionStyle& style);

} // namespace tcpstage::captions
