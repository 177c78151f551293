#pragma once
// Which marks of the stage can be selected, and where they stand.

#include "ui/scene/marks/scene.h"

#include <optional>

namespace tcpstage::widgets {

/// Whether something is told of it when it is selected.
bool hasDetails(const scene::Ref& ref);
/// The rectangle around all marks of it; empty: there is none.
QRectF placeIn(const scene::Scene& scene, const scene::Ref& ref);
/// What stands after (or before) `now` in these scenes, each from above; round at the end. None: nothing can be
/// selected.
std::optional<scene::Ref> besideIn(const std::vector<const scene::Scene*>& scenes, const scene::Ref& now, bool forward);

} // namespace tcpstage::widgets
