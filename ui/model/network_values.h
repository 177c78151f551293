#pragma once
// The values that a slider of the network can stand at, and how they are read. Pure.

#include "core/base/text.h"
#include "core/sim/link.h"

#include <QString>

namespace tcpstage::model {

/// What can be slid, for each direction.
enum class Knob : std::uint8_t { Delay, Jitter, Rate, Loss, Reorder, Duplicate, Corrupt };
inline constexpr std::size_t knob_count = 7;

Text nameOf(Knob knob);
/// Positions 0..most; 0 is none (of a rate: no limit).
int mostOf(Knob knob);
/// The position nearest to what the link has.
int positionOf(Knob knob, const sim::LinkSettings& link);
sim::LinkSettings withPosition(sim::LinkSettings link, Knob knob, int position);
/// "300 ms", "2 %", "10 Mbit/s", "∞".
QString valueOf(Knob knob, const sim::LinkSettings& link);

} // namespace tcpstage::model
