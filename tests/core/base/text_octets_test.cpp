#include "core/base/text_octets.h"

#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

using namespace std::string_view_literals;

std::string octets_refusal(std::string_view first)
{
    constexpr Text lesson{"a lesson", "课程"};
    const auto begins = check_begins_as_text(first, "a.yaml", lesson);
    return begins ? "" : said_in_both(begins.error());
}

TEST(TextOctets, AreFoundWhereTheyAreNone)
{
    EXPECT_FALSE(find_no_text("plain\tand 中文\r\n"));
    const auto wrong = find_no_text("a\n中\x01");
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->line, 2);
    EXPECT_EQ(wrong->column, 2);
    EXPECT_EQ(wrong->octet, 1U);
}

TEST(TextOctets, SayWhatAFileLooksLike)
{
    EXPECT_EQ(octets_refusal("tcptrace\x01"),
              "a.yaml: this looks like a saved trace (.tcptrace), not like a lesson; choose a lesson");
    EXPECT_EQ(octets_refusal("\x0a\x0d\x0d\x0a..."),
              "a.yaml: this looks like a capture (pcapng), not like a lesson; choose a lesson");
    EXPECT_EQ(octets_refusal("\x1f\x8b\x08"),
              "a.yaml: this looks like a compressed file (gzip), not like a lesson; choose a lesson");
    EXPECT_EQ(octets_refusal("t\0i\0t\0"sv),
              "a.yaml:1:2: the octet 0x00 is not UTF-8 text; choose a lesson, saved as UTF-8");
    EXPECT_EQ(octets_refusal("title: \xe9t\xe9 et hiver"),
              "a.yaml:1:8: the octet 0xe9 is not UTF-8 text; choose a lesson, saved as UTF-8");
}

TEST(TextOctets, PassATextWhoseLastCharacterIsCut)
{
    const std::string text = "title: 标题";
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        EXPECT_EQ(octets_refusal(text.substr(0, cut)), "") << cut;
}

} // namespace
} // namespace tcpstage
