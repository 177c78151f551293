#pragma once
// Checks that octets are UTF-8 text, and recognizes other kinds of file by their first octets.

#include "core/base/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tcpstage {

/// The first octet of `text` that is not UTF-8, or is a control character that text never has: its place and value.
struct NoText {
    int line = 1;
    int column = 1; // in characters
    unsigned octet = 0;
    std::size_t position = 0;
};
std::optional<NoText> find_no_text(std::string_view text);

/// For ReadLimits::inspect: an error if the file begins like a known kind of other file, or is not UTF-8 text.
/// `wanted` is what should have been there: "a lesson", "a packetdrill script".
Result<void> check_begins_as_text(std::string_view first, const std::string& file, Text wanted);

/// The kind of a file by its first octets: "a saved trace (.tcptrace)". Empty: unknown.
Text kind_by_first_octets(std::string_view first);

} // namespace tcpstage
