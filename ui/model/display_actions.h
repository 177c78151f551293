#pragma once
// Actions that choose how a run is displayed, and what the desktop asks for until something is chosen.

#include "core/trace/record.h"
#include "ui/scene/marks/display_options.h"

namespace tcpstage::model {

struct DesktopIsDark {
    bool dark;
};
struct DesktopIsCalm { // reduced motion
    bool calm;
};
struct SetNumbers {
    scene::Numbers numbers;
};
struct SetStateNames {
    scene::StateNames names;
};
struct SetFlagNames {
    scene::FlagNames names;
};
struct SetWindowUnits {
    scene::WindowUnits units;
};
struct SetPrograms {
    scene::ProgramLanes lanes;
};
struct SetDepth {
    scene::Depth depth;
};
struct SetView {
    scene::View view;
};
struct SetLanguage {
    Language language;
};
struct MeasureAt { // one end of the span that is measured
    trace::RecordId record;
    bool begins; // else it ends there
};

} // namespace tcpstage::model
