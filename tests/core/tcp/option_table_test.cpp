// What must hold for every option, those to come included.
#include "core/tcp/segment/option_table.h"

#include "core/tcp/segment/notation.h"
#include "tests/support/both_languages.h"
#include "tests/support/every_option.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::tcp {
namespace {

constexpr Address from{{10, 0, 0, 1}};
constexpr Address to{{10, 0, 0, 2}};

Segment with(const Options& options)
{
    Segment segment;
    segment.flags = Flag::Syn;
    segment.options = options;
    return segment;
}

/// A header with one option of that kind and length, filled up with NOPs.
std::vector<std::uint8_t> header_with(OptionKind kind, std::uint8_t length)
{
    std::vector<std::uint8_t> octets = encode(Segment{}, from, to);
    octets.push_back(static_cast<std::uint8_t>(kind));
    octets.push_back(length);
    octets.resize(octets.size() + length - 2U, 1);
    octets.resize((octets.size() + 3) / 4 * 4, 1);
    octets[12] = static_cast<std::uint8_t>(octets.size() / 4 << 4U);
    return octets;
}

TEST(OptionTable, NamesEachOptionOnce)
{
    std::set<std::string_view> words{"nop", "eol"};
    std::set<std::string_view> keys;
    for (const OptionRow& row : option_rows()) {
        EXPECT_TRUE(words.insert(row.word).second) << row.word;
        EXPECT_TRUE(keys.insert(row.key).second) << row.key;
        EXPECT_TRUE(row.source.starts_with("RFC ")) << row.source;
        EXPECT_EQ(find_option(row.kind)->word, row.word);
    }
    EXPECT_EQ(find_option(OptionKind::Nop), nullptr);
    EXPECT_EQ(find_option(OptionKind{254}), nullptr);
}

TEST(EveryOption, IsPresentOnceItIsRead)
{
    for (const OptionRow& row : option_rows()) {
        EXPECT_FALSE(row.present(Options{})) << row.word;
        Options options;
        take_some(row, row.lengths[0], options);
        for (const OptionRow& other : option_rows())
            EXPECT_EQ(other.present(options), &other == &row) << row.word << ", " << other.word;
        EXPECT_FALSE(row.label(options).empty()) << row.word;
    }
}

TEST(EveryOption, SurvivesTheWireBesideAnyOther)
{
    std::vector<Options> all = every_set_of_options();
    const auto alone = every_option();
    all.insert(all.end(), alone.begin(), alone.end());
    for (const Options& options : all) {
        const auto octets = encode(with(options), from, to);
        const auto decoded = decode(octets, from, to);
        ASSERT_TRUE(decoded) << decoded.error().sentence();
        EXPECT_EQ(decoded->segment.options, options) << notation(with(options), 0);
        EXPECT_EQ(octets.size(), 20 + options_bytes(options));
        EXPECT_EQ(options_bytes(options) % 4, 0U) << notation(with(options), 0);
    }
}

TEST(EveryOption, SurvivesTheNotationBesideAnyOther)
{
    std::vector<Options> all = every_set_of_options();
    const auto alone = every_option();
    all.insert(all.end(), alone.begin(), alone.end());
    for (const Options& options : all) {
        const std::string line = notation(with(options), 0);
        const auto pattern = parse_notation(line);
        ASSERT_TRUE(pattern) << pattern.error().sentence();
        EXPECT_EQ(pattern->options.value_or(Options{}), options) << line;
    }
}

TEST(EveryOption, RefusesEveryLengthButItsOwn)
{
    for (const OptionRow& row : option_rows())
        for (std::uint8_t length = 2; length <= 40; ++length) {
            const auto decoded = decode(header_with(row.kind, length), from, to);
            const bool right = std::ranges::find(row.lengths, length) != row.lengths.end();
            ASSERT_EQ(decoded.has_value(), right) << row.word << ", " << int{length} << " octets";
            if (right) continue;
            const std::string sentence = said_in_both(decoded.error());
            EXPECT_NE(sentence.find("octets long, but it must be " + std::to_string(row.lengths[0])), std::string::npos)
                << sentence;
        }
}

TEST(EveryOption, IsNamedWhereAnOptionIsExpected)
{
    const auto pattern = parse_notation("S 1:1(0) <fast>");
    ASSERT_FALSE(pattern);
    const std::string english = said_in_both(pattern.error());
    const std::string chinese = pattern.error().sentence(Language::Chinese);
    EXPECT_TRUE(english.starts_with("expected an option (mss, wscale, sackOK, sack, TS, ")) << english;
    EXPECT_NE(english.find(", nop, eol) at column 11 of \"S 1:1(0) <fast>\""), std::string::npos) << english;
    EXPECT_NE(chinese.find("这里应有选项（mss、wscale、sackOK、sack、TS、"), std::string::npos) << chinese;
    EXPECT_NE(chinese.find("、nop、eol）"), std::string::npos) << chinese;
    for (const OptionRow& row : option_rows())
        EXPECT_NE(english.find(std::string{row.word} + ", "), std::string::npos) << row.word;
}

TEST(Options, HoldNoSequenceNumbersButThoseThatAreShifted)
{
    for (const Options& options : every_option()) {
        Options shifted = options;
        shift_numbers(shifted, 1000);
        EXPECT_EQ(shifted == options, options.sack_count == 0);
        EXPECT_EQ(notation_relative(with(shifted), 0, Seq{}, Seq{1000}), notation(with(options), 0));
    }
}

TEST(Options, OfTwoTracesAreTheSameWithoutUnusedBlocks)
{
    Options options;
    options.sack_count = 1;
    options.sack = {SackBlock{Seq{1}, Seq{2}}, SackBlock{Seq{3}, Seq{4}}};
    Options expected = options;
    expected.sack[1] = {};
    EXPECT_EQ(without_unused(options), expected);
}

} // namespace
} // namespace tcpstage::tcp
