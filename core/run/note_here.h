#pragma once
// A note for a moment of a run, as a line of the lesson's text.

#include "core/run/run.h"

namespace tcpstage::run {

/// What a note's `at:` has to say to begin at this record: "server segment 2 arrived". no_record: "start".
std::string moment_text(const lesson::Scenario& scenario, const trace::Trace& trace, trace::RecordId record);

/// Where a note was put into a lesson's text: octets from its beginning.
struct WrittenNote {
    std::string text;      // the whole lesson
    std::size_t title = 0; // where the title in the wanted language begins, to be written over
    std::size_t title_bytes = 0;
};
/// The lesson's text with a note at the moment `at`; the rest stays as it was written.
WrittenNote with_note(const std::string& text, const std::string& at, Language language);

} // namespace tcpstage::run
