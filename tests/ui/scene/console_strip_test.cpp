// What tcpdump and ss would print, on the stage.

#include "ui/scene/strips/console_strip.h"

#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::stagedRun;
using testing::texts;

DisplayOptions withConsole(Numbers numbers = Numbers::Absolute)
{
    DisplayOptions display;
    display.console = true;
    display.numbers = numbers;
    return display;
}

std::vector<std::string> printedOn(const Scene& scene)
{
    std::vector<std::string> list;
    for (const QString& text : texts(scene))
        list.push_back(text.toStdString());
    return list;
}

/// The text at a step, from 1.
std::string consoleAtStep(const std::string& id, std::size_t step, const DisplayOptions& display = withConsole())
{
    const auto staged = stagedRun(id);
    return consoleText(*staged, staged->stepTime(step - 1), display).toStdString();
}

TEST(ConsoleStrip, HasEachCommandAboveWhatItPrints)
{
    EXPECT_EQ(consoleAtStep("three-way-handshake", 3),
              "client$ tcpdump -ntS tcp port 80\n"
              "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 100, win 65535, options [mss 1460], length 0\n"
              "client$ ss -Htano dst 10.0.0.2:80\n"
              "SYN-SENT 0      1      10.0.0.1:49152 10.0.0.2:80 timer:(on,1sec,0)\n"
              "server$ ss -Htlno sport = :80\n"
              "LISTEN 0      0      10.0.0.2:80 0.0.0.0:*");
}

TEST(ConsoleStrip, IsOfTheMachineThatSendsOrGetsTheSegment)
{
    EXPECT_THAT(consoleAtStep("three-way-handshake", 4), HasSubstr("server$ tcpdump -ntS tcp port 80\nIP "));
    EXPECT_THAT(consoleAtStep("three-way-handshake", 1), HasSubstr("server$ tcpdump -ntS tcp port 80\nclient$ ss"))
        << "nothing is printed of a call";
}

TEST(ConsoleStrip, FollowsTheChoiceOfNumbers)
{
    const auto staged = stagedRun("three-way-handshake");
    const std::string last = consoleAtStep("three-way-handshake", staged->stepCount(), withConsole(Numbers::Relative));
    EXPECT_THAT(last, HasSubstr("server$ tcpdump -nt tcp port 80\n"));
    EXPECT_THAT(last, HasSubstr("Flags [.], ack 1,"));
}

TEST(ConsoleStrip, IsOnTheStageOnlyWhereItIsAskedFor)
{
    const auto staged = stagedRun("three-way-handshake");
    for (const bool presenting : {false, true}) {
        DisplayOptions display = withConsole();
        display.presenting = presenting;
        const ViewInput input{*staged, staged->timeMap.end(), {{1920, 1080}, 0, 1}, {}, display};
        EXPECT_THAT(printedOn(wholeStage(input)), Contains("server$ tcpdump -ntS tcp port 80"));
        display.console = false;
        const ViewInput without{*staged, staged->timeMap.end(), {{1920, 1080}, 0, 1}, {}, display};
        EXPECT_THAT(printedOn(wholeStage(without)), Each(Not(HasSubstr("tcpdump"))));
    }
}

TEST(ConsoleStrip, FitsEveryScreen)
{
    for (const char* id : {"three-way-handshake", "options", "header-fields", "udp", "sack-recovery", "half-close"}) {
        const auto staged = stagedRun(id);
        if (staged->beside) continue;
        for (const Language language : {Language::English, Language::Chinese})
            for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}})
                for (const double letters : {12.0, std::round(27.4 * size.height() / 1080)}) {
                    DisplayOptions display = withConsole();
                    display.language = language;
                    const double height = consoleHeight(*staged, display, size.width(), letters);
                    ASSERT_LT(height, size.height() / 3);
                    for (std::size_t i = 0; i < staged->stepCount(); i += 3) {
                        Scene scene{{size.width(), height}};
                        const ViewInput input{*staged, staged->stepTime(i), {scene.size}, {}, display};
                        addConsole(scene, input, input.time, {{0, 0}, scene.size}, letters);
                        for (const Mark& mark : scene.moving)
                            ASSERT_TRUE(QRectF({0, 0}, scene.size).contains(bounds(mark)))
                                << id << " " << std::get<Label>(mark.shape).text.toStdString();
                        ASSERT_EQ(testing::overlap(scene.moving), "") << id << " step " << i + 1;
                    }
                }
    }
}

TEST(ConsoleStrip, IsNotForTwoRunsSideBySide)
{
    const auto staged = stagedRun("two-way-answer-lost");
    if (staged->beside) EXPECT_FALSE(showsConsole(*staged, withConsole()));
    EXPECT_EQ(consoleHeight(*stagedRun("reno-and-cubic"), withConsole(), 1000, 12), 0);
}

} // namespace
} // namespace tcpstage::scene
