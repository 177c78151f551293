#pragma once
// Two traces side by side: which of their steps belong together, and what differs. A pure function of the two; it knows
// nothing of lessons, and nothing of pictures.

#include "core/compare/difference.h"

namespace tcpstage::compare {

/// Segments belong together when the same side sends the same flags and the same numbers, counted from its ISS, for the
/// same time; what is left over between two such pairs is paired by its kind. `tolerance`: times that differ by less
/// are the same. O(n log n).
Comparison compare(const trace::Trace& first, const trace::Trace& second, Duration tolerance = Duration{0});
/// Simulated time is exact; real kernels take a little more or less.
Duration usual_tolerance(const trace::Trace& first, const trace::Trace& second);

/// "Server sends SYN, ACK seq=300 ack=91 only on the left." Ends with the rule, or what
/// the RFCs leave open, when that is known.
OwnedText sentence(const Difference& difference, const trace::Trace& first, const trace::Trace& second);
/// One line: the first difference, or that there is none.
OwnedText summary(const Comparison& comparison, const trace::Trace& first, const trace::Trace& second);

/// "only-first", "other-numbers", ...: as in JSON.
std::string_view id(Difference::Kind kind);
/// A sign of one letter, so that nothing is told by colour alone.
std::string_view sign(Difference::Kind kind);

} // namespace tcpstage::compare
