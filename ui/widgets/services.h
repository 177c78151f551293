#pragma once
// The services of the program's store: lessons and files, pictures, the settings.

#include "ui/model/store/store.h"
#include "ui/page/page.h"

class QSettings;

namespace tcpstage::widgets {

class DrawingFolder;
class WorkFolder;

/// Loads a built-in lesson by its id, or a lesson or a saved run by its path. Requesting `stop` gives an error.
Result<model::StagedRunPtr> loadSource(const model::LoadSource& request, std::stop_token stop = {});
/// Two ends that do nothing, in place of a lesson file that has an error, so that its text can be shown and mended.
model::StagedRunPtr standInFor(const model::LoadSource& request, const Error& error);
Result<void> writeStage(const model::WriteStage& request);
/// A page with what the stage shows: the ladder and both ends, or a plot.
page::PageChoices pageOfStage(const scene::DisplayOptions& display);
/// Saves in the format of the file's ending: .tcptrace, .json, .csv, .variables.csv, .pcapng, .mmd, .pkt, .yaml. Never
/// leaves an incomplete file.
Result<void> saveRunTo(const model::SaveRunTo& request);

/// The connections of a capture file; `progress` gets the part of it that was read, now and then.
Result<capture::Listing> listConnections(const std::string& path, std::stop_token stop,
                                         const std::function<void(double)>& progress);

/// Never leaves an incomplete file.
Result<void> writeText(const model::WriteText& request);

/// `settings` must outlive the store. Without a folder unsaved work, or what is drawn, is kept in memory only.
model::Services programServices(QSettings& settings, const std::shared_ptr<WorkFolder>& works = {},
                                const std::shared_ptr<DrawingFolder>& drawings = {});

} // namespace tcpstage::widgets
