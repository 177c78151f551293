#pragma once
// Prints a run: its title, what it is about, and the whole ladder, on as many pages as it needs.

#include "ui/scene/views.h"

#include <functional>

class QPagedPaintDevice;

namespace tcpstage::paint {

/// A4, upright, with margins for a binder.
void preparePages(QPagedPaintDevice& device);
enum class Printed : std::uint8_t { All, Cancelled, Refused }; // Refused: by the device
/// Called before each page, from 1 on; false cancels.
using PageBegins = std::function<bool(int page, int pages)>;
/// Light theme. Pages end between steps where they can.
Printed printRun(QPagedPaintDevice& device, const scene::StagedRun& staged, const scene::DisplayOptions& display,
                 const PageBegins& begins = {});

} // namespace tcpstage::paint
