// What the caption of a step costs: a step on the stage asks for one or two, a JSON export for all. Target: 50 us.

#include "core/captions/caption.h"
#include "core/captions/trace_step.h"
#include "core/lesson/library.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace tcpstage {
namespace {

constexpr double target_us = 50;
constexpr int rounds = 5; // the best counts

struct Measured {
    double mean_us = 0;
    double worst_us = 0;
    std::size_t steps = 0;
    std::string what;
};

/// Each step by itself, in one language and with one way to show numbers.
Measured measure(const std::string& id, const captions::CaptionStyle& style, const char* name)
{
    const lesson::Scenario lesson = *lesson::find_lesson(id);
    const run::Run done = run::run(lesson);
    const captions::Ordinals ordinals{done.trace};
    const captions::Captioned what{lesson, done, ordinals};
    Measured measured{0, 0, 0, id + name};
    for (auto step = captions::step_after(done.trace, trace::no_record); step;
         step = captions::step_after(done.trace, step->record)) {
        const trace::Moment moment = done.trace.moment_after(step->end - 1);
        double best = 1e9;
        for (int round = 0; round < rounds; ++round) {
            const auto begin = std::chrono::steady_clock::now();
            const captions::Caption said = captions::caption(what, moment, style);
            const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
            if (!said.title.empty()) best = std::min(best, took.count());
        }
        measured.mean_us += best;
        measured.worst_us = std::max(measured.worst_us, best);
        ++measured.steps;
    }
    measured.mean_us /= static_cast<double>(std::max<std::size_t>(1, measured.steps));
    return measured;
}

} // namespace
} // namespace tcpstage

int main()
{
    using namespace tcpstage;
    std::vector<Measured> all;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const std::string id{lesson.id};
        all.push_back(measure(id, {.language = Language::English}, ""));
        all.push_back(measure(id, {.language = Language::Chinese}, ", in Chinese"));
        all.push_back(measure(id, {.numbers = captions::Numbers::Relative}, ", relative numbers"));
    }
    std::ranges::sort(all, std::greater{}, &Measured::worst_us);
    std::printf("captions of %zu runs; the slowest step of each:\n", all.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(10, all.size()); ++i)
        std::printf("%8.1f us  (mean %.1f us, %zu steps)  %s\n", all[i].worst_us, all[i].mean_us, all[i].steps,
                    all[i].what.c_str());
    const auto missed = std::ranges::count_if(all, [](const Measured& one) { return one.worst_us > target_us; });
    std::printf("%ld over the target of %.0f us\n", static_cast<long>(missed), target_us);
}
