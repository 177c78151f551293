#pragma once
// What went wrong, where, and what to do about it: one clear sentence for a person.

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
    std::string what;   // "unknown call \"lisen\""
    Place where;        // may be empty
    std::string advice; // "did you mean \"listen\"?"; may be empty

    /// "lesson.yaml:7:5: unknown call "lisen"; did you mean "listen"?"
    std::string sentence() const;
};

template <typename T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string what, Place where = {}, std::string advice = {})
{
    return tl::unexpected<Error>{Error{std::move(what), std::move(where), std::move(advice)}};
}

} // namespace tcpstage
