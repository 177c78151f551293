// Checks that the pages of docs agree: the lesson language in English with that in Chinese, and links with headings.
#include "tests/house/source_text.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace tcpstage::house {
namespace {

std::vector<std::string> page_lines(const std::string& page)
{
    std::vector<std::string> lines;
    std::istringstream in{page};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::string code_spans(const std::string& cell)
{
    std::string spans;
    for (std::size_t from = cell.find('`'); from != std::string::npos;) {
        const std::size_t to = cell.find('`', from + 1);
        if (to == std::string::npos) break;
        spans += cell.substr(from, to + 1 - from);
        from = cell.find('`', to + 1);
    }
    return spans;
}

/// All runs of digits in the text, in the order of their size, because languages differ in the order of words.
std::string numbers_in(const std::string& text)
{
    std::vector<std::string> numbers(1);
    for (const char c : text)
        if (std::isdigit(static_cast<unsigned char>(c)) != 0)
            numbers.back() += c;
        else if (!numbers.back().empty())
            numbers.emplace_back();
    std::ranges::sort(numbers);
    std::string all;
    for (const std::string& number : numbers)
        if (!number.empty()) all += " " + number;
    return all;
}

/// What a row of a table says in any language: the code in its first cell, and the numbers in the whole row.
std::vector<std::string> rows_of(const std::string& page)
{
    std::vector<std::string> rows;
    for (const std::string& line : page_lines(page))
        if (line.starts_with("| ") && !line.starts_with("| ---"))
            rows.push_back(code_spans(line.substr(0, line.find('|', 1))) + numbers_in(line));
    return rows;
}

/// The lines of the page that are YAML: all that is indented, but not the errors of "last.yaml".
std::vector<std::string> examples_of(const std::string& page)
{
    std::vector<std::string> examples;
    for (const std::string& line : page_lines(page))
        if (line.starts_with("    ") && !line.starts_with("    last.yaml:")) examples.push_back(line);
    return examples;
}

/// "#tcp-options" of "## TCP options", as web pages make it
std::string anchor_of(const std::string& heading)
{
    std::string anchor = "#";
    for (const char c : heading.substr(heading.find(' ') + 1)) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == ' ')
            anchor += '-';
        else if (std::isalnum(octet) != 0 || c == '-' || c == '_' || octet >= 0x80U)
            anchor += static_cast<char>(std::tolower(octet));
    }
    return anchor;
}

/// The links to headings of the page itself that it does not have.
std::vector<std::string> dead_anchors(const std::string& page)
{
    std::set<std::string> anchors;
    for (const std::string& line : page_lines(page))
        if (line.starts_with('#')) anchors.insert(anchor_of(line));
    std::vector<std::string> dead;
    for (std::size_t at = page.find("](#"); at != std::string::npos; at = page.find("](#", at + 1)) {
        const std::string link = page.substr(at + 2, page.find(')', at) - at - 2);
        if (!anchors.contains(link)) dead.push_back(link);
    }
    return dead;
}

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

TEST(Pages, OfTheLessonLanguageHaveTheSameOptionsNumbersAndExamplesInBothLanguages)
{
    const std::string docs = std::string{TCPSTAGE_SOURCE_DIR} + "/docs/";
    const std::string english = text_of(docs + "lessons.md");
    const std::string chinese = text_of(docs + "lessons.zh.md");
    EXPECT_GT(rows_of(english).size(), 100U);
    EXPECT_GT(examples_of(english).size(), 50U);
    EXPECT_THAT(rows_of(chinese), ElementsAreArray(rows_of(english)));
    EXPECT_THAT(examples_of(chinese), ElementsAreArray(examples_of(english)));
}

TEST(Pages, HaveTheHeadingsThatTheyLinkTo)
{
    for (const auto& entry : std::filesystem::directory_iterator{std::string{TCPSTAGE_SOURCE_DIR} + "/docs"})
        if (entry.path().extension() == ".md")
            EXPECT_THAT(dead_anchors(text_of(entry.path().string())), IsEmpty()) << entry.path().filename();
}

TEST(Pages, AreComparedByTheCodeOfAFirstCellAndByNumbers)
{
    EXPECT_THAT(rows_of("| a | b |\n| --- | --- |\n| `x`, `y` | `z` 20 of 3.1 |\ntext 7\n"),
                ElementsAre("", "`x``y` 1 20 3"));
    EXPECT_THAT(examples_of("text\n\n    a: 1\n\n    last.yaml:1:1: wrong\n"), ElementsAre("    a: 1"));
    EXPECT_THAT(dead_anchors("# A `tcp:` option\n[a](#a-tcp-option)\n"), IsEmpty());
    EXPECT_THAT(dead_anchors("## 两个世界 beside\n[b](#两个世界-beside) [c](#c)\n"), ElementsAre("#c"));
}

} // namespace
} // namespace tcpstage::house
