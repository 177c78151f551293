#pragma once
// The ticks of the progress bar: one for each segment that is sent or lost and for each timer that expires, in its
// colour. Of a long run there are only as many as can be told apart: of neighbours the one that matters most stays.

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
    /// `staged` may have gone on since the last call, or be another one.
    void follow(const StagedRun& staged);
    const std::vector<Tick>& all() const { return ticks_; }

private:
    std::int64_t cellOf(StageTime at) const { return at.count() / grain_; }
    void forget(StageTime from);
    void add(const Tick& tick);
    void thin();

    std::vector<Tick> ticks_; // one for each cell at most
    std::int64_t grain_ = 1;  // how long a cell is
    std::shared_ptr<const Layout> layout_;
    trace::RecordId settled_ = 0;
};

/// The colour of a chapter: that of its first segment.
Ink inkOfChapter(const StagedRun& staged, const Chapter& chapter);

} // namespace tcpstage::scene
