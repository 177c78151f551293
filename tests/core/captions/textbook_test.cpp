#include "core/captions/textbook.h"

#include "core/sources/find_run.h"
#include "core/terminal/text_ladder.h"
#include "tests/support/lessons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::captions {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

trace::Trace traceOf(const std::string& lesson) { return sources::find_run(lesson)->run.trace; }

std::string titleIn(const trace::Trace& trace, trace::Side side, Language language)
{
    return end_title(trace, side, EndNames::Lettered)[language];
}

} // namespace

TEST(TextbookNotation, WritesFlagsAsBits)
{
    const trace::Trace trace = traceOf("three-way-handshake");
    EXPECT_EQ(flags_title(trace.transit(1).segment, FlagNames::Names), "SYN, ACK");
    EXPECT_EQ(flags_title(trace.transit(1).segment, FlagNames::Bits), "SYN=1 ACK=1");
    EXPECT_EQ(flags_title(traceOf("udp").transit(0).segment, FlagNames::Bits), "UDP");
}

TEST(TextbookNotation, GivesEndsTheLettersOfTheirSides)
{
    const trace::Trace trace = traceOf("three-way-handshake");
    EXPECT_EQ(titleIn(trace, trace::Side::Left, Language::English), "A: client");
    EXPECT_EQ(titleIn(trace, trace::Side::Right, Language::Chinese), "乙：服务器");
    EXPECT_EQ(end_title(trace, trace::Side::Left, EndNames::Own).en, "client");
}

TEST(TextbookNotation, LeavesNamesThatHaveALetter)
{
    const trace::Trace trace = traceOf("exam-count-segments"); // its ends are A and B
    EXPECT_EQ(titleIn(trace, trace::Side::Left, Language::English), "A");
    EXPECT_EQ(titleIn(trace, trace::Side::Right, Language::Chinese), "B");
}

TEST(TextbookNotation, GivesNoEndASecondLetter)
{
    std::size_t lettered = 0;
    for (const std::string& id : testing::some_lessons(1)) {
        const trace::Trace trace = traceOf(id);
        for (const Language language : {Language::English, Language::Chinese}) {
            const std::string left = titleIn(trace, trace::Side::Left, language);
            const std::string right = titleIn(trace, trace::Side::Right, language);
            for (const char* letter : {" A", " B", "甲", "乙"}) {
                EXPECT_FALSE(left.size() > 3 && left.substr(3).ends_with(letter)) << id << ' ' << left;
                EXPECT_FALSE(right.size() > 3 && right.substr(3).ends_with(letter)) << id << ' ' << right;
            }
            lettered += left.starts_with("A: ") || left.starts_with("甲：") ? 1 : 0;
        }
    }
    EXPECT_GT(lettered, 100U);
}

TEST(TextbookNotation, IsThatOfTheLadderAsText)
{
    const auto lesson_run = sources::find_run("four-way-close");
    terminal::TextLadderStyle style;
    style.flag_names = FlagNames::Bits;
    style.end_names = EndNames::Lettered;
    style.numbers = Numbers::Symbolic;
    style.state_names = StateNames::Textbook;
    const std::string text = terminal::text_ladder(*lesson_run, style);
    for (const char* word : {"SYN=1 ACK=1 seq=y ack=x+1", "FIN=1 ACK=1 seq=u", "SYN-RCVD", "A: client", "B: server"})
        EXPECT_THAT(text, HasSubstr(word));
    for (const char* word : {"SYN, ACK", "SYN-RECEIVED"})
        EXPECT_THAT(text, Not(HasSubstr(word)));
}

} // namespace tcpstage::captions
