#pragma once
// The programs of both ends of a staged run, made when they are first needed and kept with it.

#include "core/captions/program.h"

#include <array>

namespace tcpstage::scene {

class Programs {
public:
    explicit Programs(const lesson::Scenario& scenario);
    /// Takes what the run has gained.
    void follow(const trace::Trace& trace);
    const captions::Program& of(trace::Side side) const { return ends_[trace::index(side)]; }

private:
    std::array<captions::Program, 2> ends_;
};

} // namespace tcpstage::scene
