// The network changes during a lesson.

#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/run/branch.h"
#include "core/run/networks.h"
#include "core/sim/world.h"
#include "tests/core/lesson/lesson.h"

namespace tcpstage::run {
namespace {

const std::string slow_after_handshake = lesson::handshake + "  - network: {delay: 400 ms}\n"
                                                             "  - client: send 100\n";

TEST(NetworkStep, HoldsForWhatIsSentFromThenOn)
{
    const run::Run slow = run(lesson::lesson(slow_after_handshake));
    const auto takes = [&](trace::TransitId id) { return slow.trace.transit(id).ends - slow.trace.transit(id).sent; };
    EXPECT_EQ(takes(0), Duration{100ms});
    EXPECT_EQ(takes(3), Duration{400ms});
}

TEST(NetworkStep, WhatIsUnderWayStaysAsItWas)
{
    const run::Run late = run(lesson::lesson("steps:\n  - server: listen\n  - client: connect\n  - wait: 50 ms\n"
                                             "  - network: {delay: 3 s}\n"));
    EXPECT_EQ(late.trace.transit(0).ends, start_of_time + Duration{100ms});
}

TEST(NetworkStep, IsWrittenAndReadAgain)
{
    const lesson::Scenario first =
        lesson::lesson(lesson::handshake + "  - network: {forth: {delay: 1 ms, loss: 5 %}, back: {rate: 1 Mbit/s}}\n"
                                           "  - client: send 100\n");
    const auto again = lesson::read_scenario(lesson::write_scenario(first), "again.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(std::get<lesson::NetworkStep>(again->steps.at(3).action).links,
              std::get<lesson::NetworkStep>(first.steps.at(3).action).links);
    EXPECT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(run(first).trace));
}

TEST(NetworkStep, ACopiedWorldGoesOnIdentically)
{
    const lesson::Scenario scenario = lesson::lesson(slow_after_handshake);
    sim::World world{scenario.setup};
    trace::Trace trace = sim::empty_trace(scenario.setup);
    trace::Recorder recorder{trace};
    world.call(trace::Side::Right, trace::Call::Listen, recorder);
    world.call(trace::Side::Left, trace::Call::Connect, recorder);
    world.run_until(start_of_time + Duration{250ms}, recorder);
    std::array<sim::LinkSettings, 2> links{};
    links[0].loss = Chance{500'000};
    links[0].jitter = 80ms;
    world.set_links(links);

    sim::World copy = world;
    trace::Trace second = trace;
    trace::Recorder other{second};
    const auto go_on = [](sim::World& one, trace::Recorder& into) {
        one.call(trace::Side::Left, trace::Call::Send, into, Bytes::pattern(20'000));
        one.run_until(start_of_time + Duration{20s}, into);
    };
    go_on(world, recorder);
    go_on(copy, other);
    EXPECT_EQ(formats::save_trace(trace), formats::save_trace(second));
}

TEST(NetworkStep, ABranchChangesTheNetworkFromAMomentOn)
{
    const lesson::Scenario parent =
        lesson::lesson(lesson::handshake + "  - client: send 100\n  - wait: 1 s\n  - client: send 100\n");
    const run::Run before = run(parent);
    std::array<sim::LinkSettings, 2> links = parent.setup.links;
    links[0].delay = 700ms;

    const auto child = branch(parent, before.trace, ChangeNetwork{start_of_time + Duration{500ms}, links});

    ASSERT_TRUE(child) << child.error().sentence();
    const run::Run after = run(*child);
    EXPECT_EQ(after.trace.transit(3).ends, before.trace.transit(3).ends) << "sent before";
    const trace::TransitId last = static_cast<trace::TransitId>(before.trace.transits().size() - 2);
    EXPECT_EQ(after.trace.transit(last).ends - after.trace.transit(last).sent, Duration{700ms});
    const auto networks = networks_of(*child, after);
    EXPECT_EQ(links_at(networks, start_of_time + Duration{499ms}), parent.setup.links);
    EXPECT_EQ(links_at(networks, start_of_time + Duration{500ms}), links);
}

/// The branch of `parent` whose network has a long delay from `at` on.
lesson::Scenario slow_from(const lesson::Scenario& parent, const run::Run& made, Instant at)
{
    Links links = parent.setup.links;
    links[0].delay = links[1].delay = 700ms;
    const auto child = branch(parent, made.trace, ChangeNetwork{at, links});
    EXPECT_TRUE(child);
    return child ? *child : parent;
}

/// At each instant at which an end sends: what leaves then has the new delay, what left earlier does not.
void check_each_sending(const lesson::Scenario& parent)
{
    const run::Run before = run(parent);
    for (const trace::Transit& chosen : before.trace.transits()) {
        if (chosen.reason == trace::Reason::FromThePast || chosen.copy_of != trace::no_transit) continue;
        const lesson::Scenario child = slow_from(parent, before, chosen.sent);
        const run::Run after = run(child);
        for (trace::TransitId id = 0; id < before.trace.transits().size(); ++id) {
            const trace::Transit was = before.trace.transit(id);
            if (was.sent > chosen.sent) break;
            const trace::Transit is = after.trace.transit(id);
            ASSERT_EQ(is.segment, was.segment) << id;
            ASSERT_EQ(is.sent, was.sent) << id;
            if (was.reason == trace::Reason::FromThePast || was.fate == trace::Fate::Lost) continue;
            EXPECT_EQ(is.ends - is.sent, was.sent < chosen.sent ? was.ends - was.sent : Duration{700ms})
                << "segment " << id << ", network from " << to_seconds(chosen.sent);
        }
        const auto again = lesson::read_scenario(lesson::write_scenario(child), "again.yaml");
        ASSERT_TRUE(again) << again.error().sentence() << lesson::write_scenario(child);
        EXPECT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(after.trace));
    }
}

TEST(NetworkStep, ABranchChangesWhatLeavesAtItsInstantToo)
{
    check_each_sending(lesson::lesson("network: {delay: 100 ms}\n" + lesson::handshake +
                                      "  - client: send 4000\n  - wait: 1 s\n  - client: send 100\n"
                                      "  - server: send 100\n  - client: close\n  - wait: server CLOSE-WAIT\n"
                                      "  - server: close\n"));
    for (const char* id : {"three-way-handshake", "simultaneous-open", "retransmission-timeout", "zero-window"}) {
        SCOPED_TRACE(id);
        lesson::Scenario parent = *lesson::find_lesson(id);
        parent.beside.reset();
        check_each_sending(parent);
    }
}

TEST(NetworkStep, ABranchEndsWhenItsParentDoes)
{
    const lesson::Scenario parent =
        lesson::lesson("network: {delay: 100 ms}\nend: 2 s\n" + lesson::handshake + "  - client: send 100\n");
    const run::Run before = run(parent);
    for (const trace::TransitId id : {3U, 4U}) { // of the last step, and after all of them
        const lesson::Scenario child = slow_from(parent, before, before.trace.transit(id).sent);
        std::vector<Instant> begins;
        run(child, &begins);
        std::vector<Instant> of_parent;
        run(parent, &of_parent);
        EXPECT_EQ(begins.back() + *child.end, of_parent.back() + *parent.end) << id;
    }
}

TEST(NetworkStep, ABranchIsNamedByWhatItMakesOfTheNetworkOfItsMoment)
{
    const lesson::Scenario parent =
        lesson::lesson(lesson::handshake + "  - wait: 1 s\n  - network: {delay: 400 ms}\n  - client: send 100\n");
    const run::Run made = run(parent);
    ASSERT_EQ(made.networks.size(), 1U);
    const Instant later = made.networks[0].at;
    std::array<sim::LinkSettings, 2> links = parent.setup.links;
    links[0].delay = links[1].delay = 400ms;
    EXPECT_EQ(name_of(ChangeNetwork{later - Duration{1ms}, links}, parent, made).en, "from 1.299 s on: delay 400 ms");
    EXPECT_EQ(name_of(ChangeNetwork{later, links}, parent, made).en, "the same network from 1.300 s on");
}

TEST(NetworkStep, SaysInWordsWhatIsAnotherNow)
{
    const lesson::Scenario parent = lesson::lesson(lesson::handshake);
    Links links = parent.setup.links;
    links[0].delay = 300ms;
    EXPECT_EQ(changes(parent.setup.links, links, parent.setup.endpoints).en, "client → server: delay 300 ms");
    links[1].delay = 300ms;
    links[0].loss = links[1].loss = Chance{50'000};
    EXPECT_EQ(changes(parent.setup.links, links, parent.setup.endpoints).en, "delay 300 ms, loss 5 %");
    EXPECT_TRUE(changes(links, links, parent.setup.endpoints).empty());
}

TEST(NetworkStep, SaysWhatIsWrongWithIt)
{
    const auto refused = [](const std::string& step) {
        return lesson::refusal(lesson::lesson_text("steps:\n  - " + step));
    };
    EXPECT_NE(refused("network: {dely: 1 s}").find("delay"), std::string::npos);
    EXPECT_NE(refused("netwrk: {delay: 1 s}").find("network"), std::string::npos);
}

} // namespace
} // namespace tcpstage::run
