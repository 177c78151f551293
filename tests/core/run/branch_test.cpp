#include "core/run/branch.h"

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "tests/support/both_languages.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::run {
namespace {

std::string refusal_of(const Result<lesson::Scenario>& child) { return child ? "" : said_in_both(child.error()); }

lesson::Scenario lesson_named(const std::string& id) { return *lesson::find_lesson(id); }

/// Each segment with its fate, as text.
std::vector<std::string> fates(const trace::Trace& trace)
{
    std::vector<std::string> result;
    for (const trace::Transit& transit : trace.transits())
        result.push_back((transit.from == trace::Side::Left ? "> " : "< ") + tcp::to_text(transit.segment.flags) +
                         (transit.fate == trace::Fate::Lost ? " lost" : ""));
    return result;
}

/// Both runs hold the same records before `moment`.
void expect_same_until(const trace::Trace& parent, const trace::Trace& child, Instant moment)
{
    for (std::size_t i = 0; i < parent.records().size() && parent.records()[i].at < moment; ++i) {
        ASSERT_LT(i, child.records().size());
        ASSERT_EQ(parent.record(static_cast<trace::RecordId>(i)), child.record(static_cast<trace::RecordId>(i)));
    }
}

trace::TransitId transit_with(const trace::Trace& trace, trace::Side from, const std::string& flags)
{
    const auto found = std::ranges::find_if(trace.transits(), [&](const trace::Transit& transit) {
        return transit.from == from && tcp::to_text(transit.segment.flags) == flags;
    });
    return static_cast<trace::TransitId>(found - trace.transits().begin());
}

TEST(Branch, StrikesTheSegmentThatWasChosenInEveryLesson)
{
    std::size_t drops = 0;
    std::size_t ofOthers = 0;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const lesson::Scenario lesson = lesson_named(std::string{built_in.id});
        const trace::Trace of_lesson = run(lesson).trace;
        const std::size_t count = std::min<std::size_t>(of_lesson.transits().size(), 24);
        for (trace::TransitId id = 0; id < count; id += 2) {
            const trace::Transit transit = of_lesson.transit(id);
            const auto child = branch(lesson, of_lesson, StrikeSegment{id, sim::Fault::Kind::Drop, {}});
            ofOthers += transit.connection != trace::the_conversation ? 1 : 0;
            if (!sim::is_seen_by_faults(transit)) EXPECT_FALSE(child) << built_in.id << ", segment " << id + 1;
            if (!child || transit.fate == trace::Fate::Lost) continue;
            const trace::Trace struck = run(*child).trace;
            ASSERT_GT(struck.transits().size(), id);
            EXPECT_EQ(struck.transit(id).reason, trace::Reason::DroppedByHand) << built_in.id << ", segment " << id + 1;
            ++drops;
        }
    }
    EXPECT_GT(drops, 500U);
    EXPECT_GT(ofOthers, 10U);
}

TEST(Branch, ALostSynAckIsSentAgain)
{
    const lesson::Scenario parent = lesson_named("three-way-handshake");
    const run::Run before = run(parent);
    const trace::TransitId syn_ack = transit_with(before.trace, trace::Side::Right, "SYN, ACK");

    const auto child = branch(parent, before.trace, StrikeSegment{syn_ack});

    ASSERT_TRUE(child) << child.error().sentence();
    const run::Run after = run(*child);
    EXPECT_EQ(after.trace.transit(syn_ack).fate, trace::Fate::Lost);
    EXPECT_GT(std::ranges::count_if(after.trace.transits(), &trace::Transit::retransmission), 0);
    EXPECT_TRUE(after.warnings.empty()) << after.warnings.front().sentence();
    expect_same_until(before.trace, after.trace, before.trace.transit(syn_ack).sent);
}

TEST(Branch, WhatTheLessonLosesCanArrive)
{
    const lesson::Scenario parent = lesson_named("syn-lost");
    const run::Run before = run(parent);
    ASSERT_EQ(before.trace.transit(0).fate, trace::Fate::Lost);

    const auto child = branch(parent, before.trace, SpareSegment{0});

    ASSERT_TRUE(child) << child.error().sentence();
    EXPECT_EQ(run(*child).trace.transit(0).fate, trace::Fate::Arrived);
}

TEST(Branch, ACallIsMadeAtItsInstant)
{
    const lesson::Scenario parent = lesson_named("whole-connection");
    const run::Run before = run(parent);
    const Instant moment = start_of_time + Duration{250ms};

    const auto child =
        branch(parent, before.trace, CallAt{moment, {trace::Side::Left, trace::Call::Abort, {}, UINT32_MAX}});

    ASSERT_TRUE(child) << child.error().sentence();
    const run::Run after = run(*child);
    const auto abort = std::ranges::find_if(after.trace.records(), [](const trace::Record& record) {
        return record.kind == trace::Kind::Called && record.call() == trace::Call::Abort;
    });
    ASSERT_NE(abort, after.trace.records().end());
    EXPECT_EQ(abort->at, moment);
    EXPECT_EQ(fates(after.trace).back(), "> RST");
    expect_same_until(before.trace, after.trace, moment);
}

TEST(Branch, CuttingAWaitChangesNothing)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const lesson::Scenario parent = lesson_named(std::string{built_in.id});
        const run::Run before = run(parent);
        if (before.trace.transits().size() > 2000) continue;
        const std::string expected = formats::to_json(before.trace);
        for (const std::int64_t part : {1, 3, 5, 8}) {
            lesson::Scenario child = parent;
            child.steps = cut_steps(parent, start_of_time + (before.trace.end() - start_of_time) * part / 9).steps;
            ASSERT_EQ(formats::to_json(run(child).trace), expected)
                << built_in.id << " cut after " << part << " ninths";
        }
    }
}

TEST(Branch, IsALessonThatCanBeWrittenAndRead)
{
    const lesson::Scenario parent = lesson_named("four-way-close");
    const run::Run before = run(parent);
    for (const WhatIf& change :
         {WhatIf{StrikeSegment{4, sim::Fault::Kind::Drop, {}}},
          WhatIf{StrikeSegment{3, sim::Fault::Kind::Delay, Duration{2s}}},
          WhatIf{StrikeSegment{2, sim::Fault::Kind::Duplicate, {}}},
          WhatIf{StrikeSegment{1, sim::Fault::Kind::Corrupt, {}}},
          WhatIf{CallAt{start_of_time + Duration{730ms}, {trace::Side::Right, trace::Call::Close, {}, UINT32_MAX}}}}) {
        const auto child = branch(parent, before.trace, change);
        ASSERT_TRUE(child) << child.error().sentence();
        const auto again = lesson::read_scenario(lesson::write_scenario(*child), "branch.yaml");
        ASSERT_TRUE(again) << again.error().sentence() << lesson::write_scenario(*child);
        EXPECT_EQ(formats::to_json(run(*again).trace), formats::to_json(run(*child).trace));
        EXPECT_NE(formats::to_json(run(*child).trace), formats::to_json(before.trace))
            << name_of(change, parent, before).en;
    }
}

TEST(Branch, LetsNotesOfLaterMomentsComeOnlyWhereAllIsAsItWas)
{
    const lesson::Scenario parent = lesson_named("three-way-handshake");
    const run::Run before = run(parent);

    const auto child = branch(parent, before.trace, StrikeSegment{0});

    ASSERT_TRUE(child);
    EXPECT_EQ(child->notes.size(), parent.notes.size());
    EXPECT_LT(run(*child).notes.size(), before.notes.size()) << "the SYN is lost: not all moments come again";
    EXPECT_TRUE(child->expect.segments.empty());
}

TEST(Branch, RefusesWhatCannotBeChanged)
{
    const lesson::Scenario parent = lesson_named("old-duplicate-syn");
    const run::Run before = run(parent);
    const auto past = std::ranges::find(before.trace.transits(), trace::Reason::FromThePast, &trace::Transit::reason);
    ASSERT_NE(past, before.trace.transits().end());
    const auto old = static_cast<trace::TransitId>(past - before.trace.transits().begin());

    EXPECT_EQ(refusal_of(branch(parent, before.trace, StrikeSegment{old})),
              "the network made this segment: neither end sent it; choose the one that it is a copy of, or another");

    const lesson::Scenario plain = lesson_named("three-way-handshake");
    const run::Run undisturbed = run(plain);
    EXPECT_EQ(refusal_of(branch(plain, undisturbed.trace, SpareSegment{0})),
              "the lesson does nothing to this segment; choose one that is lost, late, damaged or edited");
    EXPECT_EQ(refusal_of(branch(plain, undisturbed.trace, StrikeSegment{0, sim::Fault::Kind::Delay, Duration{0}})),
              "a delay of 0 changes nothing; choose a time that is longer than 0");
}

TEST(Branch, KeepsItsLaterNotesWhenItIsWritten)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const lesson::Scenario parent = lesson_named(std::string{lesson.id});
        const run::Run before = run(parent);
        if (before.trace.transits().empty()) continue;
        const auto child = branch(parent, before.trace, StrikeSegment{0, sim::Fault::Kind::Delay, Duration{1ms}});
        if (!child) continue;
        const run::Run after = run(*child);
        const auto again = lesson::read_scenario(written_lesson(*child, after.trace), "again.yaml");
        ASSERT_TRUE(again) << lesson.id;
        const auto titles = [](const lesson::Scenario& scenario, const run::Run& ran) {
            std::vector<std::string> shown;
            for (const PlacedNote& placed : ran.notes)
                shown.push_back(scenario.notes[placed.note].title.en);
            return shown;
        };
        EXPECT_EQ(titles(*again, run(*again)), titles(*child, after)) << lesson.id;
    }
}

TEST(Branch, CanSpareASegmentOfAllThatAreDropped)
{
    const auto lesson = lesson::read_scenario("title: t\nendpoints: {client: , server: }\n"
                                              "steps: [server: listen, client: connect]\n"
                                              "faults: [drop: {from: client, nth: all}]\n",
                                              "t.yaml");
    ASSERT_TRUE(lesson) << lesson.error().sentence();
    const run::Run before = run(*lesson);
    const auto child = branch(*lesson, before.trace, SpareSegment{1});
    ASSERT_TRUE(child) << child.error().sentence();
    EXPECT_EQ(child->setup.faults.at(0).which.except, std::vector<std::uint32_t>{2});
    const run::Run after = run(*child);
    EXPECT_EQ(after.trace.transit(1).fate, trace::Fate::Arrived);
    EXPECT_TRUE(after.trace.transit(2).segment.has_ack()) << "the server answers";
}

TEST(Branch, OfALessonThatBeginsAfterTheHandshakeIsOneToo)
{
    const auto lesson = lesson::read_scenario("title: t\nendpoints: {client: , server: }\nbegin: after handshake\n"
                                              "steps: [client: send 10, wait: client acknowledged, client: close]\n",
                                              "t.yaml");
    ASSERT_TRUE(lesson) << lesson.error().sentence();
    const run::Run before = run(*lesson);
    for (const Duration at : {100ms, 250ms, 400ms, 450ms, 2000ms}) {
        const auto child =
            branch(*lesson, before.trace,
                   CallAt{start_of_time + at, {trace::Side::Right, trace::Call::Send, Bytes::pattern(5), 0}});
        ASSERT_TRUE(child) << child.error().sentence();
        const auto again = lesson::read_scenario(lesson::write_scenario(*child), "again.yaml");
        ASSERT_TRUE(again) << again.error().sentence();
        EXPECT_EQ(formats::to_json(run(*again).trace), formats::to_json(run(*child).trace));
        EXPECT_EQ(run(*again).begin, run(*child).begin);
        EXPECT_NE(run(*child).begin, trace::no_record);
    }
}

TEST(Branch, NamesItself)
{
    const lesson::Scenario parent = lesson_named("three-way-handshake");
    const run::Run before = run(parent);

    const OwnedText name = name_of(StrikeSegment{1}, parent, before);

    EXPECT_EQ(name.en, "SYN, ACK dropped: segment 1 of server");
    EXPECT_FALSE(name.zh.empty());
}

} // namespace
} // namespace tcpstage::run
