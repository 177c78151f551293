#include "tests/core/lesson/lesson.h"

namespace tcpstage::lesson {
namespace {

struct Mistake {
    std::string rest; // after the head, from line 5 on
    std::string sentence;
};

class LessonMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(LessonMistakes, AreNamedWithTheirPlaceAndTheNearestWord)
{
    EXPECT_EQ(refusal(lesson_text(GetParam().rest)), GetParam().sentence);
}

INSTANTIATE_TEST_SUITE_P(
    Steps, LessonMistakes,
    ::testing::Values(
        Mistake{"steps:\n  - client: conect\n", "test.yaml:6:13: unknown call \"conect\"; did you mean \"connect\"?"},
        Mistake{"steps:\n  - clint: connect\n", "test.yaml:6:5: unknown endpoint \"clint\"; did you mean \"client\"?"},
        Mistake{"steps:\n  - wait: server CLOSE-WAITT\n",
                "test.yaml:6:18: unknown state \"CLOSE-WAITT\"; did you mean \"CLOSE-WAIT\"?"},
        Mistake{"steps:\n  - wait: -5 s\n",
                "test.yaml:6:11: steps[1].wait is negative (\"-5 s\"); time only goes forward: write 0 s or more"},
        Mistake{"steps:\n  - wait: 5\n",
                "test.yaml:6:11: steps[1].wait is \"5\", which is not a duration; write a number with a "
                "unit (ns, us, ms, s, min, h), such as 100 ms"},
        Mistake{"steps:\n  - client: send lots\n",
                "test.yaml:6:18: \"lots\" is not a whole number; write a number such as 100"},
        Mistake{"steps:\n  - client: send \"no end\n",
                "test.yaml:6:13: the text to send has no closing quote; add a \" at its end"},
        Mistake{"steps:\n  - client: close now\n", "test.yaml:6:19: \"close\" takes nothing after it; remove the rest"},
        Mistake{"steps: []\n",
                "test.yaml:5:8: the lesson has no steps; write at least one, such as \"- client: connect\""},
        Mistake{"steps: connect\n",
                "test.yaml:5:8: steps should be a list but is a text; begin each entry with \"- \""},
        Mistake{"seed: 1\n", "test.yaml:1:1: lesson has no \"steps\"; add \"steps:\""},
        Mistake{"steps:\n  - wait: server\n", "test.yaml:6:11: \"server\" is not something to wait for; write \"500 "
                                              "ms\", \"server CLOSE-WAIT\" or \"client acknowledged\""},
        Mistake{"steps:\n  - wait: []\n", "test.yaml:6:11: this wait has nothing to wait for; name a time or a state"},
        Mistake{
            "steps:\n  - {client: connect, server: listen}\n",
            "test.yaml:6:5: a step is one call, one wait or one network; begin each with \"- \" on a line of its own"},
        Mistake{"steps:\n  - client: \"\"\n",
                "test.yaml:6:13: a call is missing; use one of: listen, connect, send, read, shutdown, close, abort, "
                "crash, accept, skip"},
        Mistake{"steps:\n  - client: send\n",
                "test.yaml:6:13: send needs data; write \"send 100\" or send \"some text\""},
        Mistake{"steps:\n  - client: send 1 2\n", "test.yaml:6:20: send takes one number or one text in quotes"},
        Mistake{"steps:\n  - client: send \"a\" b\n",
                "test.yaml:6:21: there is something after the text to send; remove it"},
        Mistake{"steps:\n  - client: send \"\\y\"\n",
                "test.yaml:6:20: unknown escape in the text to send; use one of: \\\\ \\\" \\n \\r \\t \\xHH"},
        Mistake{"steps:\n  - client: [close]\n",
                "test.yaml:6:13: steps[1].client should be a text but is a list; write one line of text here"},
        Mistake{"steps:\n  - client: send 99999999\n",
                "test.yaml:6:13: the lesson sends more than 67108864 octets; send less"}));

INSTANTIATE_TEST_SUITE_P(
    Setup, LessonMistakes,
    ::testing::Values(
        Mistake{"netwrk: {delay: 1 s}\n", "test.yaml:5:1: unknown key \"netwrk\"; did you mean \"network\"?"},
        Mistake{"network: {delay: -1 s}\n",
                "test.yaml:5:18: network.delay is negative (\"-1 s\"); time only goes forward: write 0 s or more"},
        Mistake{"network: {delay: 1 s, delay: 2 s}\n",
                "test.yaml:5:23: the key \"delay\" appears twice; remove one of them"},
        Mistake{"network: {los: 2 %}\n", "test.yaml:5:11: unknown key \"los\"; did you mean \"loss\"?"},
        Mistake{"network: {burst_loss: {enter: 1 %, leaf: 25 %}}\n",
                "test.yaml:5:36: unknown key \"leaf\"; did you mean \"leave\"?"},
        Mistake{"network: {burst_loss: {enter: 1 %}}\n",
                "test.yaml:5:23: network.burst_loss has no \"leave\"; add \"leave:\""},
        Mistake{"network: {burst_loss: {enter: 1 %, leave: 0 %}}\n",
                "test.yaml:5:43: a burst that never ends loses segments forever; write more than 0 %"},
        Mistake{"network: {ecn_threshold: 3000}\n",
                "test.yaml:5:10: an ecn_threshold needs a rate: without one, no queue grows; write a rate as well"},
        Mistake{"tcp: {transport: upd}\n", "test.yaml:5:18: unknown choice \"upd\"; did you mean \"udp\"?"},
        Mistake{"tcp: {ecn: on}\n", "test.yaml:3:3: client has ecn but no congestion control that could react to it; "
                                    "write congestion: reno, newreno or cubic as well"},
        Mistake{
            "network: {loss: 101 %}\n",
            "test.yaml:5:17: network.loss is \"101 %\", which is not a probability; write 0 % to 100 %, such as 2 %"},
        Mistake{"network: {rate: 10}\n",
                "test.yaml:5:17: network.rate is \"10\", which is not a rate; write a number with a unit "
                "(bit/s, kbit/s, Mbit/s, Gbit/s), such as 10 Mbit/s"},
        Mistake{"tcp: {nagel: on}\n", "test.yaml:5:7: unknown option \"nagel\"; did you mean \"nagle\"?"},
        Mistake{"tcp: {nagle: maybe}\n",
                "test.yaml:5:14: unknown switch \"maybe\"; use one of: on, off, true, false, yes, no"},
        Mistake{"tcp: {syn_cookies: on}\n",
                "test.yaml:5:6: SYN cookies are for a listener with a backlog; write backlog: 4 as well"},
        Mistake{"tcp: {mss: 0}\n", "test.yaml:5:12: tcp.mss is \"0\", which is not a whole number from 1 to 65495; "
                                   "write a number such as 100"},
        Mistake{"faults:\n  - drp: {from: client}\n", "test.yaml:6:5: unknown fault \"drp\"; did you mean \"drop\"?"},
        Mistake{"faults:\n  - drop: {flags: XYZ}\n",
                "test.yaml:6:19: \"XYZ\" is not a set of flags; write for example SYN, \"S.\" or "
                "\"FIN, ACK\""},
        Mistake{"faults:\n  - delay: {from: client}\n", "test.yaml:6:12: faults[1].delay has no \"by\"; add \"by:\""},
        Mistake{"faults:\n  - drop: {from: client, by: 1 s}\n",
                "test.yaml:6:30: \"drop\" takes no \"by\"; only delay and duplicate do"},
        Mistake{"faults:\n  - delay: {from: client, by: 25 h}\n",
                "test.yaml:6:31: this is longer than a day; write at most 24 h"},
        Mistake{"faults:\n  - {drop: {from: client}, delay: {by: 1 s}}\n",
                "test.yaml:6:5: a fault is one of drop, delay, duplicate, corrupt, edit; begin each with \"- \""},
        Mistake{"network: {delay: 2 h}\n", "test.yaml:5:10: a delay is longer than an hour; write at most 1 h"},
        Mistake{"network: fast\n",
                "test.yaml:5:10: network should be a map of keys but is a text; write \"key: value\" lines"},
        Mistake{"tcp: {rto_min: 2 s, rto_max: 1 s}\n", "test.yaml:5:6: rto_min is greater than rto_max; swap them"},
        Mistake{"tcp: {ack_throttle: on}\n",
                "test.yaml:5:21: tcp.ack_throttle is not a number of ACKs in a time; write 10 in 5 s, or off"},
        Mistake{"tcp: {ack_throttle: 0 in 5 s}\n",
                "test.yaml:5:21: tcp.ack_throttle is not a number of ACKs in a time; write 10 in 5 s, or off"},
        Mistake{"tcp: {ack_throttle: 10 in 0 s}\n",
                "test.yaml:5:21: tcp.ack_throttle is not a number of ACKs in a time; write 10 in 5 s, or off"},
        Mistake{"tcp: {ack_throttle: 10 in 25 h}\n", "test.yaml:5:6: a time is longer than a day; write at most 24 h"},
        Mistake{"tcp: {rto_initial: 0 s}\n",
                "test.yaml:5:6: with a timer of 0 s time would never advance; write 1 ms or more"},
        Mistake{"tcp: {delayed_ack: 500 ms}\n",
                "test.yaml:5:6: an ACK may be delayed for less than 500 ms; write at most 499 ms"},
        Mistake{"tcp: {msl: 25 h}\n", "test.yaml:5:6: a time is longer than a day; write at most 24 h"},
        Mistake{"group: basic\n", "test.yaml:5:8: unknown group \"basic\"; did you mean \"basics\"?"}));

INSTANTIATE_TEST_SUITE_P(
    NotesAndExpectations, LessonMistakes,
    ::testing::Values(
        Mistake{handshake + "notes:\n  - {at: client sate CLOSED, title: a, text: b}\n",
                "test.yaml:10:17: unknown kind of moment \"sate\"; did you mean \"state\"?"},
        Mistake{handshake + "notes:\n  - {at: client segment 0, title: a, text: b}\n",
                "test.yaml:10:25: counting begins at 1; write 1 or more"},
        Mistake{handshake + "notes:\n  - {at: client timer retransmitt, title: a, text: b}\n",
                "test.yaml:10:23: unknown timer \"retransmitt\"; did you mean \"retransmit\"?"},
        Mistake{
            handshake + "notes:\n  - {at: soon, title: a, text: b}\n",
            "test.yaml:10:10: \"soon\" is not a moment of a run; write \"start\", \"server segment 2\", \"client "
            "segment "
            "4 lost\", \"client state TIME-WAIT\", \"server timer retransmit\", \"client call close\", \"server rule "
            "backlog-full\" or \"network segment 1\""},
        Mistake{handshake + "notes:\n  - {at: client start 1, title: a, text: b}\n",
                "test.yaml:10:10: \"start\" stands alone; write \"at: start\""},
        Mistake{handshake + "notes:\n  - {at: client segment 1 gone, title: a, text: b}\n",
                "test.yaml:10:27: unknown fate of a segment \"gone\"; use one of: sent, arrived, lost"},
        Mistake{handshake + "notes:\n  - {at: start, titel: a, text: b}\n",
                "test.yaml:10:17: unknown key \"titel\"; did you mean \"title\"?"},
        Mistake{handshake + "notes:\n  - {at: start, title: a, text: b, answr: c}\n",
                "test.yaml:10:36: unknown key \"answr\"; did you mean \"answer\"?"},
        Mistake{handshake + "notes:\n  - {at: start, title: a, text: b, answer: {zh: 丙}}\n",
                "test.yaml:10:44: notes[1].answer has no \"en\"; add \"en:\""},
        Mistake{handshake + "expect:\n  states:\n    client: [CLOSD]\n",
                "test.yaml:11:14: unknown state \"CLOSD\"; did you mean \"CLOSED\"?"},
        Mistake{handshake + "expect:\n  segments: [\"client S 1:1(0)\"]\n",
                "test.yaml:10:14: \"client S 1:1(0)\" is not an expected segment; write \"client > S 100:100(0)\""}));

TEST(LessonMistakesInEndpoints, AreNamed)
{
    const auto of = [](const std::string& endpoints) {
        return refusal("title: t\nendpoints: " + endpoints + "\nsteps: [a: connect]\n");
    };
    EXPECT_EQ(of("{a: {}}"), "test.yaml:2:12: a connection has two endpoints, not 1; write client: and server:");
    EXPECT_EQ(
        of("{a: {}, 2: {}}"),
        "test.yaml:2:20: \"2\" cannot be the name of an endpoint; use letters or Han characters, such as client or 甲");
    EXPECT_EQ(of("{a: {address: here}, b: {}}"),
              "test.yaml:2:26: \"here\" is not an IPv4 address; write one such as 10.0.0.1");
    EXPECT_EQ(of("{a: {tcp: {transport: udp}}, b: {}}"),
              "test.yaml:2:12: one endpoint speaks UDP and the other TCP; write transport: for both, under tcp:");
}

TEST(LessonMistakesInNotation, AreNamedAtTheirColumn)
{
    const auto scenario =
        read_scenario(lesson_text(handshake + "expect:\n  segments: [\"client > S 1:2(0)\"]\n"), "test.yaml");

    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().where, (Place{"test.yaml", 10, 28}));
}

TEST(Lesson, ReadsEverythingThatItsFileSays)
{
    const Scenario read = lesson("network: {forth: {delay: 20 ms, loss: 1.5 %}, back: {rate: 2 Mbit/s, mtu: 1500}}\n"
                                 "tcp: {msl: 30 s, reads: by hand, congestion: cubic}\n"
                                 "seed: 7\n"
                                 "faults: [{delay: {from: server, flags: \"S.\", nth: [2, 3], by: 3 s}}]\n"
                                 "inject: [{at: 10 ms, from: client, segment: \"S 90:90(0) win 65535\"}]\n"
                                 "steps: [client: send \"a\\n\", client: read 5, wait: 2 s]\n");

    EXPECT_EQ(read.id, "test");
    EXPECT_EQ(read.title.zh, "测试");
    EXPECT_EQ(read.setup.links[0].delay, Duration{20ms});
    EXPECT_EQ(read.setup.links[0].loss.per_million, 15'000U);
    EXPECT_EQ(read.setup.links[1].rate_bits_per_second, 2'000'000U);
    EXPECT_EQ(read.setup.links[1].mtu, 1500U);
    EXPECT_EQ(read.setup.endpoints[1].settings.msl, Duration{30s});
    EXPECT_EQ(read.setup.endpoints[0].settings.reads, tcp::Reads::ByHand);
    EXPECT_EQ(read.setup.endpoints[0].settings.congestion, tcp::Congestion::Cubic);
    EXPECT_EQ(read.setup.seed, 7U);
    EXPECT_EQ(read.setup.faults.at(0).by, Duration{3s});
    EXPECT_EQ(read.setup.faults.at(0).which.nth, (std::vector<std::uint32_t>{2, 3}));
    EXPECT_EQ(read.setup.injections.at(0).segment.seq, tcp::Seq{90});
    EXPECT_EQ(read.setup.injections.at(0).segment.destination_port, 80);
    EXPECT_EQ(std::get<CallStep>(read.steps.at(0).action).data, Bytes{std::string_view{"a\n"}});
    EXPECT_EQ(std::get<CallStep>(read.steps.at(1).action).octets, 5U);
}

TEST(Lesson, TakesOneInitialNumberOrSeveral)
{
    const auto scenario =
        read_scenario("title: t\nendpoints: {a: {iss: 1}, b: {iss: [2, 3]}}\nsteps: [a: connect]\n", "t.yaml");

    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->setup.endpoints[0].iss.given, std::vector{tcp::Seq{1}});
    EXPECT_EQ(scenario->setup.endpoints[1].iss.given, (std::vector{tcp::Seq{2}, tcp::Seq{3}}));
}

TEST(Lesson, ContinuesThePatternOfItsOctetsFromSendToSend)
{
    const Scenario read = lesson("steps: [client: send 10, client: send 10]\n");

    EXPECT_EQ(std::get<CallStep>(read.steps.at(1).action).data, Bytes::pattern(10, 10));
}

} // namespace
} // namespace tcpstage::lesson
