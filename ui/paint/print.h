#pragma once
// Prints a run: its title, what it is about, and the whole ladder, on as many pages as it needs.

#include "ui/scene/views.h"

class QPagedPaintDevice;

namespace tcpstage::paint {

/// A4, upright, with margins for a binder.
void preparePages(QPagedPaintDevice& device);
/// Light theme. Pages end between steps where they can. False: the device does not take it.
bool printRun(QPagedPaintDevice& device, const scene::StagedRun& staged, const scene::DisplayOptions& display);

} // namespace tcpstage::paint
