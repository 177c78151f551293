#pragma once
// "Be the TCP": a person plays one end of a lesson. At each turn the engine of that end says what TCP sends now; what
// the person would send instead is judged by the TCB, and by what the peer's engine would answer to it.

#include "core/predict/question.h"
#include "core/scenario/scenario.h"

namespace tcpstage {

/// What a person wants to send; numbers are absolute.
struct Draft {
    Flags flags{};
    Seq seq;
    Seq ack;
    std::uint32_t payload_bytes = 0;
    friend bool operator==(const Draft&, const Draft&) = default;
};
/// "SYN, ACK seq 300 ack 101"
std::string to_text(const Draft& draft);

/// One turn of the played end: something has happened to it.
struct PlayTurn {
    RecordId step = no_record;
    RecordId head = no_record;
    Side side = Side::Left;
    FlightId flight = no_flight; // what its engine sends; none: it waits
    Question question;           // of its flags
};
/// Empty where the step is no turn of `side`.
std::optional<PlayTurn> turn_at(const Trace& trace, RecordId step, Side side);

/// Which part of a draft breaks a rule.
enum class DraftPart : std::uint8_t { None, Flags, Seq, Ack, Payload };
struct Ruling {
    bool legal = false; // it goes out, or nothing does, as it should
    DraftPart part = DraftPart::None;
    OwnedText reason;    // the rule that it follows, or breaks, with the numbers of the TCB
    std::string section; // "RFC 9293 3.4"
    OwnedText reply{};   // what the peer would do with it; empty when it is legal
};
/// `trace` is that of the scenario's run. Runs the scenario again, with the draft in the place of what is right, to
/// learn what the peer makes of an illegal one.
Ruling rule_on(const Scenario& scenario, const Trace& trace, const PlayTurn& turn, const Draft& draft);
/// The same for sending nothing.
Ruling rule_on_waiting(const Scenario& scenario, const Trace& trace, const PlayTurn& turn);
/// What the engine sends, for who gives up.
Draft right_draft(const Trace& trace, const PlayTurn& turn);

} // namespace tcpstage
