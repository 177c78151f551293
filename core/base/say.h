#pragma once
// Formats one sentence in both languages with the same arguments.

#include "core/base/text.h"

#include <fmt/format.h>
#include <type_traits>

namespace tcpstage {

namespace saying {

template <typename T> const T& in(Language, const T& value) { return value; }
inline std::string_view in(Language language, const Text& text) { return text[language]; }
inline std::string_view in(Language language, const OwnedText& text) { return text[language]; }

template <typename T> using Said = decltype(in(Language::English, std::declval<const T&>()));

/// The compiler checks both patterns against the arguments.
template <typename... Args> struct Patterns {
    fmt::format_string<Said<Args>...> en;
    fmt::format_string<Said<Args>...> zh;
};

} // namespace saying

/// Removes spaces between two Han characters: a pattern leaves one beside a word that may be Latin or Han.
std::string without_gaps(std::string chinese);

/// What follows a 1 in the singular: "1 octets are left" becomes "1 octet is left". Of nouns that sentences count, and
/// of a verb right after one.
std::string singular_after_one(std::string english);

/// Fills both patterns as fmt does. An argument that exists in both languages appears in the language of the pattern.
template <typename... Args>
OwnedText say(const std::type_identity_t<saying::Patterns<Args...>>& text, const Args&... args)
{
    using saying::in;
    return {singular_after_one(fmt::format(text.en, in(Language::English, args)...)),
            without_gaps(fmt::format(text.zh, in(Language::Chinese, args)...))};
}

/// The same in one language only.
template <typename... Args>
std::string said(Language language, const std::type_identity_t<saying::Patterns<Args...>>& text, const Args&... args)
{
    using saying::in;
    if (language == Language::English) return singular_after_one(fmt::format(text.en, in(Language::English, args)...));
    return without_gaps(fmt::format(text.zh, in(Language::Chinese, args)...));
}

} // namespace tcpstage
