#pragma once
// Which marks of the stage can be selected, where they are, and in which order they are selected.

#include "ui/scene/marks/scene.h"

#include <optional>

namespace tcpstage::widgets {

/// Whether details are shown when it is selected.
bool hasDetails(const scene::Ref& ref);
/// The bounding rectangle of all its marks; empty if it has none.
QRectF placeIn(const scene::Scene& scene, const scene::Ref& ref);
/// The next (or previous) item after `now` in these scenes, each from top to bottom; wraps around at the end. Empty if
/// nothing can be selected.
std::optional<scene::Ref> besideIn(const std::vector<const scene::Scene*>& scenes, const scene::Ref& now, bool forward);

} // namespace tcpstage::widgets
