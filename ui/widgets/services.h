#pragma once
// What the program's own store gets from the world: lessons and files, pictures, the settings.

#include "ui/model/store/store.h"

class QSettings;

namespace tcpstage::widgets {

class WorkFolder;

/// A built-in lesson by its id, or a lesson or a saved run by its path.
/// The error says so when it was told to stop.
Result<model::StagedRunPtr> loadSource(const model::LoadSource& request, std::stop_token stop = {});
Result<void> writeStage(const model::WriteStage& request);
/// The file's ending says how: .tcptrace, .json, .csv, .pcapng, .mmd. Nothing half-written is left behind.
Result<void> saveRunTo(const model::SaveRunTo& request);

/// Nothing half-written is left behind.
Result<void> writeText(const model::WriteText& request);

/// `settings` must outlive the store. Without a folder unsaved work is kept in memory only.
model::Services programServices(QSettings& settings, const std::shared_ptr<WorkFolder>& works = {});

} // namespace tcpstage::widgets
