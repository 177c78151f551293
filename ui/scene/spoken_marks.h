#pragma once
// The marks of a picture in words, for who does not see it: what each stands for, and its present value.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>
#include <vector>

namespace tcpstage::scene {

/// A thing of a picture: all marks with the same Ref.
struct SpokenMark {
    Ref ref;
    QString name;  // "Client: SND.UNA"
    QString value; // "101, before: 100"; may be empty
    QRectF place;  // in the scene; empty: the scene has no mark of it
    friend bool operator==(const SpokenMark&, const SpokenMark&) = default;
};
/// "Client: SND.UNA, 101, before: 100".
QString sentence(const SpokenMark& mark, Language language);

/// The things in sight of a picture of this run at `time`, from top to bottom. A value that the picture shows as "?"
/// is not said either.
std::vector<SpokenMark> spokenMarks(const Scene& scene, const StagedRun& staged, StageTime time,
                                    const DisplayOptions& display);
/// The same of a picture without a run, such as a question board: what its labels say.
std::vector<SpokenMark> spokenMarks(const Scene& scene);

} // namespace tcpstage::scene
