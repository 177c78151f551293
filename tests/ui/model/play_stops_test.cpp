// Playing waits at each note for as long as it takes to read.
#include "tests/ui/model/staged_run.h"
#include "ui/model/guide/reading.h"
#include "ui/model/store/update.h"

#include <chrono>
#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

using namespace std::chrono_literals;

constexpr const char* played = "three-way-handshake";

Model playing(PlayStops stops) { return after(opened(played), SetPlayStops{stops}, Command::TogglePlay); }

/// Plays by frames of 50 ms until the condition holds, for at most five minutes; the seconds that it took.
template <typename Condition> double playUntil(Model& model, Condition condition)
{
    int frames = 0;
    for (; frames < 6000 && !condition(); ++frames)
        model = after(std::move(model), Elapsed{50ms});
    return frames * 0.05;
}

scene::StageTime firstNoteAfterTheBeginning(const Model& model)
{
    for (const run::PlacedNote& placed : model.staged->run.notes)
        if (const auto at = model.staged->timeMap.at(placed.from); at > scene::StageTime{}) return at;
    return {};
}

TEST(PlayStops, WaitAtANoteAsLongAsItTakesToRead)
{
    Model model = playing(PlayStops::ToRead);
    const scene::StageTime note = firstNoteAfterTheBeginning(model);
    playUntil(model, [&] { return model.reading > 0; });
    EXPECT_EQ(model.time, note);
    EXPECT_TRUE(model.playing);
    const double wanted = readingSeconds(model, note);
    EXPECT_NEAR(playUntil(model, [&] { return model.time > note; }), wanted, 0.11);
}

TEST(PlayStops, WaitAtNoPlaceWhenNotWanted)
{
    Model model = playing(PlayStops::Never);
    playUntil(model, [&] { return !model.playing || model.reading > 0; });
    EXPECT_EQ(model.reading, 0);
    EXPECT_EQ(model.time, model.staged->timeMap.end());
    EXPECT_FALSE(model.lastPage);
}

TEST(PlayStops, StopAtNotesUntilPlayedOn)
{
    Model model = playing(PlayStops::AtNotes);
    const scene::StageTime note = firstNoteAfterTheBeginning(model);
    playUntil(model, [&] { return !model.playing; });
    EXPECT_EQ(model.time, note);
    model = after(std::move(model), Command::TogglePlay, Elapsed{50ms}, Elapsed{50ms});
    EXPECT_GT(model.time, note);
}

TEST(PlayStops, EndOnTheLastPage)
{
    Model model = playing(PlayStops::ToRead);
    playUntil(model, [&] { return !model.playing; });
    EXPECT_TRUE(model.lastPage);
    EXPECT_EQ(model.goal(), model.staged->timeMap.end());
}

TEST(PlayStops, AnyStepOrPauseEndsTheWaiting)
{
    for (const Command command : {Command::TogglePlay, Command::NextStep, Command::PreviousStep, Command::First}) {
        Model model = playing(PlayStops::ToRead);
        playUntil(model, [&] { return model.reading > 0; });
        model = after(std::move(model), command);
        EXPECT_EQ(model.reading, 0) << info(command).id;
        EXPECT_FALSE(model.playing) << info(command).id;
    }
}

TEST(PlayStops, TakeLongerForALongerTextInBothLanguages)
{
    const double few = readingSeconds(QStringLiteral("A short text."));
    const double many =
        readingSeconds(QStringLiteral("A text of many more words, which takes its reader much longer to read."));
    EXPECT_GE(few, 2);
    EXPECT_GT(many, few + 2);
    EXPECT_NEAR(readingSeconds(QStringLiteral("服务器等待客户端发来的连接请求报文段")), 1 + 18 / 5.0, 0.01);
    EXPECT_LE(readingSeconds(QString{5000, u'字'}), 25);
}

} // namespace

} // namespace tcpstage::model
