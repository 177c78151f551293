#pragma once
// Sentences about what a segment reports, how the network has edited it, and what the user gets. Parts of Facts.

#include "core/captions/names.h"
#include "core/captions/numbers.h"
#include "core/captions/trace_step.h"

#include <string>

namespace tcpstage::captions {

/// "SACK: 501 to 600 have arrived too." A first block that reports octets received twice (D-SACK, RFC 2883 section 4)
/// has a sentence of its own. Empty without blocks.
std::string blocks_text(const tcp::Segment& segment, const Bases& bases, Language language);
/// For its receiver: "It reports that 501 to 600 have arrived twice (D-SACK)." Empty if the segment reports nothing
/// twice.
std::string twice_text(const tcp::Segment& segment, const Bases& bases, Language language);
/// "It was sent as SYN seq=100 and arrives as SYN seq=200: edited by the network." Names only what differs besides the
/// sequence numbers. While it is being sent: "On the wire it becomes SYN seq=200: edited by the network." Empty if the
/// segment arrives as it was sent.
std::string edited_text(const trace::Transit& transit, const Bases& bases, Language language, bool sending = false);
/// What the Skip of a lesson means, and the number that follows.
std::string skipped_text(const trace::Trace& trace, trace::RecordId skip, const Names& names,
                         const CaptionStyle& style);
/// What a kernel has reported of a TCB: "SRTT 0.052 ms, cwnd 14480, in flight 0, ..." Empty if it says nothing of it.
std::string reported_text(const tcp::Tcb& tcb, Language language);
/// "The user gets 9 octets." or, of datagrams, "The user gets 9 octets in 3 datagrams.": all of the step. Empty if
/// none.
std::string received_text(const trace::Trace& trace, const TraceStep& step, Language language);
/// "The probe's octet was not taken: it counts as unsent again (SND.NXT 302 → 301)." For each sequence variable of the
/// step's end that went back within one connection. Empty if none did.
std::string going_back_text(const trace::Trace& trace, const TraceStep& step, const CaptionStyle& style);

/// Why cwnd does not grow although the step acknowledges new data: the sender has nothing to fill it with, or the
/// peer's window is smaller. Empty where it grows, or is held back for another reason.
std::string idle_window_text(const trace::Trace& trace, const TraceStep& step, const Names& names,
                             const CaptionStyle& style);

} // namespace tcpstage::captions
