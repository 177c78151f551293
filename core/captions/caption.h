#pragma once
// What happened in a step of a run, in words: the lesson's note at its own moment, else what the trace and its reasons
// say. Everything that tells a person of a step takes its words from here; nothing here looks at a later step.

#include "core/captions/ordinals.h"
#include "core/captions/style.h"
#include "core/formats/formats.h"
#include "core/run/run.h"

#include <string>
#include <vector>

namespace tcpstage::captions {

/// Of a run. Valid as long as what it refers to.
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
    /// A quieter line: under a note what just happened; else the note whose moment still goes on. May be empty.
    std::string beside;
};

/// At `moment`, with all that belongs to its step. O(log n) and what the step has done. A moment before all steps has
/// the first note, or the title and the summary of the lesson.
Caption caption(const Captioned& what, trace::Moment moment, const CaptionStyle& style);
/// What the step did, whatever a note says of it: of the step that `record` belongs to.
Caption engine_caption(const Captioned& what, trace::RecordId record, const CaptionStyle& style);
/// Of all steps, and of the moment before them, for a JSON export.
std::vector<formats::StepCaption> all_captions(const lesson::Scenario& scenario, const run::Run& run);
/// In one line: "Server gets client's 1st segment: SYN".
std::string step_title(const Captioned& what, trace::RecordId record, Language language);
/// Title and text as one sentence after another, for a screen reader.
std::string spoken_caption(const Caption& caption, Language language);

/// The note of the step at `moment`, or nullptr: only at its own moment.
const lesson::Note* note_at(const Captioned& what, trace::Moment moment);
/// What a note says in the depth that is wanted, with its numbers as `style` has them.
std::string note_text(const Captioned& what, const lesson::Note& note, trace::Moment moment, const CaptionStyle& style);
/// "RFC 9293 3.5, figure 6" with its words in the language.
std::string section_text(std::string_view section, Language language);

/// How sure the program is of a record, in a word and in a sign: observed, confirmed, sampled, inferred. Empty for a
/// simulated run, which is exact.
struct Sureness {
    Text word{};
    const char* sign = "";
};
Sureness sureness_of(const trace::Trace& trace, const trace::Record& record);

} // namespace tcpstage::captions
