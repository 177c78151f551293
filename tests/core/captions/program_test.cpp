// The socket calls of an end, with what they return and when.

#include "core/captions/program.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "tests/support/lessons.h"

#include <gmock/gmock.h>

namespace tcpstage::captions {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto left = trace::Side::Left;
constexpr auto right = trace::Side::Right;

/// A run and the program of one end.
struct Ran {
    Ran(const std::string& id, trace::Side of)
        : scenario{*lesson::find_lesson(id)}, run{run::run(scenario)}, program{scenario, of}, side{of}
    {
        program.follow(run.trace);
    }

    /// "connect(fd, 10.0.0.2:80) = 0", or "accept(fd) ..." while it blocks.
    std::vector<std::string> at(trace::RecordId record) const
    {
        std::vector<std::string> texts;
        for (const ProgramLine& line : program.until(record)) {
            const std::string result = result_text(line);
            texts.push_back(call_text(line, run.trace, side) + (result.empty() ? " ..." : " = " + result));
        }
        return texts;
    }
    std::vector<std::string> at_end() const { return at(run.trace.last_moment().record); }
    /// The first record of that kind and side.
    trace::RecordId first(trace::Kind kind) const
    {
        for (trace::RecordId id = 0; id < run.trace.records().size(); ++id)
            if (run.trace.record(id).kind == kind && run.trace.record(id).side == side) return id;
        return trace::no_record;
    }
    trace::RecordId signal(tcp::Signal signal) const
    {
        for (trace::RecordId id = 0; id < run.trace.records().size(); ++id) {
            const trace::Record record = run.trace.record(id);
            if (record.kind == trace::Kind::Signal && record.side == side && record.signal() == signal) return id;
        }
        return trace::no_record;
    }

    lesson::Scenario scenario;
    run::Run run;
    Program program;
    trace::Side side;
};

TEST(Program, ConnectBlocksUntilTheSynAckComes)
{
    const Ran client{"three-way-handshake", left};
    const trace::RecordId connected = client.signal(tcp::Signal::Connected);

    EXPECT_THAT(client.at(trace::no_record), IsEmpty());
    EXPECT_THAT(client.at(client.first(trace::Kind::Called)),
                ElementsAre("socket() = fd", "connect(fd, 10.0.0.2:80) ..."));
    EXPECT_THAT(client.at(connected - 1), Contains("connect(fd, 10.0.0.2:80) ..."));
    EXPECT_THAT(client.at(connected), Contains("connect(fd, 10.0.0.2:80) = 0"));
}

TEST(Program, AcceptBlocksUntilTheHandshakeIsComplete)
{
    const Ran server{"three-way-handshake", right};
    const trace::RecordId connected = server.signal(tcp::Signal::Connected);

    EXPECT_THAT(server.at(server.first(trace::Kind::Called)),
                ElementsAre("socket() = fd", "bind(fd, 10.0.0.2:80) = 0", "listen(fd) = 0", "accept(fd) ..."));
    EXPECT_THAT(server.at(connected), ElementsAre("socket() = fd", "bind(fd, 10.0.0.2:80) = 0", "listen(fd) = 0",
                                                  "accept(fd) = conn", "read(conn) ..."));
}

TEST(Program, ReadReturnsZeroAtTheFin)
{
    const Ran server{"four-way-close", right};
    const trace::RecordId end = server.signal(tcp::Signal::PeerClosed);

    EXPECT_THAT(server.at(end - 1).back(), "read(conn) ...");
    EXPECT_THAT(server.at(end).back(), "read(conn) = 0");
    EXPECT_THAT(server.at_end().back(), "close(conn) = 0");
}

TEST(Program, OfAServerThatNeverClosesEndsWithTheZeroThatItHasRead)
{
    const Ran server{"close-wait-leak", right};

    EXPECT_THAT(server.at_end().back(), "read(conn) = 0");
    EXPECT_TRUE(server.program.matters());
    EXPECT_FALSE((Ran{"four-way-close", right}.program.matters()));
}

TEST(Program, ReadFailsWhenTheConnectionIsReset)
{
    const Ran server{"abort", right};
    const Ran client{"abort", left};

    EXPECT_THAT(server.at_end(), AllOf(Contains("read(conn) = 100"), Contains("read(conn) = -1 ECONNRESET")));
    EXPECT_THAT(client.at_end(), AllOf(Contains("send(fd, 100) = 100"), Contains("setsockopt(fd, SO_LINGER, 0) = 0"),
                                       Contains("close(fd) = 0")));
}

TEST(Program, SendFailsWithEpipeAfterTheReset)
{
    const Ran client{"process-crash", left};

    EXPECT_THAT(client.at_end(), ElementsAre("socket() = fd", "connect(fd, 10.0.0.2:80) = 0", "read(fd) = 0",
                                             "send(fd, 7) = 7", "send(fd, 7) = -1 EPIPE"));
}

TEST(Program, ConnectFailsAsTheNetworkAnswers)
{
    EXPECT_THAT((Ran{"connection-refused", left}.at_end()),
                ElementsAre("socket() = fd", "connect(fd, 10.0.0.2:80) = -1 ECONNREFUSED"));
    EXPECT_THAT((Ran{"connection-refused", right}.at_end()), IsEmpty());
    EXPECT_THAT((Ran{"nobody-answers", left}.at_end().back()), "connect(fd, 10.0.0.2:80) = -1 ETIMEDOUT");
}

TEST(Program, OfOneThatReadsByHandHasOnlyTheReadsThatItMakes)
{
    const Ran server{"socket-calls", right};

    EXPECT_THAT(server.at_end(),
                ElementsAre("socket() = fd", "bind(fd, 10.0.0.2:80) = 0", "listen(fd) = 0", "accept(fd) = conn",
                            "read(conn) = 5", "send(conn, 5) = 5", "read(conn) = 0", "close(conn) = 0"));
    const trace::RecordId first_read = server.program.lines()[4].begins;
    EXPECT_THAT(server.at(first_read - 1), Each(Not(StartsWith("read"))));
}

TEST(Program, TakesFromTheQueueWithAcceptAndCountsTheOthers)
{
    const Ran server{"accept-queue-full", right};

    EXPECT_THAT(server.at_end(), AllOf(Contains("accept(fd) = conn"), Contains("accept(fd) = conn2")));
    std::uint32_t most = 0;
    for (trace::RecordId id = 0; id < server.run.trace.records().size(); ++id)
        most = std::max(most, server.program.waiting_for_accept(id));
    EXPECT_EQ(most, 2U);
}

TEST(Program, BindsAgainInVainWhileTheOldConnectionIsThere)
{
    std::vector<std::string> all;
    for (const trace::Side side : trace::both_sides)
        for (const std::string& line : Ran{"address-in-use", side}.at_end())
            all.push_back(line);
    EXPECT_THAT(all, Contains(::testing::HasSubstr("EADDRINUSE")));
}

TEST(Program, OfUdpBindsAndReadsWithoutAConnection)
{
    const Ran sender{"udp", left};

    EXPECT_THAT(sender.at_end(), Each(Not(StartsWith("accept"))));
    EXPECT_THAT(sender.at_end(), Each(Not(StartsWith("listen"))));
}

/// In every lesson: what was read is what was delivered, nothing returns before it is called, and lines that have been
/// shown stay as they were.
TEST(Program, ReadsWhatWasDeliveredAndNeverChangesWhatItHasShown)
{
    for (const std::string& id : testing::some_lessons(3))
        for (const trace::Side side : trace::both_sides) {
            const Ran ran{id, side};
            std::int64_t delivered = 0;
            std::vector<ProgramLine> before;
            for (trace::RecordId record = 0; record < ran.run.trace.records().size(); ++record) {
                const trace::Record now = ran.run.trace.record(record);
                const bool ours = now.side == side && now.connection == trace::the_conversation;
                if (ours && now.kind == trace::Kind::Delivered) delivered += now.value;
                std::vector<ProgramLine> lines = ran.program.until(record, 200);
                std::int64_t read = 0;
                for (const ProgramLine& line : lines) {
                    ASSERT_LE(line.begins, record) << id;
                    ASSERT_TRUE(line.blocks() || (line.begins <= line.returns && line.returns <= record)) << id;
                    if (line.call == SocketCall::Read && !line.blocks() && line.failure == Errno::None)
                        read += line.result;
                }
                if (lines.size() < 200) ASSERT_LE(read, delivered) << id << " at record " << record;
                std::erase_if(lines, [](const ProgramLine& line) { return line.blocks(); });
                if (lines.size() < 190)
                    for (const ProgramLine& line : before)
                        ASSERT_THAT(lines, Contains(line)) << id << " at record " << record;
                before = std::move(lines);
                if (record > 4000) break; // enough of a long one
            }
        }
}

} // namespace
} // namespace tcpstage::captions
