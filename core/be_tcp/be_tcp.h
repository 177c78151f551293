#pragma once
// "Be the TCP": a person plays one end of a lesson. At each turn the engine of that end determines what TCP sends now.
// The person's choice is judged against the TCB, and shown with what the peer's engine would answer to it.
//
// Legal is what the engine sends, and whatever else RFC 9293 leaves to the implementer at that turn, given the TCB:
// - when data received in order is acknowledged: at once, or later, as long as less than two full-sized segments are
//   unacknowledged (3.8.6.3); the ACK of a FIN may wait for this end's own FIN. A SYN, a gap and an unacceptable
//   segment are answered at once: 3.10.7.4 says "send";
// - what carries that ACK: data or a FIN that are sent now anyway, or an ACK alone before them (3.8.6.3);
// - how queued octets are cut: a whole SND.MSS, all of them, or at least half of the largest window that the peer ever
//   offered (3.8.6.2.1). A retransmission may be segmented differently (3.8.1). A FIN rides on the last data or follows
//   alone;
// - whether a small segment waits for an ACK (Nagle, 3.7.4), within SND.WND and cwnd;
// - an ACK on the reset of an abort, which every segment of a synchronized connection may carry (3.1); the octet of a
//   keep-alive probe (3.8.4); PSH; the window, which a draft leaves to the engine.
// Everything else must be as in 3.10: the same flags and numbers. The run continues with what its engine sends,
// whichever legal choice the person made.

#include "core/lesson/scenario.h"
#include "core/predict/question.h"

#include <stop_token>

namespace tcpstage::be_tcp {

/// What a person wants to send; sequence numbers are absolute.
struct Draft {
    tcp::Flags flags{};
    tcp::Seq seq;
    tcp::Seq ack;
    std::uint32_t payload_bytes = 0;
    friend bool operator==(const Draft&, const Draft&) = default;
};
/// "SYN, ACK seq 300 ack 101"
std::string to_text(const Draft& draft);

/// One turn of the played end: an event at it, and what its engine does then.
struct PlayTurn {
    trace::RecordId step = trace::no_record;
    trace::RecordId head = trace::no_record;
    trace::Side side = trace::Side::Left;
    trace::TransitId transit = trace::no_transit; // what its engine sends; no_transit: it waits
    predict::Question question;                   // asks for the flags of the segment
};
/// Empty if the step is not a turn of `side`.
std::optional<PlayTurn> turn_at(const trace::Trace& trace, trace::RecordId step, trace::Side side);

/// Which part of a draft breaks a rule.
enum class DraftPart : std::uint8_t { None, Flags, Seq, Ack, Payload };
struct Ruling {
    bool legal = false; // RFC 9293 permits it at this turn
    bool other = false; // legal, though the engine of this end does something else
    DraftPart part = DraftPart::None;
    OwnedText reason;    // the rule that it follows or breaks, with the numbers of the TCB
    std::string section; // "RFC 9293 3.4"
};
/// `trace` is that of the scenario's run.
Ruling rule_on(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn, const Draft& draft);
/// The same for sending nothing.
Ruling rule_on_waiting(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn);
/// What follows if the draft (or nothing) is sent instead of the engine's segment: how the peer's engine handles it, or
/// what happens next. Runs the whole scenario again. Empty if `stop` was requested, or the draft never arrives.
OwnedText reply_to(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                   const std::optional<Draft>& draft, std::stop_token stop = {});
/// What the engine sends, for a person who gives up.
Draft right_draft(const trace::Trace& trace, const PlayTurn& turn);

} // namespace tcpstage::be_tcp
