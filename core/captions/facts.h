#pragma once
// What a step did, in sentences with its numbers: what a segment carries, why it is sent, and how the end changes.

#include "core/captions/names.h"
#include "core/captions/numbers.h"
#include "core/captions/trace_step.h"

#include <string>
#include <vector>

namespace tcpstage::captions {

/// A state as the style names it: "SYN-RECEIVED" or "SYN_RECV".
std::string_view state_text(tcp::State state, StateNames names);
/// `text` with the states that it mentions in this form.
std::string with_state_names(std::string text, StateNames names);

/// Makes the sentences of one step. Valid as long as the arguments of its constructor.
class Facts {
public:
    Facts(const trace::Trace& trace, const Names& names, const CaptionStyle& style, const TraceStep& step);

    /// In display order. They mention no number, state or segment of a later step.
    std::vector<std::string> sentences() const;
    /// Of these, what the step has done to its end: what the user gets, timers, the state and the variables.
    std::vector<std::string> done() const { return done_; }

private:
    void add(std::string sentence); // unless it is empty
    void add_nothing_new();
    void add_call();
    void add_sent();
    void add_cause();
    void add_numbers(const trace::Transit& transit);
    std::string octets_text(const std::string& first, const std::string& last, std::uint32_t count) const;
    bool answers_syn(const trace::Transit& transit) const;
    bool opens_window() const;
    void add_arrived();
    void add_lost();
    void add_loss_unseen(const tcp::Segment& segment);
    void add_followers();
    void add_signal(const trace::Record& record);
    void add_timer(const trace::Record& record);
    void add_changes();
    std::vector<std::string> changed_variables() const;

    const trace::Trace& trace_;
    const Names& names_;
    const CaptionStyle& style_;
    const TraceStep& step_;
    trace::Record record_;
    std::vector<std::string> sentences_;
    std::vector<std::string> done_; // those among them
};

} // namespace tcpstage::captions
