#pragma once
// Reads the text of a script from left to right. After an error it reads nothing more; the first error is kept.

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::packetdrill {

class Cursor {
public:
    /// `text` without comments and directives: see without_comments().
    Cursor(std::string_view text, const std::string& file);

    bool failed() const { return error_.has_value(); }
    const Error& error() const { return *error_; }
    /// Skips blanks; true at the end of the text, or after an error.
    bool at_end();
    /// The next character that is not a blank; 0 at the end.
    char peek();
    std::string_view rest() const { return text_.substr(next_); }
    void skip(std::size_t characters) { next_ += characters; }
    Place place() const { return place_of(next_); }

    bool accept(std::string_view sign);
    void require(std::string_view sign, Text after);
    /// Letters, digits and underscores; empty if there are none.
    std::string_view word();
    /// "12", "-1", "0x2".
    std::int64_t number();
    /// Seconds with decimals, exact to the nanosecond: "0.1", ".05", "2".
    std::int64_t nanoseconds();
    /// The text up to `close`, without it; the cursor moves behind `close`.
    std::string_view up_to(std::string_view close, Text what);

    void refuse(const OwnedText& what, const OwnedText& advice = {}) { refuse_at(0, what, advice); }
    void refuse_at(std::size_t characters, const OwnedText& what, const OwnedText& advice = {});

private:
    Place place_of(std::size_t position) const;

    std::string_view text_;
    const std::string& file_;
    std::vector<std::size_t> lines_; // where each begins
    std::size_t next_ = 0;
    std::optional<Error> error_;
};

/// The error for brackets that are nested too deeply.
OwnedText too_deep();

/// Comments, and the lines that #ifdef leaves out, become blanks: lines and columns stay. An error when a comment or an
/// #ifdef has no end.
Result<std::string> without_comments(std::string_view text, const std::string& file);

} // namespace tcpstage::packetdrill
