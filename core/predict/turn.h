#pragma once
// One event of a trace and its consequences, with the TCB before and after. Private to core/predict and core/be_tcp.

#include "core/base/say.h"
#include "core/predict/question.h"
#include "core/trace/spoken_name.h"

#include <fmt/format.h>

namespace tcpstage::predict {

inline OwnedText operator+(OwnedText a, const OwnedText& b) { return {a.en + " " + b.en, a.zh + b.zh}; }

struct Turn {
    const trace::Trace& trace;
    trace::RecordId head_id;
    trace::Record head;
    trace::Side side;
    tcp::Tcb before;                         // before the event
    tcp::Tcb after;                          // after the event
    std::vector<trace::RecordId> sent{};     // by this side
    std::optional<trace::Record> entered{};  // the last change of state
    std::vector<tcp::Rule> rules{};          // that were followed
    std::optional<trace::Transit> arrived{}; // the segment whose arrival the event is
    trace::TransitId arrived_id = trace::no_transit;
    bool damaged = false;

    /// "the client", and "The client" at the beginning of a sentence.
    OwnedText name() const { return trace::the_end(trace.endpoint(side)); }
    OwnedText subject() const { return trace::begins_sentence(name()); }
    /// The TCB after the event, or before it if the event closed the connection.
    const tcp::Tcb& known() const { return after.state == tcp::State::Closed ? before : after; }
    /// Whether known() has numbers of its own, and of the peer: before that these variables do not exist.
    bool counts_own() const { return known().state > tcp::State::Listen; }
    bool counts_peer() const { return known().state > tcp::State::SynSent; }
    bool peer_fin() const;
};
/// The transit as it left its sender: what edits it on the way is no answer to a question.
trace::Transit as_sent(const trace::Trace& trace, trace::TransitId id);
/// Empty if the record is not an event of the conversation, or its end is not a TCP of this engine.
std::optional<Turn> turn_of(const trace::Trace& trace, trace::RecordId head);

/// Numbers as a person sees them.
struct Figures {
    bool relative = false;
    tcp::Seq iss;
    tcp::Seq irs;

    std::uint32_t own(tcp::Seq number) const { return relative ? number - iss : number.value(); }
    std::uint32_t peer(tcp::Seq number) const { return relative ? number - irs : number.value(); }
};
Figures figures(const Turn& turn, bool relative);

/// The right answer first, then the mistakes that are plausible here, the best first; values may repeat.
using Guesses = std::vector<Guess>;
Guesses flag_guesses(const Turn& turn, const trace::Transit* transit, const Figures& figures);
Guesses seq_guesses(const Turn& turn, const trace::Transit& transit, const Figures& figures);
/// Whether SEG.SEQ was SND.NXT when the segment was sent; else it is repeated, a keep-alive probe or a reset that
/// answers an ACK, and has its own reasons: none where its number is nothing that a TCP would choose.
bool carries_new_number(const Turn& turn, const trace::Transit& transit);
Guesses seq_guesses_of_old(const Turn& turn, const trace::Transit& transit, const Figures& figures);
Guesses ack_guesses(const Turn& turn, const trace::Transit& transit, const Figures& figures);
/// Of an end that has no TCB for the segment that it answers: SND.NXT and RCV.NXT do not exist.
Guesses seq_guesses_without_tcb(const Turn& turn, const trace::Transit& transit, const Figures& figures);
Guesses ack_guesses_without_tcb(const Turn& turn, const trace::Transit& transit, const Figures& figures);
Guesses window_guesses(const Turn& turn, const trace::Transit& transit);
Guesses state_guesses(const Turn& turn, const Figures& figures);

/// The sentence of the rule that says most about this turn.
const tcp::RuleInfo* leading_rule(const Turn& turn);

} // namespace tcpstage::predict
