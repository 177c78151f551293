#pragma once
// Where the numbers of a segment come from, computed from the trace.

#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

struct Origin {
    QString what;                          // "ack 1102"
    QString text;                          // "1000 (IRS) + 1 SYN + 100 data + 1 FIN"
    std::vector<trace::TransitId> because; // the segments that caused it, in order of sending; at most six
};

std::vector<Origin> originsOf(const StagedRun& staged, trace::TransitId id, const DisplayOptions& display);

} // namespace tcpstage::scene
