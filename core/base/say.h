#pragma once
// Sentences in both languages with the same things in them.

#include "core/base/text.h"

#include <fmt/format.h>
#include <type_traits>

namespace tcpstage {

namespace saying {

template <typename T> const T& in(Language, const T& value) { return value; }
inline std::string_view in(Language language, const Text& text) { return text[language]; }
inline std::string_view in(Language language, const OwnedText& text) { return text[language]; }

template <typename T> using Said = decltype(in(Language::English, std::declval<const T&>()));

/// Checked by the compiler: each pattern takes what it is given.
template <typename... Args> struct Patterns {
    fmt::format_string<Said<Args>...> en;
    fmt::format_string<Said<Args>...> zh;
};

} // namespace saying

/// Chinese text has no space between two Han characters: where a pattern leaves one beside a word that may be either.
std::string without_gaps(std::string chinese);

/// Two patterns, filled as fmt does it. What is itself in both languages stands in each in its own.
template <typename... Args>
OwnedText say(const std::type_identity_t<saying::Patterns<Args...>>& text, const Args&... args)
{
    using saying::in;
    return {fmt::format(text.en, in(Language::English, args)...),
            without_gaps(fmt::format(text.zh, in(Language::Chinese, args)...))};
}

} // namespace tcpstage
