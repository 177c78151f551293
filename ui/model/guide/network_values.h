#pragma once
// The values of the network sliders, and their texts. Pure functions.

#include "core/base/text.h"
#include "core/sim/link.h"

#include <QString>

namespace tcpstage::model {

/// The sliders of each direction.
enum class Knob : std::uint8_t { Delay, Jitter, Rate, Loss, Reorder, Duplicate, Corrupt };
inline constexpr std::size_t knob_count = 7;

Text nameOf(Knob knob);
/// The largest position. Position 0 means none; for a rate: no limit.
int mostOf(Knob knob);
/// The position nearest to the link's value.
int positionOf(Knob knob, const sim::LinkSettings& link);
sim::LinkSettings withPosition(sim::LinkSettings link, Knob knob, int position);
/// "300 ms", "2 %", "10 Mbit/s", "∞".
QString valueOf(Knob knob, const sim::LinkSettings& link);

} // namespace tcpstage::model
