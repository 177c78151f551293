// Lessons with other peers: one line makes a flood, `expect` and notes select its segments by address, and one socket
// may be both ends.
#include "tests/core/lesson/lesson.h"

namespace tcpstage::run {
namespace {

const std::string flood = "tcp: {backlog: 2, syn_retries: 1, msl: 1 s}\n"
                          "inject:\n"
                          "  - {at: 0 s, from: client, segment: \"S 7000:7000(0) win 65535\", "
                          "source: 203.0.113.254:1024, count: 3, every: 20 ms}\n"
                          "steps: [server: listen, wait: 200 ms]\n";

std::string refused_call(const std::string& injection)
{
    return lesson::refusal(lesson::lesson_text("inject:\n  - {at: 0 s, from: client, segment: \"S 1:1(0)\", " +
                                               injection + "}\nsteps: [server: listen]\n"));
}

TEST(LessonWithPeers, CountsOnFromTheFirstAddressAndTheFirstMoment)
{
    const auto& injections = lesson::lesson(flood).setup.injections;

    ASSERT_EQ(injections.size(), 3U);
    EXPECT_EQ(injections[0].source, (tcp::Address{{203, 0, 113, 254}}));
    EXPECT_EQ(injections[2].source, (tcp::Address{{203, 0, 114, 0}}));
    EXPECT_EQ(injections[2].at, Instant{40ms});
    EXPECT_EQ(injections[2].segment.source_port, 1024);
    EXPECT_EQ(injections[2].segment.destination_port, 80);
}

TEST(LessonWithPeers, ReadsBackAsItWasWritten)
{
    lesson::Scenario first = lesson::lesson(flood + "notes:\n"
                                                    "  - {at: network segment 3 arrived, title: a, text: b}\n"
                                                    "  - {at: server rule backlog-full 2, title: a, text: b}\n"
                                                    "expect:\n"
                                                    "  segments: [\"203.0.113.254:1024 > S 7000:7000(0)\", "
                                                    "\"server > 203.0.113.254:1024 S. 300:300(0) ack 7001\"]\n");
    const std::string written = lesson::write_scenario(first);
    const auto again = lesson::read_scenario(written, "test.yaml");

    ASSERT_TRUE(again) << again.error().sentence() << "\n" << written;
    EXPECT_EQ(lesson::write_scenario(*again), written);
    EXPECT_EQ(again->setup.injections[2].source, first.setup.injections[2].source);
    EXPECT_TRUE(again->notes[0].at.of_others);
    EXPECT_EQ(again->notes[1].at.rule, tcp::Rule::BacklogFull);
    EXPECT_EQ(again->expect.segments[1].destination, (tcp::SocketAddress{{{203, 0, 113, 254}}, 1024}));
}

TEST(LessonWithPeers, ComparesTheAddressesOfExpectedSegments)
{
    const std::string own = "203.0.113.254:1024 > S 7000:7000(0)";
    const auto differences = [&](const std::string& second) {
        const lesson::Scenario scenario =
            lesson::lesson(flood + "expect:\n  segments: [\"" + own + "\", \"" + second + "\"]\n");
        const auto found = check(scenario, run(scenario));
        return found.empty() ? "" : found.front().what.en;
    };

    EXPECT_EQ(differences("203.0.113.1:1024 > S 7000:7000(0)"),
              "segment 2: expected \"203.0.113.1:1024 > S 7000:7000(0)\", seen \"203.0.113.255:1024 > S 7000:7000(0) "
              "win 65535\"");
    EXPECT_EQ(differences("client > S 7000:7000(0)").substr(0, 49),
              "segment 2: expected \"client > S 7000:7000(0)\", se");
    EXPECT_EQ(differences("203.0.113.255:1024 > S 7000:7000(0)"), "segment 3: expected no more, seen "
                                                                  "\"203.0.114.0:1024 > S 7000:7000(0) win 65535\"");
}

TEST(LessonWithPeers, PlacesNotesAtTheSegmentsOfOthersAndAtRules)
{
    const lesson::Scenario scenario =
        lesson::lesson(flood + "notes:\n"
                               "  - {at: network segment 2, title: a, text: b}\n"
                               "  - {at: server rule backlog-full, title: a, text: b}\n"
                               "  - {at: server rule give-up-listen 2, title: a, text: b}\n");
    const auto lesson_run = run(scenario);

    EXPECT_TRUE(lesson_run.warnings.empty());
    ASSERT_EQ(lesson_run.notes.size(), 3U);
    EXPECT_EQ(lesson_run.trace.record(lesson_run.notes[0].from).at, Instant{20ms});
    EXPECT_EQ(lesson_run.trace.record(lesson_run.notes[1].from).at, Instant{140ms});
    EXPECT_EQ(lesson_run.trace.record(lesson_run.notes[2].from).at, Instant{3120ms});
}

TEST(LessonWithPeers, NamesWhatIsWrongWithAFlood)
{
    EXPECT_EQ(refused_call("source: 203.0.113.1"),
              "test.yaml:6:58: \"203.0.113.1\" is not an address with a port; write one such as 203.0.113.1:1024");
    EXPECT_EQ(
        refused_call("count: 3"),
        "test.yaml:6:57: many segments need a first source address to count from; write source: 203.0.113.1:1024");
    EXPECT_EQ(refused_call("source: \"203.0.113.1:1\", every: 1 s"),
              "test.yaml:6:82: \"every\" says when the next ones come; write count: as well");
    EXPECT_EQ(
        refused_call("source: \"203.0.113.1:1\", count: 99999"),
        "test.yaml:6:82: inject[1].count is \"99999\", which is not a whole number from 1 to 10000; write a number "
        "such as 100");
    EXPECT_EQ(refused_call("sorce: \"203.0.113.1:1\""),
              "test.yaml:6:50: unknown key \"sorce\"; did you mean \"source\"?");
}

TEST(LessonWithPeers, NamesWhatIsWrongWithAMoment)
{
    EXPECT_EQ(lesson::refusal(lesson::lesson_text(lesson::handshake +
                                                  "notes:\n  - {at: server rule backlog-ful, title: a, text: b}\n")),
              "test.yaml:10:22: unknown rule \"backlog-ful\"; did you mean \"backlog-full\"?");
    EXPECT_EQ(lesson::refusal(lesson::lesson_text(lesson::handshake +
                                                  "notes:\n  - {at: network state CLOSED, title: a, text: b}\n")),
              "test.yaml:10:10: the network has segments only; write for example \"network segment 1\"");
}

TEST(LessonWithPeers, AcceptsByHandOnlyWithABacklog)
{
    EXPECT_EQ(lesson::refusal(lesson::lesson_text("tcp: {accepts: by hand}\nsteps: [server: listen]\n")),
              "test.yaml:5:6: accepting by hand is for a listener with a backlog; write backlog: 4 as well");
    EXPECT_EQ(lesson::refusal(lesson::lesson_text(
                  "tcp: {backlog: 1, accepts: by hand}\nsteps: [server: listen, server: accept]\n")),
              "");
}

TEST(MirroredLesson, IsOneSocketAtBothEnds)
{
    const auto scenario =
        lesson::read_scenario("title: t\n"
                              "endpoints: {socket: {address: 10.0.0.1, port: 5000, iss: 100}, itself: same}\n"
                              "steps: [socket: connect, wait: [itself ESTABLISHED]]\n",
                              "t.yaml");
    ASSERT_TRUE(scenario) << scenario.error().sentence();
    const auto lesson_run = run(*scenario);

    EXPECT_TRUE(lesson_run.warnings.empty());
    EXPECT_EQ(lesson_run.trace.transits().size(), 2U);
    const auto again = lesson::read_scenario(lesson::write_scenario(*scenario), "t.yaml");
    ASSERT_TRUE(again);
    EXPECT_TRUE(sim::is_mirrored(again->setup));
    EXPECT_EQ(again->setup.endpoints[1].name, "itself");
}

TEST(MirroredLesson, IsNeverMadeByMistake)
{
    EXPECT_EQ(
        lesson::refusal("title: t\nendpoints: {a: {address: 10.0.0.1, port: 1}, b: {address: 10.0.0.1, port: 1}}\n"
                        "steps: [a: connect]\n"),
        "test.yaml:2:12: both endpoints have the same address and port; change one of them, or write \"same\" "
        "for the second: then one socket talks to itself");
}

} // namespace
} // namespace tcpstage::run
