#pragma once
// What the marks of a picture represent, as ids and in words: for SVG, where a mark can be found by its id and has its
// name as a title.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>

namespace tcpstage::scene {

/// "segment-3", "state-left-established": ASCII letters, digits and hyphens, different for each thing of a run and of
/// both worlds. Empty for nothing.
QString markId(const Ref& ref);
/// "Client: SYN, seq=100". It does not say how a segment will fare. Empty where there is nothing to say.
QString markName(const StagedRun& staged, const Ref& ref, const DisplayOptions& display);

} // namespace tcpstage::scene
