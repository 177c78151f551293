#include "core/tcp/rules.h"
#include "tests/support/conversation.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace tcpstage::tcp {
namespace {

using namespace testing;

struct Requirement {
    std::string id;
    std::string section;
    std::string what;
    std::string shown_by; // the full names of one test or more, or "-" and a reason
};

std::vector<Requirement> requirements()
{
    std::ifstream file{TCPSTAGE_SOURCE_DIR "/tests/core/tcp/requirements.tsv"};
    std::vector<Requirement> all;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream fields{line};
        Requirement one;
        std::getline(fields, one.id, '\t');
        std::getline(fields, one.section, '\t');
        std::getline(fields, one.what, '\t');
        std::getline(fields, one.shown_by, '\t');
        all.push_back(one);
    }
    return all;
}

std::set<std::string> all_tests()
{
    std::set<std::string> names;
    const ::testing::UnitTest& program = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < program.total_test_suite_count(); ++i) {
        const ::testing::TestSuite& suite = *program.GetTestSuite(i);
        for (int j = 0; j < suite.total_test_count(); ++j)
            names.insert(std::string{suite.name()} + "." + suite.GetTestInfo(j)->name());
    }
    return names;
}

TEST(Requirements, OfTheEngineAreEachShownByATestOrSaidToBeMissing)
{
    const auto tests = all_tests();
    const auto all = requirements();
    for (const Requirement& one : all) {
        if (one.shown_by.starts_with("-")) {
            EXPECT_GT(one.shown_by.size(), 10U) << one.id << " has no reason";
            continue;
        }
        std::istringstream names{one.shown_by};
        std::size_t shown = 0;
        for (std::string test; names >> test; ++shown)
            EXPECT_TRUE(tests.contains(test)) << one.id << " names no test: " << test;
        EXPECT_GT(shown, 0U) << one.id << " names no test";
    }
    EXPECT_EQ(std::ranges::count_if(all, [](const auto& one) { return one.id.starts_with("MUST"); }), 56);
    EXPECT_EQ(std::ranges::count_if(all, [](const auto& one) { return one.id.starts_with("SHLD"); }), 24);
}

Endpoint opened_file(std::uint16_t port, std::uint64_t secret, Instant now)
{
    Endpoint endpoint{Settings{}, {{{10, 0, 0, 1}}, port}, {{{10, 0, 0, 2}}, 80}, IssPlan{{}, secret}};
    Effects effects;
    endpoint.handle(Open{true}, now, effects);
    return endpoint;
}

TEST(InitialNumber, RunsWithAClockOfFourMicroseconds)
{
    const Seq first = opened_file(5000, 7, Instant{}).tcb().snd.iss;

    EXPECT_EQ(opened_file(5000, 7, Instant{3us}).tcb().snd.iss - first, 0U);
    EXPECT_EQ(opened_file(5000, 7, Instant{4us}).tcb().snd.iss - first, 1U);
    EXPECT_EQ(opened_file(5000, 7, Instant{1s}).tcb().snd.iss - first, 250'000U);
}

TEST(InitialNumber, DependsOnTheSocketsAndTheSecret)
{
    const Seq first = opened_file(5000, 7, Instant{}).tcb().snd.iss;

    EXPECT_NE(opened_file(5001, 7, Instant{}).tcb().snd.iss, first);
    EXPECT_NE(opened_file(5000, 8, Instant{}).tcb().snd.iss, first);
}

TEST(PayloadLimit, IsThePeersMssLessOurOptions)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 500,TS val 1 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 2 ecr 1>");

    talk.call(send(488));
    talk.sees("> P. 1:489(488) ack 1"); // 500 less 12 octets of timestamps
    EXPECT_EQ(talk.last_seen().options.mss, 0);
    talk.call(send(489));
    talk.sees("> . 489:977(488) ack 1");
    talk.arrives("< . 1:1(0) ack 977 win 65535 <TS val 3 ecr 1>");
    talk.sees("> P. 977:978(1) ack 1");
}

TEST(KeepAlive, LeavesAConnectionAloneThatIsNotIdle)
{
    Settings settings;
    settings.keepalive = 10s;
    Conversation talk = in_established(settings);
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");

    talk.waits(12s); // the retransmission timer sends, not the keep-alive timer
    for (int i = 0; i < 5; ++i)
        talk.sees("> P. 1:11(10) ack 1");
    talk.sees_nothing();
}

TEST(SendWindow, SurvivesBeingTakenBack)
{
    Settings settings;
    settings.mss = 100;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 300");
    talk.call(send(400));
    talk.sees("> . 1:101(100) ack 1");
    talk.sees("> . 101:201(100) ack 1");
    talk.sees("> . 201:301(100) ack 1");

    talk.arrives("< . 1:1(0) ack 101 win 0"); // the window's right edge moves from 301 back to 101
    talk.sees_nothing();
    talk.waits(200ms);
    talk.sees("> . 101:201(100) ack 1"); // the retransmission also probes the window
    talk.arrives("< . 1:1(0) ack 301 win 0");
    talk.waits(500ms);
    talk.sees("> . 301:302(1) ack 1", because(Rule::PersistProbe));
    talk.arrives("< . 1:1(0) ack 302 win 300");
    talk.sees("> P. 302:401(99) ack 1");
}

TEST(Reset, MayCarryData)
{
    Conversation talk = in_established();

    talk.arrives("< R. 1:6(5) ack 1");
    talk.signals(Signal::Reset);
    talk.is_in(State::Closed);
}

TEST(WireForm, PadsWithZeroAfterTheEndOfOptions)
{
    Segment segment;
    segment.flags = Flag::Syn;
    segment.options.mss = 1460;
    segment.options.has_window_scale = true;
    segment.options.window_scale = 7;

    const auto octets = encode(segment, {}, {});
    ASSERT_EQ(octets.size() % 4, 0U);
    std::size_t at = 20;
    while (at < octets.size() && octets[at] != 0)
        at += octets[at] == 1 ? 1 : octets[at + 1];
    for (; at < octets.size(); ++at)
        EXPECT_EQ(octets[at], 0);
}

} // namespace
} // namespace tcpstage::tcp
