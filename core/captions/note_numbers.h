#pragma once
// The sequence numbers that the text of a note mentions, as the reader has chosen to see numbers.

#include "core/captions/numbers.h"

#include <string>

namespace tcpstage::captions {

/// `text` with the sequence numbers of the run that it mentions relative, or both; other numbers stay as they are, and
/// so do those of segments from the network's past. Whose numbers they are is known by what was sent around `moment`
/// and by both TCBs at it.
std::string renumbered(const std::string& text, const trace::Trace& trace, trace::Moment moment, Numbers numbers);

} // namespace tcpstage::captions
