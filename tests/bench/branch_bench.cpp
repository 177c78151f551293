// Measures the time from a user action to a staged run of the new branch, for every action in every lesson, at three
// moments. Prints the longest times. The target is 50 ms.

#include "core/lesson/library.h"
#include "core/run/branch.h"
#include "ui/scene/staged/staged_run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace tcpstage {
namespace {

constexpr double target_ms = 50;
constexpr std::size_t most_lines = 15;

struct Measured {
    double ms = 0;
    std::string what;
};

std::vector<run::WhatIf> acts_at(const scene::StagedRun& staged, int ninths)
{
    const trace::Trace& trace = staged.trace();
    const auto transit =
        static_cast<trace::TransitId>((trace.transits().size() - 1) * static_cast<std::size_t>(ninths) / 9);
    const Instant at = start_of_time + (trace.end() - start_of_time) * ninths / 9;
    std::vector<run::WhatIf> acts{run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}},
                                  run::StrikeSegment{transit, sim::Fault::Kind::Duplicate, {}},
                                  run::StrikeSegment{transit, sim::Fault::Kind::Delay, 2s},
                                  run::StrikeSegment{transit, sim::Fault::Kind::Corrupt, {}},
                                  run::EditSegment{transit, {.window_bytes = 1000}},
                                  run::SpareSegment{transit},
                                  run::SetOption{trace::Side::Left, "delayed_ack", "100 ms"}};
    std::array<sim::LinkSettings, 2> links = staged.scenario.setup.links;
    links[0].delay += 50ms;
    acts.emplace_back(run::ChangeNetwork{at, links});
    for (std::size_t i = 0; i < trace::call_words.size(); ++i)
        acts.emplace_back(
            run::CallAt{at, {trace::Side::Left, static_cast<trace::Call>(i), Bytes::pattern(100), UINT32_MAX}});
    return acts;
}

void measure(const std::string& id, std::vector<Measured>& all)
{
    lesson::Scenario scenario = *lesson::find_lesson(id);
    scenario.beside.reset();
    const auto staged = scene::stageRun(std::move(scenario));
    if (staged->trace().transits().empty()) return;
    for (const int ninths : {1, 5, 8})
        for (const run::WhatIf& act : acts_at(*staged, ninths)) {
            double best = 1e9;
            for (int round = 0; round < 3; ++round) {
                const auto begin = std::chrono::steady_clock::now();
                auto child = run::branch(staged->scenario, staged->trace(), act);
                if (!child) break;
                const auto signaled = scene::stageRun(std::move(*child));
                const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
                best = std::min(best, took.count());
            }
            if (best < 1e9) all.push_back({best, id + ": " + run::name_of(act, staged->scenario, staged->run).en});
        }
}

} // namespace
} // namespace tcpstage

int main()
{
    using namespace tcpstage;
    std::vector<Measured> all;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        measure(std::string{lesson.id}, all);
    std::ranges::sort(all, std::greater{}, &Measured::ms);
    std::printf("%zu branches of %zu lessons; the slowest:\n", all.size(), lesson::built_in_lessons().size());
    for (std::size_t i = 0; i < std::min(most_lines, all.size()); ++i)
        std::printf("%8.2f ms  %s\n", all[i].ms, all[i].what.c_str());
    const auto missed = std::ranges::count_if(all, [](const Measured& one) { return one.ms > target_ms; });
    std::printf("%ld over the target of %.0f ms\n", static_cast<long>(missed), target_ms);
}
