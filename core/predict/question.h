#pragma once
// A question about the next step of a trace: what will a segment carry, or which state follows? The trace gives the
// right answer; the wrong ones are mistakes that people make, each with its reason, computed from the TCB.
// Deterministic: the same trace, step and kind give the same question.

#include "core/trace/trace.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::predict {

/// What is asked for.
enum class Asked : std::uint8_t { Flags, Seq, Ack, Window, State };
inline constexpr std::array<Asked, 5> all_asked{Asked::Flags, Asked::Seq, Asked::Ack, Asked::Window, Asked::State};
/// "flags", "seq", "ack", "window", "state": as a CSV file writes it.
std::string_view id(Asked asked);
/// "seq", for people.
Text label(Asked asked);
constexpr bool is_number(Asked asked) { return asked == Asked::Seq || asked == Asked::Ack || asked == Asked::Window; }

/// A value that a person may answer.
struct Value {
    std::uint32_t number = 0; // a sequence number as shown, absolute or relative; or a window in octets
    tcp::Flags flags{};
    bool silence = false; // instead of flags: nothing is sent
    tcp::State state = tcp::State::Closed;
    friend bool operator==(const Value&, const Value&) = default;
};
std::string to_text(const Value& value, Asked asked, Language language);

/// A possible answer, and why it is right or wrong, with the numbers of this moment.
struct Guess {
    Value value;
    OwnedText reason;
    std::string section; // "RFC 9293 3.4"
};

struct Question {
    Asked asked = Asked::Flags;
    trace::Side side = trace::Side::Left;         // whose segment or state
    trace::RecordId step = trace::no_record;      // the step before which it is asked
    trace::RecordId head = trace::no_record;      // the event that the step follows from, or the step itself
    trace::TransitId transit = trace::no_transit; // the segment; no_transit for a state, or where nothing is sent
    bool relative = false;                        // numbers count from the initial ones
    bool makes_no_gap = false;     // SEG.SEQ begins the numbers, or was not SND.NXT: repeated, a probe, a reset's
    std::uint32_t absolute = 0;    // the right number, absolute
    std::uint32_t from_base = 0;   // the same, relative
    OwnedText situation;           // "Segment 1, SYN, arrives at server."
    OwnedText text;                // "Does server send something then, and what?"
    std::vector<Guess> choices;    // two to four, each value once
    std::size_t right = 0;         // among the choices
    std::vector<Guess> mistakes{}; // all wrong values that have a reason

    const Guess& answer() const { return choices[right]; }
};

/// The question before `step` is taken; empty where there is nothing of the kind to ask: another connection, a loss, a
/// datagram, a step whose consequences were asked already.
std::optional<Question> ask(const trace::Trace& trace, trace::RecordId step, Asked asked, bool relative = false);
/// The same, but the kind varies from step to step.
std::optional<Question> ask_anything(const trace::Trace& trace, trace::RecordId step, bool relative = false);

/// The judgment of an answer.
struct Verdict {
    bool right = false;
    Value given;
    OwnedText reason;
    std::string section;
};
Verdict judge(const Question& question, std::size_t choice);
/// A typed number, modulo 2^32, absolute or relative: "301", "+1", "-1", "4294967597". Empty if it is not a number.
/// The reason of a wrong one is that of the mistake with this value, else how far it is off and the nearest mistake.
std::optional<Verdict> judge(const Question& question, std::string_view typed);

} // namespace tcpstage::predict
