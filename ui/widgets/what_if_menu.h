#pragma once
// What can be changed here: at a segment, or at an endpoint at this moment.

#include "ui/widgets/actions.h"

class QMenu;

namespace tcpstage {

/// Drop, duplicate, delay, damage, let arrive.
void addSegmentActs(QMenu& menu, const Actions& actions);
/// The calls that the user of one end can make, at the present moment.
void addCalls(QMenu& menu, Store& store, Side side);

} // namespace tcpstage
