#pragma once
// Describes a step of a run in words: by the lesson's note if it has one for this step, else by sentences made from the
// trace and its rules. Every display of a step takes its words from here. A description never uses later steps.

#include "core/captions/ordinals.h"
#include "core/captions/style.h"
#include "core/formats/formats.h"
#include "core/run/run.h"

#include <string>
#include <vector>

namespace tcpstage::captions {

/// The run to describe. Valid as long as the objects that it refers to.
struct Captioned {
    const lesson::Scenario& scenario;
    const run::Run& run;
    const Ordinals& ordinals; // of run.trace
};

struct Caption {
    enum class From : std::uint8_t { Note, Engine };
    From from = From::Engine;
    std::string title;
    std::string text;
    std::string source; // "RFC 9293 3.10.7.3"; may be empty
    /// A second, less prominent line: the step's own title if `title` is that of a note, else the title of an earlier
    /// note that still applies. May be empty.
    std::string beside;
};

/// The caption of the step at `moment`; before all steps, the note of the start, or the lesson's title and summary.
/// O(log n) plus the number of the step's records.
Caption caption(const Captioned& what, trace::Moment moment, const CaptionStyle& style);
/// The caption of the step that `record` belongs to, without the lesson's notes.
Caption engine_caption(const Captioned& what, trace::RecordId record, const CaptionStyle& style);
/// The captions of the moment before all steps and of each step, for the JSON export.
std::vector<formats::StepCaption> all_captions(const lesson::Scenario& scenario, const run::Run& run);
/// The step in one line: "Server gets client's 1st segment: SYN".
std::string step_title(const Captioned& what, trace::RecordId record, Language language);
/// What a step has done to its own end: what the user gets, and the state and the variables that change; empty: nothing
/// of that. `record` is a step.
std::string done_text(const Captioned& what, trace::RecordId record, const CaptionStyle& style);
/// Title and text as consecutive sentences, for a screen reader.
std::string spoken_caption(const Caption& caption, Language language);

/// The lesson's note for the step at `moment`; nullptr if it has none for this step.
const lesson::Note* note_at(const Captioned& what, trace::Moment moment);
/// Its title, with its numbers and states as `style` has them.
std::string note_title(const Captioned& what, const lesson::Note& note, trace::Moment moment,
                       const CaptionStyle& style);
/// The note's text for `style`: its depth, language, numbers and state names. A note with an answer has one line more:
/// the answer above the text, or a question mark below it while the answer is hidden.
std::string note_text(const Captioned& what, const lesson::Note& note, trace::Moment moment, const CaptionStyle& style);
/// "Answer: 42", or "Answer: ?" while it is hidden. The note must have an answer.
std::string answer_line(const lesson::Note& note, Language language, bool shown);
/// A citation such as "RFC 9293 3.5, figure 6" with its words in this language.
std::string section_text(std::string_view section, Language language);

/// The certainty of a record as a word and a sign: observed, confirmed, sampled or inferred. Empty for a simulated run,
/// which is exact.
struct Sureness {
    Text word{};
    const char* sign = "";
};
Sureness sureness_of(const trace::Trace& trace, const trace::Record& record);

} // namespace tcpstage::captions
