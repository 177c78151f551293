#include "tests/core/lesson/lesson.h"

#include "core/base/random.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/run/saved_run.h"

#include <boost/crc.hpp>

namespace tcpstage::run {
namespace {

LessonRun lossy_run()
{
    const lesson::Scenario scenario =
        lesson::lesson("network: {delay: 50 ms, jitter: 20 ms, loss: 5 %, duplicate: 5 %, reorder: 5 %, corrupt: 3 %}\n"
                       "tcp: {sack: on, timestamps: on, window_scale: on, congestion: reno}\n" +
                       lesson::handshake +
                       "  - client: send 50000\n  - server: send \"hello\"\n"
                       "  - client: shutdown\n  - wait: server CLOSE-WAIT\n  - server: close\n"
                       "notes: [{at: client state TIME-WAIT, title: a, text: b}]\n");
    return {scenario, run(scenario)};
}

void expect_equal(const trace::Trace& a, const trace::Trace& b)
{
    ASSERT_EQ(a.records().size(), b.records().size());
    ASSERT_EQ(a.transits().size(), b.transits().size());
    EXPECT_TRUE(std::ranges::equal(a.records(), b.records()));
    for (std::size_t i = 0; i < a.transits().size(); ++i) {
        const trace::Transit& x = a.transits()[i];
        const trace::Transit& y = b.transits()[i];
        EXPECT_EQ(x.segment, y.segment) << i;
        EXPECT_EQ(std::tie(x.sent, x.ends, x.from, x.fate, x.reason, x.retransmission, x.corrupted, x.window_bytes,
                           x.copy_of, x.sent_record, x.end_record),
                  std::tie(y.sent, y.ends, y.from, y.fate, y.reason, y.retransmission, y.corrupted, y.window_bytes,
                           y.copy_of, y.sent_record, y.end_record))
            << i;
    }
    for (std::size_t i = 0; i < a.records().size(); ++i)
        for (const trace::Side side : trace::both_sides)
            ASSERT_EQ(a.at(side, a.moment_after(static_cast<trace::RecordId>(i))),
                      b.at(side, b.moment_after(static_cast<trace::RecordId>(i))))
                << i;
}

TEST(SavedRun, ComesBackEqualWithItsLesson)
{
    const LessonRun lesson_run = lossy_run();
    const auto again = load_run(save_run(lesson_run.scenario, lesson_run.run), "a.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    expect_equal(lesson_run.run.trace, again->run.trace);
    EXPECT_EQ(formats::to_json(lesson_run.run.trace), formats::to_json(again->run.trace));
    EXPECT_EQ(again->scenario.title, lesson_run.scenario.title);
    EXPECT_EQ(again->scenario.id, "test");
    EXPECT_EQ(again->run.notes, lesson_run.run.notes);
}

TEST(SavedRun, TakesLessThanItsRecordsInMemory)
{
    const LessonRun lesson_run = lossy_run();

    EXPECT_LT(save_run(lesson_run.scenario, lesson_run.run).size(),
              lesson_run.run.trace.records().size() * sizeof(trace::Record));
}

TEST(SavedTrace, NeedsNoLesson)
{
    const LessonRun lesson_run = lossy_run();
    const auto again = load_run(formats::save_trace(lesson_run.run.trace), "folder/capture.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->scenario.title.en, "capture");
    EXPECT_EQ(again->scenario.setup.endpoints[1].name, "server");
    expect_equal(lesson_run.run.trace, again->run.trace);
}

TEST(SavedTrace, RefusesAnotherFormatAndANewerVersion)
{
    std::string newer = formats::save_trace(lossy_run().run.trace);
    newer[8] = 7;

    EXPECT_EQ(said_in_both(formats::load_trace("hello", "a").error()),
              "a: this is not a saved trace; choose a .tcptrace file");
    EXPECT_EQ(said_in_both(formats::load_trace("tcptrace", "a").error()),
              "a: the saved trace is cut off; save it again");
    EXPECT_EQ(said_in_both(formats::load_trace(newer, "a").error()),
              "a: the saved trace has version 7, this program reads versions 1 to 6; open it with the program that "
              "saved it");
}

TEST(SavedTrace, RefusesWhatIsCutOffOrDamaged)
{
    const LessonRun lesson_run = lossy_run();
    const std::string octets = save_run(lesson_run.scenario, lesson_run.run);
    for (std::size_t size = 0; size < octets.size(); size += 97)
        EXPECT_FALSE(formats::load_trace(std::string_view{octets}.substr(0, size), "a"));
    std::string damaged = octets;
    damaged[octets.size() / 2] ^= 1;
    const auto refused = formats::load_trace(damaged, "a");
    ASSERT_FALSE(refused);
    EXPECT_EQ(said_in_both(refused.error()),
              "a: the saved trace is cut off or damaged: its check sum is wrong; save it again");
}

/// A forged file with a correct checksum must be refused, or give a trace that can be read to its end.
TEST(SavedTrace, SurvivesForgedContents)
{
    const LessonRun lesson_run = lossy_run();
    const std::string octets = formats::save_trace(lesson_run.run.trace);
    Random random{7};
    for (int i = 0; i < 500; ++i) {
        std::string forged = octets.substr(0, octets.size() - 4);
        for (int change = 0; change < 2; ++change)
            forged[9 + random.below(forged.size() - 9)] = static_cast<char>(random.below(256));
        boost::crc_32_type crc;
        crc.process_bytes(forged.data(), forged.size());
        for (unsigned k = 0; k < 4; ++k)
            forged += static_cast<char>(static_cast<std::uint8_t>(crc.checksum() >> (8U * k)));
        const auto loaded = load_run(forged, "a");
        EXPECT_TRUE(loaded ? !formats::to_json(loaded->run.trace).empty() : !said_in_both(loaded.error()).empty());
    }
}

} // namespace
} // namespace tcpstage::run
