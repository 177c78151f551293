#pragma once
// How a change of state came about, in the words of figure 5 of RFC 9293.

#include "core/trace/trace.h"

namespace tcpstage::captions {

/// What happened, "rcv SYN,ACK", and what the end did at once, "snd ACK". Both may be empty.
struct Passage {
    Text event{};
    Text action{};
};
/// Of an Entered record: by the call, segment or timer that it follows from, and by its rule. In a simulated run the
/// action is what was really sent; where a segment waits (a delayed ACK, a FIN behind data), nothing is said of it.
Passage passage_of(const trace::Trace& trace, trace::RecordId entered);

} // namespace tcpstage::captions
