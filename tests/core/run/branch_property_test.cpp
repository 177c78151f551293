// Properties of every user action that makes a branch, in every lesson.

#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/run/branch.h"
#include "core/run/networks.h"
#include "core/run/sandbox.h"
#include "tests/support/lessons.h"

#include <gtest/gtest.h>

namespace tcpstage::run {
namespace {

constexpr std::size_t few_transits = 16;    // lessons with no more transits get every action
constexpr std::size_t most_transits = 4000; // longer ones get a few, chosen by a seed
constexpr std::size_t acts_by_seed = 2;

/// Calls `check(lesson, run)` for each built-in lesson.
template <typename Check> void for_each_lesson(Check check, std::size_t one_of = 2)
{
    for (const std::string& id : testing::some_lessons(one_of)) {
        lesson::Scenario lesson = *lesson::find_lesson(id);
        lesson.beside.reset();
        lesson.goal.reset(); // it would allow few of them
        const run::Run parent = run(lesson);
        if (parent.trace.transits().size() > most_transits || parent.trace.empty()) continue;
        SCOPED_TRACE(id);
        check(lesson, parent);
    }
}

/// An action, and the instant until which the run must stay the same.
struct Act {
    WhatIf what;
    Instant until;
};

/// One of each action, on the segment `middle` or at the instant `at`.
std::vector<WhatIf> acts_at(const lesson::Scenario& lesson, trace::TransitId middle, Instant at)
{
    std::vector<WhatIf> acts{
        StrikeSegment{middle, sim::Fault::Kind::Drop, {}},
        StrikeSegment{middle, sim::Fault::Kind::Duplicate, {}},
        StrikeSegment{middle, sim::Fault::Kind::Delay, Duration{700ms}},
        StrikeSegment{middle, sim::Fault::Kind::Corrupt, {}},
        SpareSegment{middle},
        EditSegment{middle, {.flags = tcp::Flag::Ack | tcp::Flag::Psh, .seq = tcp::Seq{7}, .window_bytes = 1}},
        EditSegment{middle, {.ack = tcp::Seq{4'000'000'000}, .payload = Bytes{std::string_view{"x\"\n"}}}},
        SetOption{trace::Side::Right, "delayed_ack", "150 ms"},
        SetOption{trace::Side::Left, "mss", "333"}};
    Links links = lesson.setup.links;
    links[0].delay = 333ms;
    links[1].loss = Chance{70'000};
    acts.emplace_back(ChangeNetwork{at, links});
    for (std::size_t i = 0; i < trace::call_words.size(); ++i) {
        lesson::CallStep call{
            i % 2 == 0 ? trace::Side::Left : trace::Side::Right, static_cast<trace::Call>(i), {}, UINT32_MAX};
        if (call.call == trace::Call::Send) call.data = Bytes::pattern(250);
        acts.emplace_back(CallAt{at, call});
    }
    return acts;
}

/// For a short lesson one of each action in its middle; for a long one a few at pseudo-random places, always the same.
std::vector<Act> acts_on(const lesson::Scenario& lesson, const run::Run& parent)
{
    const auto transits = static_cast<std::uint32_t>(parent.trace.transits().size());
    const Duration whole = parent.trace.end() - start_of_time;
    std::vector<Act> list;
    const auto add = [&](const WhatIf& act, trace::TransitId transit, Instant at) {
        const bool by_time = std::holds_alternative<CallAt>(act) || std::holds_alternative<ChangeNetwork>(act);
        const bool from_the_start = std::holds_alternative<SetOption>(act);
        list.push_back({act, from_the_start ? start_of_time : by_time ? at : parent.trace.transit(transit).sent});
    };
    if (transits <= few_transits) {
        const trace::TransitId middle = transits / 2;
        const Instant at = start_of_time + whole / 2;
        for (const WhatIf& act : acts_at(lesson, middle, at))
            add(act, middle, at);
        return list;
    }
    Random random{transits};
    for (std::size_t i = 0; i < acts_by_seed; ++i) {
        const auto transit = static_cast<trace::TransitId>(random.below(transits));
        const Instant at = start_of_time + whole * static_cast<std::int64_t>(random.below(1000)) / 1000;
        const std::vector<WhatIf> acts = acts_at(lesson, transit, at);
        add(acts[random.below(acts.size())], transit, at);
    }
    return list;
}

TEST(EveryAct, SavedAsALessonAndOpenedAgainGivesTheSameTrace)
{
    std::size_t done = 0;
    for_each_lesson(
        [&](const lesson::Scenario& lesson, const run::Run& parent) {
            for (const auto& [act, until] : acts_on(lesson, parent)) {
                const auto child = branch(lesson, parent.trace, act);
                if (!child) continue; // e.g. nothing to spare, or the segment was sent by neither end
                const auto again = lesson::read_scenario(lesson::write_scenario(*child), "again.yaml");
                ASSERT_TRUE(again) << again.error().sentence() << "\n" << lesson::write_scenario(*child);
                ASSERT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(run(*child).trace))
                    << name_of(act, lesson, parent).en;
                ++done;
            }
        },
        4);
    EXPECT_GT(done, 150U);
}

TEST(EveryAct, ThatChangesNothingGivesTheParentByteForByte)
{
    for_each_lesson([&](const lesson::Scenario& lesson, const run::Run& parent) {
        const std::string expected = formats::save_trace(parent.trace);
        const bool is_long = parent.trace.transits().size() > few_transits;
        for (const std::int64_t part : is_long ? std::vector<std::int64_t>{4} : std::vector<std::int64_t>{0, 2, 5, 9}) {
            const Instant at = start_of_time + (parent.trace.end() - start_of_time) * part / 9;
            const auto child =
                branch(lesson, parent.trace, ChangeNetwork{at, links_at(networks_of(lesson, parent), at)});
            ASSERT_TRUE(child);
            ASSERT_EQ(formats::save_trace(run(*child).trace), expected)
                << "the same network after " << part << " ninths";
        }
        const std::string msl = option_value(lesson.setup.endpoints[0].settings, "msl");
        const auto child = branch(lesson, parent.trace, SetOption{trace::Side::Left, "msl", msl});
        ASSERT_TRUE(child);
        ASSERT_EQ(formats::save_trace(run(*child).trace), expected) << "the same option";
    });
}

TEST(EveryAct, LeavesWhatWasBeforeItAsItWas)
{
    for_each_lesson([&](const lesson::Scenario& lesson, const run::Run& parent) {
        for (const auto& [act, until] : acts_on(lesson, parent)) {
            const auto child = branch(lesson, parent.trace, act);
            if (!child || until == start_of_time) continue;
            const run::Run after = run(*child);
            for (trace::RecordId id = 0; id < parent.trace.records().size() && parent.trace.record(id).at < until; ++id)
                ASSERT_EQ(parent.trace.record(id), after.trace.record(id)) << name_of(act, lesson, parent).en;
        }
    });
}

} // namespace
} // namespace tcpstage::run
