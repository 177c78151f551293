// What holds of the captions of every run: of all lessons, of what one act makes of them, and of all scripts.

#include "core/base/random.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/branch.h"
#include "tests/property/caption_laws.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace tcpstage::captions {
namespace {

using captions::broken_caption;

/// TCPSTAGE_ALL_CAPTIONS=1: every act at every segment, and all steps; it takes some minutes.
bool all_of_them() { return std::getenv("TCPSTAGE_ALL_CAPTIONS") != nullptr; }
std::size_t most_steps() { return all_of_them() ? SIZE_MAX : 300; }

/// What a person can do at a segment, and at the moment when it is sent.
std::vector<run::WhatIf> acts_at(const trace::Trace& trace, trace::TransitId transit)
{
    const Instant at = trace.transit(transit).sent;
    const auto call = [&](trace::Side side, trace::Call what) {
        lesson::CallStep made{side, what, {}, UINT32_MAX};
        if (what == trace::Call::Send) made.data = Bytes::pattern(250);
        return run::CallAt{at, made};
    };
    std::vector<run::WhatIf> acts{
        run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}},
        run::StrikeSegment{transit, sim::Fault::Kind::Duplicate, {}},
        run::StrikeSegment{transit, sim::Fault::Kind::Delay, Duration{700ms}},
        run::StrikeSegment{transit, sim::Fault::Kind::Corrupt, {}},
        run::EditSegment{transit, {.flags = tcp::Flag::Ack | tcp::Flag::Psh, .seq = tcp::Seq{7}, .window_bytes = 1}},
        run::EditSegment{transit, {.ack = tcp::Seq{4'000'000'000}, .payload = Bytes{std::string_view{"x"}}}}};
    for (std::size_t i = 0; i < trace::call_words.size(); ++i)
        for (const trace::Side side : trace::both_sides)
            acts.emplace_back(call(side, static_cast<trace::Call>(i)));
    return acts;
}

std::vector<lesson::Scenario> worlds_of(const lesson::BuiltIn& built_in)
{
    lesson::Scenario lesson = *lesson::find_lesson(std::string{built_in.id});
    std::vector<lesson::Scenario> worlds{lesson};
    if (lesson.beside) worlds.push_back(*lesson.beside);
    worlds.front().beside.reset();
    return worlds;
}

TEST(EveryCaption, IsTrueOfItsStepInEveryLesson)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons())
        for (const lesson::Scenario& lesson : worlds_of(built_in))
            EXPECT_EQ(broken_caption(lesson, run::run(lesson), most_steps()), "");
}

TEST(EveryCaption, IsTrueOfItsStepInWhatOneActMakesOfALesson)
{
    Random random{7};
    std::size_t done = 0;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const lesson::Scenario lesson = worlds_of(built_in).front();
        const run::Run parent = run::run(lesson);
        const auto transits = static_cast<trace::TransitId>(parent.trace.transits().size());
        if (transits == 0 || (transits > 400 && !all_of_them())) continue;
        const auto check = [&](const run::WhatIf& act) {
            const auto child = run::branch(lesson, parent.trace, act);
            if (!child) return; // no segment of an end's own
            EXPECT_EQ(broken_caption(*child, run::run(*child), most_steps()), "") << name_of(act, lesson, parent).en;
            ++done;
        };
        if (all_of_them()) {
            for (trace::TransitId transit = 0; transit < transits; ++transit)
                for (const run::WhatIf& act : acts_at(parent.trace, transit))
                    check(act);
            continue;
        }
        const std::vector<run::WhatIf> acts =
            acts_at(parent.trace, static_cast<trace::TransitId>(random.below(transits)));
        check(acts[random.below(acts.size())]);
    }
    EXPECT_GT(done, 50U);
}

TEST(EveryCaption, IsTrueOfItsStepInEveryScript)
{
    namespace fs = std::filesystem;
    const fs::path folder{TCPSTAGE_SOURCE_DIR "/../shared/packetdrill"};
    if (!fs::is_directory(folder)) GTEST_SKIP() << "skipped: no scripts in " << folder;
    std::size_t seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.path().extension() != ".pkt") continue;
        if (++seen % 40 != 0 && !all_of_them()) continue;
        const auto loaded = packetdrill::load_script_file(entry.path().string());
        if (!loaded) continue;
        const run::LessonRun lesson_run = packetdrill::script_run(*loaded);
        EXPECT_EQ(broken_caption(lesson_run.scenario, lesson_run.run, most_steps()), "") << entry.path();
    }
}

} // namespace
} // namespace tcpstage::captions
