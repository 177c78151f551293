#pragma once
// Actions that choose how a run is displayed, and what the desktop asks for until something is chosen.

#include "core/trace/record.h"
#include "ui/scene/marks/display_options.h"

#include <variant>

namespace tcpstage::model {

struct DesktopIsDark {
    bool dark;
};
struct DesktopIsCalm { // reduced motion
    bool calm;
};
struct SetNotation {
    std::variant<scene::Numbers, scene::StateNames, scene::FlagNames, scene::EndNames, scene::WindowUnits> one;
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
