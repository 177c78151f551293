#pragma once
// Two traces side by side: which of their steps belong together, and what differs. A pure function of the two traces;
// it knows nothing of lessons or of drawing.

#include "core/compare/difference.h"

#include <functional>

namespace tcpstage::compare {

/// Segments belong together if the same side sends the same flags and numbers (relative to its ISS) for the k-th time
/// in both traces; segments left over between two such pairs are paired by kind. Times that differ by `tolerance` or
/// less count as equal. O(n log n).
Comparison compare(const trace::Trace& first, const trace::Trace& second, Duration tolerance = Duration{0});
/// 0 for two simulated runs, whose times are exact; 50 ms if a real kernel is involved.
Duration usual_tolerance(const trace::Trace& first, const trace::Trace& second);

/// Writes the numbers of a segment that is no datagram: "seq=300 ack=101".
using WriteNumbers = std::function<std::string(const trace::Trace&, const trace::Transit&)>;
/// As they are on the wire.
std::string absolute_numbers(const trace::Trace& trace, const trace::Transit& transit);

/// `server sends "SYN, ACK seq=300 ack=91" only on the left.`, followed by the rule, or by what the RFCs leave open, if
/// that is known.
OwnedText sentence(const Difference& difference, const trace::Trace& first, const trace::Trace& second,
                   const WriteNumbers& numbers = absolute_numbers);
/// The two parts of that sentence; `why`, which begins with the space between them, may be empty.
struct Explained {
    OwnedText event;
    OwnedText why;
};
Explained explained(const Difference& difference, const trace::Trace& first, const trace::Trace& second,
                    const WriteNumbers& numbers = absolute_numbers);
/// One line: the first difference, or that there is none.
OwnedText summary(const Comparison& comparison, const trace::Trace& first, const trace::Trace& second,
                  const WriteNumbers& numbers = absolute_numbers);

/// "only-first", "other-numbers", ...: as in JSON.
std::string_view id(Difference::Kind kind);
/// A sign of one character, so that no difference is shown by colour alone.
std::string_view sign(Difference::Kind kind);

} // namespace tcpstage::compare
