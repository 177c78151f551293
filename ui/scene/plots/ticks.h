#pragma once
// The ticks of the progress bar: one in its colour for each segment sent or lost and each timer that expires. A long
// run has only as many as can be distinguished: of neighbours the most important one stays.

#include "ui/scene/marks/ink.h"
#include "ui/scene/staged/staged_run.h"

#include <vector>

namespace tcpstage::scene {

struct Tick {
    StageTime at;
    Ink ink;
};

class Ticks {
public:
    /// `staged` may be a longer staging of the last call's run, or another run.
    void follow(const StagedRun& staged);
    const std::vector<Tick>& all() const { return ticks_; }

private:
    std::int64_t cellOf(StageTime at) const { return at.count() / grain_; }
    void forget(StageTime from);
    void add(const Tick& tick);
    void thin();

    std::vector<Tick> ticks_; // at most one for each cell
    std::int64_t grain_ = 1;  // length of a cell
    std::shared_ptr<const Layout> layout_;
    trace::RecordId settled_ = 0;
};

/// The colour of a chapter is that of its first segment.
Ink inkOfChapter(const StagedRun& staged, const Chapter& chapter);

} // namespace tcpstage::scene
