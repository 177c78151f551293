#pragma once
// Checks that an error sentence exists in both languages.

#include "core/base/error.h"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage {

/// The texts between pairs of `"`; empty if the number of `"` is odd.
inline std::vector<std::string_view> quoted_in(std::string_view english)
{
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t end = english.find('"'); end != std::string_view::npos; end = english.find('"', begin)) {
        pieces.push_back(english.substr(begin, end - begin));
        begin = end + 1;
    }
    std::vector<std::string_view> quoted;
    for (std::size_t i = 1; i < pieces.size() && pieces.size() % 2 == 0; i += 2)
        quoted.push_back(pieces[i]);
    return quoted;
}

/// Whether there is a Chinese character outside of “ and ”; what is inside may be quoted from a file.
inline bool speaks_chinese(std::string chinese)
{
    constexpr std::string_view open = "“";
    constexpr std::string_view close = "”";
    for (std::size_t begin = chinese.find(open); begin != std::string::npos; begin = chinese.find(open)) {
        const std::size_t end = chinese.find(close, begin);
        chinese.erase(begin, end == std::string::npos ? end : end + close.size() - begin);
    }
    for (const char c : chinese) // U+4000 to U+9FFF begin with these octets
        if (static_cast<unsigned char>(c) >= 0xe4 && static_cast<unsigned char>(c) <= 0xe9) return true;
    return false;
}

/// Expects the Chinese text to quote the same words as the English one.
inline void expect_translated(const OwnedText& text)
{
    EXPECT_TRUE(speaks_chinese(text.zh)) << text.en << "\n" << text.zh;
    EXPECT_NE(text.zh, text.en);
    for (std::string_view word : quoted_in(text.en)) {
        if (word.ends_with("...") && word.size() > 3) word.remove_suffix(3); // shortened because it was too long
        EXPECT_NE(text.zh.find(word), std::string::npos) << text.en << "\n" << text.zh;
    }
}

/// The English sentence of the error. Fails unless there is a Chinese one that quotes the same words.
inline std::string said_in_both(const Error& error)
{
    expect_translated(error.what);
    EXPECT_EQ(error.advice.zh.empty(), error.advice.en.empty()) << error.sentence();
    if (!error.advice.empty()) expect_translated(error.advice);
    return error.sentence();
}

} // namespace tcpstage
