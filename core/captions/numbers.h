#pragma once
// Sequence numbers as they are shown: absolute, or relative to where the sender began.

#include "core/captions/style.h"
#include "core/trace/trace.h"

#include <string>

namespace tcpstage::captions {

/// "101", "1", or "101(1)".
std::string number_text(tcp::Seq number, tcp::Seq base, Numbers numbers);

/// What the numbers of a segment are relative to.
struct Bases {
    tcp::Seq seq;                        // the sender's ISS
    tcp::Seq ack;                        // its peer's
    Numbers numbers = Numbers::Absolute; // absolute where no connection is known that they belong to
};
Bases bases_of(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted);

} // namespace tcpstage::captions
