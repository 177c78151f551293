#pragma once
// The panels of an endpoint and of a segment as scenes. Pure functions: the same input gives the same marks.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// One endpoint: name, address, state; state diagram of figure 5 with the last transition lit and named; variables,
/// changed ones marked with old -> new; send sequence space.
Scene endpointPanel(const ViewInput& input, trace::Side side);

/// One segment: its header bit by bit, its octets, and where each number comes from. The same at any time.
Scene segmentInspector(const ViewInput& input, trace::TransitId transit);

/// For a presentation: its title, and where each of its numbers comes from, as large as has room in the viewport. The
/// viewport's zoom is 1 at 1080 lines.
Scene numbersCard(const ViewInput& input, trace::TransitId transit);

} // namespace tcpstage::scene
