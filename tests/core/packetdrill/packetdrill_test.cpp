#include "core/packetdrill/packetdrill.h"
#include "core/sources/find_run.h"

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "tests/support/both_languages.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::packetdrill {
namespace {

run::LessonRun expected_of(std::string_view id)
{
    auto lesson_run = sources::find_run(std::string{id});
    EXPECT_TRUE(lesson_run) << id;
    return std::move(*lesson_run);
}

run::LessonRun script(const std::string& text)
{
    const auto loaded = load_script(text, "talk.pkt");
    EXPECT_TRUE(loaded) << loaded.error().sentence();
    return script_run(*loaded);
}

const std::string talk = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                         "+0 bind(3, ..., ...) = 0\n"
                         "+0 listen(3, 1) = 0\n"
                         "+0 < S 0:0(0) win 32767 <mss 1460>\n"
                         "+0 > S. 0:0(0) ack 1 win 65535 <...>\n"
                         "+0.1 < . 1:1(0) ack 1 win 32767\n"
                         "+0 accept(3, ..., ...) = 4\n"
                         "+0.1 write(4, ..., 100) = 100\n";

/// packetdrill's language lacks UDP, a socket connected to itself, and connections with other peers.
bool is_expressible(const trace::Trace& trace)
{
    const bool udp = trace.endpoint(trace::Side::Left).without.tcp;
    const bool talks_to_itself = trace.endpoint(trace::Side::Left).socket == trace.endpoint(trace::Side::Right).socket;
    return !udp && !talks_to_itself && trace.peers().empty();
}

TEST(Packetdrill, TellsEveryLessonThatItCanAndTheScriptPasses)
{
    std::size_t expressible = 0;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const run::LessonRun lesson_run = expected_of(lesson.id);
        const auto text = to_packetdrill(lesson_run);
        ASSERT_EQ(text.has_value(), is_expressible(lesson_run.run.trace))
            << lesson.id << ": " << (text ? "" : text.error().what.en);
        if (!text) continue;
        ++expressible;
        const auto loaded = load_script(*text, std::string{lesson.id});
        ASSERT_TRUE(loaded) << lesson.id;
        for (const bool strict : {true, false}) {
            const auto outcome = packetdrill::run(loaded->script, {strict, loaded->stack});
            EXPECT_EQ(outcome.verdict, packetdrill::Verdict::Passed)
                << lesson.id << ":" << outcome.line << " " << outcome.what;
        }
    }
    EXPECT_GT(expressible, 60U);
}

TEST(Packetdrill, TellsWhatHappensAtTheEndUnderTest)
{
    const auto client = to_packetdrill(expected_of("three-way-handshake"), trace::Side::Left);
    ASSERT_TRUE(client);
    EXPECT_NE(client->find("connect(3, ..., ...) = -1 EINPROGRESS"), std::string::npos) << *client;
    EXPECT_NE(client->find("0.000000 > S 0:0(0) <mss 1460>\n"), std::string::npos) << *client;
    EXPECT_NE(client->find("0.200000 < S. 0:0(0) ack 1 win 65535 <mss 1460>\n"), std::string::npos) << *client;
    const auto server = to_packetdrill(expected_of("three-way-handshake"), trace::Side::Right);
    ASSERT_TRUE(server);
    EXPECT_NE(server->find("0.100000 < S 0:0(0) win 65535 <mss 1460>\n"), std::string::npos) << *server;
    EXPECT_NE(server->find("accept(3, ..., ...) = 4"), std::string::npos) << *server;
}

TEST(Packetdrill, SaysWhyItCannotExpressACrash)
{
    const auto text = to_packetdrill(expected_of("half-open-reconnect"), trace::Side::Left);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().what.en, "packetdrill cannot express this run with client under test: client crashes");
    EXPECT_EQ(text.error().what.zh, "以 client 为被测端时，packetdrill 无法表达这次运行：client 崩溃了");
}

TEST(Packetdrill, TellsOnlySimulatedRuns)
{
    const auto text = to_packetdrill(script(talk));
    ASSERT_FALSE(text);
    EXPECT_NE(said_in_both(text.error()).find("it was not simulated"), std::string::npos);
}

TEST(Packetdrill, RefusesATcpThatDoesNotExist)
{
    const auto loaded = load_script("// tcp: {sac: on}\n" + talk, "talk.pkt");
    ASSERT_FALSE(loaded);
    EXPECT_NE(said_in_both(loaded.error()).find("did you mean \"sack\"?"), std::string::npos)
        << loaded.error().sentence();
}

TEST(ScriptStagedRun, HasTheScriptAsTheOtherEnd)
{
    const run::LessonRun lesson_run = script(talk + "+0 > P. 1:101(100) ack 1\n");
    const trace::Trace& trace = lesson_run.run.trace;
    EXPECT_EQ(trace.source(), trace::Source::Script);
    EXPECT_TRUE(trace.is_scripted(trace::Side::Left));
    EXPECT_FALSE(trace.is_scripted(trace::Side::Right));
    ASSERT_EQ(trace.transits().size(), 4U);
    EXPECT_EQ(trace.transit(0).from, trace::Side::Left);
    EXPECT_EQ(trace.transit(1).from, trace::Side::Right);
    EXPECT_TRUE(trace.transit(1).segment.syn());
    EXPECT_EQ(trace.at(trace::Side::Right, trace.last_moment()).state, tcp::State::Established);
    EXPECT_FALSE(lesson_run.run.mismatch);
    EXPECT_NE(formats::to_json(trace).find("\"source\": \"script\""), std::string::npos);
}

TEST(ScriptStagedRun, TellsItsLinesAtTheStepsThatTheyLeadTo)
{
    const run::LessonRun lesson_run = script(talk + "+0 > P. 1:101(100) ack 1\n");
    ASSERT_EQ(lesson_run.run.notes.size(), lesson_run.scenario.notes.size());
    EXPECT_TRUE(
        std::ranges::is_sorted(lesson_run.run.notes, {}, [](const run::PlacedNote& note) { return note.from + 1; }));
    const auto note = std::ranges::find(lesson_run.scenario.notes, "Line 4: < S 0:0(0) win 32767 <mss 1460>",
                                        [](const lesson::Note& one) { return one.title.en; });
    ASSERT_NE(note, lesson_run.scenario.notes.end());
    const auto placed = lesson_run.run.notes[static_cast<std::size_t>(note - lesson_run.scenario.notes.begin())];
    const trace::Record first = lesson_run.run.trace.record(placed.from);
    EXPECT_EQ(first.at, start_of_time);
    EXPECT_EQ(lesson_run.scenario.notes.back().title.en, "Line 9: > P. 1:101(100) ack 1");
    EXPECT_EQ(lesson_run.run.trace.record(lesson_run.run.notes.back().from).kind, trace::Kind::Sent);
}

TEST(ScriptStagedRun, MarksTheSegmentThatIsAnotherThanExpected)
{
    const run::LessonRun lesson_run = script(talk + "+0 > P. 1:101(100) ack 2\n+0 close(4) = 0\n");
    ASSERT_TRUE(lesson_run.run.mismatch);
    EXPECT_EQ(lesson_run.run.mismatch->line, 9);
    EXPECT_EQ(lesson_run.run.mismatch->expected, "0.200000 P. 1:101(100) ack 2");
    EXPECT_EQ(lesson_run.run.mismatch->seen, "0.200000 P. 1:101(100) ack 1 win 65535");
    EXPECT_EQ(lesson_run.run.mismatch->transit, 3U);
    EXPECT_EQ(lesson_run.scenario.notes.back().title.zh, "第 9 行不一致");
}

TEST(ScriptStagedRun, MarksTheSegmentThatWasExpectedAndNotSeen)
{
    const run::LessonRun lesson_run = script(talk + "+0 > P. 1:101(100) ack 1\n+0.1 > . 101:101(0) ack 1\n");
    ASSERT_TRUE(lesson_run.run.mismatch);
    EXPECT_EQ(lesson_run.run.mismatch->expected, "0.300000 . 101:101(0) ack 1");
    EXPECT_TRUE(lesson_run.run.mismatch->seen.empty());
    EXPECT_EQ(lesson_run.run.mismatch->transit, trace::no_transit);
}

TEST(ScriptStagedRun, IsSavedAsATrace)
{
    const run::LessonRun lesson_run = script(talk);
    const auto again = run::load_run(run::save_run(lesson_run.scenario, lesson_run.run), "talk.tcptrace");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->scenario.title.en, "talk");
    EXPECT_TRUE(again->run.trace.is_scripted(trace::Side::Left));
    EXPECT_EQ(formats::to_json(again->run.trace), formats::to_json(lesson_run.run.trace));
}

} // namespace
} // namespace tcpstage::packetdrill
