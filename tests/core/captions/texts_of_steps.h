#pragma once

#include "core/captions/caption.h"
#include "core/captions/trace_step.h"
#include "core/run/run.h"

#include <string>
#include <vector>

namespace tcpstage::captions {

/// The texts of all steps of a lesson.
inline std::vector<std::string> texts_of_steps(const lesson::Scenario& scenario, Language language = Language::English)
{
    const run::Run run = run::run(scenario);
    const Ordinals ordinals{run.trace};
    std::vector<std::string> list;
    for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record))
        list.push_back(
            caption({scenario, run, ordinals}, run.trace.moment_after(step->end - 1), {.language = language}).text);
    return list;
}

} // namespace tcpstage::captions
