#pragma once
// What went wrong on a captured connection, in three to ten sentences with their moments. Each says what the segments
// show, and no more.

#include "core/capture/watch/watch.h"

#include "core/base/text.h"

namespace tcpstage::capture {

struct Finding {
    Instant at{};                              // in the trace
    trace::RecordId record = trace::no_record; // of the sending that shows it
    OwnedText text;                            // a whole sentence
};

/// In the order of their moments: how it began, what went wrong, what was exchanged, how it ended. Empty for a
/// connection without packets.
std::vector<Finding> report(const Sightings& sightings, const Totals& totals, const Watched& watched);
inline std::vector<Finding> report(const Watch& watch, const Watched& watched)
{
    return report(watch.sightings(), watch.follower().totals(), watched);
}
/// That two captures are joined, and how far their clocks are apart, as far as that is known. A whole sentence.
OwnedText joint_text(const Joint& joint, const trace::Trace& trace);
/// "3.200 s  The server stopped reading: ..." in one line for each.
std::string report_text(const std::vector<Finding>& findings, Language language);

} // namespace tcpstage::capture
