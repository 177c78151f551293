// A middlebox that edits segments: the fault in a lesson, and how the receiver reacts.

#include "core/compare/compare.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "tests/core/lesson/lesson.h"

namespace tcpstage::run {
namespace {

const std::string close_by_client = lesson::handshake + "  - client: send 100\n  - wait: 500 ms\n  - client: close\n";

TEST(Edit, TheReceiverTakesWhatArrivesAndTheTraceKeepsWhatWasSent)
{
    const run::Run edited =
        run(lesson::lesson(close_by_client + "faults:\n"
                                             "  - edit: {from: server, nth: 1, to: {window: 5000}}\n"));
    const trace::Transit& syn_ack = edited.trace.transit(1);

    EXPECT_EQ(syn_ack.window_bytes, 5000U);
    ASSERT_NE(syn_ack.before, nullptr);
    EXPECT_EQ(syn_ack.before->window_bytes, 65535U);
    EXPECT_EQ(syn_ack.reason, trace::Reason::Edited);
    EXPECT_EQ(edited.trace.at(trace::Side::Left, edited.trace.moment_after(syn_ack.end_record)).snd.wnd, 5000U);
}

TEST(Edit, ARstThatNobodySentEndsTheConnection)
{
    const run::Run edited = run(
        lesson::lesson(lesson::handshake + "  - client: send 100\n"
                                           "faults:\n"
                                           "  - edit: {from: client, len: 100, to: {flags: R., seq: 101, len: 0}}\n"));
    const tcp::Tcb server = edited.trace.at(trace::Side::Right, edited.trace.last_moment());
    EXPECT_EQ(server.state, tcp::State::Closed);
}

TEST(Edit, AWrongAcknowledgmentIsAnsweredAndNotTaken)
{
    const run::Run edited =
        run(lesson::lesson(lesson::handshake + "  - client: send 100\n"
                                               "faults:\n"
                                               "  - edit: {from: client, len: 100, to: {ack: 99999}}\n"));
    EXPECT_EQ(edited.trace.at(trace::Side::Right, edited.trace.last_moment()).snd.una, tcp::Seq{301});
}

TEST(Edit, ALongerPayloadIsMadeUpAndAShorterOneCut)
{
    const auto arrives = [](const std::string& to) {
        const run::Run edited = run(lesson::lesson(lesson::handshake +
                                                   "  - client: send \"hello\"\n"
                                                   "faults:\n"
                                                   "  - edit: {from: client, len: 5, to: {" +
                                                   to + "}}\n"));
        return edited.trace.transit(3).segment.payload;
    };
    EXPECT_EQ(arrives("len: 2"), Bytes{std::string_view{"he"}});
    EXPECT_EQ(arrives("len: 8").slice(0, 5), Bytes{std::string_view{"hello"}});
    EXPECT_EQ(arrives("len: 8").size(), 8U);
    EXPECT_EQ(arrives("text: \"a\\\\nb\""), Bytes{std::string_view{"a\nb"}}) << "with the escapes of send";
}

TEST(Edit, TwoEditsOfOneSegmentAddUpAndTheLaterOneWins)
{
    const run::Run edited =
        run(lesson::lesson(lesson::handshake + "faults:\n"
                                               "  - edit: {from: server, nth: 1, to: {window: 5000, seq: 900}}\n"
                                               "  - edit: {from: server, nth: 1, to: {seq: 300}}\n"));
    EXPECT_EQ(edited.trace.transit(1).segment.seq, tcp::Seq{300});
    EXPECT_EQ(edited.trace.transit(1).window_bytes, 5000U);
}

TEST(Edit, IsWrittenAndReadAgain)
{
    const lesson::Scenario first = lesson::lesson(
        lesson::handshake + "faults:\n"
                            "  - edit: {from: server, nth: 1, to: {flags: S., seq: 1, ack: 2, window: 3, len: 4}}\n"
                            "  - edit: {from: client, nth: [2, 3], to: {flags: \"-\", text: \"a \\\\\\\" b\"}}\n");
    const auto again = lesson::read_scenario(lesson::write_scenario(first), "again.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    ASSERT_EQ(again->setup.faults.size(), 2U);
    EXPECT_EQ(again->setup.faults[0].edit, first.setup.faults[0].edit);
    EXPECT_EQ(again->setup.faults[1].edit, first.setup.faults[1].edit);
    EXPECT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(run(first).trace));
}

TEST(Edit, ASavedTraceKeepsWhatWasSent)
{
    const run::Run edited =
        run(lesson::lesson(lesson::handshake + "faults: [{edit: {from: server, nth: 1, to: {window: 5000}}}]\n"));
    const auto loaded = formats::load_trace(formats::save_trace(edited.trace), "x.tcptrace");
    ASSERT_TRUE(loaded) << loaded.error().sentence();
    ASSERT_NE(loaded->trace.transit(1).before, nullptr);
    EXPECT_EQ(loaded->trace.transit(1).before->window_bytes, 65535U);
    EXPECT_EQ(formats::to_json(loaded->trace), formats::to_json(edited.trace));
    EXPECT_NE(formats::to_json(edited.trace).find("\"sent_as\":\"S. 300:300(0) ack 101 win 65535"), std::string::npos);
}

TEST(Edit, IsOneDifferenceOfTwoRunsAndNotTwoSegments)
{
    const run::Run plain = run(lesson::lesson(close_by_client));
    const run::Run edited =
        run(lesson::lesson(close_by_client + "faults: [{edit: {from: server, nth: 1, to: {window: 5000}}}]\n"));
    const compare::Comparison comparison = compare::compare(plain.trace, edited.trace);
    ASSERT_NE(comparison.first(), nullptr);
    EXPECT_EQ(comparison.first()->kind, compare::Difference::Kind::Numbers);
    EXPECT_EQ(comparison.partner[0][1], 1U);
}

TEST(Edit, SaysWhatIsWrongWithIt)
{
    const auto refused = [](const std::string& fault) {
        return lesson::refusal(lesson::lesson_text(lesson::handshake + "faults:\n  - " + fault));
    };
    EXPECT_NE(refused("edit: {from: client}").find("\"to\""), std::string::npos);
    EXPECT_NE(refused("edit: {from: client, to: {}}").find("changes nothing"), std::string::npos);
    EXPECT_NE(refused("edit: {to: {sequence: 4}}").find("seq"), std::string::npos);
    EXPECT_NE(refused("edit: {to: {flags: X}}").find("not a set of flags"), std::string::npos);
    EXPECT_NE(refused("edit: {to: {len: 70000}}").find("65455"), std::string::npos);
    EXPECT_NE(refused("edit: {to: {len: 1, text: a}}").find("write one of them"), std::string::npos);
    EXPECT_NE(refused("drop: {to: {len: 1}}").find("takes no \"to\""), std::string::npos);
}

} // namespace
} // namespace tcpstage::run
