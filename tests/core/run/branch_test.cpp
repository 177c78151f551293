#include "core/run/branch.h"

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "tests/support/both_languages.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage {
namespace {

std::string refusal_of(const Result<Scenario>& child) { return child ? "" : said_in_both(child.error()); }

Scenario lesson_named(const std::string& id) { return *find_lesson(id); }

/// The segments that arrive or are lost, in words.
std::vector<std::string> fates(const Trace& trace)
{
    std::vector<std::string> result;
    for (const Transit& transit : trace.transits())
        result.push_back((transit.from == Side::Left ? "> " : "< ") + to_text(transit.segment.flags) +
                         (transit.fate == Fate::Lost ? " lost" : ""));
    return result;
}

/// Until the change both runs hold the same records.
void expect_same_until(const Trace& parent, const Trace& child, Instant moment)
{
    for (std::size_t i = 0; i < parent.records().size() && parent.records()[i].at < moment; ++i) {
        ASSERT_LT(i, child.records().size());
        ASSERT_EQ(parent.record(static_cast<RecordId>(i)), child.record(static_cast<RecordId>(i)));
    }
}

TransitId transit_with(const Trace& trace, Side from, const std::string& flags)
{
    const auto found = std::ranges::find_if(trace.transits(), [&](const Transit& transit) {
        return transit.from == from && to_text(transit.segment.flags) == flags;
    });
    return static_cast<TransitId>(found - trace.transits().begin());
}

TEST(Branch, ALostSynAckIsSentAgain)
{
    const Scenario parent = lesson_named("three-way-handshake");
    const tcpstage::Run before = run(parent);
    const TransitId syn_ack = transit_with(before.trace, Side::Right, "SYN, ACK");

    const auto child = branch(parent, before.trace, StrikeSegment{syn_ack});

    ASSERT_TRUE(child) << child.error().sentence();
    const tcpstage::Run after = run(*child);
    EXPECT_EQ(after.trace.transit(syn_ack).fate, Fate::Lost);
    EXPECT_GT(std::ranges::count_if(after.trace.transits(), &Transit::retransmission), 0);
    EXPECT_TRUE(after.warnings.empty()) << after.warnings.front().sentence();
    expect_same_until(before.trace, after.trace, before.trace.transit(syn_ack).sent);
}

TEST(Branch, WhatTheLessonLosesCanArrive)
{
    const Scenario parent = lesson_named("syn-lost");
    const tcpstage::Run before = run(parent);
    ASSERT_EQ(before.trace.transit(0).fate, Fate::Lost);

    const auto child = branch(parent, before.trace, SpareSegment{0});

    ASSERT_TRUE(child) << child.error().sentence();
    EXPECT_EQ(run(*child).trace.transit(0).fate, Fate::Arrived);
}

TEST(Branch, ACallIsMadeAtItsInstant)
{
    const Scenario parent = lesson_named("whole-connection");
    const tcpstage::Run before = run(parent);
    const Instant moment = start_of_time + Duration{250ms};

    const auto child = branch(parent, before.trace, CallAt{moment, {Side::Left, Call::Abort, {}, UINT32_MAX}});

    ASSERT_TRUE(child) << child.error().sentence();
    const tcpstage::Run after = run(*child);
    const auto abort = std::ranges::find_if(after.trace.records(), [](const Record& record) {
        return record.kind == Kind::Called && record.call() == Call::Abort;
    });
    ASSERT_NE(abort, after.trace.records().end());
    EXPECT_EQ(abort->at, moment);
    EXPECT_EQ(fates(after.trace).back(), "> RST");
    expect_same_until(before.trace, after.trace, moment);
}

TEST(Branch, CuttingAWaitChangesNothing)
{
    for (const BuiltIn& built_in : built_in_lessons()) {
        const Scenario parent = lesson_named(std::string{built_in.id});
        const tcpstage::Run before = run(parent);
        if (before.trace.transits().size() > 2000) continue;
        const std::string expected = to_json(before.trace);
        for (const std::int64_t part : {1, 3, 5, 8}) {
            Scenario child = parent;
            child.steps = cut_steps(parent, start_of_time + (before.trace.end() - start_of_time) * part / 9).steps;
            ASSERT_EQ(to_json(run(child).trace), expected) << built_in.id << " cut after " << part << " ninths";
        }
    }
}

TEST(Branch, IsALessonThatCanBeWrittenAndRead)
{
    const Scenario parent = lesson_named("four-way-close");
    const tcpstage::Run before = run(parent);
    for (const WhatIf& change :
         {WhatIf{StrikeSegment{4, Fault::Kind::Drop, {}}}, WhatIf{StrikeSegment{3, Fault::Kind::Delay, Duration{2s}}},
          WhatIf{StrikeSegment{2, Fault::Kind::Duplicate, {}}}, WhatIf{StrikeSegment{1, Fault::Kind::Corrupt, {}}},
          WhatIf{CallAt{start_of_time + Duration{730ms}, {Side::Right, Call::Close, {}, UINT32_MAX}}}}) {
        const auto child = branch(parent, before.trace, change);
        ASSERT_TRUE(child) << child.error().sentence();
        const auto again = read_scenario(write_scenario(*child), "branch.yaml");
        ASSERT_TRUE(again) << again.error().sentence() << write_scenario(*child);
        EXPECT_EQ(to_json(run(*again).trace), to_json(run(*child).trace));
        EXPECT_NE(to_json(run(*child).trace), to_json(before.trace)) << name_of(change, parent, before).en;
    }
}

TEST(Branch, ForgetsNotesOfLaterMoments)
{
    const Scenario parent = lesson_named("three-way-handshake");
    const tcpstage::Run before = run(parent);

    const auto child = branch(parent, before.trace, StrikeSegment{0});

    ASSERT_TRUE(child);
    EXPECT_LT(child->notes.size(), parent.notes.size());
    EXPECT_FALSE(child->notes.empty());
    EXPECT_TRUE(child->expect.segments.empty());
}

TEST(Branch, RefusesWhatCannotBeChanged)
{
    const Scenario parent = lesson_named("old-duplicate-syn");
    const tcpstage::Run before = run(parent);
    const auto past = std::ranges::find(before.trace.transits(), Reason::FromThePast, &Transit::reason);
    ASSERT_NE(past, before.trace.transits().end());
    const auto old = static_cast<TransitId>(past - before.trace.transits().begin());

    EXPECT_EQ(refusal_of(branch(parent, before.trace, StrikeSegment{old})),
              "the network made this segment, no end has sent it; choose the one that it is a copy of, or another");

    const Scenario plain = lesson_named("three-way-handshake");
    const tcpstage::Run undisturbed = run(plain);
    EXPECT_EQ(refusal_of(branch(plain, undisturbed.trace, SpareSegment{0})),
              "the lesson does nothing to this segment; choose one that is lost, late, damaged or edited");
    EXPECT_EQ(refusal_of(branch(plain, undisturbed.trace, StrikeSegment{0, Fault::Kind::Delay, Duration{0}})),
              "a delay of nothing changes nothing; choose a time that is longer than 0");
}

TEST(Branch, NamesItself)
{
    const Scenario parent = lesson_named("three-way-handshake");
    const tcpstage::Run before = run(parent);

    const OwnedText name = name_of(StrikeSegment{1}, parent, before);

    EXPECT_EQ(name.en, "segment 2 of server, SYN, ACK: dropped");
    EXPECT_FALSE(name.zh.empty());
}

} // namespace
} // namespace tcpstage
