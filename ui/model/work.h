#pragma once
// Unsaved work on a lesson: its branches, its texts, and the position of the stage. It is kept when the lesson is left,
// and restored when the lesson is opened again, by Ctrl+Z, or from the user's data folder after a crash. Values only,
// no files.

#include "ui/model/branches.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <memory>
#include <string>
#include <vector>

namespace tcpstage::model {

/// Identifies a visit to a lesson; each visit keeps its own work.
struct Desk {
    std::uint64_t number = 0;
    bool recalled = false; // its work includes all that earlier starts of the program had kept of the lesson
};

struct Work {
    std::string source; // the lesson's id, or the path of a file
    Desk desk;
    StagedRunPtr staged; // on the stage: the lesson or the shown branch
    Branches branches;
    scene::StageTime time{}; // position of the stage in `staged`
    scene::Ref selection;
    scene::View view = scene::View::Ladder; // that was shown
};
using WorkPtr = std::shared_ptr<const Work>;

/// The kept work of a source from earlier starts of the program.
struct Recalled {
    WorkPtr work;      // empty: nothing
    OwnedText trouble; // empty: none
};

/// Whether there are branches or edited texts that would be lost.
bool hasWork(const std::string& source, const Branches& branches);
inline bool hasWork(const Work& work) { return hasWork(work.source, work.branches); }
/// Whether keeping either would give the same. Compares runs by identity.
bool isSameWork(const Branches& a, const Branches& b);
/// The lesson itself, without branches.
StagedRunPtr lessonOf(const Work& work);
/// Merges the branches and texts of both, without duplicates. Shows what `first` shows.
Work together(Work first, const Work& second);
/// Appends `work`. Drops the oldest entries beyond `most`, and more until the total size is acceptable.
void push(std::vector<WorkPtr>& list, WorkPtr work, std::size_t most);
/// The sentence for restored work: "You left off here: your 2 branches are back."
OwnedText leftOffHere(const Work& work);

} // namespace tcpstage::model
