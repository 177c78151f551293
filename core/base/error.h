#pragma once
// What went wrong, where, and what to do about it: one clear sentence for a person, in either language.

#include "core/base/text.h"

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace tcpstage {

/// A place in a file; line and column count from 1, and 0 means unknown.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

struct Error {
    OwnedText what;   // "unknown call \"lisen\""
    Place where;      // may be empty
    OwnedText advice; // "did you mean \"listen\"?"; may be empty

    /// "lesson.yaml:7:5: unknown call "lisen"; did you mean "listen"?"
    std::string sentence(Language language = Language::English) const;
    /// The same in both languages.
    OwnedText sentences() const { return {sentence(Language::English), sentence(Language::Chinese)}; }
};

template <typename T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(OwnedText what, Place where = {}, OwnedText advice = {})
{
    return tl::unexpected<Error>{Error{std::move(what), std::move(where), std::move(advice)}};
}

} // namespace tcpstage
