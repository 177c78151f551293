#pragma once
// What every view gets: a run at a time, and how to show it. A value that points to its run; it owns nothing.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

struct ViewInput {
    const StagedRun& staged; // outlives the input
    StageTime time;
    Viewport viewport; // of the scene that is made
    Ref selection{};
    DisplayOptions display{};
    const StagedRun* other = nullptr; // the other of two worlds: plots of both have the same scales

    /// One of two runs beside each other: 0 or 1, with what is selected in it.
    ViewInput half(std::uint8_t which) const
    {
        const StagedRun* beside = !staged.beside ? nullptr : which == 0 ? staged.beside.get() : &staged;
        return {staged.half(which), time, viewport, selection.run == which ? selection : Ref{}, display, beside};
    }
};

} // namespace tcpstage::scene
