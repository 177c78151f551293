// What is said to be only in one of two runs is nowhere in the other: of all two-world lessons, and of branches beside
// the lesson that they come from.
#include "core/base/random.h"
#include "core/compare/compare.h"
#include "core/lesson/library.h"
#include "core/run/branch.h"
#include "tests/support/lessons.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::compare {
namespace {

using ::testing::HasSubstr;

std::string words_of(const trace::Trace& trace, const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.segment;
    if (segment.is_datagram()) return fmt::format("UDP len={}", segment.payload.size());
    const std::string text = fmt::format("{} {}", tcp::to_text(segment.flags), absolute_numbers(trace, transit));
    return segment.payload.empty() ? text : fmt::format("{} len={}", text, segment.payload.size());
}

/// Whether the run has what the difference is about, whenever that is.
bool has(const trace::Trace& trace, const trace::Trace& other, trace::RecordId id)
{
    const trace::Record event = other.record(id);
    const bool ends = event.kind == trace::Kind::Arrived || event.kind == trace::Kind::Lost;
    const std::string words =
        event.kind == trace::Kind::Sent || ends ? words_of(other, other.transit(event.ref)) : std::string{};
    const trace::TransitId copy_of = ends ? other.transit(event.ref).copy_of : trace::no_transit;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != event.kind || record.side != event.side || record.connection != event.connection) continue;
        if (words.empty() ? record.detail != event.detail : words_of(trace, trace.transit(record.ref)) != words)
            continue;
        if (copy_of == trace::no_transit || trace.transit(record.ref).copy_of != trace::no_transit) return true;
    }
    return false;
}

/// The first sentence that says "only" of what both have.
std::string untrue(const trace::Trace& one, const trace::Trace& two)
{
    const Comparison comparison = compare(one, two);
    for (const Difference& difference : comparison.differences) {
        const OwnedText said = sentence(difference, one, two);
        const bool left = said.en.find(" only on the left") != std::string::npos;
        const bool right = said.en.find(" only on the right") != std::string::npos;
        EXPECT_EQ(left || right, said.zh.find("，只在") != std::string::npos) << said.en << "\n" << said.zh;
        if (left && has(two, one, difference.at[0])) return said.en;
        if (right && has(one, two, difference.at[1])) return said.en;
    }
    return {};
}

TEST(WhatIsOnlyInOneRun, IsNotInTheOtherOfTwoWorlds)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        lesson::Scenario scenario = *lesson::find_lesson(std::string{built_in.id});
        if (!scenario.beside) continue;
        const lesson::Scenario beside = *scenario.beside;
        scenario.beside.reset();
        EXPECT_EQ(untrue(run::run(scenario).trace, run::run(beside).trace), "") << built_in.id;
    }
}

TEST(WhatIsOnlyInOneRun, IsNotInTheLessonBesideABranch)
{
    Random random{11};
    std::size_t done = 0;
    for (const std::string& id : testing::some_lessons(3)) {
        lesson::Scenario scenario = *lesson::find_lesson(id);
        scenario.beside.reset();
        const trace::Trace parent = run::run(scenario).trace;
        const auto transits = static_cast<std::uint32_t>(parent.transits().size());
        if (transits == 0 || transits > 120) continue;
        for (const auto kind : {sim::Fault::Kind::Drop, sim::Fault::Kind::Duplicate, sim::Fault::Kind::Delay,
                                sim::Fault::Kind::Corrupt}) {
            const auto transit = static_cast<trace::TransitId>(random.below(transits));
            const auto child = run::branch(scenario, parent, run::StrikeSegment{transit, kind, Duration{700ms}});
            if (!child) continue;
            EXPECT_EQ(untrue(parent, run::run(*child).trace), "") << id << ", segment " << transit + 1;
            ++done;
        }
    }
    EXPECT_GT(done, 100U);
}

TEST(WhatIsOnlyInOneRun, IsCountedWhereTheOtherRunHasItLessOften)
{
    lesson::Scenario scenario = *lesson::find_lesson("why-not-two");
    const trace::Trace right = run::run(*scenario.beside).trace;
    scenario.beside.reset();
    const trace::Trace left = run::run(scenario).trace;
    std::string all;
    for (const Difference& difference : compare(left, right).differences)
        all += sentence(difference, left, right).en + sentence(difference, left, right).zh;
    EXPECT_THAT(all, HasSubstr("The client sends \"RST seq=91\" for the 2nd time on the left; on the right it does so "
                               "only once."));
    EXPECT_THAT(all, HasSubstr("客户端发送“RST seq=91”：在左边是第 2 次，右边只有 1 次。"));
}

} // namespace
} // namespace tcpstage::compare
