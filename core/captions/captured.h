#pragma once
// What may be said of a captured run. A capture shows what passed one point; what an end did, and when, is concluded
// from it. So the sentences of some rules say more than a capture can know, and have another wording here.

#include "core/captions/names.h"

#include <optional>
#include <string>

namespace tcpstage::captions {

inline bool is_captured(const trace::Trace& trace) { return trace.source() == trace::Source::Capture; }
/// The rule's sentence, for a captured run if its trace is one.
Text sentence_of(tcp::Rule rule, const trace::Trace& trace);
/// "Nothing shows that it arrived: ..."; of two joined captures that it was lost for certain.
std::string captured_loss_text(const tcp::Segment& segment, const Names& names, const trace::Record& loss,
                               Language language);
/// That the capture has cut off the octets of a segment; empty if it has not.
std::string cut_text(const tcp::Segment& segment, Language language);
/// Whether the time of a sending or an arrival is estimated, because that end is far from the capture point.
inline bool is_estimated(const trace::Trace& trace, const trace::Record& record)
{
    return is_captured(trace) && record.certainty == trace::Certainty::Inferred &&
           (record.kind == trace::Kind::Sent || record.kind == trace::Kind::Arrived);
}
/// That the time of a sending or an arrival is estimated; empty if it is not.
std::string estimated_text(const trace::Trace& trace, const trace::Record& record, Language language);

} // namespace tcpstage::captions
