#pragma once
// What happens to work when its lesson is left, opened again or undone. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

/// Before something is changed: Ctrl+Z comes back to here.
void rememberWork(Change& change);
/// Something else comes on the stage: what is there is kept, and Ctrl+Z comes back to it.
void leaveWork(Change& change);
/// Another lesson has been loaded: it comes on the stage with the work that was left there.
void beginWork(Change& change, const PendingLoad& loading, const RunLoaded& loaded);
/// Whether the program remembers work of this source, so that no file has to be asked.
bool remembersWork(const Model& model, const std::string& source);
void writeDraft(Change& change, const TextPtr& text);
/// The file on the stage was changed elsewhere.
void sourceChanged(Change& change, const std::string& text);

/// Of a model, before an action.
struct WorkBefore {
    std::uint64_t desk;
    Branches branches;
    scene::StageTime goal;
};
WorkBefore workBefore(const Model& model);
/// Asks to keep what the action has changed.
void keepChanges(Change& change, const WorkBefore& before);

// Commands.
void undo(Change& change);
void redo(Change& change);

} // namespace tcpstage::model
