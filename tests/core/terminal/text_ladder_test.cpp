#include "core/sources/find_run.h"
#include "core/terminal/columns.h"
#include "core/terminal/text_ladder.h"
#include "tests/core/lesson/lesson.h"
#include "tests/support/lessons.h"

#include <gmock/gmock.h>
#include <sstream>

namespace tcpstage::terminal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> lines_of(const std::string& text)
{
    std::istringstream stream{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

TEST(Columns, CountWideCharactersTwice)
{
    EXPECT_EQ(columns("SYN"), 3U);
    EXPECT_EQ(columns("三次握手"), 8U);
    EXPECT_EQ(columns("──▶"), 3U);
    EXPECT_EQ(fitted("三次握手", 5), "三次 ");
    EXPECT_EQ(fitted_right("ACK", 5), "  ACK");
}

TEST(Columns, WrapEnglishAtBlanksAndChineseBeforeNoClosingMark)
{
    EXPECT_THAT(wrapped("one two three", 8), ElementsAre("one two", "three"));
    EXPECT_THAT(wrapped("三次握手，四次挥手。", 8), ElementsAre("三次握", "手，四次", "挥手。"));
}

TEST(TextLadder, ShowsBothStatesOnEachLine)
{
    const auto lesson_run = sources::find_run("three-way-handshake");
    const auto lines = lines_of(text_ladder(*lesson_run, {Language::English, false, false, 80}));

    ASSERT_EQ(lines.size(), 13U);
    EXPECT_THAT(lines[6], ::testing::AllOf(HasSubstr("SYN-SENT ● call connect"), HasSubstr("LISTEN")));
    EXPECT_THAT(lines.back(),
                ::testing::AllOf(HasSubstr("0.300 s"), HasSubstr(" ESTABLISHED │"), HasSubstr("─▶ ● ESTABLISHED")));
}

TEST(TextLadder, SaysUnderEachStepWithoutANoteWhatHappensWhenItIsAsked)
{
    const auto lesson_run = sources::find_run("three-way-handshake");
    TextLadderStyle style{Language::English, false, true, 96};
    const std::string without = text_ladder(*lesson_run, style);
    style.captions = true;
    const std::string with = text_ladder(*lesson_run, style);
    const std::string connect = "          Client calls connect(): An active OPEN chooses an initial sequence number";
    EXPECT_THAT(with, HasSubstr(connect));
    EXPECT_THAT(without, ::testing::Not(HasSubstr(connect)));
    EXPECT_THAT(with, ::testing::Not(HasSubstr("Client sends its 1st segment"))) << "that step has a note";
    style.notes = false;
    EXPECT_THAT(text_ladder(*lesson_run, style), HasSubstr("Client sends its 1st segment: SYN: seq=100"));
}

TEST(TextLadder, PrintsTheAnswerOfAnExamQuestionOnlyWhenItIsAsked)
{
    const auto lesson_run = sources::find_run("exam-2009-38");
    TextLadderStyle style;
    EXPECT_THAT(lines_of(text_ladder(*lesson_run, style)), ::testing::Contains("            Answer: ?"));
    style.answers = true;
    EXPECT_THAT(lines_of(text_ladder(*lesson_run, style)),
                ::testing::Contains("            Answer: (D) 1000 = 200 + 300 + 500."));
}

TEST(TextLadder, SaysWhenTheNetworkBecomesAnotherOne)
{
    const lesson::Scenario slow =
        lesson::lesson(lesson::handshake + "  - wait: 1 s\n  - network: {delay: 400 ms, loss: 5 %}\n"
                                           "  - client: send 100\n  - network: {delay: 400 ms, loss: 5 %}\n");
    const run::LessonRun lesson_run{slow, run::run(slow)};
    const auto lines = lines_of(text_ladder(lesson_run, {Language::English, false, false, 80}));
    const auto change = std::ranges::find(lines, "1.300 s   the network: delay 400 ms, loss 5 %");
    ASSERT_NE(change, lines.end()) << text_ladder(lesson_run, {Language::English, false, false, 80});
    EXPECT_THAT(*std::next(change), HasSubstr("call send 100"));
    EXPECT_EQ(std::ranges::count(lines, "1.300 s   the network: as before"), 1);
    EXPECT_THAT(text_ladder(lesson_run, {Language::Chinese, false, false, 80}),
                HasSubstr("网络：延迟 400 ms，丢失 5 %"));
}

TEST(TextLadder, FitsItsWidthInBothLanguages)
{
    for (const std::string& lesson : testing::some_lessons(3)) {
        const auto lesson_run = sources::find_run(lesson);
        for (const Language language : {Language::English, Language::Chinese})
            for (const std::size_t width : {80U, 100U})
                for (const std::string& line : lines_of(text_ladder(*lesson_run, {language, false, true, width})))
                    EXPECT_LE(columns(line), width) << lesson << "\n" << line;
    }
}

TEST(TextLadder, HasColoursOnlyWhenAsked)
{
    const auto lesson_run = sources::find_run("three-way-handshake");

    EXPECT_EQ(text_ladder(*lesson_run, {}).find('\x1b'), std::string::npos);
    EXPECT_NE(text_ladder(*lesson_run, {Language::English, true, true, 96}).find("\x1b["), std::string::npos);
}

TEST(TextLadder, HasNumbersAndStatesAsTextbooksWriteThem)
{
    TextLadderStyle style;
    style.numbers = captions::Numbers::Symbolic;
    style.state_names = captions::StateNames::Textbook;
    const std::string text = text_ladder(*sources::find_run("three-way-handshake"), style);
    for (const char* part : {"SYN seq=x ", "SYN, ACK seq=y ack=x+1", "ACK seq=x+1 ack=y+1", "SYN-RCVD",
                             "Second segment of the handshake: SYN, ACK, seq=y ack=x+1"})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("SYN-RECEIVED")));
}

TEST(TextLadder, HasNoEnglishNamesInChinese)
{
    TextLadderStyle style;
    style.language = Language::Chinese;
    const std::string text = text_ladder(*sources::find_run("three-way-handshake"), style);
    EXPECT_THAT(text, HasSubstr("客户端 10.0.0.1"));
    EXPECT_THAT(text, HasSubstr("图 6"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("figure")));
}

} // namespace
} // namespace tcpstage::terminal
