#pragma once
// Sequence numbers as text: absolute, or relative to the sender's initial sequence number.

#include "core/captions/style.h"
#include "core/trace/trace.h"

#include <string>

namespace tcpstage::captions {

/// "101" (absolute), "1" (relative to `base`), or "101(1)" (both).
std::string number_text(tcp::Seq number, tcp::Seq base, Numbers numbers);

/// The numbers that a segment's numbers are relative to.
struct Bases {
    tcp::Seq seq;                        // the sender's ISS
    tcp::Seq ack;                        // its peer's
    Numbers numbers = Numbers::Absolute; // Absolute if the sender's connection is not known
};
Bases bases_of(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted);

} // namespace tcpstage::captions
