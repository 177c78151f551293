#pragma once
// Octets that claim to be a text: whether they are UTF-8, and what they are instead.

#include "core/base/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tcpstage {

/// The first octet of `text` that is no UTF-8, or a control character that no text has: where, and which.
struct NoText {
    int line = 1;
    int column = 1; // in characters
    unsigned octet = 0;
    std::size_t position = 0;
};
std::optional<NoText> find_no_text(std::string_view text);

/// For ReadLimits::look: refuses what begins as a file of another kind that is known, or with octets that no text has.
/// `wanted` is what should have been there: "a lesson", "a packetdrill script".
Result<void> check_begins_as_text(std::string_view first, const std::string& file, Text wanted);

/// What octets at the beginning of a file tell of its kind: "a saved trace (.tcptrace)". Empty: unknown.
Text kind_by_first_octets(std::string_view first);

} // namespace tcpstage
