#include "ui/scene/staged/programs.h"

namespace tcpstage::scene {

Programs::Programs(const lesson::Scenario& scenario)
    : ends_{captions::Program{scenario, trace::Side::Left}, captions::Program{scenario, trace::Side::Right}}
{}

void Programs::follow(const trace::Trace& trace)
{
    for (captions::Program& end : ends_)
        end.follow(trace);
}

} // namespace tcpstage::scene
