#pragma once
// What was made of a lesson: its branches, the texts, and where the stage stood. A change of lesson leaves it behind;
// it comes back with the lesson, by Ctrl+Z, and from the user's data folder after a crash. Values only, no files.

#include "ui/model/branches.h"
#include "ui/scene/marks/scene.h"

#include <memory>
#include <string>
#include <vector>

namespace tcpstage::model {

/// Tells one visit to a lesson from another: each keeps its work by itself.
struct Desk {
    std::uint64_t number = 0;
    bool recalled = false; // its work contains all that earlier starts of the program had kept of the lesson
};

struct Work {
    std::string source; // the lesson's id, or the path of a file
    Desk desk;
    StagedRunPtr staged; // on the stage: the lesson, or the branch that is shown
    Branches branches;
    scene::StageTime time{}; // where the stage stood in `staged`
    scene::Ref selection;
};
using WorkPtr = std::shared_ptr<const Work>;

/// What was kept of a source in an earlier start of the program.
struct Recalled {
    WorkPtr work;      // empty: nothing
    OwnedText trouble; // empty: none
};

/// Whether anything would be lost with it.
bool hasWork(const std::string& source, const Branches& branches);
inline bool hasWork(const Work& work) { return hasWork(work.source, work.branches); }
/// Whether both would be kept alike. Compares runs by identity.
bool isSameWork(const Branches& a, const Branches& b);
/// The lesson itself, without branches.
StagedRunPtr lessonOf(const Work& work);
/// All branches and texts of both; what is the same in both comes once. Shows what `first` shows.
Work together(Work first, const Work& second);
/// Adds at the end. Gives up the oldest beyond `most`, and so many that the rest is of a bearable size.
void push(std::vector<WorkPtr>& list, WorkPtr work, std::size_t most);
/// "You left off here: your 2 branches are back."
OwnedText leftOffHere(const Work& work);

} // namespace tcpstage::model
