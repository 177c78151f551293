#include "core/packetdrill/report.h"
#include "tests/core/packetdrill/scripts.h"
#include "tests/support/both_languages.h"

#include <fmt/format.h>

namespace tcpstage::packetdrill {
namespace {

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    all.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

std::string refused_with(std::string_view text)
{
    const auto script = read(text, "x.pkt");
    return script ? "accepted" : said_in_both(script.error());
}

TEST(HostileScript, DeepNestingEndsInOneSentence)
{
    for (const auto* opening : {"[", "{", "f(", "a=", "[{f(a=", "[1, {2, f(3, a="}) {
        const std::string sentence = refused_with("0 f(" + repeated(opening, 12'000));
        EXPECT_NE(sentence.find("this is nested deeper than 32 levels"), std::string::npos) << sentence;
    }
}

TEST(HostileScript, NestingMayGoToTheLimit)
{
    const auto nested = [](std::size_t levels) {
        return refused_with("0 f(" + repeated("[", levels) + repeated("]", levels) + ") = 0");
    };
    EXPECT_EQ(nested(32), "accepted");
    EXPECT_EQ(nested(33), "x.pkt:1:37: this is nested deeper than 32 levels");
}

TEST(HostileScript, DeepDirectivesEndInOneSentence)
{
    EXPECT_EQ(refused_with(repeated("#ifdef A\n", 1'000)), "x.pkt:33:1: this is nested deeper than 32 levels");
}

/// A reader that counts lines from the beginning for each event would need minutes here.
TEST(HostileScript, TooManyEventsEndInOneSentence)
{
    EXPECT_EQ(refused_with(repeated("0f()=0\n", most_events + 1)),
              "x.pkt:250001:1: too large: a script has at most 250000 events");
}

TEST(HostileScript, ReadingEndsWhenItIsAskedTo)
{
    std::stop_source stop;
    stop.request_stop();
    const auto script = read("0 f() = 0\n", "x.pkt", stop.get_token());

    ASSERT_FALSE(script);
    EXPECT_EQ(said_in_both(script.error()), "x.pkt: it was cancelled; open it again");
}

TEST(HostileScript, RunningEndsWhenItIsAskedTo)
{
    std::stop_source stop;
    stop.request_stop();
    const auto script = read("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", "x.pkt");
    const Outcome outcome = run(*script, {true, {}, stop.get_token()});

    expect_translated(outcome.cut);
    EXPECT_EQ(to_line("x.pkt", outcome), "x.pkt:0: it was cancelled");
}

TEST(HostileScript, TooManyConnectionsAreCutAndSaySo)
{
    std::string text;
    for (std::size_t i = 0; i <= most_connections; ++i)
        text += fmt::format("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = {0}\n"
                            "+0 fcntl({0}, F_SETFL, O_RDWR | O_NONBLOCK) = 0\n"
                            "+0 connect({0}, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n",
                            i + 3);
    const Outcome outcome = play(text);

    expect_translated(outcome.cut);
    EXPECT_EQ(to_line("x.pkt", outcome), "x.pkt:3003: too large: at most 1000 connections");
}

} // namespace
} // namespace tcpstage::packetdrill
