#pragma once
// "Be the TCP": a person plays one end of a lesson. At each turn the engine of that end says what TCP sends now; what
// the person would send instead is judged by the TCB, and by what the peer's engine would answer to it.
//
// Legal is what the engine sends, and whatever else RFC 9293 leaves to the implementer at that turn, given the TCB:
// - when text that came in order is acknowledged: at once, or later, as long as less than two full-sized segments wait
//   for it (3.8.6.3); the ACK of a FIN, later where the own FIN can carry it. SYN, a gap and a segment that is not
//   acceptable are answered at once: 3.10.7.4 says "send";
// - what carries that ACK: data or a FIN that go now anyhow, or an ACK alone before them (3.8.6.3);
// - how queued octets are cut: a whole SND.MSS, all of them, or at least half of the largest window that the peer ever
//   offered (3.8.6.2.1). What is repeated may be cut anew (3.8.1). A FIN rides on the last data, or follows alone;
// - whether a small segment waits for an ACK (Nagle, 3.7.4), within SND.WND and cwnd;
// - an ACK on the reset of an abort, which every segment of a synchronized connection may carry (3.1); the octet of a
//   keep-alive probe (3.8.4); PSH; the window, which a draft leaves to the engine.
// All else is as 3.10 has it: those flags and those numbers. The run goes on with what its engine sends, whatever of
// this the person chose.

#include "core/lesson/scenario.h"
#include "core/predict/question.h"

#include <stop_token>

namespace tcpstage::be_tcp {

/// What a person wants to send; numbers are absolute.
struct Draft {
    tcp::Flags flags{};
    tcp::Seq seq;
    tcp::Seq ack;
    std::uint32_t payload_bytes = 0;
    friend bool operator==(const Draft&, const Draft&) = default;
};
/// "SYN, ACK seq 300 ack 101"
std::string to_text(const Draft& draft);

/// One turn of the played end: something has happened to it.
struct PlayTurn {
    trace::RecordId step = trace::no_record;
    trace::RecordId head = trace::no_record;
    trace::Side side = trace::Side::Left;
    trace::TransitId transit = trace::no_transit; // what its engine sends; none: it waits
    predict::Question question;                   // of its flags
};
/// Empty where the step is no turn of `side`.
std::optional<PlayTurn> turn_at(const trace::Trace& trace, trace::RecordId step, trace::Side side);

/// Which part of a draft breaks a rule.
enum class DraftPart : std::uint8_t { None, Flags, Seq, Ack, Payload };
struct Ruling {
    bool legal = false; // it goes out, or nothing does, as it should
    bool other = false; // legal, though the engine of this end does something else
    DraftPart part = DraftPart::None;
    OwnedText reason;    // the rule that it follows, or breaks, with the numbers of the TCB
    std::string section; // "RFC 9293 3.4"
};
/// `trace` is that of the scenario's run.
Ruling rule_on(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn, const Draft& draft);
/// The same for sending nothing.
Ruling rule_on_waiting(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn);
/// What follows when the draft (none: nothing) goes out in the place of what is right: what the peer's engine makes of
/// it, or what happens next. Runs the scenario again, which takes as long as the lesson does; empty when `stop` was
/// requested meanwhile, or the draft never arrives.
OwnedText reply_to(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                   const std::optional<Draft>& draft, std::stop_token stop = {});
/// What the engine sends, for who gives up.
Draft right_draft(const trace::Trace& trace, const PlayTurn& turn);

} // namespace tcpstage::be_tcp
