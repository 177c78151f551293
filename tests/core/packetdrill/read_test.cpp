#include "core/packetdrill/script.h"

#include "tests/support/both_languages.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::packetdrill {
namespace {

std::string script_refusal(std::string_view text)
{
    const auto script = read(text, "x.pkt");
    return script ? "accepted" : said_in_both(script.error());
}

std::string refused_at(std::string_view text)
{
    const auto script = read(text, "x.pkt");
    if (!script) said_in_both(script.error());
    return script ? "accepted" : fmt::format("{}:{}", script.error().where.line, script.error().where.column);
}

const ScriptEvent& only_event(const Result<Script>& script)
{
    EXPECT_TRUE(script) << script.error().sentence();
    EXPECT_EQ(script->events.size(), 1U);
    return script->events.front();
}

TEST(DrillScript, ReadsTimesOfEveryKind)
{
    using Kind = When::Kind;
    const std::vector<std::pair<std::string, When>> table{{"0.1", {Kind::Absolute, 100ms, 100ms}},
                                                          {"2", {Kind::Absolute, 2s, 2s}},
                                                          {"+.05", {Kind::Relative, 50ms, 50ms}},
                                                          {"+0", {Kind::Relative, 0s, 0s}},
                                                          {"*", {Kind::Any, 0s, 0s}},
                                                          {"1~1.5", {Kind::Absolute, 1s, 1500ms}},
                                                          {"+0.2~+0.300001", {Kind::Relative, 200ms, 300001us}}};
    for (const auto& [text, when] : table)
        EXPECT_EQ(only_event(read(text + " > . 1:1(0) ack 1", "x.pkt")).when, when) << text;
}

TEST(DrillScript, ReadsACallWithItsResultErrorAndNote)
{
    const auto script = read("+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "x.pkt");

    const auto& call = std::get<SystemCall>(only_event(script).action);
    EXPECT_EQ(call.name, "connect");
    ASSERT_EQ(call.arguments.size(), 3U);
    EXPECT_EQ(call.arguments[0].number, 3);
    EXPECT_EQ(call.arguments[1].kind, Value::Kind::Any);
    EXPECT_EQ(call.result.number, -1);
    EXPECT_EQ(call.error, "EINPROGRESS");
}

TEST(DrillScript, ReadsArgumentsOfEveryKind)
{
    const auto script =
        read("0 f(0x1f, -2, \"a\" \"b\", A | B, [1, 2], {onoff=1, linger=0}, htons(80)) = 0x2 (flags X)", "x.pkt");

    const auto& arguments = std::get<SystemCall>(only_event(script).action).arguments;
    ASSERT_EQ(arguments.size(), 7U);
    EXPECT_EQ(arguments[0].number, 31);
    EXPECT_EQ(arguments[1].number, -2);
    EXPECT_EQ(arguments[2].text, "ab");
    EXPECT_EQ(arguments[3].items.size(), 2U);
    EXPECT_EQ(arguments[4].items[1].number, 2);
    EXPECT_EQ(arguments[5].items[0].text, "onoff");
    EXPECT_EQ(arguments[6].kind, Value::Kind::Call);
}

TEST(DrillScript, ReadsABlockingCall)
{
    const auto script = read("0.1...0.3 read(4, ..., 10) = 10", "x.pkt");

    const auto& call = std::get<SystemCall>(only_event(script).action);
    EXPECT_TRUE(call.blocking);
    EXPECT_EQ(call.until, Duration{300ms});
}

TEST(DrillScript, LeavesOutCommentsAndWhatIsForFreeBsdOnly)
{
    const auto script =
        read("// no\n/* 0 bad( */ 0 `sysctl -w a=b // c`\n#ifdef FreeBSD\nnonsense\n#else\n0 close(3) = 0\n#endif\n"
             "#ifdef STANDARD\n0 close(4) = 0\n#endif\n",
             "x.pkt");

    ASSERT_TRUE(script) << script.error().sentence();
    ASSERT_EQ(script->events.size(), 3U);
    EXPECT_EQ(std::get<Command>(script->events[0].action).text, "sysctl -w a=b // c");
    EXPECT_EQ(script->events[1].where, (Place{{}, 6, 1}));
    EXPECT_EQ(script->events[2].where.line, 9);
}

TEST(DrillScript, ReadsOptionsAndDefinitions)
{
    const auto script = read("--ip_version=ipv6\n--tolerance_usecs=50000\n--define=N=7\n0 f(N) = 0", "x.pkt");

    ASSERT_TRUE(script) << script.error().sentence();
    EXPECT_EQ(script->options.at("ip_version"), "ipv6");
    EXPECT_EQ(std::get<SystemCall>(script->events[0].action).arguments[0].number, 7);
}

TEST(DrillScript, ReadsASegmentThatGoesOnInTheNextLine)
{
    const auto script = read("0 < S 0:0(0) win 10\n   <mss 1000>\n+0 > S. 0:0(0) ack 1 <...>", "x.pkt");

    ASSERT_TRUE(script) << script.error().sentence();
    ASSERT_EQ(script->events.size(), 2U);
    EXPECT_EQ(std::get<SegmentLine>(script->events[0].action).pattern.options->mss, 1000);
    EXPECT_FALSE(std::get<SegmentLine>(script->events[1].action).pattern.options);
}

TEST(DrillScript, KnowsWhatItCannotDo)
{
    for (const auto* text : {"0 < icmp unreachable frag_needed mtu 1200", "0 > S 0:0(0) <FO 1234>", "0 > udp (1000)",
                             "0 < 8080 > 80 S 0:0(0)"}) {
        const auto script = read(text, "x.pkt");
        EXPECT_TRUE(std::holds_alternative<Foreign>(only_event(script).action)) << text;
    }
}

TEST(DrillScript, NamesLineAndColumnOfAnError)
{
    const std::vector<std::pair<std::string, std::string>> table{{"", "1:0"},
                                                                 {"\nx", "2:1"},
                                                                 {"0 < S. x:0(0)", "1:8"},
                                                                 {"0 close(3) = 0\n+0 < S 0:2(0)", "2:10"},
                                                                 {"0 close 3", "1:9"},
                                                                 {"0 close(3", "1:10"},
                                                                 {"0 close(3) 0", "1:12"},
                                                                 {"0 close(;) = 0", "1:9"},
                                                                 {"0 `sysctl", "1:4"},
                                                                 {"0 %{ assert", "1:5"},
                                                                 {"0 f(\"a) = 0", "1:6"},
                                                                 {"* close(3) = 0", "1:3"},
                                                                 {"0~1 close(3) = 0", "1:5"},
                                                                 {"+1~2 > . 1:1(0)", "1:4"},
                                                                 {"2~1 > . 1:1(0)", "1:4"},
                                                                 {"1...0.5 close(3) = 0", "1:8"},
                                                                 {"0 !", "1:3"},
                                                                 {"-x\n", "1:1"},
                                                                 {"0 f() = 0 /* x", "1:0"},
                                                                 {"#ifdef A\n0 f() = 0", "1:1"},
                                                                 {"#include <a>", "1:1"},
                                                                 {"0 > . 1:1(0) <mss 1>\n0 < . 1:1(0) <fast>", "2:15"}};
    for (const auto& [text, place] : table)
        EXPECT_EQ(refused_at(text), place) << text << "\n" << script_refusal(text);
}

TEST(DrillScript, SaysWhatWasExpected)
{
    EXPECT_EQ(script_refusal("0 close(3) 0"), "x.pkt:1:12: expected \"=\" after the arguments");
    EXPECT_EQ(
        script_refusal("0 < S 0:0(0) win 99999"),
        "x.pkt:1:18: the window is at most 65535; write it as in \"< S. 300:300(0) ack 101 win 65535 <mss 1460>\"");
}

} // namespace
} // namespace tcpstage::packetdrill
