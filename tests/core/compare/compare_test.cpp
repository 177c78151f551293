#include "core/compare/compare.h"

#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::compare {
namespace {

using DifferenceKind = Difference::Kind;

const std::string exchange = "steps:\n"
                             "  - server: listen\n"
                             "  - client: connect\n"
                             "  - wait: [client ESTABLISHED, server ESTABLISHED]\n"
                             "  - client: send 100\n"
                             "  - wait: 500 ms\n"
                             "  - client: close\n"
                             "  - wait: server CLOSE-WAIT\n"
                             "  - server: close\n"
                             "  - wait: client CLOSED\n";

trace::Trace run_of(const std::string& more, const std::string& steps = exchange)
{
    return run::run(lesson::lesson(more + steps)).trace;
}

std::vector<DifferenceKind> kinds(const Comparison& comparison)
{
    std::vector<DifferenceKind> list;
    for (const Difference& difference : comparison.differences)
        list.push_back(difference.kind);
    return list;
}

TEST(Compare, FindsNoDifferenceBetweenARunAndItself)
{
    const trace::Trace trace = run_of("");
    const Comparison comparison = compare(trace, trace);

    EXPECT_TRUE(comparison.same());
    for (const Pair& step : comparison.steps)
        EXPECT_EQ(step[0], step[1]);
    EXPECT_EQ(summary(comparison, trace, trace).en, "Both runs are the same, step by step.");
}

TEST(Compare, TellsCallsWithOtherOctetsApart)
{
    std::string more = exchange;
    more.replace(more.find("send 100"), 8, "send 3000");
    const trace::Trace one = run_of("");
    const trace::Trace two = run_of("", more);
    const Comparison comparison = compare(one, two);

    const auto is_call = [](const Difference& difference) {
        return difference.kind == DifferenceKind::Numbers && difference.transits[0] == trace::no_transit;
    };
    ASSERT_EQ(std::ranges::count_if(comparison.differences, is_call), 1);
    const Difference& call = *std::ranges::find_if(comparison.differences, is_call);
    EXPECT_EQ(sentence(call, one, two).en, "The client calls send(100) on the left and send(3000) on the right.");
    EXPECT_EQ(sentence(call, one, two).zh, "客户端在左边调用 send(100)，在右边调用 send(3000)。");
}

TEST(Compare, CountsNumbersFromTheIssOfEachSide)
{
    const trace::Trace one = run_of("");
    const trace::Trace other =
        run::run(*lesson::read_scenario("title: {en: A, zh: 一}\nendpoints:\n  client: {iss: 4294967290}\n  server: "
                                        "{iss: 7}\n" +
                                            exchange,
                                        "test.yaml"))
            .trace;

    EXPECT_TRUE(compare(one, other).same());
}

TEST(Compare, TakesTheSecondSendingOfALostSegmentForOneThatOnlyOneRunHas)
{
    const trace::Trace whole = run_of("");
    const trace::Trace lossy = run_of("faults: [{drop: {from: client, len: 100}}]\n");
    const Comparison comparison = compare(whole, lossy);

    ASSERT_FALSE(comparison.same());
    const Difference& first = *comparison.first();
    EXPECT_EQ(first.kind, DifferenceKind::Fate);
    EXPECT_EQ(first.side, trace::Side::Left);
    EXPECT_EQ(
        sentence(first, whole, lossy).en,
        "\"PSH, ACK seq=101 ack=301 len=100\" is lost on the right (dropped by the lesson), but not on the left.");
    const auto again = std::ranges::find_if(comparison.differences, [](const Difference& difference) {
        return difference.kind == DifferenceKind::OnlySecond && difference.transits[1] != trace::no_transit;
    });
    ASSERT_NE(again, comparison.differences.end());
    EXPECT_TRUE(lossy.transit(again->transits[1]).retransmission);
    EXPECT_EQ(again->because, tcp::Rule::RetransmitBackoff);
    EXPECT_EQ(again->followed_by, 1);
}

TEST(Compare, IsTheSameTheOtherWayRound)
{
    const trace::Trace whole = run_of("");
    const trace::Trace lossy = run_of("faults: [{drop: {from: server, flags: SYN}}]\n");
    const Comparison there = compare(whole, lossy);
    const Comparison back = compare(lossy, whole);

    EXPECT_EQ(there.differences.size(), back.differences.size());
    for (trace::TransitId id = 0; id < there.partner[0].size(); ++id)
        EXPECT_EQ(there.partner[0][id], back.partner[1][id]);
}

TEST(Compare, KeepsTheOrderOfBothRunsAndLeavesNoStepOut)
{
    const trace::Trace one = run_of("faults: [{drop: {from: server, flags: SYN}}]\n");
    const trace::Trace other = run_of("network: {loss: 20 %}\nseed: 3\n");
    const Comparison comparison = compare(one, other);
    const std::array<const trace::Trace*, 2> traces{&one, &other};

    for (std::size_t i = 0; i < 2; ++i) {
        std::vector<trace::RecordId> seen;
        for (const Pair& step : comparison.steps)
            if (step[i] != trace::no_record) seen.push_back(step[i]);
        std::vector<trace::RecordId> steps;
        for (trace::RecordId id = 0; id < traces[i]->records().size(); ++id)
            if (trace::is_step(traces[i]->record(id).kind)) steps.push_back(id);
        EXPECT_EQ(seen, steps);
    }
}

TEST(Compare, NamesTheRuleThatIsTakenAway)
{
    const std::string waits = "inject: [{at: 10 ms, from: client, segment: \"S 90:90(0) win 65535\"}]\n"
                              "steps: [{server: listen}, {wait: 1 s}]\n";
    const trace::Trace real = run_of("", waits);
    const trace::Trace without = run_of("tcp: {handshake: two-way}\n", waits);
    const Comparison comparison = compare(real, without);

    ASSERT_NE(comparison.first(), nullptr);
    EXPECT_EQ(comparison.first()->kind, DifferenceKind::State);
    EXPECT_EQ(comparison.first()->because, tcp::Rule::WithoutThirdSegment);
    EXPECT_EQ(comparison.first()->followed_by, 1);
    const OwnedText line = summary(comparison, real, without);
    EXPECT_THAT(line.en,
                ::testing::HasSubstr("server is then in SYN-RECEIVED on the left and in ESTABLISHED on the right"));
    EXPECT_THAT(line.en, ::testing::HasSubstr("On the right: Not TCP:"));
    EXPECT_THAT(line.zh, ::testing::HasSubstr("服务器此后在左边处于 SYN-RECEIVED，在右边处于 ESTABLISHED"));
}

TEST(Compare, SeesOtherOptionsWindowsAndTimes)
{
    const trace::Trace plain = run_of("");
    EXPECT_THAT(kinds(compare(plain, run_of("tcp: {window_scale: on, sack: on}\n"))),
                ::testing::Contains(DifferenceKind::Options));
    EXPECT_THAT(kinds(compare(plain, run_of("tcp: {receive_buffer: 1000}\n"))),
                ::testing::Contains(DifferenceKind::Window));
    const Comparison slow = compare(plain, run_of("network: {delay: 150 ms}\n"));
    EXPECT_THAT(kinds(slow), ::testing::Each(DifferenceKind::Time));
    EXPECT_TRUE(compare(plain, run_of("network: {delay: 101 ms}\n"), 5ms).same());
}

TEST(Compare, PairsSegmentsOfOneKindThatHaveOtherNumbers)
{
    const std::string abort = "steps: [{client: connect}, {wait: client CLOSED}]\n";
    const trace::Trace one = run_of("", abort);
    const trace::Trace longer =
        run_of("", "steps:\n  - server: listen\n  - client: connect\n  - wait: [client ESTABLISHED]\n"
                   "  - client: send 70\n  - wait: 500 ms\n");
    const trace::Trace shorter =
        run_of("", "steps:\n  - server: listen\n  - client: connect\n  - wait: [client ESTABLISHED]\n"
                   "  - client: send 50\n  - wait: 500 ms\n");
    const Comparison comparison = compare(longer, shorter);

    ASSERT_NE(comparison.first(), nullptr);
    EXPECT_EQ(sentence(*comparison.first(), longer, shorter).en,
              "The client calls send(70) on the left and send(50) on the right.");
    const Difference& sent = comparison.differences.at(1);
    EXPECT_EQ(sent.kind, DifferenceKind::Numbers);
    EXPECT_EQ(sentence(sent, longer, shorter).en,
              "The client sends \"PSH, ACK seq=101 ack=301 len=70\" on the left and \"PSH, ACK seq=101 ack=301 "
              "len=50\" on the "
              "right.");
    EXPECT_FALSE(compare(one, longer).same());
}

TEST(Compare, TakesAnEmptyTrace)
{
    const trace::Trace none;
    const trace::Trace trace = run_of("");

    EXPECT_TRUE(compare(none, none).same());
    EXPECT_FALSE(compare(none, trace).same());
    EXPECT_FALSE(compare(trace, none).same());
}

} // namespace
} // namespace tcpstage::compare
