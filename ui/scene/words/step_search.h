#pragma once
// Finds steps of a run by what a person types: numbers, flags, states, "lost", a time. Both languages and both kinds of
// numbers are understood, whichever are shown.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QStringList>
#include <vector>

namespace tcpstage::scene {

/// A step, where the stage shows it, and the line that says what it is.
struct FoundStep {
    StageTime at{};
    Ref ref;       // its segment, or the step
    QString time;  // "0.300 s"
    QString since; // the step before it: "+100 ms"; empty for the first
    QString line;  // "Client gets server's 1st segment: SYN, ACK seq=300 ack=101"
};

/// Words that must all be in a step, in any order and letter case. A flag ("FIN") finds the segments that have it. A
/// number is found as a whole only: "seq=30" does not find "seq=301".
class StepSearch {
public:
    StepSearch(std::shared_ptr<const StagedRun> staged, const QString& words, const DisplayOptions& display);

    /// Looks at up to `count` further steps of the run, or of both runs, and adds those found to `steps`. False: none
    /// is left.
    bool goOn(std::size_t count, std::vector<FoundStep>& steps);
    /// What part has been looked at, from 0 to 1.
    double part() const;

private:
    bool has(const StagedRun& half, trace::RecordId step) const;
    FoundStep found(std::uint8_t run, trace::RecordId step) const;

    std::shared_ptr<const StagedRun> staged_;
    QStringList words_;
    DisplayOptions display_;
    std::uint8_t run_ = 0;
    std::size_t next_ = 0; // step of that run
};

/// What a number or a time by itself leads to: the step and the segment with this number ("7", "#7" only the segment),
/// the step at this time ("1.5 s"). Empty for other words.
std::vector<FoundStep> stepsAtPlace(const StagedRun& staged, const QString& words, const DisplayOptions& display);

} // namespace tcpstage::scene
