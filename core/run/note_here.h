#pragma once
// Adds a note for a moment of a run to the lesson's text.

#include "core/run/run.h"

namespace tcpstage::run {

/// The `at:` of a note that begins at this record: "server segment 2 arrived". no_record: "start".
std::string moment_text(const lesson::Scenario& scenario, const trace::Trace& trace, trace::RecordId record);

/// A lesson's text with a new note; positions are octets from the beginning.
struct WrittenNote {
    std::string text;      // the whole lesson
    std::size_t title = 0; // where the placeholder title in the wanted language begins
    std::size_t title_bytes = 0;
};
/// The lesson's text with a note at the moment `at`; the rest stays as it was written.
WrittenNote with_note(const std::string& text, const std::string& at, Language language);

} // namespace tcpstage::run
