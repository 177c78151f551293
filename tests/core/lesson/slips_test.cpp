// A slip of the pen is reported where it stands, with one sentence, wherever in a lesson it is made.
#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>
#include <sstream>

namespace tcpstage::lesson {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text)
{
    Lines lines;
    std::istringstream in{std::string{text}};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::string joined(const Lines& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

std::size_t indentation(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

/// Whether the line opens no quotation mark or bracket that it does not close, and is no text of several lines.
bool stands_alone(const std::string& line)
{
    const auto count = [&](char c) { return std::ranges::count(line, c); };
    return count('"') % 2 == 0 && count('{') == count('}') && count('[') == count(']') && count('\\') == 0 &&
           line.find('#') == std::string::npos && indentation(line) < line.size();
}

/// A slip: changes the line, or returns false where it cannot be made there. Where the error should stand: in that
/// line, at `column`; 0: anywhere in it.
struct Slip {
    std::string name;
    std::function<bool(Lines& lines, std::size_t line, int& column)> make;
    std::string sentence; // a part of it
};

const std::string key_pattern = ": ";

std::size_t first_key(const std::string& line)
{
    const std::size_t at = line.find(key_pattern);
    const std::size_t open = line.find_first_of("\"{[#");
    return at < open ? at : std::string::npos;
}

const std::vector<Slip> slips{
    {"a word without a colon",
     [](Lines& lines, std::size_t line, int& column) {
         if (lines[line].find_first_of('-') == indentation(lines[line])) return false; // what follows is no key
         column = static_cast<int>(indentation(lines[line])) + 1;
         lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line),
                      std::string(indentation(lines[line]), ' ') + "stray");
         return true;
     },
     "\"stray\" is not a key with its value; write \"key: value\", or remove it"},
    {"a tab",
     [](Lines& lines, std::size_t line, int& column) {
         if (indentation(lines[line]) == 0) return false;
         column = 1;
         lines[line] = "\t" + lines[line].substr(indentation(lines[line]));
         return true;
     },
     "there is a tab in the indentation; write spaces"},
    {"a missing space after the colon",
     [](Lines& lines, std::size_t line, int& column) {
         const std::size_t at = first_key(lines[line]);
         if (at == std::string::npos) return false;
         lines[line].erase(at + 1, lines[line].find_first_not_of(' ', at + 1) - at - 1);
         column = static_cast<int>(at) + 1;
         return true;
     },
     "a space is missing; write"},
    {"a line too far to the right",
     [](Lines& lines, std::size_t line, int& column) {
         if (line == 0 || first_key(lines[line]) == std::string::npos || lines[line][indentation(lines[line])] == '-')
             return false;
         if (indentation(lines[line]) != indentation(lines[line - 1])) return false;
         if (lines[line - 1].ends_with(':') || lines[line - 1][indentation(lines[line])] == '-') return false;
         lines[line] = " " + lines[line];
         column = static_cast<int>(indentation(lines[line])) + 1;
         return true;
     },
     "and no line above it fits; indent it by "},
    {"an unclosed quotation mark",
     [](Lines& lines, std::size_t line, int& column) {
         if (std::ranges::count(lines[line], '"') != 2 || !lines[line].ends_with('"')) return false;
         if (lines[line].find("send \"") != std::string::npos) return false; // the marks are part of the text
         column = static_cast<int>(lines[line].find('"')) + 1;
         lines[line].pop_back();
         return true;
     },
     "the quotation mark that opens here is never closed"},
};

TEST(Slips, AreReportedInTheirOwnLineWithTheirOwnSentence)
{
    std::vector<std::size_t> made(slips.size());
    std::size_t number = 0;
    for (const BuiltIn& built_in : built_in_lessons()) {
        const Lines lines = lines_of(built_in.yaml);
        bool open = false; // a quotation mark of a line before
        for (std::size_t line = 0; line < lines.size(); ++line) {
            const bool inside = open;
            if (std::ranges::count(lines[line], '"') % 2 != 0) open = !open;
            if (inside || !stands_alone(lines[line]) || ++number % 31 != 0) continue;
            for (std::size_t i = 0; i < slips.size(); ++i) {
                Lines slipped = lines;
                int column = 0;
                if (!slips[i].make(slipped, line, column)) continue;
                ++made[i];
                const auto read = read_scenario(joined(slipped), "test.yaml");
                ASSERT_FALSE(read) << built_in.id << ":" << line + 1 << " " << slips[i].name;
                EXPECT_EQ(read.error().where, (Place{"test.yaml", static_cast<int>(line) + 1, column}))
                    << built_in.id << " " << slips[i].name << ": " << slipped[line] << "\n"
                    << read.error().sentence();
                EXPECT_THAT(said_in_both(read.error()), ::testing::HasSubstr(slips[i].sentence)) << built_in.id;
            }
        }
    }
    for (std::size_t i = 0; i < slips.size(); ++i)
        EXPECT_GT(made[i], 20U) << slips[i].name;
}

struct Case {
    std::string rest; // after the head, from line 5 on
    std::string sentence;
};

class SlipsInALesson : public ::testing::TestWithParam<Case> {};

TEST_P(SlipsInALesson, SayWhereTheyStand) { EXPECT_EQ(refusal(lesson_text(GetParam().rest)), GetParam().sentence); }

INSTANTIATE_TEST_SUITE_P(
    Kinds, SlipsInALesson,
    ::testing::Values(
        Case{"steps:\n  - client: connect\n    stray\n  - client: close\n",
             "test.yaml:7:5: \"stray\" is not a key with its value; write \"key: value\", or remove it"},
        Case{"network:\n  delay 100 ms\n  loss: 2 %\n",
             "test.yaml:6:3: \"delay 100 ms\" is not a key with its value; write \"key: value\", or remove it"},
        Case{"network:\n  delay:100 ms\n  loss: 2 %\n",
             "test.yaml:6:8: after the colon of \"delay\" a space is missing; write \"delay: ...\""},
        Case{"network:\n  delay:100 ms\n",
             "test.yaml:6:8: after the colon of \"delay\" a space is missing; write \"delay: ...\""},
        Case{"network: {delay:100 ms}\n",
             "test.yaml:5:16: after the colon of \"delay\" a space is missing; write \"delay: ...\""},
        Case{"steps:\n  - client:connect\n",
             "test.yaml:6:11: after the colon of \"client\" a space is missing; write \"client: ...\""},
        Case{"steps:\n  - client: connect\n - client: close\n",
             "test.yaml:7:2: this line is indented by 1 space, and no line above it fits; indent it by 0, as line 5"},
        Case{"steps:\n   - client: connect\n  - client: close\n",
             "test.yaml:7:3: this line is indented by 2 spaces, and no line above it fits; indent it by 3, as line 6"},
        Case{"group: wrong\n  seed: 3\n",
             "test.yaml:6:3: this line is indented by 2 spaces, and no line above it fits; indent it by 0, as line 5"},
        Case{handshake + "stray\n\n# the end\n",
             "test.yaml:9:1: \"stray\" is not a key with its value; write \"key: value\", or remove it"},
        Case{handshake + "rfc: \"9293\n",
             "test.yaml:9:6: the quotation mark that opens here is never closed; write one at the end of the text"},
        Case{"summary: 一，二\nsteps:\n  - client: connect\n stray\n",
             "test.yaml:8:2: \"stray\" is not a key with its value; write \"key: value\", or remove it"},
        Case{"summary: \"never closed\nsteps:\n  - client: connect\n",
             "test.yaml:5:10: the quotation mark that opens here is never closed; write one at the end of the text"},
        Case{"summary: {en: \"open, zh: \"b\"}\nsteps: []\n",
             "test.yaml:5:27: there is something behind the closing quotation mark; a quotation mark inside of a text "
             "is written \\\""},
        Case{"network: {delay: 1 s\nsteps:\n  - client: connect\n",
             "test.yaml:5:10: the bracket that opens here is never closed; close it at the end of its content"},
        Case{"summary: first: second\n", "test.yaml:5:15: a text in which a space follows a colon needs quotation "
                                         "marks; write \"...\" around the whole value"}));

TEST(Slips, AreNoneWhereALongTextGoesOnInTheNextLine)
{
    EXPECT_EQ(refusal(lesson_text("summary: some words\n  and more\n" + handshake)), "");
    EXPECT_EQ(refusal(lesson_text("summary: >\n  some words\n  and: more\n" + handshake)), "");
    EXPECT_EQ(refusal(lesson_text("summary: \"some words\n\tand: more\"\n" + handshake)), "");
}

TEST(Slips, OfTheFirstLineAreThere)
{
    EXPECT_EQ(refusal("{title: A, endpoints: {a: {iss: 1}, b: }, \"steps\": [a: connect]}\n"), "");
    EXPECT_EQ(refusal(lesson_text(handshake + "\"seed\": 1\n# the end\n")), "");
    EXPECT_EQ(refusal("---\n" + lesson_text(handshake + "...\n")), "");
    EXPECT_EQ(refusal("title: A\r\nendpoints: {a: , b: }\r\nsteps:\r\n  - a: listen\r\n"), "");
    EXPECT_EQ(refusal("stray\n" + lesson_text(handshake)),
              "test.yaml:1:1: \"stray\" is not a key with its value; write \"key: value\", or remove it");
}

} // namespace
} // namespace tcpstage::lesson
