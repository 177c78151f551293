#pragma once
// Live runs on real sockets. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void startLive(Change& change, const StartLive& start);
/// Runs two programs of the user.
void startOwn(Change& change, const OwnChoice& choice);
/// Watches connections of this machine.
void startWatch(Change& change, const WatchChoice& choice);
/// Shows another connection of such a run, by its source. False: the source is none of it.
bool chooseConnectionLive(Change& change, const std::string& source);
/// Applies news of the live run. Returns the time that the stage should go to; empty: it stays.
std::optional<scene::StageTime> takeNews(Change& change, const LiveNews& news);
/// Prepares a running live run again with another time map. False: none is running.
bool chooseTimeMapLive(Change& change, scene::TimeMapKind timeMap);
/// Shows the simulated run beside the real one, or the real one alone again; keeps the present step.
void compareLive(Change& change);
/// Returns the position in a run that was prepared again, and adapts the selection.
scene::StageTime placeOfLoaded(Change& change, const PendingLoad& loading, const scene::StagedRun& loaded);
void closeLive(Change& change);
void holdLive(Change& change, bool on);
/// Decides about a held segment: `transit`, else the selected one, else the oldest. Does nothing if it is not held.
void decideLive(Change& change, LiveFate fate, std::optional<trace::TransitId> transit = {});
/// At the end of a live run by hand, the next step is the kernels': releases a held segment. False: an ordinary step.
bool stepLive(Change& change);

} // namespace tcpstage::model
