// Every text output of a run that is not TCP says so. (Pictures: tests/ui/paint/not_tcp_test.cpp.)
#include "core/trace/not_tcp.h"

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/terminal/text_ladder.h"
#include "tests/core/lesson/lesson.h"

#include <gtest/gtest.h>

namespace tcpstage::trace {
namespace {

struct Missing {
    std::string option;
    std::string en;
    std::string zh;
};

class NotTcp : public ::testing::TestWithParam<Missing> {
protected:
    run::LessonRun lesson_run() const
    {
        const std::string rest = "tcp: {" + GetParam().option + "}\n";
        run::LessonRun made{
            lesson::lesson(rest + "steps: [server: listen, client: connect, wait: 1 s, client: send 10, wait: 1 s]\n"),
            {}};
        made.run = run::run(made.scenario);
        return made;
    }
    void says(const std::string& where, const std::string& text, const std::string& words) const
    {
        EXPECT_NE(text.find(words), std::string::npos) << where << " does not say \"" << words << "\":\n" << text;
    }
};

TEST_P(NotTcp, IsSaidByEveryTextualExport)
{
    const run::LessonRun made = lesson_run();
    const Trace& trace = made.run.trace;
    EXPECT_FALSE(trace.is_tcp());
    says("json", formats::to_json(trace), GetParam().en);
    says("json", formats::to_json(trace), GetParam().zh);
    says("csv", formats::to_csv(trace), GetParam().en);
    says("mermaid", formats::to_mermaid(trace), GetParam().en);
    says("pcapng", formats::to_pcapng(trace), GetParam().en);
}

TEST_P(NotTcp, IsSaidByTheTextLadderInBothLanguages)
{
    terminal::TextLadderStyle style;
    style.width = 200;
    says("show", terminal::text_ladder(lesson_run(), style), GetParam().en);
    style.language = Language::Chinese;
    says("show", terminal::text_ladder(lesson_run(), style), GetParam().zh);
}

TEST_P(NotTcp, IsKeptByASavedTrace)
{
    const run::LessonRun made = lesson_run();
    const auto loaded = formats::load_trace(formats::save_trace(made.run.trace, "id", "yaml"), "x.tcptrace");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(not_tcp_text(loaded->trace), GetParam().en);
}

INSTANTIATE_TEST_SUITE_P(
    EveryCounterfactual, NotTcp,
    ::testing::Values(Missing{"handshake: two-way",
                              "Not TCP: the handshake has two segments, and nobody waits for the third.",
                              "不是 TCP：握手只有两个报文段，没有人等第三个。"},
                      Missing{"time_wait: none",
                              "Not TCP: there is no TIME-WAIT, and the connection is forgotten at once.",
                              "不是 TCP：没有 TIME-WAIT，立刻忘掉这个连接。"},
                      Missing{"persist: off", "Not TCP: there is no persist timer, and nobody probes a closed window.",
                              "不是 TCP：没有坚持定时器，窗口关闭后没人去探测。"},
                      Missing{"iss: zero", "Not TCP: every connection begins with the number 0.",
                              "不是 TCP：每个连接的序号都从 0 开始。"},
                      Missing{"transport: udp", "Not TCP: UDP, without handshake, acknowledgment, order or repair.",
                              "不是 TCP：这是 UDP，没有握手，没有确认，不保序，也不重传。"}));

TEST(NotTcpAtAll, NamesEachDifferenceOnceWhenBothEndsShareIt)
{
    const lesson::Scenario scenario = lesson::lesson("tcp: {persist: off, iss: zero}\nsteps: [client: connect]\n");
    EXPECT_EQ(not_tcp(run::run(scenario).trace).size(), 2U);
}

TEST(NotTcpAtAll, IsSaidOfNoRunThatIsTcp)
{
    const Trace trace = run::run(lesson::lesson(lesson::handshake)).trace;
    EXPECT_TRUE(trace.is_tcp());
    EXPECT_EQ(not_tcp_text(trace), "");
    for (const std::string& text :
         {formats::to_json(trace), formats::to_csv(trace), formats::to_mermaid(trace), formats::to_pcapng(trace)})
        EXPECT_EQ(text.find("Not TCP"), std::string::npos);
}

TEST(Datagrams, HaveNeitherFlagsNorNumbersInAnyExport)
{
    const lesson::Scenario scenario = lesson::lesson(
        "tcp: {transport: udp}\nsteps: [server: listen, client: connect, client: send \"Hi\", wait: 1 s]\n");
    const Trace trace = run::run(scenario).trace;
    const std::string json = formats::to_json(trace);
    EXPECT_NE(json.find("\"notation\":\"udp (2)\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"protocol\":\"udp\""), std::string::npos);
    EXPECT_EQ(json.find("\"flags\""), std::string::npos);
    EXPECT_EQ(json.find("\"seq\""), std::string::npos);
    EXPECT_EQ(json.find("\"snd\""), std::string::npos);
    EXPECT_NE(formats::to_csv(trace).find("arrived,,,,,,2,0,udp (2),UDP,"), std::string::npos)
        << formats::to_csv(trace);
    EXPECT_NE(formats::to_mermaid(trace).find("client->>server: UDP len=2"), std::string::npos)
        << formats::to_mermaid(trace);
    const std::string ladder = terminal::text_ladder({scenario, run::run(scenario)}, {});
    EXPECT_NE(ladder.find("UDP len=2"), std::string::npos) << ladder;
    EXPECT_EQ(ladder.find("CLOSED"), std::string::npos) << "UDP has no states";
}

} // namespace
} // namespace tcpstage::trace
