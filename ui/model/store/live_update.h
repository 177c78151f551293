#pragma once
// What happens to the model when a lesson runs on real sockets. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void startLive(Change& change, const StartLive& start);
/// Where the stage should stand now; empty: it stays.
std::optional<scene::StageTime> takeNews(Change& change, const LiveNews& news);
/// True: the run that goes on is prepared with another time map, from its beginning.
bool chooseTimeMapLive(Change& change, scene::TimeMapKind timeMap);
/// The simulated run beside the real one, or the real one alone again; at the step that is shown.
void compareLive(Change& change);
/// Where a run that was prepared again stands, and what is selected in it.
scene::StageTime placeOfLoaded(Change& change, const PendingLoad& loading, const scene::StagedRun& loaded);
void closeLive(Change& change);
void holdLive(Change& change, bool on);
/// Of a segment that is held: the one that is named or selected, else the oldest. Does nothing when none is.
void decideLive(Change& change, LiveFate fate, std::optional<trace::TransitId> transit = {});
/// The next step is the kernel's: a held segment is let go, or it is waited for.
bool stepLive(Change& change);

} // namespace tcpstage::model
