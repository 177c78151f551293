// What the lesson language can say beside calls, waits and faults: each key is read, has its effect, survives being
// written, and its mistakes are named.
#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"
#include "core/run/saved_run.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::lesson {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The lesson after it was written and read again; its text and its run must be the same.
Scenario again(const Scenario& first)
{
    const std::string written = write_scenario(first);
    const auto read = read_scenario(written, "test.yaml");
    EXPECT_TRUE(read) << (read ? "" : read.error().sentence()) << "\n" << written;
    if (!read) return first;
    EXPECT_EQ(write_scenario(*read), written);
    EXPECT_EQ(formats::to_json(run::run(*read).trace), formats::to_json(run::run(first).trace)) << written;
    return *read;
}

std::vector<std::string> differences(const Scenario& scenario)
{
    std::vector<std::string> sentences;
    for (const Error& difference : run::check(scenario, run::run(scenario)))
        sentences.push_back(said_in_both(difference));
    return sentences;
}

// A SYN that is lost twice, then 300 octets.
const std::string lossy = handshake + "  - client: send 300\n"
                                      "faults:\n  - drop: {from: client, flags: SYN, nth: [1, 2]}\n"
                                      "tcp: {rto_initial: 1 s}\n";

TEST(ExpectCounts, HoldAsExactlyAtLeastAndAtMost)
{
    EXPECT_THAT(differences(again(lesson(lossy + "expect:\n  counts:\n"
                                                 "    - {from: client, flags: SYN, exactly: 3}\n"
                                                 "    - {flags: SYN, only: lost, at_least: 2, at_most: 2}\n"
                                                 "    - {from: client, only: retransmitted, at_most: 2}\n"
                                                 "    - {from: server, len: 0, at_least: 2}\n"))),
                ElementsAre());
}

TEST(ExpectCounts, SayWhatWasSeenInstead)
{
    EXPECT_THAT(differences(lesson(lossy + "expect:\n  counts:\n"
                                           "    - {from: client, flags: SYN, exactly: 2}\n"
                                           "    - {only: lost, at_most: 1}\n"
                                           "    - {from: server, at_least: 99}\n"
                                           "    - {from: server, at_least: 90, at_most: 99}\n")),
                ElementsAre(HasSubstr("segments that match: expected exactly 2, seen 3"),
                            HasSubstr("expected at most 1, seen 2"), HasSubstr("expected at least 99, seen 2"),
                            HasSubstr("expected 90 to 99, seen 2")));
}

TEST(ExpectDelivered, CountsTheOctetsOfEachUser)
{
    EXPECT_THAT(differences(again(lesson(lossy + "expect: {delivered: {server: 300, client: {at_most: 0}}}\n"))),
                ElementsAre());
    EXPECT_THAT(differences(lesson(lossy + "expect: {delivered: {server: {at_least: 301}}}\n")),
                ElementsAre(HasSubstr("octets delivered to server: expected at least 301, seen 300")));
}

TEST(ExpectMoments, AreTimesSinceTheBeginning)
{
    EXPECT_THAT(differences(again(lesson(lossy + "expect:\n  moments:\n"
                                                 "    - {at: client segment 3, exactly: 3 s}\n"
                                                 "    - {at: server state ESTABLISHED, at_least: 3.2 s, at_most: 4 s}\n"
                                                 "    - {at: start, exactly: 0 s}\n"))),
                ElementsAre());
    EXPECT_THAT(differences(lesson(lossy + "expect:\n  moments:\n"
                                           "    - {at: client segment 3, at_most: 2.5 s}\n"
                                           "    - {at: client state CLOSE-WAIT, exactly: 1 s}\n")),
                ElementsAre(HasSubstr("moment \"client segment 3\": expected at most 2.5 s, seen 3 s"),
                            HasSubstr("moment \"client state CLOSE-WAIT\": expected exactly 1 s, it never came")));
}

TEST(LessonEnd, EndsTheRunAfterItsSteps)
{
    const auto length = [](const std::string& end) {
        const Scenario scenario = again(lesson(handshake + "  - client: close\n  - wait: server CLOSE-WAIT\n" + end));
        return run::run(scenario).trace.end() - start_of_time;
    };
    EXPECT_EQ(length("end: 0 s\n"), Duration{400ms});
    EXPECT_EQ(length("end: 50 ms\n"), Duration{400ms}) << "the ACK is under way: nothing happens meanwhile";
    EXPECT_EQ(length("end: 3 s\n"), Duration{500ms});
}

TEST(WaitForAcknowledged, EndsWhenThePeerHasAcknowledgedEverything)
{
    const Scenario scenario = again(lesson(handshake + "  - client: send 1000\n  - wait: client acknowledged\n"
                                                       "  - client: close\n"));
    const trace::Trace trace = run::run(scenario).trace;
    const auto close = std::ranges::find_if(trace.records(), [](const trace::Record& record) {
        return record.kind == trace::Kind::Called && record.call() == trace::Call::Close;
    });
    EXPECT_EQ((*close).at - start_of_time, Duration{500ms}) << "sent after 300 ms, acknowledged 200 ms later";
}

TEST(WaitForAcknowledged, SaysThatItNeverEnded)
{
    EXPECT_THAT(differences(lesson(handshake + "  - client: send 10\n  - wait: client acknowledged\n"
                                               "faults: [drop: {from: client, len: 10, nth: all}]\n")),
                ElementsAre(HasSubstr("the wait for \"client acknowledged\" never ended")));
}

TEST(DropAll, LosesEverythingUntilATime)
{
    for (const char* fault : {"drop: all until 3.5 s", "drop: {nth: all, until: 3.5 s}"}) {
        const Scenario scenario = again(lesson(handshake + "faults:\n  - " + fault + "\n"));
        const trace::Trace trace = run::run(scenario).trace;
        for (const trace::Transit& transit : trace.transits())
            EXPECT_EQ(transit.fate == trace::Fate::Lost, transit.sent < start_of_time + 3500ms);
        EXPECT_GE(trace.transits().size(), 5U);
    }
}

TEST(DropAll, CanLeaveSomeOut)
{
    const Scenario scenario =
        again(lesson(handshake + "faults:\n  - drop: {from: client, flags: SYN, nth: all, except: 3}\n"));
    const trace::Trace trace = run::run(scenario).trace;
    EXPECT_EQ(std::ranges::count(trace.transits(), trace::Fate::Lost, &trace::Transit::fate), 2);
}

TEST(Off, IsTakenByEverySwitchAndEveryDurationThatMayBeZero)
{
    const Scenario off = again(lesson(
        "network: {delay: off, jitter: off, rate: off, queue: off, ecn_threshold: off, loss: off, burst_loss: off, "
        "duplicate: off, reorder: off, corrupt: off, mtu: off}\n"
        "tcp: {msl: off, delayed_ack: off, user_timeout: off, keepalive: off, rto_min: off, nagle: off, sack: off, "
        "window_scale: off, timestamps: off, ecn: off, challenge_ack: off, ack_throttle: off, take_together: off, "
        "combine_fin_ack: off, simultaneous_mitigation: off, rfc1337: off, time_wait_reuse: off, syn_cookies: off, "
        "congestion: off, persist: off, time_wait: off, backlog: off, initial_window: off, syn_retries: off}\n" +
        handshake));
    EXPECT_EQ(off.setup.links[0].delay, Duration{0});
    EXPECT_EQ(off.setup.endpoints[0].settings.user_timeout, Duration{0});
    EXPECT_TRUE(off.setup.endpoints[0].settings.without.time_wait);
    EXPECT_THAT(refusal(lesson_text("tcp: {rto_initial: off}\n" + handshake)), HasSubstr("time would never advance"));
}

TEST(EndpointNames, MayBeHan)
{
    const auto read = read_scenario("title: t\nendpoints:\n  甲: {iss: 100}\n  乙: {iss: 300}\nsteps:\n  - 乙: listen\n"
                                    "  - 甲: connect\n  - wait: [甲 ESTABLISHED, 乙 ESTABLISHED]\n"
                                    "faults: [{drop: {from: 甲, flags: ACK}}]\n"
                                    "notes: [{at: 甲 segment 1, title: a, text: b}]\n"
                                    "expect: {states: {甲: [CLOSED, SYN-SENT, ESTABLISHED]}}\n",
                                    "test.yaml");
    ASSERT_TRUE(read) << read.error().sentence();
    const Scenario scenario = again(*read);
    EXPECT_THAT(differences(scenario), ElementsAre());
    const run::LessonRun whole = run::run_lesson(scenario);
    const auto opened = run::load_run(run::save_run(whole.scenario, whole.run), "a.tcptrace");
    ASSERT_TRUE(opened) << opened.error().sentence();
    EXPECT_EQ(opened->run.trace.endpoint(trace::Side::Left).name, "甲");
}

TEST(EndpointNames, AreRefusedWhereTheyAreNone)
{
    for (const char* name : {"\"\"", "\"a b\"", "1a", "-a", "\"甲　乙\"", "\"a\\u202eb\"", "\"é→\"", "wait",
                             "a2345678901234567890123456789012x"})
        EXPECT_THAT(refusal("title: t\nendpoints: {" + std::string{name} + ": {}, b: {}}\nsteps: [b: listen]\n"),
                    HasSubstr("cannot be the name of an endpoint"))
            << name;
}

TEST(EndpointNames, CanBeShownInEachLanguage)
{
    const auto read =
        read_scenario("title: t\nendpoints:\n  client: {name: {en: Alice, zh: 甲}}\n  server: {name: Bob}\n"
                      "steps: [server: listen, client: connect]\n",
                      "test.yaml");
    ASSERT_TRUE(read) << read.error().sentence();
    const Scenario scenario = again(*read);
    EXPECT_EQ(scenario.setup.endpoints[0].shown, (OwnedText{"Alice", "甲"}));
    const run::LessonRun whole = run::run_lesson(scenario);
    EXPECT_EQ(whole.run.trace.endpoint(trace::Side::Left).shown.zh, "甲");
    EXPECT_THAT(formats::to_mermaid(whole.run.trace), HasSubstr("participant client as Alice\n"));
    const auto opened = run::load_run(run::save_run(whole.scenario, whole.run), "a.tcptrace");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->run.trace.endpoint(trace::Side::Left).shown, (OwnedText{"Alice", "甲"}));
    EXPECT_THAT(refusal("title: t\nendpoints: {a: {name: \"\"}, b: {}}\nsteps: [b: listen]\n"),
                HasSubstr("a name to be shown"));
}

TEST(Keywords, AreKeptForTheSearch)
{
    const Scenario scenario = again(lesson("keywords: {en: [slow start, cwnd], zh: [慢开始, 慢启动]}\n" + handshake));
    EXPECT_THAT(scenario.keywords[0], ElementsAre("slow start", "cwnd"));
    EXPECT_THAT(scenario.keywords[1], ElementsAre("慢开始", "慢启动"));
    EXPECT_THAT(refusal(lesson_text("keywords: {en: [\"\"]}\n" + handshake)),
                HasSubstr("a keyword has 1 to 100 octets"));
    EXPECT_THAT(refusal(lesson_text("keywords: {de: [a]}\n" + handshake)), HasSubstr("unknown key \"de\""));
}

TEST(Punctuation, OfAChineseKeyboardIsNamedWhereItStands)
{
    EXPECT_THAT(refusal(lesson_text("") + "tcp： {mss: 100}\nsteps：\n  - server: listen\n"),
                HasSubstr("\"：\" is a full-width mark, which YAML does not know; write \": \""));
    EXPECT_THAT(refusal("title: \"一：二，三\" # 四：五\nendpoints: {client: {}， server: {}}\n"),
                HasSubstr("test.yaml:2:23: \"，\""));
}

/// Where a mark makes another YAML of the lesson, which is none.
TEST(Punctuation, OfAChineseKeyboardIsNamedWhereALessonIsReadWrongForIt)
{
    for (const auto& [text, mark] :
         {std::pair{"steps:\n  - server：listen\n", "：\" is a full-width mark"},
          std::pair{"steps:\n  - server: listen\n  - client: send “hello”\n", "“\" is a full-width mark"},
          std::pair{"steps:\n  - wait：100 ms\n", "：\" is a full-width mark"},
          std::pair{"steps:\n  - wait: 100 ms，\n", "，\" is a full-width mark"},
          std::pair{"network：100 ms\n", "：\" is a full-width mark"},
          std::pair{"network: {delay： 100 ms}\n", "：\" is a full-width mark"},
          std::pair{"tcp: {mss：100}\n", "：\" is a full-width mark"},
          std::pair{"faults:\n  - drop：{from: client}\n", "：\" is a full-width mark"}})
        EXPECT_THAT(refusal(lesson_text(text)), HasSubstr(mark)) << text;
    EXPECT_THAT(refusal(lesson_text("steps:\n  - \"server：listen\"\n")), HasSubstr("should be a map of keys"));
    EXPECT_THAT(refusal(lesson_text("steps:\n  - server: lisen\n")), HasSubstr("did you mean \"listen\""));
}

TEST(Begin, AfterTheHandshakeMakesItsSteps)
{
    const Scenario scenario = again(lesson("begin: after handshake\nsteps:\n  - client: send 10\n"));
    ASSERT_EQ(scenario.steps.size(), 4U);
    EXPECT_EQ(write_scenario(scenario).find("listen"), std::string::npos);
    const run::Run run = run::run(scenario);
    EXPECT_EQ(run::run(lesson(handshake + "  - client: send 10\n")).trace.records().size(), run.trace.records().size());
    ASSERT_NE(run.begin, trace::no_record);
    EXPECT_EQ(run.trace.record(run.begin).at - start_of_time, Duration{300ms});
    const trace::Moment begin = run.trace.moment_after(run.begin);
    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(run.trace.at(side, begin).state, tcp::State::Established);
    EXPECT_EQ(run.trace.record(run.begin + 1).kind, trace::Kind::Called) << "the send is the first step";
}

TEST(Begin, MayBeAnyConditionOfAWait)
{
    const Scenario scenario =
        again(lesson("begin: [client FIN-WAIT-2, server CLOSE-WAIT]\n" + handshake + "  - client: close\n"));
    const run::Run run = run::run(scenario);
    ASSERT_NE(run.begin, trace::no_record);
    EXPECT_EQ(run.trace.record(run.begin).at - start_of_time, Duration{500ms});
    const auto opened = run::load_run(run::save_run(scenario, run), "a.tcptrace");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->run.begin, run.begin);
    EXPECT_THAT(differences(lesson("begin: client LAST-ACK\n" + handshake)),
                ElementsAre(HasSubstr("the moment at which the stage begins never came")));
}

TEST(Begin, NamesItsMistakes)
{
    EXPECT_THAT(refusal(lesson_text("begin: after handshake\n" + handshake)),
                HasSubstr("after the handshake there is nothing to listen or connect for"));
    EXPECT_THAT(refusal(lesson_text("begin: later\n" + handshake)), HasSubstr("unknown beginning \"later\""));
    EXPECT_THAT(refusal(lesson_text("end: soon\n" + handshake)), HasSubstr("which is not a duration"));
}

TEST(InjectDestination, MayBeAnotherPortAGroupOrNobody)
{
    const Scenario scenario = again(lesson(
        handshake + "inject:\n"
                    "  - {at: 0 s, from: client, segment: \"S 7:7(0) win 100\", destination: \"10.0.0.2:81\"}\n"
                    "  - {at: 0 s, from: client, segment: \"S 8:8(0) win 100\", destination: \"224.0.0.1:80\"}\n"
                    "  - {at: 0 s, from: client, segment: \"S 9:9(0) win 100\", destination: \"10.0.0.9:80\"}\n"));
    const run::Run run = run::run(scenario);
    const auto rules = [&](tcp::Rule rule) {
        return std::ranges::count_if(run.trace.records(), [&](const trace::Record& record) {
            return record.kind == trace::Kind::Reason && record.rule() == rule;
        });
    };
    EXPECT_EQ(rules(tcp::Rule::ClosedRefuses), 1) << "port 81 is closed";
    EXPECT_EQ(rules(tcp::Rule::AddressInvalid), 1) << "a group is not answered";
    EXPECT_EQ(std::ranges::count(run.trace.transits(), trace::Fate::Lost, &trace::Transit::fate), 1);
    EXPECT_THAT(refusal(lesson_text(handshake + "inject: [{at: 0 s, from: client, segment: \"S 7:7(0)\", destination: "
                                                "here}]\n")),
                HasSubstr("is not an address with a port"));
}

TEST(InjectOctets, AreASegmentWithOptionsThatNobodyKnows)
{
    // Option 254 with two octets of content, between two NOPs, in a SYN with number 7.
    const std::string octets = "c0 00 00 50 00 00 00 07 00 00 00 00 70 02 10 00 00 00 00 00 01 fe 04 ab cd 01 01 01";
    const Scenario scenario =
        again(lesson("inject: [{at: 0 s, from: client, octets: \"" + octets + "\"}]\nsteps: [server: listen]\n"));
    const run::Run run = run::run(scenario);
    ASSERT_FALSE(run.trace.transits().empty());
    EXPECT_EQ(run.trace.transit(0).segment.seq, tcp::Seq{7});
    EXPECT_TRUE(run.trace.transit(1).segment.syn()) << "the option is skipped, the SYN is answered (MUST-6)";
}

TEST(InjectOctets, ThatAreNoSegmentAreThrownAway)
{
    for (const char* octets :
         {"c000", "c0 00 00 50 00 00 00 07 00 00 00 00 10 02 10 00 00 00 00 00",        // a header of 4 octets
          "C0 00 00 50 00 00 00 07 00 00 00 00 60 02 10 00 00 00 00 00 fe 00 00 00"}) { // an option of length 0
        const Scenario scenario = again(lesson("inject: [{at: 0 s, from: client, octets: \"" + std::string{octets} +
                                               "\"}]\nsteps: [server: listen]\n"));
        const run::Run run = run::run(scenario);
        EXPECT_EQ(run.trace.transits().size(), 1U) << octets;
        EXPECT_TRUE(std::ranges::any_of(run.trace.records(), [](const trace::Record& record) {
            return record.kind == trace::Kind::Reason && record.rule() == tcp::Rule::HeaderInvalid;
        })) << octets;
    }
    const auto of = [](const std::string& rest) {
        return refusal(lesson_text("inject: [{at: 0 s, from: client, " + rest + "}]\nsteps: [server: listen]\n"));
    };
    EXPECT_THAT(of("octets: \"c0 0\""), HasSubstr("each of two digits"));
    EXPECT_THAT(of("octets: \"xy\""), HasSubstr("not a pair of hexadecimal digits"));
    EXPECT_THAT(of("octets: \"c000\", segment: \"S 1:1(0)\""), HasSubstr("write segment or octets"));
}

TEST(EditOptions, ReplaceThoseOfTheHeader)
{
    const Scenario scenario =
        again(lesson("tcp: {sack: on, window_scale: on}\nfaults: [{edit: {from: client, flags: SYN, to: "
                     "{options: \"<mss 500,sackOK>\"}}}, {edit: {from: server, flags: \"S.\", to: "
                     "{options: none}}}]\n" +
                     handshake));
    const trace::Trace trace = run::run(scenario).trace;
    EXPECT_EQ(trace.transit(0).segment.options.mss, 500);
    EXPECT_FALSE(trace.transit(0).segment.options.has_window_scale);
    EXPECT_TRUE(trace.transit(0).as_sent().options.has_window_scale);
    EXPECT_EQ(trace.transit(1).segment.options, tcp::Options{});
    EXPECT_EQ(trace.at(trace::Side::Right, trace.last_moment()).snd.mss, 500U);
    EXPECT_THAT(refusal(lesson_text("faults: [{edit: {to: {options: \"<mss>\"}}}]\n" + handshake)),
                HasSubstr("is not a list of options"));
}

TEST(PathMtu, MakesTheSenderSendSmallerSegments)
{
    const std::string steps = handshake + "  - client: send 3000\n  - wait: client acknowledged\n";
    const Scenario smaller = again(lesson("network: {forth: {mtu: 600, icmp: on}}\ntcp: {congestion: reno}\n" + steps));
    const trace::Trace trace = run::run(smaller).trace;
    EXPECT_EQ(std::ranges::count(trace.transits(), trace::Reason::TooBig, &trace::Transit::reason), 2)
        << "both were under way when the first was dropped";
    EXPECT_EQ(trace.at(trace::Side::Left, trace.last_moment()).snd.mss, 560U);
    EXPECT_EQ(trace.at(trace::Side::Right, trace.last_moment()).delivered_bytes, 3000U);
    EXPECT_LT(trace.end() - start_of_time, Duration{1s}) << "no time-out was needed";
    EXPECT_EQ(std::ranges::count(trace.records(), trace::Kind::TimerExpired, &trace::Record::kind), 0);
    const Scenario hole = lesson("network: {forth: {mtu: 600}}\n" + steps);
    EXPECT_EQ(run::run(hole).trace.at(trace::Side::Right, run::run(hole).trace.last_moment()).delivered_bytes, 0U);
}

TEST(Urgent, ReachesTheUserOnceForEachPointerThatReachesFurther)
{
    const Scenario scenario =
        again(lesson(handshake + "  - client: send 30\n  - wait: 300 ms\n  - client: send 30\n"
                                 "faults:\n"
                                 "  - edit: {from: client, len: 30, nth: all, to: {flags: PU., urgent: 10}}\n"));
    const trace::Trace trace = run::run(scenario).trace;
    EXPECT_EQ(std::ranges::count_if(trace.records(),
                                    [](const trace::Record& record) {
                                        return record.kind == trace::Kind::Signal &&
                                               record.signal() == tcp::Signal::Urgent;
                                    }),
              2);
    EXPECT_THAT(tcp::notation(trace.transit(3).segment, 0), HasSubstr(" urg 10"));
}

TEST(DropAll, NamesItsMistakes)
{
    const auto of = [](const std::string& fault) {
        return refusal(lesson_text(handshake + "faults: [" + fault + "]\n"));
    };
    EXPECT_THAT(of("drop: some"), HasSubstr("does not say which segments"));
    EXPECT_THAT(of("drop: all until noon"), HasSubstr("does not say which segments"));
    EXPECT_THAT(of("delay: all"), HasSubstr("also needs"));
    EXPECT_THAT(of("drop: {except: 2}"), HasSubstr("write nth: all as well"));
}

TEST(Expectations, NameTheirMistakes)
{
    const auto of = [](const std::string& rest) {
        return refusal(lesson_text(handshake + "expect: {" + rest + "}\n"));
    };
    EXPECT_THAT(of("counts: [{from: client}]"), HasSubstr("says no number; write exactly, at_least or at_most"));
    EXPECT_THAT(of("counts: [{exactly: 1, at_most: 2}]"), HasSubstr("write one or the other"));
    EXPECT_THAT(of("counts: [{at_least: 3, at_most: 2}]"), HasSubstr("at_least is more than at_most; swap them"));
    EXPECT_THAT(of("counts: [{only: late, exactly: 1}]"), HasSubstr("unknown kind of segments \"late\""));
    EXPECT_THAT(of("delivered: {sever: 3}"), HasSubstr("did you mean \"server\"?"));
    EXPECT_THAT(of("moments: [{at: noon, exactly: 1 s}]"), HasSubstr("is not a moment of a run"));
    EXPECT_THAT(of("moments: [{at: start, exactly: 1}]"), HasSubstr("is not a duration"));
}

} // namespace
} // namespace tcpstage::lesson
