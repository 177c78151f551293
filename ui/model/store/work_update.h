#pragma once
// Unsaved work: kept when its lesson is left, restored when it is opened again; undo and redo. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// Appends the present work to the undo list, so that the next undo returns to it, and clears the redo list.
void rememberWork(Change& change);
/// Keeps the present work before another lesson is shown; undo returns to it.
void leaveWork(Change& change);
/// Shows a loaded lesson, with its earlier work if there is any.
void beginWork(Change& change, const PendingLoad& loading, const RunLoaded& loaded);
/// The source is the first of the recent ones, if it is a file.
void noteRecent(Model& model, const std::string& source);
/// Whether work of this source is in memory, so that no file needs to be read.
bool remembersWork(const Model& model, const std::string& source);
void writeDraft(Change& change, const TextPtr& text);
/// Says where a file was written. One that can be opened is among the recent ones.
void fileWritten(Change& change, const std::string& path);
/// Another program has changed the open file to `text`: offers to reload it, unless the text is the user's own.
void sourceChanged(Change& change, const std::string& text);

/// The part of a model before an action that keepChanges() compares.
struct WorkBefore {
    std::uint64_t desk;
    Branches branches;
    scene::StageTime goal;
};
WorkBefore workBefore(const Model& model);
/// Requests that the work is kept, if it has changed since `before`.
void keepChanges(Change& change, const WorkBefore& before);

// Commands.
/// To the lesson that was on the stage before this one, as it was left.
void goBack(Change& change);
/// To the one that goBack() left.
void goForward(Change& change);
void undo(Change& change);
void redo(Change& change);

} // namespace tcpstage::model
