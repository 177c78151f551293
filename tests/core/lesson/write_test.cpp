#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"

namespace tcpstage::lesson {
namespace {

TEST(WrittenLesson, KeepsEveryPartOfALesson)
{
    const Scenario scenario = lesson(
        "group: wrong\nsummary: {en: \"a: \\\"b\\\" # c\", zh: \"甲：乙\"}\nrfc: \"9293 3.5\"\nseed: "
        "18446744073709551615\n"
        "network: {shared: on, forth: {delay: 1.5 ms, jitter: 1 us, rate: 1.5 Mbit/s, queue: 3000, ecn_threshold: "
        "2000, loss: "
        "0.0001 %, "
        "burst_loss: {enter: 1 %, leave: 25 %, loss: 90 %}, duplicate: 2 %, "
        "reorder: 3 %, corrupt: 4 %, mtu: 600}, back: {delay: 90 s}}\n"
        "tcp: {msl: 1 s, mss: 500, receive_buffer: 1000, send_buffer: 2000, rto_initial: 2 s, rto_min: 1 s, rto_max: 9 "
        "s, "
        "syn_retries: 1, data_retries: 2, delayed_ack: 40 ms, user_timeout: 5 min, persist_min: 1 s, nagle: off, "
        "window_scale: on, timestamps: on, sack: on, ecn: on, r1: 2, congestion: newreno, initial_window: 3, "
        "keepalive: 2 h, "
        "keepalive_interval: 9 s, keepalive_probes: 4, rfc1337: on, time_wait_reuse: on, handshake: two-way, "
        "time_wait: none, persist: off, iss: zero, "
        "challenge_ack: off, ack_throttle: 3 in 1.5 s, take_together: on, combine_fin_ack: on, "
        "simultaneous_mitigation: off, reads: by hand}\n"
        "faults: [{drop: {from: client, flags: \"FIN, ACK\", seq: 1, ack: 2, len: 3, nth: 4}}, {duplicate: {by: 2 s}}, "
        "{corrupt: {nth: [1, 2]}}, {delay: {by: 3 s}}]\n"
        "inject: [{at: 1 s, from: server, segment: \"P. 1:4(3) ack 9 win 7 <mss 5>\"}]\n"
        "steps: [server: listen, client: connect, client: send 10, client: send \"say \\\"\\\\x00\\\\n\\\" 1\", "
        "client: send 7, wait: 1.25 s, server: read all, server: read 3, wait: [client CLOSED, server LISTEN], "
        "client: abort, server: crash]\n"
        "notes: [{at: client segment 3 lost, title: a, text: b}, {at: server state LISTEN 2, chapter: c, title: {en: "
        "a, zh: "
        "甲}, text: b, simple: d, analogy: e, answer: {en: f, zh: \"己\"}}]\n"
        "expect: {segments: [\"client > S 100:100(0)\"], states: {client: [CLOSED], server: [CLOSED, LISTEN]}}\n");
    const std::string written = write_scenario(scenario);
    const auto again = read_scenario(written, "test.yaml");

    ASSERT_TRUE(again) << again.error().sentence() << "\n" << written;
    EXPECT_EQ(write_scenario(*again), written);
    EXPECT_EQ(again->title, scenario.title);
    EXPECT_EQ(again->summary, scenario.summary);
    EXPECT_EQ(again->group, scenario.group);
    EXPECT_EQ(again->rfc, scenario.rfc);
    EXPECT_EQ(again->setup.seed, scenario.setup.seed);
    EXPECT_EQ(again->setup.links, scenario.setup.links);
    for (const trace::Side side : trace::both_sides) {
        EXPECT_EQ(again->setup.endpoints[trace::index(side)].settings,
                  scenario.setup.endpoints[trace::index(side)].settings);
        EXPECT_EQ(again->setup.endpoints[trace::index(side)].iss.secret,
                  scenario.setup.endpoints[trace::index(side)].iss.secret);
        EXPECT_EQ(again->expect.states[trace::index(side)], scenario.expect.states[trace::index(side)]);
    }
    EXPECT_EQ(again->setup.injections.at(0).segment, scenario.setup.injections.at(0).segment);
    EXPECT_EQ(std::get<CallStep>(again->steps.at(3).action).data, std::get<CallStep>(scenario.steps.at(3).action).data);
    EXPECT_EQ(std::get<CallStep>(again->steps.at(4).action).data, std::get<CallStep>(scenario.steps.at(4).action).data);
    EXPECT_EQ(again->notes.at(1).chapter, scenario.notes.at(1).chapter);
    EXPECT_EQ(again->notes.at(1).at.nth, 2U);
    EXPECT_EQ(again->notes.at(1).answer, (OwnedText{"f", "己"}));
    EXPECT_TRUE(again->notes.at(0).answer.empty());
    EXPECT_EQ(formats::to_json(run::run(*again).trace), formats::to_json(run::run(scenario).trace));
}

} // namespace
} // namespace tcpstage::lesson
